"""The hash chain through a log: each row names the hash of the row before it. The event log has one, and the staff log.

An edited, removed, inserted or reordered row breaks the chain at the next one.
"""

from __future__ import annotations

import hashlib
from typing import NamedTuple

import msgspec


class EventRow(NamedTuple):
    """A row of the event log, its columns in order."""

    hall_id: str
    seq: int
    day: int
    type: str
    version: int
    at: int
    by: str
    cause: str
    body: str
    prev_hash: str


class Head(NamedTuple):
    """The end of a log."""

    seq: int
    """Of the last row; 0 for an empty log."""
    hash: str
    """Of the last row: what the next one carries as `prev_hash`."""


GENESIS = Head(0, "0" * 64)

_encode = msgspec.json.Encoder().encode


def row_hash(row: tuple[str | int, ...]) -> str:
    """SHA-256, hex, over the row as a JSON array of its columns in order, UTF-8 and without blanks."""
    return hashlib.sha256(_encode(row)).hexdigest()
