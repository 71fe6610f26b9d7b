"""A hall under test: orders go in, events come out and are applied."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from server.domain.appointments import Appointment
from server.domain.by_hand import ByHand
from server.domain.commands import (
    ArriveTicket,
    CallGroup,
    CallNext,
    Command,
    ConfigureHall,
    Context,
    Declined,
    FinishTicket,
    HoldTicket,
    Leaving,
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
)
from server.domain.config import HallConfig
from server.domain.decide import decide
from server.domain.events import Event, Fact, TicketIssued
from server.domain.evolve import evolve
from server.domain.hall import Call, CounterNow, Hall
from server.domain.limits import MOST_HOPS
from server.domain.tickets import HoldReason, PickReason, Ticket
from server.storage.event_codec import decode_event, encode_event
from tests.server.asking import issue
from tests.server.sample_halls import NOON, sample_hall


def token_hash(ticket_id: str) -> str:
    return f"hash of {ticket_id}"


FEW = 20
OF_NO_TICKET = {
    Refusal.UNKNOWN_COUNTER,
    Refusal.COUNTER_PAUSED,
    Refusal.COUNTER_CLOSED,
    Refusal.UNKNOWN_SERVICE,
    Refusal.UNKNOWN_OFFICER,
    Refusal.UNKNOWN_NOTE,
}
"""What may be said to a step of a live ticket without naming a ticket: its own, or the one that is in the way."""


def of_their_kinds(hall: Hall) -> None:
    """What a hall holds is of the kinds that it says: a text where a text stands, nothing only where nothing may."""
    held: tuple[tuple[Iterable[object], Any], ...] = (
        (hall.live.values(), list[Ticket]),
        (hall.counters.values(), list[CounterNow]),
        (hall.appointments.values(), list[Appointment]),
        (hall.calls, list[Call]),
        (hall.by_hand, list[ByHand]),
        ((hall.seq, hall.day, hall.issues, hall.booked, hall.newest_place), list[int]),
    )
    for some, kinds in held:
        each = list(some)
        assert msgspec.convert(msgspec.to_builtins(each), kinds, strict=True) == each


class Scene:
    """Starts with a configured hall at noon; every order a second after the one before."""

    def __init__(self, config: HallConfig | None = None) -> None:
        self.hall = Hall.empty()
        self.now = NOON
        self.by = "somebody"
        self.facts: list[Fact] = []
        self.do(ConfigureHall(config or sample_hall()))

    def ask(self, command: Command) -> tuple[Event, ...] | Declined:
        """The decision; nothing is applied. A refusal says why in words, an event is one that the log can keep."""
        decision = decide(self.hall, command, Context(self.now, token_hash))
        if isinstance(decision, Declined):
            assert isinstance(decision.detail, str), decision
            assert isinstance(decision.ticket_id, str | None), decision
            if isinstance(command, MoveTicket) and self.hall.ticket(command.ticket_id) is not None:
                assert decision.ticket_id or decision.code in OF_NO_TICKET, decision
            return decision
        for event in decision:
            assert decode_event(encode_event(event)) == event
        return decision

    def do(self, command: Command) -> tuple[Event, ...]:
        """The events of an accepted order, applied."""
        decision = self.ask(command)
        assert not isinstance(decision, Declined), decision
        for event in decision:
            self.happen(event)
        self.now += 1_000
        return decision

    def happen(self, event: Event) -> None:
        """An event, whether or not a command of today leads to it."""
        fact = Fact(self.now, self.by, f"key-{len(self.facts)}", event)
        before, self.hall = self.hall.seq, evolve(self.hall, fact)
        assert self.hall.seq == before + 1
        self.facts.append(fact)
        if len(self.hall.live) <= FEW:
            of_their_kinds(self.hall)

    def refusal(self, command: Command) -> Declined:
        decision = self.ask(command)
        assert isinstance(decision, Declined), decision
        return decision

    def issue(self, service_id: str = "apples", then: tuple[str, ...] = ()) -> str:
        """Id of a new ticket."""
        (event,) = self.do(issue(service_id, then=then))
        assert isinstance(event, TicketIssued)
        return event.ticket_id

    def next(self, counter_id: str, present: Leaving | None = None) -> str | None:
        """Id of the ticket now at the counter, called by a clerk who sees the present state."""
        self.do(CallNext(counter_id, self.hall.counter(counter_id).calls, present))
        return self.hall.counter(counter_id).ticket_id

    def undo(self, counter_id: str, ticket_id: str) -> None:
        self.do(UndoCall(counter_id, ticket_id))

    def group(self, counter_id: str, service_id: str = "apples", present: Leaving | None = None) -> tuple[str, ...]:
        """Ids of the tickets now at the counter, called by a clerk who sees the present state."""
        self.do(CallGroup(counter_id, service_id, self.hall.counter(counter_id).calls, present))
        return self.hall.counter(counter_id).tickets

    def recall(self, counter_id: str, ticket_id: str) -> None:
        self.do(RecallTicket(counter_id, ticket_id))

    def arrive(self, counter_id: str, ticket_id: str) -> None:
        self.do(ArriveTicket(counter_id, ticket_id))

    def finish(self, counter_id: str, ticket_id: str) -> None:
        self.do(FinishTicket(counter_id, ticket_id))

    def miss(self, counter_id: str, ticket_id: str) -> None:
        self.do(MissTicket(counter_id, ticket_id))

    def restore(self, ticket_id: str) -> None:
        self.do(RestoreTicket(ticket_id))

    def hold(self, counter_id: str, ticket_id: str, reason: HoldReason = HoldReason.PAPERS) -> None:
        self.do(HoldTicket(counter_id, ticket_id, reason))

    def resume(self, counter_id: str, ticket_id: str) -> None:
        self.do(ResumeTicket(counter_id, ticket_id))

    def pick(self, counter_id: str, ticket_id: str, reason: PickReason = PickReason.OTHER) -> None:
        self.do(PickTicket(counter_id, ticket_id, reason))

    def transfer(self, counter_id: str, ticket_id: str, to_service: str, note_code: str = "", at: str = "") -> None:
        """`at`: the counter that is to call it. By whoever may, however often it was sent on."""
        kind = TransferTicket if self.ticket(ticket_id).hops < MOST_HOPS else TransferAgain
        self.do(kind(ticket_id, to_service, counter_id, note_code, at))

    def ticket(self, ticket_id: str) -> Ticket:
        ticket = self.hall.ticket(ticket_id)
        assert ticket is not None
        return ticket


__all__ = ["Scene", "issue", "token_hash"]
