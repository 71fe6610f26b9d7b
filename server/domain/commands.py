"""Commands to a hall: may be refused. Keys, patience and who may ask are the author's and the edge's business."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from server.domain.appointments import AppointmentEnd
from server.domain.by_hand import HandValue, HandWhat
from server.domain.closing import ClosingReason
from server.domain.config import HallConfig, Texts
from server.domain.counter_states import PauseReason
from server.domain.emergency import EmergencyKind
from server.domain.events import GivenNumber
from server.domain.promise import Promise
from server.domain.tickets import CancelReason, Channel, HoldReason, Outcome, PickReason, Visit, VoidReason

PromiseOf = Callable[[Visit], Promise | None]


def no_promise(_: Visit) -> None:
    """Nothing is told."""


@dataclass(frozen=True, slots=True)
class Context:
    """What only the author knows."""

    now: int
    """Milliseconds since the epoch."""
    token_hash: Callable[[str], str]
    """Hash of the phone token of a new ticket id; deterministic for the same hall and id."""
    rehearsal: bool = False
    """Whether `now` is made up."""
    promise_of: PromiseOf = no_promise
    """The wait that who takes a number for this visit is told; the newest estimate, where there is one."""


@dataclass(frozen=True, slots=True)
class ConfigureHall:
    """At every start and reload; no event when nothing differs."""

    config: HallConfig


@dataclass(frozen=True, slots=True)
class OpenDay:
    """From the author's own timer, when the hall's local date of business is later than the open day's."""

    date: str


@dataclass(frozen=True, slots=True)
class CorrectTime:
    """From the author alone, as a person or a network that knows the time says: `TimeCorrected` has the fields."""

    since: int
    by_ms: int
    reason: str
    used: tuple[GivenNumber, ...] = ()


@dataclass(frozen=True, slots=True)
class KeepWatch:
    """From the author alone: what the hall sees by itself by now."""


@dataclass(frozen=True, slots=True)
class SetByHand:
    """From a supervisor, in the course of the day."""

    what: HandWhat
    subject: str
    """Id of the counter or service."""
    value: HandValue | None
    """None: back to the file's."""
    reason: str = ""
    lasting: bool = False
    """Whether it goes on on the next business day."""


@dataclass(frozen=True, slots=True)
class OpenCounter:
    counter_id: str


@dataclass(frozen=True, slots=True)
class CloseCounter:
    counter_id: str


@dataclass(frozen=True, slots=True)
class PauseCounter:
    counter_id: str
    reason: PauseReason
    back_at: int | None = None
    """Instant at which the clerk means to be back; None: not said."""


@dataclass(frozen=True, slots=True)
class SetAutoCall:
    """Whether a finish at this counter calls who is next there."""

    counter_id: str
    on: bool


@dataclass(frozen=True, slots=True)
class ServeWithoutNumber:
    """Somebody was served who had no number: by phone, or in passing."""

    counter_id: str
    service_id: str
    outcome: Outcome = Outcome.SERVED


WorkCounter = OpenCounter | CloseCounter | PauseCounter | SetAutoCall | ServeWithoutNumber
"""What a clerk asks of a counter, and of no ticket."""


@dataclass(frozen=True, slots=True)
class CloseToday:
    """From a supervisor: no more numbers in this business day, of any service."""

    reason: ClosingReason


@dataclass(frozen=True, slots=True)
class ReopenToday:
    """From a supervisor: as if it had not been closed."""


@dataclass(frozen=True, slots=True)
class RaiseEmergency:
    """From a supervisor: this is said over everything else, on every screen of the hall. Another one replaces it."""

    kind: EmergencyKind
    words: str = ""
    words_in: Texts = ()


@dataclass(frozen=True, slots=True)
class EndEmergency:
    """From a supervisor: it is over; the screens go on."""


@dataclass(frozen=True, slots=True)
class IssueTicket:
    visit: Visit


@dataclass(frozen=True, slots=True)
class BookAppointment:
    visit: Visit
    """With the `slot` at which it is to be, and the officer of record if it is to have one."""


@dataclass(frozen=True, slots=True)
class CancelAppointment:
    code: str
    """As people type it."""
    reason: AppointmentEnd


class Leaving(StrEnum):
    """What becomes of the ticket that is still at the counter."""

    SERVED = "served"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class CallNext:
    counter_id: str
    after: int
    present: Leaving | None = None
    practice: bool = False
    """Among the practice numbers, which nobody else sees."""


@dataclass(frozen=True, slots=True)
class UndoCall:
    counter_id: str
    ticket_id: str


@dataclass(frozen=True, slots=True)
class CallGroup:
    """Like `CallNext`, for a service whose visitors are called together."""

    counter_id: str
    service_id: str
    after: int
    present: Leaving | None = None


@dataclass(frozen=True, slots=True)
class RecallTicket:
    counter_id: str
    ticket_id: str


@dataclass(frozen=True, slots=True)
class ArriveTicket:
    counter_id: str
    ticket_id: str


@dataclass(frozen=True, slots=True)
class FinishTicket:
    counter_id: str
    ticket_id: str
    outcome: Outcome = Outcome.SERVED


@dataclass(frozen=True, slots=True)
class MissTicket:
    counter_id: str
    ticket_id: str


@dataclass(frozen=True, slots=True)
class RestoreTicket:
    ticket_id: str


@dataclass(frozen=True, slots=True)
class HoldTicket:
    counter_id: str
    ticket_id: str
    reason: HoldReason


@dataclass(frozen=True, slots=True)
class ResumeTicket:
    counter_id: str
    ticket_id: str


@dataclass(frozen=True, slots=True)
class LaterTicket:
    """Its visitor asks not to be called before so many minutes."""

    ticket_id: str
    minutes: int


@dataclass(frozen=True, slots=True)
class BackTicket:
    """Sooner than was asked for: in line from now on."""

    ticket_id: str


@dataclass(frozen=True, slots=True)
class PickTicket:
    """Out of turn, wherever it stands in whatever line."""

    counter_id: str
    ticket_id: str
    reason: PickReason


@dataclass(frozen=True, slots=True)
class TransferTicket:
    """On to another line, or back into its own."""

    ticket_id: str
    to_service: str
    counter_id: str = ""
    """Where it is asked, and where the ticket is if it is at one; empty at the reception desk."""
    note_code: str = ""
    """What the next officer should know, as the hall's list has it; empty: nothing."""
    to_counter: str = ""
    """The counter that is to call it, one that does the service; empty: any of them."""
    to_officer: str = ""
    """Opaque id of the account that is to call it, wherever it is at work now; instead of a counter. Empty: anybody."""


@dataclass(frozen=True, slots=True)
class TransferAgain(TransferTicket):
    """Once more than a clerk may by himself: a right of its own."""


@dataclass(frozen=True, slots=True)
class CancelTicket:
    ticket_id: str
    reason: CancelReason


@dataclass(frozen=True, slots=True)
class GiveUpTicket:
    """From the visitor, who holds the number's token and nothing else."""

    ticket_id: str


@dataclass(frozen=True, slots=True)
class VoidTicket:
    ticket_id: str
    reason: VoidReason


@dataclass(frozen=True, slots=True)
class VoidBurst:
    """All that somebody took in a while, as far as nobody serves it."""

    taken_by: str
    """As tickets say it."""
    since: int
    until: int
    """Both instants included."""
    reason: VoidReason = VoidReason.BURST


MoveTicket = (
    UndoCall
    | RecallTicket
    | ArriveTicket
    | FinishTicket
    | MissTicket
    | RestoreTicket
    | HoldTicket
    | ResumeTicket
    | LaterTicket
    | BackTicket
    | PickTicket
    | TransferTicket
    | TransferAgain
    | CancelTicket
    | GiveUpTicket
    | VoidTicket
)
"""What is asked of one ticket, by a clerk or, of their own, by the visitor: a row of `server.domain.life`."""


@dataclass(frozen=True, slots=True)
class CheckIn:
    """Whoever has this code is here, and gets a number."""

    code: str
    """As people type it."""
    channel: Channel
    language: str = ""
    """Empty: as it was booked."""


ArrangeAppointment = BookAppointment | CancelAppointment
"""What is asked of a visit that is to come."""

HallCommand = OpenDay | CorrectTime | KeepWatch | SetByHand | CloseToday | ReopenToday | RaiseEmergency | EndEmergency
"""What concerns the hall as a whole."""

Command = (
    ConfigureHall
    | HallCommand
    | WorkCounter
    | IssueTicket
    | ArrangeAppointment
    | CheckIn
    | CallNext
    | CallGroup
    | MoveTicket
    | VoidBurst
)


class Refusal(StrEnum):
    """Why a hall says no. The values are the wire's error codes."""

    UNKNOWN_SERVICE = "unknown_service"
    SERVICE_CLOSED = "service_closed"
    NUMBERS_EXHAUSTED = "numbers_exhausted"
    UNKNOWN_LANGUAGE = "unknown_language"
    UNKNOWN_CLASS = "unknown_class"
    """No class of visitors that this hall tells apart."""
    UNKNOWN_COUNTER = "unknown_counter"
    ALREADY_CALLED = "already_called"
    STILL_CALLED = "still_called"
    STILL_SERVING = "still_serving"
    UNKNOWN_TICKET = "unknown_ticket"
    NOT_AT_COUNTER = "not_at_counter"
    NOT_CALLED = "not_called"
    NOT_MISSED = "not_missed"
    NOT_NOW = "not_now"
    """The ticket's state does not allow it, or no longer; the code of every verb without one of its own."""
    RECALL_LIMIT = "recall_limit"
    TRANSFER_LIMIT = "transfer_limit"
    """Sent on as often as it may be without a supervisor."""
    NEW_NUMBER = "new_number"
    """The house rule: who missed the call takes a new number."""
    NOT_YET = "not_yet"
    """The state allows it, the time not yet."""
    TOO_LATE = "too_late"
    """The state still allows it, the time no longer."""
    NOT_POSSIBLE = "not_possible"
    """What is to be set by hand goes against the file or itself, as the detail says."""
    GROUP_NOT_READY = "group_not_ready"
    """Neither are enough there, nor is it time for fewer."""
    """What is to be set by hand goes against the file or itself; the detail is a word that says how."""
    COUNTER_PAUSED = "counter_paused"
    COUNTER_CLOSED = "counter_closed"
    BACK_AT_PAST = "back_at_past"
    UNKNOWN_NOTE = "unknown_note"
    UNKNOWN_OFFICER = "unknown_officer"
    """At work at no counter that does the service."""
    NO_APPOINTMENTS = "no_appointments"
    """The service gives nobody a time."""
    NO_SUCH_SLOT = "no_such_slot"
    """The service has no appointment that begins then, or none so many days ahead."""
    SLOT_TOO_SOON = "slot_too_soon"
    SLOT_FULL = "slot_full"
    OFFICER_BUSY = "officer_busy"
    """Has somebody else at that time."""
    UNKNOWN_APPOINTMENT = "unknown_appointment"
    APPOINTMENT_OVER = "appointment_over"
    """It was cancelled, or its day has passed."""
    NOT_TODAY = "not_today"
    """It is for another business day."""
    CHECKED_IN = "checked_in"
    """It has its ticket already."""


@dataclass(frozen=True, slots=True)
class Declined:
    code: Refusal
    detail: str
    ticket_id: str | None = None
    """The present ticket, where the refusal speaks of one."""
