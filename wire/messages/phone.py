"""The phone page: one personal answer, then bytes that are the same for every phone.

A phone knows its own number from `PhoneTicket` and finds itself in `PhoneBoard`: so a hall encodes one message for ten
thousand phones. What the board cannot tell it, that its visit is over, comes as another `PhoneTicket`.
"""

from __future__ import annotations

from typing import Annotated

import msgspec

from wire.messages.commands import Key
from wire.messages.hall import EmergencyView, PaperView, Texts
from wire.messages.tickets import Stage, Visit, WaitView, Word


class FollowTicket(msgspec.Struct, frozen=True, kw_only=True, tag="follow_ticket"):
    """First message on a phone's socket. `token` is the fragment of the page's address."""

    protocol: int
    token: Annotated[str, msgspec.Meta(min_length=16, max_length=64, pattern=r"^[A-Za-z0-9_-]+$(?!\n)")]


class GiveUpTicket(msgspec.Struct, frozen=True, kw_only=True, tag="give_up_ticket"):
    """The visitor does not want to be served any more: for the ticket that this phone follows, and no other. Answered
    `accepted` or `refused`, in which nothing but the code is said; the same key again gives the same answer."""

    key: Key


class PhoneTicket(msgspec.Struct, frozen=True, kw_only=True, tag="phone_ticket"):
    """The ticket behind the token. Nothing here names a person."""

    seq: int
    """Log position of which this is true."""
    number: str
    visit: Visit
    state: Word
    stage: Stage
    issued_at: int
    service_name: Texts
    hall_name: Texts
    papers: tuple[PaperView, ...]
    missed_rule: Texts
    counter_noun: Texts
    time_zone: str
    prefix: str = ""
    """Of the ticket's service, to set the number's digits apart."""
    group: int = 0
    """So many of its service are called together at most; 0: one by one."""
    promise: WaitView | None = None
    """The wait that was told at issue, until the number is called or sent on; None: no time was said, or it is over."""
    priority: bool = False
    """As in `TicketView`."""
    kept: bool = False
    """It waits for another service than it was taken for: the number stays."""
    guide: tuple[str, ...] = ()
    """Languages in which its service's guide can be read under /guide/; empty: it has none."""
    for_counter: str = ""
    """Label of the counter that it was sent to and waits for; empty: for none."""
    for_counter_noun: bool = True
    """As `CounterView.with_noun`."""
    for_officer: bool = False
    """It waits for an officer, whose name phones are not told."""
    gives_up: tuple[Stage, ...] = ()
    """In these stages its visitor may ask `give_up_ticket` here; empty: not over this line."""


class PhoneCall(msgspec.Struct, frozen=True, kw_only=True):
    """A number called, or at a counter."""

    number: str
    counter: str
    """The counter's label."""
    state: Word
    stage: Stage
    seq: int
    """Log position of its call or latest recall: when it grew, the phone rings."""
    with_noun: bool = True
    """As in `CounterView`."""
    prefix: str = ""
    """Of the ticket's service."""


class PhoneAside(msgspec.Struct, frozen=True, kw_only=True):
    """A number that is neither in line nor at a counter."""

    number: str
    state: Word
    returns_at: int | None = None
    """Instant at which it is back in line by itself; None: not by itself."""


class PhonePause(msgspec.Struct, frozen=True, kw_only=True):
    """A counter that is paused."""

    counter: str
    """Its label."""
    services: tuple[str, ...]
    """Ids of what it does: who waits for another service need not care."""
    back_at: int | None = None
    """When its clerk means to be back; None: not said."""
    with_noun: bool = True
    """As in `CounterView`."""


class PhoneBoard(msgspec.Struct, frozen=True, kw_only=True, tag="phone_board"):
    """Lines and calls of the hall, for all phones alike."""

    seq: int
    at: int
    lines: dict[str, tuple[str, ...]]
    """For each service id the waiting numbers, next first."""
    calls: tuple[PhoneCall, ...]
    """Numbers called or serving now, newest first."""
    aside: tuple[PhoneAside, ...] = ()
    closed: Word | None = None
    """Why the hall is closed for the rest of the day; None: it is not."""
    emergency: EmergencyView | None = None
    """What stands over everything else; None: nothing."""
    over: tuple[str, ...] = ()
    """Ids of services that give no more numbers today: who has one is told to wait all the same."""
    paused: tuple[PhonePause, ...] = ()
    """The counters that are paused."""
    waits: dict[str, WaitView] = {}
    """By number, how long those in line still wait; who is not named here is told nothing."""
    waits_good_ms: int = 0
    """So long after this board came its waits may be shown."""
