"""Tickets, visits and calls as screens, kiosks and consoles see them.

Open words (`state`, `visitor_class`, `channel`, …) may be joined by new ones without a new protocol number: a receiver
that does not know one shows what it understands. `Stage` is closed: whoever draws a ticket chooses by it.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

Id = Annotated[str, msgspec.Meta(min_length=1, max_length=40)]
Word = Annotated[str, msgspec.Meta(min_length=1, max_length=40)]
"""An open word: lower case, with underscores."""
Language = Annotated[str, msgspec.Meta(min_length=2, max_length=16)]
Stage = Literal["in_line", "called", "serving", "aside", "gone"]
"""Where a ticket is, for everybody who draws it: in a line, asked to come, at a counter, neither, or no longer in the
hall."""


class Visit(msgspec.Struct, frozen=True, kw_only=True):
    """What a visit is: said by whoever takes the number, and carried by the ticket ever after."""

    service_id: Id
    channel: Word
    """How the number was taken: kiosk, desk."""
    language: Language
    visitor_class: Word = "ordinary"
    """ordinary, priority, or one that the hall's `visitor_classes` tell."""
    then: Annotated[tuple[Id, ...], msgspec.Meta(max_length=4)] = ()
    """Services that the visitor comes for as well, in order: the number goes on to the next when one is finished."""
    practice: bool = False
    """Taken by a clerk to learn with: no visitor is meant."""
    slot: Annotated[int, msgspec.Meta(ge=0, le=2**53)] | None = None
    """The appointed instant; None: there was no appointment. No number is taken with one: it is checked in."""
    officer: Annotated[str, msgspec.Meta(max_length=40, pattern=r"^[A-Za-z0-9-]*$(?!\n)")] = ""
    """Opaque id of the account that the visitor belongs to; empty: to nobody, or it is not told here."""


Minutes = Annotated[int, msgspec.Meta(ge=0, le=1_440)]


class WaitView(msgspec.Struct, frozen=True, kw_only=True):
    """A wait as it is said. One whose word is not known is not shown."""

    says: Word
    """Open: range, next (nearly one's turn), no_counter (no counter that may call it is open), after_closing (it may
    not be called before closing time)."""
    low: Minutes = 0
    """Of a range, in minutes, a multiple of five; 0: at once, if it goes well."""
    high: Minutes = 0
    """Of a range, in minutes, a multiple of five above `low`."""


class TicketView(msgspec.Struct, frozen=True, kw_only=True):
    """One ticket after the event that carries it. All instants are milliseconds since the epoch, UTC."""

    ticket_id: str
    number: str
    """As printed: "A012"."""
    visit: Visit
    state: Word
    """Open, as the life of a ticket has them: docs/glossary.md."""
    stage: Stage
    allows: dict[str, int | None]
    """The verbs that its state allows, the same for everybody, each with the instant until which; None: no such limit.
    Whether this connection may ask for one stands in the welcome."""
    issued_at: int
    since: int
    """Instant at which it came into its state."""
    counter_id: str | None = None
    """Where it was last called to; None before the first call, after a restore and a transfer."""
    called_at: int | None = None
    """Instant of the latest call or recall."""
    device_id: str = ""
    """The kiosk that gave it; empty where a person did."""
    priority: bool = False
    """Its class is served sooner; not said by a server that knows no other such class than "priority"."""
    recalls: int = 0
    """Recalls since it was last called."""
    rests_until: dict[str, int] = {}
    """Of the verbs in `allows` those for which it is too soon, each before the instant that is said."""
    reason: Word | None = None
    """Why it was last held: papers, form, inquiry, other."""
    note_code: str = ""
    """What its last transfer said, one of the hall's `notes`."""
    for_counter: str = ""
    """Where its last transfer sent it; empty: to no counter of its own."""
    for_officer: str = ""
    """To whom its last transfer sent it, an opaque id that `/api/officers` has a name for; empty: to nobody."""
    rule: Word | None = None
    """Why it was called last. Open: in_turn, priority, appointment, appointment_early, officer, passed, picked,
    together_size, together_age, together_time (with others: enough are here, one waited long enough, it is time); None
    before its first call, after a restore and a transfer."""
    returns_at: int | None = None
    """While it is set aside until a time: instant at which it is back in line by itself. None: not by itself."""
    promise: WaitView | None = None
    """The wait that its visitor was told when it was issued; it stays as it was told. None: no time was said."""

    @property
    def marked(self) -> bool:
        """Whether its number has the mark of priority."""
        return self.priority or self.visit.visitor_class == "priority"


class CallView(msgspec.Struct, frozen=True, kw_only=True):
    """One public call, newest first in a snapshot's `calls`."""

    seq: int
    """Log position of the call or of its latest recall: a higher one is newer and rings again."""
    at: int
    """Instant of the call or of its latest recall."""
    counter_id: str
    ticket: TicketView
    """As it is now, also when it has left the hall."""


class CounterState(msgspec.Struct, frozen=True, kw_only=True):
    counter_id: str
    calls: int
    """How many calls this counter has made in the business day; `call_next` names it as `after`."""
    tickets: tuple[str, ...] = ()
    """Ids of the ticket called or serving here; several only for a group."""
    state: Word = "open"
    """Open: open, paused, closed. Nobody is called to one that is not open."""
    pause_reason: Word | None = None
    """While it is paused: lunch, break, meeting, paperwork, other."""
    back_at: int | None = None
    """While it is paused: when its clerk means to be back; None: not said."""
    auto_call: bool = False
    """A finish here calls who is next."""
    without_number: int = 0
    """How many were served here today who had no number."""


class ServiceState(msgspec.Struct, frozen=True, kw_only=True):
    """What changes about a service during the day."""

    service_id: str
    waiting: int
    open: bool
    opens_at: int | None = None
    """Next instant it opens, when closed and known."""
    closes_at: int | None = None
    """Instant it stops giving numbers, when open."""
    numbers_left: bool = True
    why: Word | None = None
    """Why it gives no numbers. Open: not_yet (later on this date), break, over (no more on this date), day_off,
    holiday. None when it is open, or nothing is said."""
