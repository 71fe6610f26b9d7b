"""Bodies of the routes of anchors, beside those of `api_words`. Instants are milliseconds since the epoch."""

from __future__ import annotations

import msgspec


class AnchorKept(msgspec.Struct, frozen=True):
    """One that was kept in an evening."""

    date: str
    """The business day that it was made for, ISO 8601."""
    text: str
    at: int
    key: str


class KioskHere(msgspec.Struct, frozen=True):
    """A kiosk whose program is here."""

    device_id: str
    name: str


class AnchorTold(msgspec.Struct, frozen=True):
    text: str
    """The line that is to be kept elsewhere; empty where none can be made now, as are `qr` and `key`."""
    qr: str
    """The same as a QR code: a PNG, as a `data:` address."""
    at: int
    seq: int
    """Where the hall's log ends in it."""
    staff_seq: int
    """Where the staff log ends in it."""
    key: str
    """The first letters of the key that signed it."""
    kept: tuple[AnchorKept, ...]
    """Those of the last evenings, the newest first."""
    kiosks: tuple[KioskHere, ...]
    fault: str = ""
    """Why none can be made now: `key`, the file of the key; `store`, a database that is away; `damaged`, one that is
    broken. Empty where one was made. The server's log says more."""


class AnchorPaper(msgspec.Struct, frozen=True):
    text: str
    """What was to be printed."""
    outcome: str
