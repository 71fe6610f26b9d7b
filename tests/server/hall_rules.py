"""The rules by which hypothesis drives a hall, and what must hold after every step (I1, I2, I4, I6, I7).

One machine for every hall: what it drives is a `Driver`, the pure functions in one process or a real server over HTTP.
"""

from __future__ import annotations

import os
from datetime import date, timedelta
from typing import ClassVar

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from server.domain.commands import (
    IssueTicket,
    Refusal,
)
from server.domain.config import HallConfig
from server.domain.tickets import Channel
from server.domain.tickets import Visit as Meant
from tests.server.appointment_rules import AppointmentRules
from tests.server.by_hand_rules import ByHandRules
from tests.server.closing_rules import ClosingRules
from tests.server.counter_rules import CounterRules
from tests.server.driven import SERVICES, picks, services, visitors, wild
from tests.server.driven_halls import CONFIGS
from tests.server.group_rules import GroupRules
from tests.server.hall_driver import Driver, SeenTicket
from tests.server.hall_model import NaiveHall
from tests.server.model_state import DAY_MS, OPEN, TAIPEI_MS, Visit, business_day_number
from tests.server.practice_rules import PracticeRules
from tests.server.sample_halls import NOON
from tests.server.ticket_rules import TicketRules

FULL = os.environ.get("JIAOHAO_FULL") == "1"
clock_steps = st.tuples(st.sampled_from([0, 0, 0, 0, -40, -1, 1, 2, 400]), st.integers(-180, 180))


class HallRules(TicketRules, CounterRules, AppointmentRules, ByHandRules, ClosingRules, PracticeRules):
    """Subclasses say what is driven. The clock is moved by whole days and up to three hours around noon, so a
    running server's own seconds never decide what day it is."""

    def make_driver(self, config: HallConfig, now: int) -> Driver:
        raise NotImplementedError

    begins: ClassVar[tuple[HallConfig, ...]] = CONFIGS
    """The halls that an example may begin with."""

    @initialize(begin=st.integers(0, len(CONFIGS) - 1), some=st.lists(picks, min_size=2, max_size=6))
    def open_hall(self, begin: int, some: list[int]) -> None:
        """Some came early, or many an example would be of an empty hall."""
        config = self.begins[begin % len(self.begins)]
        self.noon = NOON
        self.model = NaiveHall(config, business_day_number(NOON), noon=NOON)
        self.driver = self.make_driver(config, NOON)
        self.issue_some(some)

    def teardown(self) -> None:
        if hasattr(self, "driver"):
            try:
                self.check_log()
            finally:
                self.driver.close()

    @rule(pick=picks, some=st.lists(picks, max_size=3), wild=wild, service_id=services, visitor=visitors)
    def issue(self, pick: int, some: list[int], wild: bool, service_id: str, visitor: tuple[str, str]) -> None:
        """One ticket or several."""
        if wild:
            language, visitor_class = visitor
            self.issue_one(service_id, language, visitor_class=visitor_class)
        self.issue_some([pick, *some])

    def issue_some(self, numbers: list[int]) -> None:
        for number in numbers:
            configured = self.model.config.services
            then = {3: ("books",), 4: ("books", "apples"), 5: ("pears",), 6: ("plums",)}.get(number % 12, ())
            service_id, language = configured[number % len(configured)].service_id, ("zh-TW", "en")[number % 2]
            self.issue_one(service_id, language, then, "priority" if number % 3 == 1 else "ordinary")

    def issue_one(
        self, service_id: str, language: str, then: tuple[str, ...] = (), visitor_class: str = "ordinary"
    ) -> None:
        today = (date(1970, 1, 1) + timedelta(days=(self.noon + TAIPEI_MS) // DAY_MS)).isoformat()
        holidays = [one.date for one in self.model.config.days]
        told = self.model.issue(service_id, language, then, visitor_class=visitor_class, holiday=today in holidays)
        order = IssueTicket(Meant(service_id, Channel.DESK, language, visitor_class, then=then))
        answer = self.driver.ask(order)
        if told.code == "":
            seen = {ticket.ticket_id: ticket for ticket in self.driver.view().tickets}[str(told.ticket_id)]
            self.model.placed(seen.ticket_id, seen.issued_at)
            turns = self.model.turns(self.model.line(service_id))
            assert answer.people_ahead == turns.index(seen.ticket_id)
        self.agree(answer, told)

    @precondition(lambda self: self.model.visits and self.may_restart())
    @rule(hard=st.booleans())
    def restart(self, hard: bool) -> None:
        before = self.driver.view()
        self.driver.restart(hard=hard)
        assert self.driver.view() == before

    @precondition(lambda self: self.model.visits and self.may_restart())
    @rule(step=clock_steps)
    def move_clock(self, step: tuple[int, int]) -> None:
        self.go_to(*step)

    @precondition(lambda self: self.held() and self.may_restart())
    @rule()
    def sleep_on_it(self) -> None:
        """Somebody is held until the day ends."""
        self.go_to(1, 0)

    def go_to(self, days: int, minutes: int) -> None:
        """Ahead is beyond the hall's own day, also for a clock that was behind: whoever was called meanwhile would have
        stood there for longer than `ALWAYS`."""
        self.noon += days * DAY_MS
        if days > 0:
            self.noon = max(self.noon, NOON + (self.model.date + 1 - business_day_number(NOON)) * DAY_MS)
        now = self.clear(self.noon + minutes * 60_000)
        held = len(self.held())
        self.driver.set_clock(now)
        self.model.noon = self.noon
        self.model.roll(business_day_number(now))
        self.model.come_back(now)
        self.met["held over the day's end"] += held - len(self.held())

    def clear(self, now: int) -> int:
        """Some minutes later, where somebody's time would come while the clock is looked at."""
        while any(abs(at - now) < 5 * 60_000 for one in self.model.visits.values() if (at := one.returns_at)):
            now += 60_000
        return now

    @precondition(lambda self: self.model.visits)
    @rule(config=st.sampled_from(CONFIGS))
    def configure(self, config: HallConfig) -> None:
        self.driver.configure(config)
        self.model.configure(config)

    def may_restart(self) -> bool:
        return True

    @invariant()
    def what_is_seen_is_what_the_model_says(self) -> None:
        view, model = self.driver.view(), self.model
        assert (view.seq, view.day) == (model.seq, model.day)
        assert view.date == (date(1970, 1, 1) + timedelta(days=model.date)).isoformat()
        seen = {ticket.ticket_id: ticket for ticket in view.tickets}
        assert len(seen) == len(view.tickets)
        assert {key: as_visit(ticket, model.visits[key]) for key, ticket in seen.items()} == model.visits
        for key, ticket in seen.items():
            assert ticket.allows == model.allows(model.visits[key])
        for service_id in SERVICES:
            line = [one.ticket_id for one in view.tickets if (one.service_id, one.state) == (service_id, "waiting")]
            assert line == [visit.ticket_id for visit in model.line(service_id)]
        for counter_id, (calls, tickets) in view.counters.items():
            there = model.at(counter_id)
            assert (calls, tickets) == (model.calls.get(counter_id, 0), (there.ticket_id,) if there else ())
        assert view.states == {counter_id: model.states.get(counter_id, OPEN) for counter_id in view.counters}
        assert view.does == {one.counter_id: frozenset(one.primary + one.backup) for one in model.config.counters}
        today = {one.code: one for one in model.to_come.values() if one.day == model.date}
        assert view.to_come == {code: (one.state, one.slot, one.ticket_id) for code, one in today.items()}
        assert view.counters.keys() == {counter.counter_id for counter in model.config.counters}

    def check_log(self) -> None:
        """Every ticket was issued once and ended once, as the model says; none that nobody asked for."""
        told: dict[str, list[str]] = {}
        for line in self.driver.log():
            told.setdefault(line.ticket_id, []).append(line.what)
        fates = self.model.fates | self.model.practice_fates
        assert told == {key: ["issued", fate] if fate else ["issued"] for key, fate in fates.items()}


def as_visit(ticket: SeenTicket, told: Visit) -> Visit:
    """Order of issue and place are not seen; the lines are, which follow from them."""
    return Visit(
        ticket.ticket_id,
        ticket.number,
        ticket.service_id,
        told.order,
        ticket.state,
        told.place,
        ticket.counter_id,
        ticket.recalls,
        ticket.reason,
        told.issued_at,
        told.stands,
        told.for_counter,
        told.then,
        told.visitor_class,
        told.slot,
        told.passes,
        told.passed,
        told.hops,
        ticket.returns_at,
    )


AT_ONCE = 1_000
"""So many examples in one search: it remembers every choice of each, and 20,000 took more than five gigabytes."""


def drive(machine: type[HallRules], quick: tuple[int, int], full: tuple[int, int], *, walk: int = 0) -> None:
    """Runs so many examples of so many steps each, `full` ones when JIAOHAO_FULL=1. A quick run takes the same steps
    every time, others for another `walk`; a full one takes new steps. Raises AssertionError also when the run was
    hollow: hardly anything was accepted, or hardly anything refused."""
    _run(machine, quick, full, walk)
    examples = (full if FULL else quick)[0]
    accepted = sum(count for word, count in machine.met.items() if word.startswith("ticket_"))
    refused = sum(machine.met[refusal] for refusal in Refusal)
    assert accepted > 5 * examples, f"hollow: {accepted} accepted in {examples} examples"
    assert refused > 2 * examples, f"hollow: {refused} refused in {examples} examples"


def drive_groups(machine: type[GroupRules], quick: tuple[int, int], full: tuple[int, int]) -> None:
    """As `drive`; hollow is a run without groups that were called, and groups that were not ready."""
    _run(machine, quick, full, 0)
    examples = (full if FULL else quick)[0]
    for word in ("group_called", Refusal.GROUP_NOT_READY):
        assert machine.met[word] > examples // 4, f"hollow: {word} {machine.met[word]} times in {examples} examples"


def search(machine: type[RuleBasedStateMachine], examples: int, steps: int = 40) -> None:
    """So many examples, the same ones every time; the first that fails ends it with its error."""
    chosen = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        derandomize=True,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
        report_multiple_bugs=False,
    )
    run_state_machine_as_test(machine, settings=chosen)


def _run(machine: type[RuleBasedStateMachine], quick: tuple[int, int], full: tuple[int, int], walk: int) -> None:
    examples, steps = full if FULL else quick
    if not FULL:
        seed(walk)(machine)
    for begun in range(0, examples, AT_ONCE):
        chosen = settings(
            max_examples=min(AT_ONCE, examples - begun),
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            print_blob=True,
        )
        run_state_machine_as_test(machine, settings=chosen)
        if FULL:
            print(f"{machine.__name__}: {begun + chosen.max_examples} of {examples} x {steps}", flush=True)  # noqa: T201
