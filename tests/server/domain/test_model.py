"""The pure functions against the naive model, whatever order things happen in."""

from __future__ import annotations

from collections import Counter
from typing import ClassVar

import pytest
from hypothesis.stateful import invariant

from server.domain.commands import Command, ConfigureHall, Context, Declined, OpenDay, Refusal
from server.domain.config import HallConfig
from server.domain.decide import decide
from server.domain.events import (
    DayOpened,
    Event,
    Fact,
    HallConfigured,
    TicketFinished,
    TicketIssued,
    TicketLapsed,
)
from server.domain.evolve import evolve, replay
from server.domain.hall import Hall
from server.domain.life import LIFE, allowed
from server.domain.opening import business_date
from server.storage.event_codec import KINDS, event_word
from server.storage.keys import NOTHING
from tests.server.domain.scene import token_hash
from tests.server.hall_driver import Answer, Driver, LogLine, Order, SeenTicket, View
from tests.server.hall_rules import FULL, HallRules, drive

_TOLD = {TicketIssued: "issued", TicketFinished: "served", TicketLapsed: "lapsed"}


class InProcess:
    """A hall in memory and its log as a list; a minute passes between two orders, or a second."""

    def __init__(self, config: HallConfig, now: int) -> None:
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
        assert not isinstance(last, DayOpened | HallConfigured)
        ahead = last.people_ahead if isinstance(last, TicketIssued) else None
        return Answer("", last.ticket_id, event_word(last), ahead, self.hall.seq)

    def configure(self, config: HallConfig) -> None:
        self._do(ConfigureHall(config))

    def set_clock(self, now: int) -> None:
        self.now = now
        assert self.hall.config is not None
        self._do(OpenDay(business_date(self.hall.config, now)))

    def restart(self, *, hard: bool) -> None:
        self.hall = self.replayed()

    def replayed(self) -> Hall:
        """From the open day's first event, as a start does."""
        return replay(self.facts[self.day_begins :], Hall.empty(self.day_begins))

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
                frozenset(allowed(one, hall.config)),
            )
            for one in hall.tickets()
        )
        counters = {one.counter_id: hall.counter(one.counter_id) for one in hall.config.counters}
        return View(
            hall.seq,
            hall.day,
            hall.date,
            tickets,
            {key: (counter.calls, counter.ticket_id) for key, counter in counters.items()},
        )

    def log(self) -> list[LogLine]:
        return [
            LogLine(event.ticket_id, _TOLD[type(event)])
            for event in (fact.event for fact in self.facts)
            if isinstance(event, TicketIssued | TicketFinished | TicketLapsed)
        ]

    def close(self) -> None:
        pass

    def _do(self, command: Command) -> tuple[Event, ...] | Declined:
        decision = decide(self.hall, command, Context(self.now, token_hash))
        if not isinstance(decision, Declined):
            for event in decision:
                if isinstance(event, DayOpened):
                    self.day_begins = self.hall.seq
                self.facts.append(Fact(self.now, "somebody", f"key-{len(self.facts)}", event))
                self.hall = evolve(self.hall, self.facts[-1])
        return decision


class PureHall(HallRules):
    driver: InProcess
    met: ClassVar[Counter[str]] = Counter()

    def make_driver(self, config: HallConfig, now: int) -> Driver:
        return InProcess(config, now)

    @invariant()
    def replaying_the_day_gives_the_same_bytes(self) -> None:
        replayed = self.driver.replayed()
        assert replayed == self.driver.hall
        assert replayed.canonical() == self.driver.hall.canonical()

    @invariant()
    def the_log_tells_of_every_ticket(self) -> None:
        self.check_log()

    @invariant()
    def a_ticket_is_at_one_counter_at_most_and_a_counter_has_one(self) -> None:
        hall = self.driver.hall
        taken = {key: now.ticket_id for key, now in hall.counters.items() if now.ticket_id is not None}
        there = {one.counter_id: one.ticket_id for one in hall.tickets() if one.state in {"called", "serving"}}
        assert taken == there
        assert len(set(taken.values())) == len(taken)


@pytest.mark.timeout(0 if FULL else 300)
def test_the_hall_does_what_the_model_says() -> None:
    """And every refusal a hall can give was met on the way, every verb, and every way back from being held. What one
    run's chances left out, another one or two must bring."""
    asked = {verb.event for verb in LIFE if verb.command is not None}
    verbs = {word for word, (kind, _) in KINDS.items() if kind in asked}
    ways = {"resumed where it was", "resumed elsewhere", "resumed where somebody is", "held over the day's end"}
    missing = {*Refusal, *verbs, *ways}
    for _ in range(3):
        drive(PureHall, quick=(300, 50), full=(20_000, 100))
        missing = {word for word in missing if PureHall.met[word] == 0}
        if not missing:
            break
    assert missing == set()
