"""Bodies of the routes of appointments. Instants are milliseconds since the epoch."""

from __future__ import annotations

import msgspec

from wire.messages.appointments import AppointmentView


class AppointmentsTold(msgspec.Struct, frozen=True):
    date: str
    """ISO date of the business day."""
    appointments: tuple[AppointmentView, ...]


class SlotTold(msgspec.Struct, frozen=True):
    slot: int
    left: int
    """So many may still be booked there."""
    busy: tuple[str, ...]
    """Ids of officers who have somebody then."""


class OfRecord(msgspec.Struct, frozen=True):
    """To whom a visitor may belong."""

    officer: str
    """Opaque id of the account."""
    name: str


class SlotsTold(msgspec.Struct, frozen=True):
    service_id: str
    slots: tuple[SlotTold, ...]
    """That may be booked now, in order; not all there are, where that is many days."""
    officers: tuple[OfRecord, ...]
    """Whoever has an account that may call numbers."""
