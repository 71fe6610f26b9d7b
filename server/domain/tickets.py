"""A visit, a ticket, and the states and stages of its life."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from server.domain.fairness.choices import Rule
from server.domain.promise import Promise
from server.domain.visitor_classes import ORDINARY


class TicketState(StrEnum):
    WAITING = "waiting"
    CALLED = "called"
    SERVING = "serving"
    MISSED = "missed"
    HELD = "held"
    LATER = "later"
    """Asked not to be called before a time: out of the line until then, at the place that it has."""
    SERVED = "served"
    LAPSED = "lapsed"
    CANCELLED = "cancelled"
    VOID = "void"


class Stage(StrEnum):
    """Where a ticket is. States may be joined by others; these five are all there will be."""

    IN_LINE = "in_line"
    CALLED = "called"
    SERVING = "serving"
    ASIDE = "aside"
    """Neither in line nor at a counter."""
    GONE = "gone"
    """No longer in the hall."""


STAGES = {
    TicketState.WAITING: Stage.IN_LINE,
    TicketState.CALLED: Stage.CALLED,
    TicketState.SERVING: Stage.SERVING,
    TicketState.MISSED: Stage.ASIDE,
    TicketState.HELD: Stage.ASIDE,
    TicketState.LATER: Stage.ASIDE,
    TicketState.SERVED: Stage.GONE,
    TicketState.LAPSED: Stage.GONE,
    TicketState.CANCELLED: Stage.GONE,
    TicketState.VOID: Stage.GONE,
}


class HoldReason(StrEnum):
    """Why a visitor is set aside for a while."""

    PAPERS = "papers"
    """Fetching or copying a paper."""
    FORM = "form"
    """Filling in a form."""
    INQUIRY = "inquiry"
    """The clerk waits for an answer from elsewhere."""
    OTHER = "other"


class Outcome(StrEnum):
    """What came of a visit."""

    SERVED = "served"
    PAPERS_MISSING = "papers_missing"
    """The visitor has to come again with what was missing."""
    REFERRED = "referred"
    """To another office, or to somebody outside of the hall."""
    DONE_BY_PHONE = "done_by_phone"
    """The clerk settled it by a call, as certifications may be."""


class PickReason(StrEnum):
    """Why a visitor is called out of turn."""

    UNWELL = "unwell"
    """Cannot well wait: unwell, in pain, hardly able to sit."""
    RETURNING = "returning"
    """Was here before, and comes back with what was missing."""
    SPECIALIST = "specialist"
    """Whoever is needed, such as an interpreter, is here now."""
    PASSED_OVER = "passed_over"
    """Should have been called already."""
    OTHER = "other"


class CancelReason(StrEnum):
    """Why a visit ends that was one."""

    LEFT = "left"
    """Does not want to wait any longer, or has gone."""
    WRONG_SERVICE = "wrong_service"
    """Took a number for something else."""
    OTHER = "other"


class VoidReason(StrEnum):
    """Why a number was no visit at all, and counts as none."""

    NO_PAPER = "no_paper"
    """The paper did not come out, and another number was given."""
    DUPLICATE = "duplicate"
    """One visitor took several."""
    BURST = "burst"
    """One of many that somebody took at a kiosk."""
    OTHER = "other"


class Channel(StrEnum):
    KIOSK = "kiosk"
    DESK = "desk"


@dataclass(frozen=True, slots=True)
class Visit:
    """What a visit is: said by whoever takes the number, and carried by command, event and ticket alike."""

    service_id: str
    channel: Channel
    language: str
    visitor_class: str = ORDINARY
    """Id of its class, see `server.domain.visitor_classes`."""
    then: tuple[str, ...] = ()
    """Services that the visitor comes for as well, in order: the number goes on to the next when one is finished."""
    practice: bool = False
    """Taken by a clerk to learn with: no visitor is meant."""
    slot: int | None = None
    """The appointed instant; None: there was no appointment."""
    officer: str = ""
    """Opaque id of the account that the visitor belongs to, as an appointment says it; empty: to nobody."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """One visit with a number. Instants are ms since the epoch."""

    ticket_id: str
    """Business day and number, "17-A012": unique in the hall for ever, and no secret."""
    number: str
    """As printed: "A012"."""
    visit: Visit
    state: TicketState
    issued_at: int
    since: int
    """When it came into its state."""
    place: int
    """Key of its place in line, an instant, as its event says."""
    issue_order: int
    """Position among the day's issues; breaks ties of `place` and `came`."""
    token_hash: str
    """SHA-256 of the phone page's token, hex."""
    taken_by: str = ""
    """Opaque id of who took it: a kiosk, or whoever did it for the visitor."""
    counter_id: str | None = None
    called_at: int | None = None
    call_seq: int = 0
    """Log position of its latest call or recall; 0 before the first."""
    recalls: int = 0
    reason: HoldReason | None = None
    """Why it was last held."""
    note_code: str = ""
    """What the next officer should know, as its last transfer said."""
    for_counter: str = ""
    """The counter that it was sent to, as its last transfer said; empty: to none of them."""
    for_officer: str = ""
    """Opaque id of the account that it was sent to, as its last transfer said; empty: to nobody of them."""
    hops: int = 0
    """How often it was transferred."""
    came: int = 0
    """When it came, for whoever asks who came earlier: its issue, and never before an earlier number's, though the
    clock was set back between."""
    passes: int = 0
    """How often somebody was called who came later, where it could have been."""
    rule: Rule = Rule.IN_TURN
    """By which it was called last."""
    passed: tuple[str, ...] = ()
    """Ids of those whom its last call passed."""
    returns_at: int | None = None
    """While it is set aside until a time: when that comes, it is back in line by itself."""
    promise: Promise | None = None
    """The wait that was told at issue; None: none was."""

    @property
    def stage(self) -> Stage:
        return STAGES[self.state]
