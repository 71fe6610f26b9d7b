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
        "EmergencyRaised": "kind words",
        "GroupCalled": "counter_id ticket_ids",
    }.items()
}
"""The fields that the first rows had: never added to. Of a kind that is not here, everything is written."""


_fields: dict[type, tuple[tuple[str, bool, object], ...] | None] = {}


def as_written(value: object) -> object:
    """A dataclass as the fields of its row, in their order, and so whatever is in it."""
    if isinstance(value, tuple):
        return [as_written(one) for one in value]
    kind = type(value)
    fields = _fields[kind] if kind in _fields else _fields_of(kind)
    if fields is None:
        return value
    return {
        name: as_written(one) for name, always, default in fields if (one := getattr(value, name)) != default or always
    }


def _fields_of(kind: type) -> tuple[tuple[str, bool, object], ...] | None:
    """Of a dataclass each field that is given, whether it always stands in a row, and its default; None of anything
    else. Looked up once for each kind: a row is written for every number that is taken."""
    always = ALWAYS.get(kind.__name__)
    _fields[kind] = (
        tuple(
            (field.name, always is None or field.name in always, field.default)
            for field in dataclasses.fields(kind)
            if field.init
        )
        if dataclasses.is_dataclass(kind)
        else None
    )
    return _fields[kind]
