"""The rules by which hypothesis drives a hall, and what must hold after every step (I1, I2, I4, I6, I7).

One machine for every hall: `Driver` is what it drives, the pure functions in one process or a real server over HTTP.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from server.domain.commands import (
    ArriveTicket,
    CallNext,
    FinishTicket,
    IssueTicket,
    MissTicket,
    Outcome,
    RecallTicket,
    RestoreTicket,
)
from server.domain.config import HallConfig
from server.domain.tickets import Channel, VisitorClass
from tests.server.hall_model import DAY_MS, NaiveHall, Told, Visit, business_day_number
from tests.server.sample_halls import NEVER, NOON, sample_counter, sample_hall, sample_service

Order = IssueTicket | CallNext | RecallTicket | ArriveTicket | FinishTicket | MissTicket | RestoreTicket


@dataclass(frozen=True)
class SeenTicket:
    ticket_id: str
    number: str
    service_id: str
    state: str
    issued_at: int
    place: int
    counter_id: str | None
    recalls: int


@dataclass(frozen=True)
class Answer:
    code: str = ""
    """Of the refusal; "" when accepted."""
    ticket_id: str | None = None
    """The ticket issued, called or changed; for a refusal the one in the way."""
    people_ahead: int | None = None
    seq: int = 0
    """Log position of the order's last fact; 0 when it made none."""


@dataclass(frozen=True)
class View:
    seq: int
    day: int
    date: str
    tickets: tuple[SeenTicket, ...]
    counters: dict[str, tuple[int, str | None]]
    """Calls and present ticket of every configured counter."""


@dataclass(frozen=True)
class LogLine:
    """A fact of a ticket, as the whole log tells it: "issued" or a final state."""

    ticket_id: str
    what: str


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

    def log(self) -> list[LogLine]:
        """From the first day on."""

    def close(self) -> None: ...


CONFIGS = (
    sample_hall(),
    sample_hall(recall_limit=0, restore_delay_minutes=0),
    # numbers that run out soon, and a service that gives none
    sample_hall((sample_service("apples", "A", last=3), sample_service("books", "B", hours=NEVER))),
    # prefixes change hands
    sample_hall((sample_service("apples", "B", first=5), sample_service("books", "A", last=1_200))),
    # a service and two counters are gone, a new service is there
    sample_hall(
        (sample_service("apples", "A"), sample_service("pears", "C")),
        (sample_counter("1", ("apples",), ("pears",)),),
    ),
)
FULL = os.environ.get("JIAOHAO_FULL") == "1"
SERVICES = ("apples", "books", "pears")
COUNTERS = ("1", "2", "3")

counters = st.sampled_from([*COUNTERS, "9"])
picks = st.integers(0, 40)
outcomes = st.sampled_from([None, *Outcome])
afters = st.sampled_from([0, 0, 0, 0, 0, -1, 1])
clock_steps = st.one_of(
    st.tuples(st.just(0), st.integers(-180, 180)),
    st.tuples(st.sampled_from([-40, -1, 1, 1, 2, 400]), st.integers(-180, 180)),
)


class HallRules(RuleBasedStateMachine):
    """Subclasses say what is driven. The clock is moved by whole days and up to three hours around noon, so a
    running server's own seconds never decide what day it is."""

    def make_driver(self, config: HallConfig, now: int) -> Driver:
        raise NotImplementedError

    @initialize(config=st.sampled_from(CONFIGS))
    def open_hall(self, config: HallConfig) -> None:
        self.noon = NOON
        self.model = NaiveHall(config, business_day_number(NOON))
        self.driver = self.make_driver(config, NOON)

    def teardown(self) -> None:
        if hasattr(self, "driver"):
            try:
                self.check_log()
            finally:
                self.driver.close()

    @rule(service_id=st.sampled_from([*SERVICES, "plums"]), language=st.sampled_from(["zh-TW", "en", "en", "fr"]))
    def issue(self, service_id: str, language: str) -> None:
        ahead = len(self.model.line(service_id))
        told = self.model.issue(service_id, language)
        order = IssueTicket(service_id, Channel.DESK, VisitorClass.ORDINARY, language, "desk")
        answer = self.driver.ask(order)
        if told.code == "":
            seen = {ticket.ticket_id: ticket for ticket in self.driver.view().tickets}[str(told.ticket_id)]
            self.model.placed(seen.ticket_id, seen.issued_at)
            assert answer.people_ahead == ahead
        self.agree(answer, told)

    @rule(counter_id=counters, off=afters, present=outcomes)
    def next(self, counter_id: str, off: int, present: Outcome | None) -> None:
        """Seen rightly (`off` 0), or as a stale page sees it."""
        after = self.model.calls.get(counter_id, 0) + off
        told = self.model.next(counter_id, after, present)
        self.agree(self.driver.ask(CallNext(counter_id, after, present)), told)

    @rule(counter_id=counters, pick=picks)
    def recall(self, counter_id: str, pick: int) -> None:
        ticket_id = self.pick_for(counter_id, pick)
        self.agree(self.driver.ask(RecallTicket(counter_id, ticket_id)), self.model.recall(counter_id, ticket_id))

    @rule(counter_id=counters, pick=picks)
    def arrive(self, counter_id: str, pick: int) -> None:
        ticket_id = self.pick_for(counter_id, pick)
        self.agree(self.driver.ask(ArriveTicket(counter_id, ticket_id)), self.model.arrive(counter_id, ticket_id))

    @rule(counter_id=counters, pick=picks)
    def finish(self, counter_id: str, pick: int) -> None:
        ticket_id = self.pick_for(counter_id, pick)
        self.agree(self.driver.ask(FinishTicket(counter_id, ticket_id)), self.model.finish(counter_id, ticket_id))

    @rule(counter_id=counters, pick=picks)
    def miss(self, counter_id: str, pick: int) -> None:
        ticket_id = self.pick_for(counter_id, pick)
        self.agree(self.driver.ask(MissTicket(counter_id, ticket_id)), self.model.miss(counter_id, ticket_id))

    @rule(pick=picks)
    def restore(self, pick: int) -> None:
        missed = [visit.ticket_id for visit in self.model.visits.values() if visit.state == "missed"]
        ticket_id = missed[pick % len(missed)] if missed and pick % 4 else self.pick_any(pick)
        self.agree(self.driver.ask(RestoreTicket(ticket_id)), self.model.restore(ticket_id))

    @precondition(lambda self: self.may_restart())
    @rule(hard=st.booleans())
    def restart(self, hard: bool) -> None:
        before = self.driver.view()
        self.driver.restart(hard=hard)
        assert self.driver.view() == before

    @precondition(lambda self: self.may_restart())
    @rule(step=clock_steps)
    def move_clock(self, step: tuple[int, int]) -> None:
        days, minutes = step
        self.noon += days * DAY_MS
        now = self.noon + minutes * 60_000
        self.driver.set_clock(now)
        self.model.roll(business_day_number(now))

    @rule(config=st.sampled_from(CONFIGS))
    def configure(self, config: HallConfig) -> None:
        self.driver.configure(config)
        self.model.configure(config)

    def may_restart(self) -> bool:
        return True

    def pick_for(self, counter_id: str, pick: int) -> str:
        """Mostly the ticket at the counter, sometimes any other."""
        there = self.model.at(counter_id)
        return there.ticket_id if there and pick % 4 else self.pick_any(pick)

    def pick_any(self, pick: int) -> str:
        """Any ticket ever issued, or one that never was."""
        known = ["1-Z999", *self.model.fates]
        return known[pick % len(known)]

    def agree(self, answer: Answer, told: Told) -> None:
        assert (answer.code, answer.ticket_id) == (told.code, told.ticket_id)
        assert answer.seq == (self.model.seq if told.facts else 0)

    @invariant()
    def what_is_seen_is_what_the_model_says(self) -> None:
        view, model = self.driver.view(), self.model
        assert (view.seq, view.day) == (model.seq, model.day)
        assert view.date == (date(1970, 1, 1) + timedelta(days=model.date)).isoformat()
        seen = {ticket.ticket_id: ticket for ticket in view.tickets}
        assert len(seen) == len(view.tickets)
        assert {key: as_visit(ticket, model.visits[key].order) for key, ticket in seen.items()} == model.visits
        for service_id in SERVICES:
            line = [one.ticket_id for one in view.tickets if (one.service_id, one.state) == (service_id, "waiting")]
            assert line == [visit.ticket_id for visit in model.line(service_id)]
        for counter_id, (calls, ticket_id) in view.counters.items():
            there = model.at(counter_id)
            assert (calls, ticket_id) == (model.calls.get(counter_id, 0), there.ticket_id if there else None)
        assert view.counters.keys() == {counter.counter_id for counter in model.config.counters}

    def check_log(self) -> None:
        """Every ticket was issued once and ended once, as the model says; none that nobody asked for."""
        told: dict[str, list[str]] = {}
        for line in self.driver.log():
            told.setdefault(line.ticket_id, []).append(line.what)
        assert told == {key: ["issued", fate] if fate else ["issued"] for key, fate in self.model.fates.items()}


def as_visit(ticket: SeenTicket, order: int) -> Visit:
    return Visit(
        ticket.ticket_id,
        ticket.number,
        ticket.service_id,
        order,
        ticket.state,
        ticket.place,
        ticket.counter_id,
        ticket.recalls,
    )


def sizes(quick: tuple[int, int], full: tuple[int, int]) -> settings:
    """Examples and steps of each, full ones when JIAOHAO_FULL=1."""
    examples, steps = full if FULL else quick
    return settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        print_blob=True,
    )
