"""The life of a ticket as one table. `decide` asks it what is allowed, `evolve` what follows; nothing else knows.

A row says: this verb, from these states, is this event, leads to this state, and does this to the counter.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from server.domain.commands import (
    ArriveTicket,
    BackTicket,
    CallNext,
    CancelTicket,
    FinishTicket,
    GiveUpTicket,
    HoldTicket,
    LaterTicket,
    MissTicket,
    MoveTicket,
    PickTicket,
    RecallTicket,
    Refusal,
    RestoreTicket,
    ResumeTicket,
    TransferAgain,
    TransferTicket,
    UndoCall,
    VoidTicket,
)
from server.domain.config import HallConfig
from server.domain.events import (
    CallUndone,
    GroupCalled,
    TicketArrived,
    TicketBack,
    TicketCalled,
    TicketCancelled,
    TicketContinued,
    TicketFinished,
    TicketGivenUp,
    TicketHeld,
    TicketLapsed,
    TicketLater,
    TicketMissed,
    TicketMoved,
    TicketPicked,
    TicketRecalled,
    TicketRestored,
    TicketResumed,
    TicketTransferred,
    TicketVoided,
)
from server.domain.limits import not_before, spent, until
from server.domain.tickets import Ticket, TicketState


class CounterUse(StrEnum):
    """What a verb needs of a counter and does to it. A counter has one ticket called or serving at most."""

    TAKEN = "taken"
    """It must be free, and has the ticket from now on."""
    KEPT = "kept"
    """The ticket must be there, and stays."""
    FREED = "freed"
    """The ticket must be there, and leaves."""
    LEFT = "left"
    """If the ticket is at one, that is free from now on; only there may somebody ask for it then."""


@dataclass(frozen=True, slots=True)
class Verb:
    name: str
    """As the wire and the pages call it."""
    states: frozenset[TicketState]
    """Allowed in these."""
    event: type[TicketMoved]
    leads_to: TicketState
    counter: CounterUse
    command: type[CallNext | MoveTicket] | None
    """What asks for it; None: time alone, or another verb's command where it comes to that."""
    otherwise: Refusal = Refusal.NOT_NOW
    """The hall's answer to a ticket that is in another state, where nothing else refuses it before."""
    rings: bool = False
    """A public call, or one repeated."""
    by_itself: bool = False
    """Happens unasked too, when the ticket's `returns_at` comes; its event says no more than whose ticket it is."""
    beyond: type[MoveTicket] | None = None
    """What asks for it where it is spent, and only there: a right of its own."""

    @property
    def again(self) -> str:
        """As the wire and the pages call it where it is asked for beyond what is spent."""
        return f"{self.name}_again"


class Life:
    """Rows, each found by its event and by what asks for it."""

    def __init__(self, *verbs: Verb) -> None:
        self.verbs = verbs
        rows: dict[type, Verb] = {verb.event: verb for verb in verbs}
        called = rows.get(TicketCalled)
        self.of_event: Mapping[type, Verb] = rows if called is None else rows | {GroupCalled: called}
        """The call of a group is the row of a call, for each of them."""
        self.of_command: Mapping[type, Verb] = {
            command: verb for verb in verbs for command in (verb.command, verb.beyond) if command is not None
        }
        self.asked: Mapping[TicketState, tuple[Verb, ...]] = {
            state: tuple(verb for verb in verbs if verb.command not in {None, CallNext} and state in verb.states)
            for state in TicketState
        }
        """What somebody may ask of a ticket in each state, as far as the state says."""


def _states(*states: TicketState) -> frozenset[TicketState]:
    return frozenset(states)


_S = TicketState
_UNSERVED = _states(_S.WAITING, _S.CALLED, _S.MISSED, _S.HELD, _S.LATER)
"""Nobody serves it now: whom somebody serves, that clerk finishes."""

LIFE = Life(
    Verb("call", _states(_S.WAITING), TicketCalled, _S.CALLED, CounterUse.TAKEN, CallNext, rings=True),
    Verb("undo", _states(_S.CALLED), CallUndone, _S.WAITING, CounterUse.FREED, UndoCall, Refusal.NOT_CALLED),
    Verb(
        "recall",
        _states(_S.CALLED),
        TicketRecalled,
        _S.CALLED,
        CounterUse.KEPT,
        RecallTicket,
        Refusal.NOT_CALLED,
        rings=True,
    ),
    Verb("arrive", _states(_S.CALLED), TicketArrived, _S.SERVING, CounterUse.KEPT, ArriveTicket, Refusal.NOT_CALLED),
    Verb("finish", _states(_S.CALLED, _S.SERVING), TicketFinished, _S.SERVED, CounterUse.FREED, FinishTicket),
    Verb("continue", _states(_S.CALLED, _S.SERVING), TicketContinued, _S.WAITING, CounterUse.FREED, None),
    Verb("miss", _states(_S.CALLED), TicketMissed, _S.MISSED, CounterUse.FREED, MissTicket, Refusal.NOT_CALLED),
    Verb(
        "restore",
        _states(_S.MISSED),
        TicketRestored,
        _S.WAITING,
        CounterUse.LEFT,
        RestoreTicket,
        Refusal.NOT_MISSED,
    ),
    Verb("hold", _states(_S.SERVING), TicketHeld, _S.HELD, CounterUse.FREED, HoldTicket),
    Verb("resume", _states(_S.HELD), TicketResumed, _S.SERVING, CounterUse.TAKEN, ResumeTicket),
    Verb("later", _states(_S.WAITING), TicketLater, _S.LATER, CounterUse.LEFT, LaterTicket),
    Verb("back", _states(_S.LATER), TicketBack, _S.WAITING, CounterUse.LEFT, BackTicket, by_itself=True),
    Verb("pick", _states(_S.WAITING), TicketPicked, _S.CALLED, CounterUse.TAKEN, PickTicket, rings=True),
    Verb(
        "transfer",
        _states(_S.WAITING, _S.CALLED, _S.SERVING, _S.MISSED, _S.HELD, _S.LATER),
        TicketTransferred,
        _S.WAITING,
        CounterUse.LEFT,
        TransferTicket,
        beyond=TransferAgain,
    ),
    Verb("cancel", _UNSERVED, TicketCancelled, _S.CANCELLED, CounterUse.LEFT, CancelTicket),
    Verb("give_up", _UNSERVED, TicketGivenUp, _S.CANCELLED, CounterUse.LEFT, GiveUpTicket),
    Verb("void", _UNSERVED, TicketVoided, _S.VOID, CounterUse.LEFT, VoidTicket),
    Verb("lapse", _UNSERVED, TicketLapsed, _S.LAPSED, CounterUse.LEFT, None),
)


def allowed(ticket: Ticket, config: HallConfig, life: Life = LIFE) -> dict[str, int | None]:
    """The verbs that somebody may ask of this ticket now, each with the instant until which; None: no such limit."""
    found: dict[str, int | None] = {}
    for verb in life.asked[ticket.state]:
        if spent(verb.event, ticket, config) is None:
            found[verb.name] = until(verb.event, ticket, config)
        elif verb.beyond is not None:
            found[verb.again] = until(verb.event, ticket, config)
    return found


def resting(ticket: Ticket, config: HallConfig, life: Life = LIFE) -> dict[str, int]:
    """Of the verbs that are `allowed` those for which it is too soon, before the instant that is said."""
    found: dict[str, int] = {}
    for verb in life.asked[ticket.state]:
        at = not_before(verb.event, ticket, config)
        if at is not None and spent(verb.event, ticket, config) is None:
            found[verb.name] = at
    return found
