"""Group calls against a naive model: lists of who waits and who was called, at two counters of one service. One machine
for every hall, as `tests.server.hall_rules`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from server.domain.commands import (
    ArriveTicket,
    CallGroup,
    FinishTicket,
    IssueTicket,
    Leaving,
    MissTicket,
    Refusal,
)
from server.domain.config import HallConfig
from server.domain.tickets import Channel, Visit
from tests.server.hall_driver import Answer, Driver, Order
from tests.server.sample_halls import NOON, as_a_file_says, grouped, sample_counter, sample_hall, sample_service

SIZE, WAIT_MINUTES, LATER_MINUTES = 3, 120, 210
"""Minutes. All orders of an example take less than the wait, and less than it becomes later than that."""
LATER = 3
"""So often on one business day, which began at noon."""
COUNTERS = ("1", "2")
HALL = as_a_file_says(
    sample_hall(
        (grouped(sample_service("apples", "A"), SIZE, WAIT_MINUTES),),
        tuple(sample_counter(one, ("apples",)) for one in COUNTERS),
        undo_seconds=0,
    )
)
picks = st.integers(0, 20)


class GroupRules(RuleBasedStateMachine):
    """Everybody of a group is called, or nobody; each then goes on alone; the counter is free when all have left."""

    met: ClassVar[Counter[str]]
    """How often each answer came, over all examples. A subclass begins its own."""

    def make_driver(self, config: HallConfig, now: int) -> Driver:
        raise NotImplementedError

    def may_restart(self) -> bool:
        return True

    @initialize()
    def open_hall(self) -> None:
        self.driver = self.make_driver(HALL, NOON)
        self.waiting: list[tuple[str, int]] = []
        """Id, and how often it had become later when the number was taken."""
        self.at: dict[str, dict[str, str]] = {one: {} for one in COUNTERS}
        self.calls = dict.fromkeys(COUNTERS, 0)
        self.later = 0

    def teardown(self) -> None:
        if hasattr(self, "driver"):
            self.driver.close()

    def ask(self, order: Order) -> Answer:
        answer = self.driver.ask(order)
        self.met[answer.code or answer.what] += 1
        return answer

    @rule(count=st.integers(1, 4))
    def issue(self, count: int) -> None:
        for _ in range(count):
            answer = self.ask(IssueTicket(Visit("apples", Channel.DESK, "en")))
            assert answer.ticket_id is not None
            self.waiting.append((answer.ticket_id, self.later))

    @precondition(lambda self: self.later < LATER and self.may_restart())
    @rule()
    def hours_pass(self) -> None:
        """Whoever waits has then waited long enough."""
        self.later += 1
        self.driver.set_clock(NOON + self.later * LATER_MINUTES * 60_000)

    @rule(counter_id=st.sampled_from(COUNTERS))
    def call(self, counter_id: str) -> None:
        """Whoever is still there is served by then."""
        answer = self.ask(CallGroup(counter_id, "apples", self.calls[counter_id], Leaving.SERVED))
        first = self.waiting[:SIZE]
        if first and len(first) < SIZE and first[0][1] == self.later:
            assert answer.code == Refusal.GROUP_NOT_READY
            return
        assert answer.code == ""
        self.at[counter_id] = {ticket_id: "called" for ticket_id, _ in first}
        self.waiting = self.waiting[SIZE:]
        self.calls[counter_id] += 1 if first else 0

    @rule(counter_id=st.sampled_from(COUNTERS))
    def press_again(self, counter_id: str) -> None:
        old = CallGroup(counter_id, "apples", self.calls[counter_id] - 1, Leaving.SERVED)
        assert self.ask(old).code == Refusal.ALREADY_CALLED

    @precondition(lambda self: any(self.at.values()))
    @rule(pick=picks, verb=st.sampled_from(["arrive", "finish", "miss"]))
    def one_of_them(self, pick: int, verb: str) -> None:
        there = [(counter_id, one) for counter_id, group in self.at.items() for one in group]
        counter_id, ticket_id = there[pick % len(there)]
        makes: dict[str, Callable[[str, str], ArriveTicket | FinishTicket | MissTicket]] = {
            "arrive": ArriveTicket,
            "finish": FinishTicket,
            "miss": MissTicket,
        }
        answer = self.ask(makes[verb](counter_id, ticket_id))
        if verb != "finish" and self.at[counter_id][ticket_id] != "called":
            assert answer.code == Refusal.NOT_CALLED
        elif verb == "arrive":
            self.at[counter_id][ticket_id] = "serving"
        else:
            del self.at[counter_id][ticket_id]

    @precondition(lambda self: self.may_restart())
    @rule()
    def restart(self) -> None:
        self.driver.restart(hard=True)

    @invariant()
    def who_waits_and_who_is_where(self) -> None:
        view = self.driver.view()
        waits = [one.ticket_id for one in view.tickets if one.state == "waiting"]
        assert waits == [ticket_id for ticket_id, _ in self.waiting]
        assert view.counters == {one: (self.calls[one], tuple(self.at[one])) for one in COUNTERS}
        states = {one.ticket_id: one.state for one in view.tickets if one.state != "missed"}
        called = {ticket_id: state for group in self.at.values() for ticket_id, state in group.items()}
        assert states == {**dict.fromkeys(waits, "waiting"), **called}
