"""Facts of a hall: what happened, and the envelope that says when, by whom and why. Frozen, complete: `evolve` reads
nothing else.

A field is never renamed or given another meaning: an event that changes is a new version, unless it only grows by a
field whose default means what was meant before (see storage's codec).
"""

from __future__ import annotations

from dataclasses import dataclass

from server.domain.appointments import Appointment, AppointmentEnd
from server.domain.by_hand import HandValue, HandWhat, Standing
from server.domain.closing import ClosingReason
from server.domain.config import HallConfig, Texts
from server.domain.config_edits import Edit
from server.domain.counter_states import PauseReason
from server.domain.emergency import EmergencyKind
from server.domain.fairness.choices import Rule
from server.domain.promise import Promise
from server.domain.tickets import CancelReason, HoldReason, Outcome, PickReason, Visit, VoidReason
from server.domain.watch import Watch

AUTHOR = "author"
"""Who acted where nobody asked: the author's own timer."""
VISITOR = "visitor"
"""Who acted by a number's token: whoever holds its paper. Nothing says who that is."""


@dataclass(frozen=True, slots=True)
class DayOpened:
    """First event of a business day, and of a hall. Carries what lives on, so a start reads one day only."""

    day: int
    """1 for the hall's first business day."""
    date: str
    """ISO 8601 calendar date in the hall's zone."""
    config: HallConfig
    rehearsal: bool = False
    """Whether this hall's times are made up: its log was begun on a rehearsal clock, and goes on on one."""
    by_hand: Standing = ()
    """What was set by hand on an earlier day and lasts; `config` is the file's."""
    appointments: tuple[Appointment, ...] = ()
    """Those that are to come, and, for a while, those to which nobody came."""


@dataclass(frozen=True, slots=True)
class HallConfigured:
    config: HallConfig


@dataclass(frozen=True, slots=True)
class HallEdited:
    """Single values of the configuration that the file had last are others now; the rest of it stays."""

    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class ByHandSet:
    """A supervisor set something beside the file, or went back to the file's value."""

    what: HandWhat
    subject: str
    value: HandValue | None
    """None: the file's again."""
    reason: str = ""
    lasting: bool = False


@dataclass(frozen=True, slots=True)
class WatchChanged:
    """Something that the hall sees by itself has begun, or is over."""

    watch: Watch
    on: bool


GivenNumber = tuple[str, int, str]
"""Prefix, ordinal and ticket id of a number that stands on paper."""


@dataclass(frozen=True, slots=True)
class HallClosedToday:
    """For the rest of the business day; whoever waits stays in line."""

    reason: ClosingReason


@dataclass(frozen=True, slots=True)
class HallReopened:
    pass


@dataclass(frozen=True, slots=True)
class EmergencyRaised:
    """Everybody in the hall is told so before anything else; one that stood already is replaced."""

    kind: EmergencyKind
    words: str = ""
    words_in: Texts = ()


@dataclass(frozen=True, slots=True)
class EmergencyEnded:
    pass


@dataclass(frozen=True, slots=True)
class TimeCorrected:
    """The hall's time was wrong for a while. The business day goes on, under its right date."""

    date: str
    """ISO 8601 calendar date of the open business day, never later than it was."""
    since: int
    """Instants of the log from this one on, up to here, are of the wrong time."""
    by_ms: int
    """What was added to them where they still matter: to those of the tickets that are not finished."""
    reason: str
    used: tuple[GivenNumber, ...] = ()
    """Numbers that other business days gave on this date, or under a later one that was wrong."""


@dataclass(frozen=True, slots=True)
class CounterOpened:
    counter_id: str


@dataclass(frozen=True, slots=True)
class CounterClosed:
    counter_id: str


@dataclass(frozen=True, slots=True)
class CounterPaused:
    """Its clerk is away for a while. Once more: for another reason, or until another time."""

    counter_id: str
    reason: PauseReason
    back_at: int | None
    """Instant at which the clerk means to be back; None: not said."""


@dataclass(frozen=True, slots=True)
class AutoCallSet:
    """From now on a finish here calls who is next, or does so no longer."""

    counter_id: str
    on: bool


@dataclass(frozen=True, slots=True)
class ServedWithoutNumber:
    """Counts as a visit in the figures; there is no ticket, and none will be."""

    counter_id: str
    service_id: str
    outcome: Outcome


CounterChanged = CounterOpened | CounterClosed | CounterPaused | AutoCallSet | ServedWithoutNumber
"""What speaks of one counter, and of no ticket."""


@dataclass(frozen=True, slots=True)
class AppointmentBooked:
    code: str
    visit: Visit
    """What it is for, with its `slot`."""


@dataclass(frozen=True, slots=True)
class AppointmentCancelled:
    code: str
    reason: AppointmentEnd


@dataclass(frozen=True, slots=True)
class AppointmentMissed:
    """Its business day ended, and nobody had checked in."""

    code: str


AppointmentChanged = AppointmentBooked | AppointmentCancelled | AppointmentMissed
"""What becomes of an appointment as long as nobody has come: no ticket is there yet."""


@dataclass(frozen=True, slots=True)
class TicketIssued:
    ticket_id: str
    number: str
    prefix: str
    ordinal: int
    visit: Visit
    place: int
    """Where it stands in line: an instant, never before that of a ticket issued earlier in its range."""
    token_hash: str
    people_ahead: int
    """Promised at issue: waiting for the same service before this ticket."""
    promise: Promise | None = None
    """The wait that was told at issue; None: none was."""
    appointment: str = ""
    """Code of the appointment that was checked in; empty: it was none."""


@dataclass(frozen=True, slots=True)
class TicketCalled:
    ticket_id: str
    counter_id: str
    rule: Rule = Rule.IN_TURN
    """Why it was next."""
    passed: tuple[str, ...] = ()
    """Ids of those who came earlier, could have been called here, and were not: each has been passed once more."""


@dataclass(frozen=True, slots=True)
class CallUndone:
    """The clerk did not mean the call: the ticket stands where it stood, and the counter is free."""

    ticket_id: str
    counter_id: str


@dataclass(frozen=True, slots=True)
class TicketRecalled:
    ticket_id: str
    counter_id: str


@dataclass(frozen=True, slots=True)
class TicketArrived:
    ticket_id: str
    counter_id: str


@dataclass(frozen=True, slots=True)
class TicketFinished:
    ticket_id: str
    counter_id: str
    arrival_implied: bool
    """The clerk finished straight from *called*."""
    outcome: Outcome = Outcome.SERVED


@dataclass(frozen=True, slots=True)
class TicketContinued:
    """One of several services is finished: by the same number, the visitor waits for the next from now on."""

    ticket_id: str
    counter_id: str
    arrival_implied: bool
    """The clerk finished straight from *called*."""
    outcome: Outcome
    service_id: str
    """The next one."""
    then: tuple[str, ...]
    """Those after it."""
    place: int
    """As if it had waited for that service since it was issued."""


@dataclass(frozen=True, slots=True)
class TicketMissed:
    ticket_id: str
    counter_id: str


@dataclass(frozen=True, slots=True)
class TicketRestored:
    ticket_id: str
    place: int


@dataclass(frozen=True, slots=True)
class TicketHeld:
    """Set aside by the clerk for a while; the counter is free."""

    ticket_id: str
    counter_id: str
    reason: HoldReason


@dataclass(frozen=True, slots=True)
class TicketResumed:
    """Back from being held, at this counter, and served at once."""

    ticket_id: str
    counter_id: str


@dataclass(frozen=True, slots=True)
class TicketLater:
    """Its visitor asked not to be called before a time: whoever is called meanwhile passes nobody."""

    ticket_id: str
    returns_at: int


@dataclass(frozen=True, slots=True)
class TicketBack:
    """In line again where it stood, since its time has come or it asked."""

    ticket_id: str


@dataclass(frozen=True, slots=True)
class TicketPicked:
    """Called out of turn: a call like any other, and why it was not the turn of somebody else."""

    ticket_id: str
    counter_id: str
    picked: PickReason
    passed: tuple[str, ...] = ()
    """As of a call."""


@dataclass(frozen=True, slots=True)
class TicketTransferred:
    """Waits for this service from now on, by the same number."""

    ticket_id: str
    counter_id: str
    """Who sent it on; empty for the reception desk."""
    service_id: str
    place: int
    """As if it had waited for that service since it was issued."""
    note_code: str
    for_counter: str = ""
    """Id of the counter that is to call it; empty: any that does the service."""
    for_officer: str = ""
    """Opaque id of the account that is to call it, at whatever counter; empty: anybody."""


@dataclass(frozen=True, slots=True)
class TicketCancelled:
    """The visitor does not want to be served any more."""

    ticket_id: str
    cancelled: CancelReason


@dataclass(frozen=True, slots=True)
class TicketGivenUp:
    """Its visitor said on the phone that they do not want to be served any more."""

    ticket_id: str


@dataclass(frozen=True, slots=True)
class TicketVoided:
    """The number was no visit: it stays used, and counts for nothing."""

    ticket_id: str
    voided: VoidReason


@dataclass(frozen=True, slots=True)
class TicketLapsed:
    """The day ended before the visit did."""

    ticket_id: str


@dataclass(frozen=True, slots=True)
class GroupCalled:
    """Several tickets called as one unit: what `TicketCalled` means, for each of them."""

    counter_id: str
    ticket_ids: tuple[str, ...]
    """At least two, in the order of their line."""
    passed: tuple[str, ...] = ()
    """Those of their line who came earlier than one of them: each has been passed once more, by the first."""
    rule: Rule = Rule.IN_TURN
    """Why they were called together; in turn, where the log does not say."""

    @property
    def each(self) -> tuple[TicketCalled, ...]:
        first, *others = self.ticket_ids
        return (
            TicketCalled(first, self.counter_id, self.rule, self.passed),
            *(TicketCalled(ticket_id, self.counter_id, self.rule) for ticket_id in others),
        )


TicketMoved = (
    TicketCalled
    | CallUndone
    | TicketRecalled
    | TicketArrived
    | TicketFinished
    | TicketContinued
    | TicketMissed
    | TicketRestored
    | TicketHeld
    | TicketResumed
    | TicketLater
    | TicketBack
    | TicketPicked
    | TicketTransferred
    | TicketCancelled
    | TicketGivenUp
    | TicketVoided
    | TicketLapsed
)
"""A step in the life of a ticket that exists: `server.domain.life` says from where to where."""

HallChanged = (
    DayOpened
    | HallConfigured
    | HallEdited
    | ByHandSet
    | HallClosedToday
    | HallReopened
    | EmergencyRaised
    | EmergencyEnded
    | TimeCorrected
    | WatchChanged
)
"""What speaks of the hall as a whole, and of no ticket."""

OfNoTicket = HallChanged | CounterChanged | AppointmentChanged

Event = OfNoTicket | TicketIssued | TicketMoved | GroupCalled


@dataclass(frozen=True, slots=True)
class Fact:
    """An event in its envelope."""

    at: int
    """Milliseconds since the epoch."""
    by: str
    """Opaque id of who acted; `AUTHOR` for the hall's own timer."""
    cause: str
    """Key of the command it follows from."""
    event: Event
