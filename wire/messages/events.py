"""What has happened, in the order of the log, and what changes beside it. Sent after the commit.

One message, `hall_moved`, for every verb there is and will be: it carries the tickets after the event, the counters
and the waiting counts that changed, and whether it rings. So a screen of today shows a hall of tomorrow. A receiver
replaces what it knew; it counts nothing, sorts nothing and repeats no rule.
"""

from __future__ import annotations

import msgspec

from wire.messages.hall import HallView, TodayView, ValueEdit
from wire.messages.tickets import CounterState, ServiceState, TicketView, Word


class HallMoved(msgspec.Struct, frozen=True, kw_only=True, tag="hall_moved"):
    seq: int
    """Its place in the log."""
    prev_seq: int
    """The one this stream sent before: a receiver whose last seq is another has a gap and asks for a snapshot."""
    at: int
    what: Word
    """Open: ticket_issued, ticket_called, …"""
    rings: bool = False
    """A public call, or one repeated: its tickets are asked to come to their `counter_id`, now. Several are
    one call."""
    tickets: tuple[TicketView, ...] = ()
    """Every ticket that the event changed, after it."""
    counters: tuple[CounterState, ...] = ()
    """The counters that it changed."""
    waiting: dict[str, int] = {}
    """How many now wait, for each service whose count it changed."""


class HallEdited(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag="hall_edited"):
    """Single values of the hall are others now, for programs whose greeting says that they keep it; the others get a
    snapshot."""

    seq: int
    prev_seq: int
    """As in `hall_moved`."""
    edits: tuple[ValueEdit, ...]
    hall: HallView | None = None
    """The hall after the edits: never sent, whoever keeps the hall fills it in for those who read it."""


class OpeningChanged(msgspec.Struct, frozen=True, kw_only=True, tag="opening_changed"):
    """The clock opened or closed services. Not of the log, so without seq."""

    services: tuple[ServiceState, ...]
    today: TodayView | None = None
    """None: as before."""


class GroupLine(msgspec.Struct, frozen=True, kw_only=True):
    """The group that would be called next at a counter, for a service whose visitors are called together."""

    service_id: str
    size: int
    """So many are called at once at most."""
    next: tuple[str, ...] = ()
    """Ids of its tickets, the first in line first."""
    waiting: int = 0
    """All who wait to be called together so."""
    ready: Word | None = None
    """Why it may be called: size, age, time. None: not yet."""
    ready_at: int | None = None
    """When it may be though nobody else comes; None when it may, or nobody waits."""


class CounterLine(msgspec.Struct, frozen=True, kw_only=True):
    """Who comes next at one counter, in the hall's order."""

    counter_id: str
    next: tuple[str, ...] = ()
    """Ticket ids, at most as many as a page shows."""
    rules: tuple[str, ...] = ()
    """Why each of them is next when its turn comes, open words as of `TicketView.rule`."""
    waiting: int = 0
    """All who wait to be called one by one for what this counter does."""
    longest_since: int | None = None
    """When the one who waits longest took a number; None when nobody waits."""
    aside: tuple[str, ...] = ()
    """Tickets set aside that are this counter's business, the latest first."""
    groups: tuple[GroupLine, ...] = ()
    """One for each service that is called in groups here. Its tickets are not in `next` and `waiting` here."""
    reserve: tuple[str, ...] = ()
    """Ids of the services that it does only because their lines are long."""
    stands_in_for: tuple[str, ...] = ()
    """Ids of the counters that are closed, or paused for long, and whose visitors are drawn here."""


class ServiceLine(msgspec.Struct, frozen=True, kw_only=True):
    service_id: str
    next: tuple[str, ...] = ()
    longest_since: int | None = None
    too_long: str = ""
    """Id of the ticket that stands first there, while it waits longer than anybody should: for staff, not for the wall.
    Empty: nobody does."""


class Lines(msgspec.Struct, frozen=True, kw_only=True, tag="lines"):
    """Who is next, everywhere. Outside the stream of `seq`: the newest one counts, an older one may be skipped.
    Sent when it changed, by an event or by time alone.
    """

    seq: int
    """Log position it was made at."""
    at: int
    counters: tuple[CounterLine, ...]
    services: tuple[ServiceLine, ...]
    aside: tuple[str, ...] = ()
    """All tickets set aside, and those in line for an officer who is at no counter that does their service; the latest
    first."""
