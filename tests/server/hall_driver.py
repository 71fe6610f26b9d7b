"""A hall as the rules drive it and see it, whether it is pure functions or a server behind HTTP."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from server.domain.commands import (
    ArrangeAppointment,
    CallGroup,
    CallNext,
    CheckIn,
    CloseToday,
    EndEmergency,
    IssueTicket,
    MoveTicket,
    RaiseEmergency,
    ReopenToday,
    SetByHand,
    WorkCounter,
)
from server.domain.config import HallConfig
from server.domain.events import (
    Event,
    TicketCancelled,
    TicketFinished,
    TicketGivenUp,
    TicketIssued,
    TicketLapsed,
    TicketVoided,
)

Order = (
    IssueTicket
    | ArrangeAppointment
    | CheckIn
    | CallNext
    | CallGroup
    | MoveTicket
    | SetByHand
    | CloseToday
    | ReopenToday
    | RaiseEmergency
    | EndEmergency
    | WorkCounter
)


@dataclass(frozen=True)
class SeenTicket:
    ticket_id: str
    number: str
    service_id: str
    state: str
    issued_at: int
    counter_id: str | None
    recalls: int
    reason: str | None
    returns_at: int | None
    allows: frozenset[str]
    """The verbs that may be asked of it."""


@dataclass(frozen=True)
class Answer:
    code: str = ""
    """Of the refusal; "" when accepted."""
    ticket_id: str | None = None
    """The ticket that the order's last fact speaks of; for a refusal the one in the way."""
    what: str = ""
    """That fact's type, `nothing` when there was nothing to do; "" for a refusal."""
    people_ahead: int | None = None
    seq: int = 0
    """Log position of the order's last fact; 0 when it made none."""
    appointment: str = ""
    """The code of the appointment that the order's last fact speaks of."""


@dataclass(frozen=True)
class View:
    seq: int
    day: int
    date: str
    tickets: tuple[SeenTicket, ...]
    counters: dict[str, tuple[int, tuple[str, ...]]]
    """Calls and present tickets of every configured counter."""
    states: dict[str, tuple[str, str | None, int | None]]
    """Of every configured counter: what it is, why it is paused, until when."""
    does: dict[str, frozenset[str]]
    """Of every configured counter: the services it does."""
    to_come: dict[str, tuple[str, int, str]]
    """Appointments of the business day by code: state, instant, and the ticket of who is here."""


@dataclass(frozen=True)
class LogLine:
    """A fact of a ticket, as the whole log tells it: "issued" or a final state."""

    ticket_id: str
    what: str


_TOLD: Mapping[type[Event], str] = {
    TicketIssued: "issued",
    TicketFinished: "served",
    TicketCancelled: "cancelled",
    TicketGivenUp: "cancelled",
    TicketVoided: "void",
    TicketLapsed: "lapsed",
}


def log_lines(events: Iterable[Event]) -> list[LogLine]:
    """What a log tells of its tickets."""
    return [LogLine(getattr(one, "ticket_id", ""), _TOLD[type(one)]) for one in events if type(one) in _TOLD]


class Driver(Protocol):
    """A hall that may be asked, looked at, restarted and read from its log."""

    def ask(self, order: Order) -> Answer: ...

    def configure(self, config: HallConfig) -> None:
        """Returns when the hall runs on the configuration."""

    def set_clock(self, now: int) -> None:
        """Returns when the hall has done what the new time asks of it."""

    def restart(self, *, hard: bool) -> None:
        """Nothing may be left but the log. `hard`: without a chance to tidy up."""

    def view(self) -> View: ...

    def told(self) -> object:
        """What screens, phones and figures have of the hall, but for its log position and the time: equal for two
        halls in which a visitor sees no difference."""

    def log(self) -> list[LogLine]:
        """From the first day on."""

    def close(self) -> None: ...
