"""Group calls against a naive model: lists of who waits and who was called, at two counters of one service."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

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
from server.domain.config import Group, HallConfig
from server.domain.tickets import Channel, Visit
from tests.server.domain.in_process import InProcess
from tests.server.sample_halls import NOON, sample_counter, sample_hall, sample_service

SIZE, WAIT_MS = 3, 30 * 60_000
COUNTERS = ("1", "2")
HALL = sample_hall(
    (replace(sample_service("apples", "A"), group=Group(SIZE, WAIT_MS // 60_000)),),
    tuple(sample_counter(one, ("apples",)) for one in COUNTERS),
    undo_seconds=0,
)
picks = st.integers(0, 20)


class GroupRules(RuleBasedStateMachine):
    """Everybody of a group is called, or nobody; each then goes on alone; the counter is free when all have left."""

    def make(self, config: HallConfig, now: int) -> InProcess:
        return InProcess(config, now)

    @initialize()
    def open_hall(self) -> None:
        self.driver = self.make(HALL, NOON)
        self.waiting: list[tuple[str, int]] = []
        self.at: dict[str, dict[str, str]] = {one: {} for one in COUNTERS}
        self.calls = dict.fromkeys(COUNTERS, 0)

    @rule(count=st.integers(1, 4))
    def issue(self, count: int) -> None:
        for _ in range(count):
            answer = self.driver.ask(IssueTicket(Visit("apples", Channel.DESK, "en")))
            assert answer.ticket_id is not None
            self.waiting.append((answer.ticket_id, self.driver.now))

    @rule(counter_id=st.sampled_from(COUNTERS), later=st.sampled_from([0, 0, WAIT_MS]))
    def call(self, counter_id: str, later: int) -> None:
        """Whoever is still there is served by then."""
        self.driver.now += later
        order = CallGroup(counter_id, "apples", self.calls[counter_id], Leaving.SERVED)
        answer = self.driver.ask(order)
        first = self.waiting[:SIZE]
        if first and len(first) < SIZE and first[0][1] + WAIT_MS > self.driver.now:
            assert answer.code == Refusal.GROUP_NOT_READY
            return
        assert answer.code == ""
        self.at[counter_id] = {ticket_id: "called" for ticket_id, _ in first}
        self.waiting = self.waiting[SIZE:]
        self.calls[counter_id] += 1 if first else 0

    @rule(counter_id=st.sampled_from(COUNTERS))
    def press_again(self, counter_id: str) -> None:
        old = CallGroup(counter_id, "apples", self.calls[counter_id] - 1, Leaving.SERVED)
        assert self.driver.ask(old).code == Refusal.ALREADY_CALLED

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
        answer = self.driver.ask(makes[verb](counter_id, ticket_id))
        if verb != "finish" and self.at[counter_id][ticket_id] != "called":
            assert answer.code == Refusal.NOT_CALLED
        elif verb == "arrive":
            self.at[counter_id][ticket_id] = "serving"
        else:
            del self.at[counter_id][ticket_id]

    @rule()
    def restart(self) -> None:
        self.driver.restart(hard=True)

    @invariant()
    def who_waits_and_who_is_where(self) -> None:
        hall = self.driver.hall
        assert hall.line("apples") == tuple(ticket_id for ticket_id, _ in self.waiting)
        for counter_id in COUNTERS:
            now = hall.counter(counter_id)
            assert (now.calls, now.tickets) == (self.calls[counter_id], tuple(self.at[counter_id]))
        states = {one.ticket_id: one.state.value for one in hall.tickets() if one.state != "missed"}
        called = {ticket_id: state for group in self.at.values() for ticket_id, state in group.items()}
        assert states == {**dict.fromkeys((ticket_id for ticket_id, _ in self.waiting), "waiting"), **called}
