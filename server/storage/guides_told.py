"""A day's first event says the guides by the row that has them, as long as they are the same: told once, not daily.

Their texts stay in the log, in that earlier row, which the chain holds as it holds every other. Pure.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import msgspec

from server.domain.config import Guide, HallConfig
from server.domain.events import DayOpened, Event, HallConfigured
from server.storage.faults import LogCorrupt
from server.storage.written_fields import as_written

KEY = "guides"
NO_GUIDE = Guide()


class GuidesTold(NamedTuple):
    """The row in which the guides of some services stand whole."""

    seq: int
    name: str
    """Made of their content, and of whose they are."""


Body = Callable[[int], str | None]
"""The body of the row at a log position; None where there is none."""


def guides_in(event: Event) -> str:
    """The name of the guides that an event's row has, or names; empty where it has none that say anything."""
    if not isinstance(event, DayOpened | HallConfigured):
        return ""
    config: HallConfig = event.config
    return _name(as_written(config)) if any(one.guide != NO_GUIDE for one in config.services) else ""


def told_after(before: GuidesTold | None, seq: int, body: str, event: Event) -> GuidesTold | None:
    """Where the guides stand after the row of an event; None where no row has them as they would be written today."""
    if not isinstance(event, DayOpened | HallConfigured):
        return before
    fields = msgspec.json.decode(body, type=dict[str, Any])
    named, name = seq_of_guides(fields), guides_in(event)
    return named or (GuidesTold(seq, name) if name and _name(fields["config"]) == name else None)


def by_row(fields: dict[str, Any], told: GuidesTold) -> dict[str, Any]:
    """The fields of an event, its guides said by where they stand."""
    services = [{key: value for key, value in one.items() if key != "guide"} for one in fields["config"]["services"]]
    return {**fields, "config": {**fields["config"], "services": services}, KEY: told._asdict()}


def seq_of_guides(fields: Mapping[str, Any]) -> GuidesTold | None:
    """Where the guides stand that an event's fields leave out; None where it leaves out none. Raises LogCorrupt."""
    if KEY not in fields:
        return None
    try:
        return GuidesTold(**msgspec.convert(fields[KEY], dict[str, int | str]))  # type: ignore[arg-type]
    except (msgspec.ValidationError, TypeError) as fault:
        raise LogCorrupt(f"guides: {fault}") from fault


def whole(fields: dict[str, Any], body: Body | None) -> dict[str, Any]:
    """The fields with the guides that they leave out; `body` None: with none, for who has no use for them. Raises
    LogCorrupt where the row that they name does not have those."""
    told = seq_of_guides(fields)
    if told is None:
        return fields
    services = fields["config"]["services"]
    if body is None:
        guides = [as_written(NO_GUIDE)] * len(services)
    else:
        row = body(told.seq)
        config = {} if row is None else msgspec.json.decode(row).get("config", {})
        guides = [one.get("guide") for one in config.get("services", [])]
        if None in guides or len(guides) != len(services) or _name(config) != told.name:
            raise LogCorrupt(f"the guides {told.name} do not stand at seq {told.seq}")
    filled = [{**one, "guide": guide} for one, guide in zip(services, guides, strict=True)]
    rest = {key: value for key, value in fields.items() if key != KEY}
    return {**rest, "config": {**fields["config"], "services": filled}}


def _name(config: Any) -> str:
    """The same for the same guides of the same services, in the same order."""
    said = msgspec.json.encode([(one["service_id"], one["guide"]) for one in config["services"]])
    return hashlib.sha256(said).hexdigest()[:32]
