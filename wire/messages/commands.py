"""Commands: what a kiosk or a clerk asks for. The author may refuse; nothing else changes a hall.

Every command carries `key`, chosen by its sender at the moment of intent (a tap, a press): the same key again
gives the same answer and no second effect, also after a restart. It may carry `patience_ms`, how long its sender still
waits: older ones get the remembered answer or `expired`, never a fresh effect. That counts from the press, however long
the message was on its way: `heard` and `since_ms` say by the server's own clock when it was sent.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from wire.messages.tickets import Id, Visit, Word

Key = Annotated[str, msgspec.Meta(min_length=8, max_length=64, pattern=r"^[A-Za-z0-9_-]+$(?!\n)")]
Patience = Annotated[int, msgspec.Meta(ge=0, le=60_000)]
Milliseconds = Annotated[int, msgspec.Meta(ge=0)]


OwnWords = Annotated[str, msgspec.Meta(max_length=80)]
Ids = Annotated[tuple[Id, ...], msgspec.Meta(max_length=100)]


class _Keyed(msgspec.Struct, frozen=True, kw_only=True):
    key: Key
    heard: Milliseconds | None = None
    """`steady` of a welcome or pulse that came over this connection; without it the patience counts from arrival."""
    since_ms: Milliseconds = 0
    """From hearing that to sending this, by the sender's own clock."""


class StaffCommand(_Keyed, frozen=True, kw_only=True):
    """What a clerk asks for, and for how long."""

    patience_ms: Patience = 5_000


class _AtCounter(StaffCommand, frozen=True, kw_only=True):
    """About a ticket that is, or comes, to a counter."""

    counter_id: Id
    ticket_id: Id


class IssueTicket(_Keyed, frozen=True, kw_only=True, tag="issue_ticket"):
    """One confirmed intent, one ticket. Without `patience_ms` it waits for as long as it takes."""

    visit: Visit
    patience_ms: Patience | None = None


class CallNext(StaffCommand, frozen=True, kw_only=True, tag="call_next"):
    """Call who is next at this counter.

    `after` is the counter's `calls` that the clerk sees: a second press gets `already_called`. `present` says what
    becomes of the ticket still there; without it the author asks (`still_called`, `still_serving`).
    """

    counter_id: Id
    after: int
    present: Literal["served", "missed"] | None = None
    practice: bool = False
    """Among the practice numbers, which nobody else sees."""


class UndoCall(_AtCounter, frozen=True, kw_only=True, tag="undo_call"):
    """The call was not meant: back to where the ticket stood, while `allows` says so."""


class CallGroup(StaffCommand, frozen=True, kw_only=True, tag="call_group"):
    """Like `call_next`, for a service whose visitors are called together: `group_not_ready` before its group is."""

    counter_id: Id
    service_id: Id
    after: int
    present: Literal["served", "missed"] | None = None


class RecallTicket(_AtCounter, frozen=True, kw_only=True, tag="recall_ticket"):
    pass


class ArriveTicket(_AtCounter, frozen=True, kw_only=True, tag="arrive_ticket"):
    """The visitor stands at the counter."""


class FinishTicket(_AtCounter, frozen=True, kw_only=True, tag="finish_ticket"):
    """The visit is over; from *called* it implies that the visitor arrived."""

    outcome: Word = "served"
    """served, papers_missing, referred, done_by_phone."""


class MissTicket(_AtCounter, frozen=True, kw_only=True, tag="miss_ticket"):
    pass


class RestoreTicket(StaffCommand, frozen=True, kw_only=True, tag="restore_ticket"):
    """Back into line from *missed*; the number stays."""

    ticket_id: Id


class HoldTicket(_AtCounter, frozen=True, kw_only=True, tag="hold_ticket"):
    """Set aside from *serving*, for a while; the counter is free for the next."""

    reason: Word
    """papers, form, inquiry, other."""


class ResumeTicket(_AtCounter, frozen=True, kw_only=True, tag="resume_ticket"):
    """Back from *held*, to be served at this counter, which must be free."""


class LaterTicket(StaffCommand, frozen=True, kw_only=True, tag="later_ticket"):
    """Its visitor, in line, asks not to be called before so many minutes: number and place are kept."""

    ticket_id: Id
    minutes: Annotated[int, msgspec.Meta(ge=1, le=240)]


class BackTicket(StaffCommand, frozen=True, kw_only=True, tag="back_ticket"):
    """In line again before the time that was asked for; when that comes it is so by itself."""

    ticket_id: Id


Minute = Annotated[int, msgspec.Meta(ge=0, le=1_440)]
"""After local midnight."""


class HandSpan(msgspec.Struct, frozen=True, kw_only=True):
    start: Minute
    end: Minute


class HandShift(msgspec.Struct, frozen=True, kw_only=True):
    start: Minute
    end: Minute
    who: Annotated[str, msgspec.Meta(min_length=1, max_length=40)]


class HandValue(msgspec.Struct, frozen=True, kw_only=True):
    """What is set by hand; each kind reads the fields that it names."""

    label: Annotated[str, msgspec.Meta(max_length=16)] = ""
    """extra_counter: what stands above it."""
    primary: Ids = ()
    """counter_services, extra_counter: what it does."""
    backup: Ids = ()
    roster: Annotated[tuple[HandShift, ...], msgspec.Meta(max_length=20)] = ()
    """counter_roster: who is there when, one after the other."""
    breaks: Annotated[tuple[HandSpan, ...], msgspec.Meta(max_length=20)] = ()
    """counter_breaks: when nobody is meant to be there."""
    quota: Annotated[int, msgspec.Meta(ge=1, le=9_999)] | None = None
    """service_quota: so many numbers a day; None: as many as it has."""


class SetByHand(StaffCommand, frozen=True, kw_only=True, tag="set_by_hand"):
    """From a supervisor: a value that stands beside the file's, for today or, `lasting`, until it is taken back."""

    what: Word
    """counter_services, extra_counter, counter_roster, counter_breaks, service_quota,
    service_closed."""
    subject: Id
    """Id of the counter or service."""
    value: HandValue | None = None
    """None: back to the file's."""
    reason: Annotated[str, msgspec.Meta(max_length=80)] = ""
    lasting: bool = False


class CloseToday(StaffCommand, frozen=True, kw_only=True, tag="close_today"):
    """From a supervisor: the hall gives no more numbers today. Who waits stays in line."""

    reason: Word
    """typhoon, outage, other."""


class ReopenToday(StaffCommand, frozen=True, kw_only=True, tag="reopen_today"):
    """From a supervisor: as if it had not been closed today."""


class RaiseEmergency(StaffCommand, frozen=True, kw_only=True, tag="raise_emergency"):
    """From a supervisor: said over everything else, on every screen of the hall, until it is ended."""

    kind: Word
    """fire, earthquake, air_raid, evacuate, other."""
    words: OwnWords = ""
    """The supervisor's own, in the hall's first language, beside what is said of that kind."""
    words_in: Annotated[dict[Id, OwnWords], msgspec.Meta(max_length=20)] = {}
    """The same in other languages of the hall, by their tags; one that is not there has what is said of that kind."""


class EndEmergency(StaffCommand, frozen=True, kw_only=True, tag="end_emergency"):
    """From a supervisor: it is over, and the screens go on."""


class PickTicket(_AtCounter, frozen=True, kw_only=True, tag="pick_ticket"):
    """Call this one out of turn, from wherever it stands in line, to this counter, which must be free."""

    reason: Word
    """unwell, returning, specialist, passed_over, other."""


class _OfCounter(StaffCommand, frozen=True, kw_only=True):
    """About a counter, and no ticket."""

    counter_id: Id


class OpenCounter(_OfCounter, frozen=True, kw_only=True, tag="open_counter"):
    pass


class CloseCounter(_OfCounter, frozen=True, kw_only=True, tag="close_counter"):
    """For the rest of the day, unless it is opened; nobody may be there."""


class PauseCounter(_OfCounter, frozen=True, kw_only=True, tag="pause_counter"):
    """Nobody is called there until it is opened; whoever is there is served to the end."""

    reason: Word
    """lunch, break, meeting, paperwork, other."""
    back_at: Milliseconds | None = None
    """When the clerk means to be back; None: not said."""


class TransferTicket(StaffCommand, frozen=True, kw_only=True, tag="transfer_ticket"):
    """On to the line of a service, its own too; the number stays, and its place is that of its issue."""

    ticket_id: Id
    to_service: Id
    counter_id: Annotated[str, msgspec.Meta(max_length=40)] = ""
    """Where it is asked, and where the ticket is if it is called or served; empty at the reception desk."""
    note_code: Annotated[str, msgspec.Meta(max_length=8)] = ""
    """One of the hall's `notes`, for whoever calls it next."""
    to_counter: Annotated[str, msgspec.Meta(max_length=40)] = ""
    """The counter that is to call it, one that does the service; empty: any of them."""
    to_officer: Annotated[str, msgspec.Meta(max_length=40)] = ""
    """Instead of a counter, the account that is to call it, as `/api/officers` has it: at work at one that does the
    service. Empty: anybody."""


class TransferAgain(TransferTicket, frozen=True, kw_only=True, tag="transfer_again"):
    """Of a ticket that allows `transfer_again`: it was sent on as often as clerks may by themselves."""


class BookAppointment(StaffCommand, frozen=True, kw_only=True, tag="book_appointment"):
    """The visitor is to come at a time, as `/api/slots` has them; the answer has the code."""

    visit: Visit
    """With its `slot`, and the officer that the visitor belongs to, if to any."""


AppointmentCode = Annotated[str, msgspec.Meta(min_length=1, max_length=20)]
"""As people type it: any case, in groups."""


class CancelAppointment(StaffCommand, frozen=True, kw_only=True, tag="cancel_appointment"):
    code: AppointmentCode
    reason: Word
    """asked, closed, other."""


class CheckIn(StaffCommand, frozen=True, kw_only=True, tag="check_in"):
    """Whoever has this code is here: answered with the number that it becomes, as `issue_ticket` is."""

    code: AppointmentCode
    channel: Word
    """As in a visit."""
    language: Annotated[str, msgspec.Meta(max_length=16)] = ""
    """Empty: as it was booked."""


class CancelTicket(StaffCommand, frozen=True, kw_only=True, tag="cancel_ticket"):
    """The visitor does not want to be served any more."""

    ticket_id: Id
    reason: Word
    """left, wrong_service, other."""


class VoidTicket(StaffCommand, frozen=True, kw_only=True, tag="void_ticket"):
    """The number was no visit, and counts for nothing."""

    ticket_id: Id
    reason: Word
    """no_paper, duplicate, burst, other."""


class VoidBurst(StaffCommand, frozen=True, kw_only=True, tag="void_burst"):
    """All numbers that a kiosk gave in a while are void, as far as nobody is served by them."""

    device_id: Id
    since: Milliseconds
    until: Milliseconds
    """Instants, both included."""
    reason: Word = "burst"
    """As with `void_ticket`."""


class SetAutoCall(_OfCounter, frozen=True, kw_only=True, tag="set_auto_call"):
    """Whether a finish there calls who is next, by the same command. The clerk's choice, for the rest of the day."""

    on: bool


class ServeWithoutNumber(_OfCounter, frozen=True, kw_only=True, tag="serve_without_number"):
    """Somebody was served who had no number: it counts, and makes no ticket."""

    service_id: Id
    outcome: Word = "served"
    """As in `FinishTicket`."""


Command = (
    IssueTicket
    | CallNext
    | UndoCall
    | CallGroup
    | RecallTicket
    | ArriveTicket
    | FinishTicket
    | MissTicket
    | RestoreTicket
    | HoldTicket
    | ResumeTicket
    | LaterTicket
    | BackTicket
    | SetByHand
    | CloseToday
    | ReopenToday
    | RaiseEmergency
    | EndEmergency
    | PickTicket
    | OpenCounter
    | CloseCounter
    | PauseCounter
    | SetAutoCall
    | ServeWithoutNumber
    | TransferTicket
    | TransferAgain
    | BookAppointment
    | CancelAppointment
    | CheckIn
    | CancelTicket
    | VoidTicket
    | VoidBurst
)
