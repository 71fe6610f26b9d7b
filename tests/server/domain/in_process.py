"""A hall in memory as the rules drive it: the pure functions, by whatever table of a ticket's life."""

from __future__ import annotations

from dataclasses import replace

from server.domain.appointments import Appointment
from server.domain.commands import Command, ConfigureHall, Context, Declined, KeepWatch, OpenDay
from server.domain.config import HallConfig
from server.domain.decide import decide
from server.domain.events import (
    AppointmentChanged,
    DayOpened,
    Event,
    Fact,
    GroupCalled,
    OfNoTicket,
    TicketIssued,
)
from server.domain.evolve import evolve, replay
from server.domain.hall import Hall
from server.domain.life import LIFE, Life, allowed
from server.domain.opening import business_date
from server.storage.event_codec import event_word
from server.storage.keys import NOTHING
from server.translation.events import lines
from server.translation.phone import phone_board
from tests.server.domain.scene import token_hash
from tests.server.hall_driver import Answer, LogLine, Order, SeenTicket, View, log_lines
from tests.server.sample_halls import NOON


class InProcess:
    """A hall in memory and its log as a list; a minute passes between two orders, or a second."""

    def __init__(self, config: HallConfig, now: int, life: Life = LIFE) -> None:
        self.life = life
        self.hall = Hall.empty()
        self.now = now
        self.facts: list[Fact] = []
        self.day_begins = 0
        self._do(ConfigureHall(config))

    def ask(self, order: Order) -> Answer:
        self.now += 1_000 if len(self.facts) % 3 else 60_000
        decision = self._do(order)
        if isinstance(decision, Declined):
            return Answer(decision.code, decision.ticket_id)
        if not decision:
            return Answer(what=NOTHING)
        last = decision[-1]
        if isinstance(last, OfNoTicket):
            code = last.code if isinstance(last, AppointmentChanged) else ""
            return Answer(what=event_word(last), seq=self.hall.seq, appointment=code)
        ahead = last.people_ahead if isinstance(last, TicketIssued) else None
        ticket_id = last.ticket_ids[0] if isinstance(last, GroupCalled) else last.ticket_id
        return Answer("", ticket_id, event_word(last), ahead, self.hall.seq)

    def configure(self, config: HallConfig) -> None:
        self._do(ConfigureHall(config))

    def set_clock(self, now: int) -> None:
        self.now = now
        assert self.hall.config is not None
        self._do(OpenDay(business_date(self.hall.config, now)))
        self._do(KeepWatch())

    def restart(self, *, hard: bool) -> None:
        self.hall = self.replayed()

    def replayed(self) -> Hall:
        """From the open day's first event, as a start does."""
        return replay(self.facts[self.day_begins :], Hall.empty(self.day_begins), self.life)

    def view(self) -> View:
        hall = self.hall
        assert hall.config is not None
        tickets = tuple(
            SeenTicket(
                one.ticket_id,
                one.number,
                one.visit.service_id,
                one.state,
                one.issued_at,
                one.counter_id,
                one.recalls,
                one.reason,
                one.returns_at,
                frozenset(allowed(one, hall.config, self.life)),
            )
            for one in hall.tickets()
        )
        counters = {one.counter_id: hall.counter(one.counter_id) for one in hall.config.counters}
        return View(
            hall.seq,
            hall.day,
            hall.date,
            tickets,
            {key: (counter.calls, counter.tickets) for key, counter in counters.items()},
            {key: (counter.status, counter.pause_reason, counter.back_at) for key, counter in counters.items()},
            {one.counter_id: frozenset((*one.primary, *one.backup)) for one in hall.config.counters},
            {one.code: (one.state, one.slot, one.ticket_id) for one in hall.appointments.values() if self.today(one)},
        )

    def today(self, one: Appointment) -> bool:
        return self.hall.config is not None and one.date(self.hall.config) == self.hall.date

    def told(self) -> object:
        hall = replace(self.hall, seq=0)
        return replace(hall, practice=None), phone_board(hall, NOON), lines(hall, NOON)

    def log(self) -> list[LogLine]:
        return log_lines(fact.event for fact in self.facts)

    def close(self) -> None:
        pass

    def evolved(self, fact: Fact) -> Hall:
        return evolve(self.hall, fact, self.life)

    def _do(self, command: Command) -> tuple[Event, ...] | Declined:
        decision = decide(self.hall, command, Context(self.now, token_hash), self.life)
        if not isinstance(decision, Declined):
            for event in decision:
                if isinstance(event, DayOpened):
                    self.day_begins = self.hall.seq
                self.facts.append(Fact(self.now, "somebody", f"key-{len(self.facts)}", event))
                self.hall = self.evolved(self.facts[-1])
        return decision
