"""What a sender meant by a command, as a hash that outlives updates: the same intent has the same hash for ever.

Hashed is the JSON of the command's name and those fields that differ from their default, sorted by name. So a field
that a later program adds, with a default that means what was meant before, changes no hash; nor does the connection
that a command comes over, its key or its patience, since none of them is in a command. When that is not enough (a field
renamed), there is a new version, and the old one goes on being computed for keys that were remembered with it.
"""

from __future__ import annotations

import dataclasses
import hashlib
import re
from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from server.domain.commands import Command

VERSION = 1
"""The version that new keys are remembered with."""

_encoder = msgspec.json.Encoder(order="deterministic")
_found: dict[type, tuple[tuple[str, Any], ...] | None] = {}


def intent_of(command: Command) -> str:
    """What is remembered with a key: "VERSION:SHA-256"."""
    return f"{VERSION}:{HASHES[VERSION](command)}"


def means(command: Command, remembered: str) -> bool:
    """Whether the command is what a key was remembered with. One of a version that no program of ours knows is not."""
    version, _, digest = remembered.partition(":")
    hashed = HASHES.get(int(version)) if version.isdecimal() else None
    return hashed is not None and hashed(command) == digest


def _first(command: Command) -> str:
    return hashlib.sha256(_encoder.encode([command_word(type(command)), _meant(command)])).hexdigest()


HASHES: Mapping[int, Callable[[Command], str]] = {1: _first}


def command_word(kind: type) -> str:
    """ "issue_ticket" for `IssueTicket`."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", kind.__name__).lower()


def _meant(value: object) -> object:
    """Plain data without what was left at its default."""
    kind = type(value)
    fields = _found[kind] if kind in _found else _fields(kind)
    if fields is not None:
        return {name: _meant(one) for name, default in fields if (one := getattr(value, name)) != default}
    if isinstance(value, tuple):
        return [_meant(one) for one in value]
    return value


def _fields(kind: type) -> tuple[tuple[str, Any], ...] | None:
    """Names and defaults of what is given to a dataclass; None of anything else. Looked up once for each kind."""
    is_data = dataclasses.is_dataclass(kind)
    given = (field for field in dataclasses.fields(kind) if field.init) if is_data else ()
    _found[kind] = tuple((field.name, field.default) for field in given) if is_data else None
    return _found[kind]
