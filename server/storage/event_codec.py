"""Events to the log's text and back. What was once written decodes for ever.

The text of an event is the JSON of its dataclass. A dataclass, and whatever data it holds, may grow by a field whose
default means what was meant before: a text without it decodes to the default. When it changes otherwise, its version
here goes up by one, and `UPGRADES` gets a function that makes the former version's JSON into the next one's;
tests/contract/golden keeps a row of every version. In the configuration and in a visit such a field is written only
where it says something, see `server.storage.written_fields`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, get_args

import msgspec

from server.domain import events
from server.domain.config_edits import in_short
from server.domain.events import Fact
from server.storage.chain import EventRow
from server.storage.faults import LogCorrupt
from server.storage.guides_told import Body, GuidesTold, by_row, whole
from server.storage.written_fields import as_written


class StoredEvent(NamedTuple):
    """An event as its row holds it."""

    type: str
    version: int
    body: str


VERSIONS: Mapping[str, int] = {"day_opened": 3, "hall_edited": 2, "ticket_finished": 2}
"""Type in the log → the version written today, where it is not 1."""


def _kinds() -> dict[str, tuple[type[events.Event], int]]:
    named = {re.sub(r"(?<=[a-z])(?=[A-Z])", "_", kind.__name__).lower(): kind for kind in get_args(events.Event)}
    return {name: (kind, VERSIONS.get(name, 1)) for name, kind in named.items()}


KINDS: Mapping[str, tuple[type[events.Event], int]] = _kinds()
"""Type in the log → dataclass and the version written today. The type is the dataclass's name: "ticket_issued"."""


def _in_short(edits: list[dict[str, Any]]) -> list[dict[str, Any]]:
    paths = in_short([one["path"] for one in edits])
    return [one | {"path": path} for one, path in zip(edits, paths, strict=True)]


UPGRADES: Mapping[tuple[str, int], Callable[[dict[str, Any]], dict[str, Any]]] = {
    ("day_opened", 1): lambda fields: fields | {"rehearsal": False},
    ("day_opened", 2): lambda fields: fields,  # since then it may say where its guides stand
    ("hall_edited", 1): lambda fields: fields | {"edits": _in_short(fields["edits"])},
    ("ticket_finished", 1): lambda fields: fields | {"outcome": "served"},
}
"""(type, version) → what turns that version's JSON into the next version's."""

_encoder = msgspec.json.Encoder()
_names = {kind: (name, version) for name, (kind, version) in KINDS.items()}


def event_word(event: events.Event) -> str:
    """Its type, as the log and the wire call it: "ticket_issued"."""
    return _names[type(event)][0]


def encode_event(event: events.Event, guides: GuidesTold | None = None) -> StoredEvent:
    """The row's text: UTF-8 JSON, fields in the order of the dataclass, so equal events have equal text. `guides`: the
    row that has those of a day's first event already."""
    name, version = _names[type(event)]
    fields: Any = as_written(event)
    return StoredEvent(name, version, _encoder.encode(by_row(fields, guides) if guides else fields).decode())


def decode_event(stored: StoredEvent, body: Body | None = None) -> events.Event:
    """`body` finds the row that an event says its guides by; without it they are left empty. Raises LogCorrupt for an
    unknown type or version, and for any text that no version of ours writes."""
    found = KINDS.get(stored.type)
    if found is None:
        raise LogCorrupt(f"unknown type {stored.type!r}")
    kind, newest = found
    if not 1 <= stored.version <= newest:
        raise LogCorrupt(f"{stored.type} of version {stored.version}; this program knows 1 to {newest}")
    try:
        fields: dict[str, Any] = msgspec.json.decode(stored.body, type=dict[str, Any])
        for version in range(stored.version, newest):
            fields = UPGRADES[stored.type, version](fields)
        if stored.type == "day_opened" and stored.version == newest:
            fields = whole(fields, body)
        event = msgspec.convert(fields, kind, strict=True)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as fault:
        raise LogCorrupt(f"{stored.type}: {fault}") from fault
    # msgspec lets unknown fields of a dataclass pass; writing the event again shows them.
    if not _says_all(msgspec.json.decode(_encoder.encode(as_written(event))), fields):
        raise LogCorrupt(f"{stored.type}: fields that this version does not have")
    return event


def _says_all(written: object, read: object) -> bool:
    """Whether what is written today says all that was read; beside it stand only defaults of what has grown since."""
    if isinstance(written, dict) and isinstance(read, dict):
        return all(name in written and _says_all(written[name], value) for name, value in read.items())
    if isinstance(written, list) and isinstance(read, list):
        return len(written) == len(read) and all(map(_says_all, written, read))
    return written == read


def fact_of(row: EventRow, body: Body | None = None) -> Fact:
    """`body` as in `decode_event`. Raises LogCorrupt naming the row."""
    try:
        return Fact(row.at, row.by, row.cause, decode_event(StoredEvent(row.type, row.version, row.body), body))
    except LogCorrupt as fault:
        raise LogCorrupt(f"hall {row.hall_id}: seq {row.seq}: {fault}") from fault
