"""Which fields of a value inside an event stand in its row: one that a later program added is written only where it
says something, so a hall that does not use it has the rows it had. Its default means what was meant before.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

ALWAYS: Mapping[str, frozenset[str]] = {
    name: frozenset(fields.split())
    for name, fields in {
        "HallConfig": "hall_id name office time_zone languages counter_noun services counters notices missed_rule "
        "recall_limit restore_delay_minutes day_starts_minute phone_url",
        "Service": "service_id prefix name short_name guide hours numbers offline",
        "Counter": "counter_id label primary backup",
        "Guide": "title steps papers notice legal_basis fee minutes",
        "Edit": "path value",
        "Paper": "name note",
        "HandValue": "label primary backup",
        "Visit": "service_id channel language visitor_class",
        "DayOpened": "day date config rehearsal by_hand",
        "TicketIssued": "ticket_id number prefix ordinal visit place token_hash people_ahead",
        "TicketCalled": "ticket_id counter_id",
        "TicketPicked": "ticket_id counter_id picked",
        "GroupCalled": "counter_id ticket_ids",
    }.items()
}
"""The fields that the first rows had: never added to. Of a kind that is not here, everything is written."""


def as_written(value: object) -> object:
    """A dataclass as the fields of its row, in their order, and so whatever is in it."""
    if isinstance(value, tuple):
        return [as_written(one) for one in value]
    if not dataclasses.is_dataclass(value) or isinstance(value, type):
        return value
    always = ALWAYS.get(type(value).__name__)
    return {
        field.name: as_written(getattr(value, field.name))
        for field in dataclasses.fields(value)
        if field.init and (always is None or field.name in always or getattr(value, field.name) != field.default)
    }
