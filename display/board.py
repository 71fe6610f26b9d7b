"""The board (叫號畫面): everything both monitors, the chime and the LED sign are drawn from. Pure.

What makes the next board of it stands in `display.board_reducer`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from display.deck import Deck, Dwell
from display.pauses import Pause
from display.playlist import Content
from display.programme import Items
from display.sign_turns import SignTurns
from wire.messages import HallEdited, HallMoved, Lines, OpeningChanged, Snapshot, Waits
from wire.messages.hall import HallView, ServiceView, TodayView
from wire.messages.tickets import CallView, CounterState, ServiceState, TicketView, WaitView

NO_CARDS = Deck()
NO_CONTENT = Content()
USUAL_DWELL = Dwell()
NOTHING_SPECIAL = TodayView()
NO_TURNS = SignTurns()


class Moment(NamedTuple):
    """`wall` is the server's clock, ms since the epoch, and may jump; `steady` is monotonic ms, for durations."""

    wall: int
    steady: int


@dataclass(frozen=True, slots=True)
class LinkChanged:
    """The link to the server came up or went down."""

    up: bool
    refused: str = ""
    """The link's reason, when the server will not have this display; empty for a link that is merely down."""


@dataclass(frozen=True, slots=True)
class Tick:
    """Time has passed."""


@dataclass(frozen=True, slots=True)
class ItemsChanged:
    """What this display adds to the round between calls is something else now."""

    items: Items


@dataclass(frozen=True, slots=True)
class MonitorsChanged:
    """Calls and guides are on one monitor, or on one each."""

    shared: bool


Together = tuple[CallView, ...]
"""One call: of one ticket, or of several at one counter."""
BoardMessage = (
    Snapshot
    | HallMoved
    | HallEdited
    | Lines
    | Waits
    | OpeningChanged
    | LinkChanged
    | ItemsChanged
    | MonitorsChanged
    | Tick
)


@dataclass(frozen=True, slots=True)
class Board:
    """`hall` is None until the first snapshot. `calls` are the last calls, newest first, one for each ticket."""

    dwell: Dwell = USUAL_DWELL
    hall_id: str = ""
    """The hall that this display belongs to; empty: whichever the server has."""
    hall: HallView | None = None
    languages: tuple[str, ...] = ()
    """The hall's own first, as far as they are known before the hall is."""
    seq: int = 0
    date: str = ""
    services: tuple[ServiceState, ...] = ()
    today: TodayView = NOTHING_SPECIAL
    counters: Mapping[str, CounterState] = field(default_factory=dict)
    """By id, as the hall last said."""
    present: Mapping[str, TicketView] = field(default_factory=dict)
    """Tickets called or being served, by id."""
    in_line: Mapping[str, TicketView] = field(default_factory=dict)
    """Tickets that wait, by id."""
    next: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Who is next for each service, by id, as the hall last said: some may have been called since."""
    paused: tuple[Pause, ...] = ()
    calls: tuple[CallView, ...] = ()
    missed: tuple[TicketView, ...] = ()
    """Set aside because they did not come, in the hall's order."""
    deck: Deck = NO_CARDS
    content: Content = NO_CONTENT
    items: Items = ()
    """What this display adds to the round between calls."""
    shared: bool = False
    """The guide stands beside the calls, on their monitor."""
    chimes: int = 0
    """Grows by one with every call and every recall that was learnt in time, and with nothing else."""
    rang: tuple[tuple[Together, int], ...] = ()
    """Calls announced lately, each of one ticket or of several together, and the steady instant of each, newest
    first."""
    sign: SignTurns = NO_TURNS
    ended: tuple[str, ...] = ()
    """Tickets, by id, whose calls ended lately, the latest first: what was not heard of them is not made up for."""
    lost: Moment | None = None
    """When the link went down; the last good numbers are of that moment."""
    stale: bool = False
    """The link has been down for longer than a blink, or the server will not have this display: say so."""
    refused: str = ""
    """See LinkChanged."""
    waits: Waits | None = None
    waits_until: int = 0
    """Steady instant until which `waits` may be shown."""

    def wait(self, service_id: str, now: Moment) -> WaitView | None:
        """How long an ordinary visitor who takes a number now would wait; None where that is not known, or was said
        too long ago, or by a server that is away."""
        if self.waits is None or self.stale or now.steady > self.waits_until:
            return None
        named = (one for one in self.waits.issued_now if one.service_id == service_id)
        return next((one.wait for one in named if one.visitor_class == "ordinary"), None)

    def next_for(self, service_id: str) -> TicketView | None:
        """Who is next for this service; None where nobody waits, or it is not known."""
        return next((self.in_line[one] for one in self.next.get(service_id, ()) if one in self.in_line), None)

    def service(self, service_id: str) -> ServiceView | None:
        return next((one for one in self.hall.services if one.service_id == service_id), None) if self.hall else None


def facts(board: Board) -> tuple[object, ...]:
    """What the log alone decides."""
    return (
        board.hall,
        board.seq,
        board.date,
        board.services,
        board.today,
        board.counters,
        board.present,
        board.paused,
        board.calls,
        board.missed,
    )
