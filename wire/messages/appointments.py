"""Appointments: visits that are to come, as staff see them. No screen, kiosk or phone hears of them."""

from __future__ import annotations

import msgspec

from wire.messages.tickets import Visit, Word


class AppointmentView(msgspec.Struct, frozen=True, kw_only=True):
    code: str
    """Six letters and figures: what stands on the card."""
    visit: Visit
    """With its `slot`, the appointed instant, and perhaps the officer that the visitor belongs to."""
    state: Word
    """Open: booked, here, cancelled, missed."""
    late_after: int
    """Checked in after this instant it is late: it stands in line from then on, like every other number."""
    ticket_id: str = ""
    """Of the number that its check-in gave."""
    concern: Word | None = None
    """Why somebody should care before it comes. Open: closed (the service has no hours at that time any more, or is
    closed by hand), withdrawn (it has left the configuration). None: nothing is wrong."""


class Appointments(msgspec.Struct, frozen=True, kw_only=True, tag="appointments"):
    """Those of the business day, in order of their times. Outside the stream of `seq`: the newest one counts."""

    seq: int
    """Log position it was made at."""
    at: int
    date: str
    """Calendar date of the business day, ISO 8601."""
    appointments: tuple[AppointmentView, ...] = ()
