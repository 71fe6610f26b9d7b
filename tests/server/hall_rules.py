"""The rules by which hypothesis drives a hall, and what must hold after every step (I1, I2, I4, I6, I7).

One machine for every hall: what it drives is a `Driver`, the pure functions in one process or a real server over HTTP.
"""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from typing import ClassVar

from hypothesis import HealthCheck, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from server.domain.commands import (
    ArriveTicket,
    CallNext,
    CancelTicket,
    CloseCounter,
    FinishTicket,
    HoldTicket,
    IssueTicket,
    Leaving,
    MissTicket,
    OpenCounter,
    PauseCounter,
    PickTicket,
    RecallTicket,
    Refusal,
    RestoreTicket,
    ResumeTicket,
    ServeWithoutNumber,
    SetAutoCall,
    TransferTicket,
    UndoCall,
    VoidTicket,
)
from server.domain.config import HallConfig, MissedReturn, Note, SpecialDay
from server.domain.counter_states import PauseReason
from server.domain.tickets import CancelReason, Channel, HoldReason, Outcome, PickReason, VoidReason
from server.domain.tickets import Visit as Meant
from tests.server.by_hand_rules import ByHandRules
from tests.server.closing_rules import ClosingRules
from tests.server.hall_driver import Answer, Driver, SeenTicket
from tests.server.hall_model import DAY_MS, OPEN, TAIPEI_MS, NaiveHall, Told, Visit, business_day_number
from tests.server.practice_rules import PracticeRules
from tests.server.sample_halls import NEVER, NOON, both, sample_counter, sample_hall, sample_service

ALWAYS = 86_400
"""Seconds in which a call may be undone: so long that no order comes too late, wherever the clock is."""
_CONFIGS = (
    sample_hall(),
    sample_hall(recall_limit=0, restore_delay_minutes=0, undo_seconds=0, notes=(Note("1", both("papers are there")),)),
    sample_hall(missed_return=MissedReturn.AFTER_CALLERS, missed_callers=2),
    sample_hall(missed_return=MissedReturn.NEW_NUMBER),
    sample_hall(missed_return=MissedReturn.ASK_DESK),
    # a recall always comes too soon, wherever the clock is
    sample_hall(recall_limit=1, recall_pause_seconds=ALWAYS),
    # numbers that run out soon, and a service that gives none
    sample_hall((sample_service("apples", "A", last=3), sample_service("books", "B", hours=NEVER))),
    # a quota that is reached soon, and holidays
    replace(
        sample_hall((replace(sample_service("apples", "A"), quota=3), sample_service("books", "B"))),
        days=tuple(SpecialDay(f"2026-11-{day}") for day in (25, 26, 28)),
    ),
    # prefixes change hands
    sample_hall((sample_service("apples", "B", first=5), sample_service("books", "A", last=1_200))),
    # the same texts, A1001 and 1001, by other prefixes
    sample_hall((sample_service("apples", "A", 1_001, 1_899), sample_service("books", "", 1_001, 1_899))),
    sample_hall((sample_service("apples", "A1", 1, 700), sample_service("books", "1", 1, 700))),
    # a service and two counters are gone, a new service is there
    sample_hall(
        (sample_service("apples", "A"), sample_service("pears", "C")),
        (sample_counter("1", ("apples",), ("pears",)),),
    ),
)
CONFIGS = tuple(replace(one, undo_seconds=ALWAYS) if one.undo_seconds else one for one in _CONFIGS)
FULL = os.environ.get("JIAOHAO_FULL") == "1"
SERVICES = ("apples", "books", "pears")
COUNTERS = ("1", "2", "3")

counters = st.sampled_from([*COUNTERS, "9"])
services = st.sampled_from([*SERVICES, "plums"])
languages = st.sampled_from(["zh-TW", "en", "fr"])
picks = st.integers(0, 40)
wild = st.integers(0, 5).map(lambda number: number == 5)
"""Most orders are what the hall's state suggests, or the run would be refusals only; one in six is anything."""
clock_steps = st.tuples(st.sampled_from([0, 0, 0, 0, -40, -1, 1, 2, 400]), st.integers(-180, 180))


class HallRules(ByHandRules, ClosingRules, PracticeRules):
    """Subclasses say what is driven. The clock is moved by whole days and up to three hours around noon, so a
    running server's own seconds never decide what day it is."""

    met: ClassVar[Counter[str]]
    """How often each answer came, over all examples: a refusal's code, or what happened; and how often what the rules
    are to bring about. A subclass begins its own."""

    def make_driver(self, config: HallConfig, now: int) -> Driver:
        raise NotImplementedError

    @initialize(config=st.sampled_from(CONFIGS), some=st.lists(picks, min_size=2, max_size=6))
    def open_hall(self, config: HallConfig, some: list[int]) -> None:
        """Some came early, or many an example would be of an empty hall."""
        self.noon = NOON
        self.model = NaiveHall(config, business_day_number(NOON))
        self.driver = self.make_driver(config, NOON)
        self.issue_some(some)

    def teardown(self) -> None:
        if hasattr(self, "driver"):
            try:
                self.check_log()
            finally:
                self.driver.close()

    @rule(pick=picks, some=st.lists(picks, max_size=3), wild=wild, service_id=services, language=languages)
    def issue(self, pick: int, some: list[int], wild: bool, service_id: str, language: str) -> None:
        """One ticket or several."""
        if wild:
            self.issue_one(service_id, language)
        self.issue_some([pick, *some])

    def issue_some(self, numbers: list[int]) -> None:
        for number in numbers:
            configured = self.model.config.services
            then = {3: ("books",), 4: ("books", "apples"), 5: ("pears",), 6: ("plums",)}.get(number % 12, ())
            self.issue_one(configured[number % len(configured)].service_id, ("zh-TW", "en")[number % 2], then)

    def issue_one(self, service_id: str, language: str, then: tuple[str, ...] = ()) -> None:
        ahead = len(self.model.line(service_id))
        today = (date(1970, 1, 1) + timedelta(days=(self.noon + TAIPEI_MS) // DAY_MS)).isoformat()
        holidays = [one.date for one in self.model.config.days]
        told = self.model.issue(service_id, language, then, holiday=today in holidays)
        order = IssueTicket(Meant(service_id, Channel.DESK, language, then=then))
        answer = self.driver.ask(order)
        if told.code == "":
            seen = {ticket.ticket_id: ticket for ticket in self.driver.view().tickets}[str(told.ticket_id)]
            self.model.placed(seen.ticket_id, seen.issued_at)
            assert answer.people_ahead == ahead
        self.agree(answer, told)

    @precondition(lambda self: self.model.visits)
    @rule(some=st.lists(picks, min_size=1, max_size=3), outcome=st.sampled_from([*Leaving, None]))
    def next_here_and_there(self, some: list[int], outcome: Leaving | None) -> None:
        for pick in some:
            self.next(pick, outcome)

    def next(self, pick: int, outcome: Leaving | None) -> None:
        """As a clerk presses it who sees the hall as it is; without an outcome the hall asks for one."""
        counter_id = self.model.config.counters[pick % len(self.model.config.counters)].counter_id
        present = outcome if self.model.at(counter_id) else None
        self.ask_next(counter_id, self.model.calls.get(counter_id, 0), present)

    @precondition(lambda self: self.model.visits)
    @rule(counter_id=counters, off=st.sampled_from([0, -1, 1]), present=st.sampled_from([None, *Leaving]))
    def next_of_a_stale_page(self, counter_id: str, off: int, present: Leaving | None) -> None:
        self.ask_next(counter_id, self.model.calls.get(counter_id, 0) + off, present)

    def ask_next(self, counter_id: str, after: int, present: Leaving | None) -> None:
        told = self.model.next(counter_id, after, present)
        self.agree(self.driver.ask(CallNext(counter_id, after, present)), told)

    @precondition(lambda self: self.at_counters())
    @rule(pick=picks, wild=wild, counter_id=counters)
    def undo(self, pick: int, wild: bool, counter_id: str) -> None:
        counter_id, ticket_id = self.aim(pick, wild, counter_id)
        self.agree(self.driver.ask(UndoCall(counter_id, ticket_id)), self.model.undo(counter_id, ticket_id))

    @precondition(lambda self: self.at_counters())
    @rule(pick=picks, wild=wild, counter_id=counters, times=st.sampled_from([1, 1, 4]))
    def recall(self, pick: int, wild: bool, counter_id: str, times: int) -> None:
        """Once, or as often as nobody may."""
        counter_id, ticket_id = self.aim(pick, wild, counter_id)
        for _ in range(times):
            self.agree(self.driver.ask(RecallTicket(counter_id, ticket_id)), self.model.recall(counter_id, ticket_id))

    @precondition(lambda self: self.at_counters())
    @rule(pick=picks, wild=wild, counter_id=counters)
    def arrive(self, pick: int, wild: bool, counter_id: str) -> None:
        counter_id, ticket_id = self.aim(pick, wild, counter_id)
        self.agree(self.driver.ask(ArriveTicket(counter_id, ticket_id)), self.model.arrive(counter_id, ticket_id))

    @precondition(lambda self: self.at_counters())
    @rule(pick=picks, wild=wild, counter_id=counters, outcome=st.sampled_from(Outcome))
    def finish(self, pick: int, wild: bool, counter_id: str, outcome: Outcome) -> None:
        counter_id, ticket_id = self.aim(pick, wild, counter_id)
        told = self.model.finish(counter_id, ticket_id)
        self.agree(self.driver.ask(FinishTicket(counter_id, ticket_id, outcome)), told)

    @precondition(lambda self: self.at_counters())
    @rule(pick=picks, wild=wild, counter_id=counters)
    def miss(self, pick: int, wild: bool, counter_id: str) -> None:
        counter_id, ticket_id = self.aim(pick, wild, counter_id)
        self.agree(self.driver.ask(MissTicket(counter_id, ticket_id)), self.model.miss(counter_id, ticket_id))

    @precondition(lambda self: self.model.visits)
    @rule(pick=picks, wild=wild)
    def restore(self, pick: int, wild: bool) -> None:
        missed = [visit.ticket_id for visit in self.model.visits.values() if visit.state == "missed"]
        ticket_id = self.any_ticket(pick) if wild or not missed else missed[pick % len(missed)]
        self.agree(self.driver.ask(RestoreTicket(ticket_id)), self.model.restore(ticket_id))

    @precondition(lambda self: self.model.visits)
    @rule(pick=picks, wild=wild, counter_id=counters, reason=st.sampled_from(HoldReason))
    def hold(self, pick: int, wild: bool, counter_id: str, reason: HoldReason) -> None:
        """Whoever was only called arrives first, mostly; where nobody was called, somebody is."""
        if not self.at_counters():
            self.next(pick, None)
        if not self.at_counters():
            return
        counter_id, ticket_id = self.aim(pick, wild, counter_id)
        if pick % 4 and not wild and self.model.visits[ticket_id].state == "called":
            self.agree(self.driver.ask(ArriveTicket(counter_id, ticket_id)), self.model.arrive(counter_id, ticket_id))
        told = self.model.hold(counter_id, ticket_id, reason.value)
        self.agree(self.driver.ask(HoldTicket(counter_id, ticket_id, reason)), told)

    @precondition(lambda self: self.held())
    @rule(pick=picks, wild=wild, counter_id=counters, where=st.sampled_from(["back", "free", "busy", "any"]))
    def resume(self, pick: int, wild: bool, counter_id: str, where: str) -> None:
        if where == "busy" and not self.at_counters():
            self.next(pick, None)
        held = self.held()
        ticket_id = self.any_ticket(pick) if wild else held[pick % len(held)].ticket_id
        before = {visit.ticket_id: visit.counter_id for visit in held}.get(ticket_id)
        busy = [at for at, _ in self.at_counters()]
        free = [one.counter_id for one in self.model.config.counters if one.counter_id not in {*busy, before}]
        meant = {"back": [before] if before else [], "free": free, "busy": busy}.get(where)
        counter_id = meant[pick % len(meant)] if meant else counter_id
        told = self.model.resume(counter_id, ticket_id)
        self.agree(self.driver.ask(ResumeTicket(counter_id, ticket_id)), told)
        if before is not None and told.code == "":
            self.met["resumed where it was" if counter_id == before else "resumed elsewhere"] += 1
        elif before is not None and told.code in {"still_called", "still_serving"}:
            self.met["resumed where somebody is"] += 1

    @precondition(lambda self: self.model.visits)
    @rule(pick=picks, wild=wild, counter_id=counters, reason=st.sampled_from(PickReason))
    def pick(self, pick: int, wild: bool, counter_id: str, reason: PickReason) -> None:
        """Mostly somebody who waits, to a counter that is free."""
        waiting = [visit.ticket_id for visit in self.model.visits.values() if visit.state == "waiting"]
        ticket_id = self.any_ticket(pick) if wild or not waiting else waiting[pick % len(waiting)]
        busy = [at for at, _ in self.at_counters()]
        free = [one.counter_id for one in self.model.config.counters if one.counter_id not in busy]
        counter_id = counter_id if wild or not free else free[pick % len(free)]
        told = self.model.pick(counter_id, ticket_id)
        self.agree(self.driver.ask(PickTicket(counter_id, ticket_id, reason)), told)

    @rule(counter_id=counters)
    def open_counter(self, counter_id: str) -> None:
        told = self.model.work(counter_id, "open", None, None, past=False)
        self.agree(self.driver.ask(OpenCounter(counter_id)), told)

    @rule(counter_id=counters, service_id=services, outcome=st.sampled_from(Outcome))
    def serve_without_number(self, counter_id: str, service_id: str, outcome: Outcome) -> None:
        told = self.model.serve_without_number(counter_id, service_id)
        self.agree(self.driver.ask(ServeWithoutNumber(counter_id, service_id, outcome)), told)

    @rule(counter_id=counters, on=st.booleans())
    def set_auto_call(self, counter_id: str, on: bool) -> None:
        self.agree(self.driver.ask(SetAutoCall(counter_id, on)), self.model.auto_call(counter_id, on=on))

    @rule(counter_id=counters, reason=st.sampled_from(PauseReason), hours=st.sampled_from([None, 9, 10, -9]))
    def pause_counter(self, counter_id: str, reason: PauseReason, hours: int | None) -> None:
        """Work goes on after most pauses, or the run would be refusals only."""
        back_at = None if hours is None else self.noon + hours * 3_600_000
        told = self.model.work(counter_id, "paused", reason.value, back_at, past=hours == -9)
        self.agree(self.driver.ask(PauseCounter(counter_id, reason, back_at)), told)
        if hours != 9:
            self.open_counter(counter_id)

    @rule(counter_id=counters, stays=wild)
    def close_counter(self, counter_id: str, stays: bool) -> None:
        told = self.model.work(counter_id, "closed", None, None, past=False)
        self.agree(self.driver.ask(CloseCounter(counter_id)), told)
        if not stays:
            self.open_counter(counter_id)

    @precondition(lambda self: self.model.visits)
    @rule(pick=picks, wild=wild, counter_id=counters, service_id=services, note=st.sampled_from(["", "", "1"]))
    def transfer(self, pick: int, wild: bool, counter_id: str, service_id: str, note: str) -> None:
        """Whoever is somewhere, by the counter that has them; the others from the desk as well."""
        ticket_id = self.any_ticket(pick)
        visit = self.model.visits.get(ticket_id)
        if not wild and visit is not None:
            counter_id = visit.counter_id or ["", counter_id][pick % 2]
            configured = self.model.written.services
            service_id = configured[pick % len(configured)].service_id
        to_counter = {0: "9", 1: "1", 2: "2", 3: "3"}.get(pick % 7, "")
        to_officer = "nobody" if pick % 5 == 0 else ""
        told = self.model.transfer(counter_id, ticket_id, service_id, note, to_counter, to_officer=to_officer)
        asked = TransferTicket(ticket_id, service_id, counter_id, note, to_counter, to_officer)
        self.agree(self.driver.ask(asked), told)

    @precondition(lambda self: len(self.model.visits) > 3)
    @rule(pick=picks, wild=wild, reason=st.sampled_from([*CancelReason, *VoidReason]))
    def cancel_or_void(self, pick: int, wild: bool, reason: CancelReason | VoidReason) -> None:
        ticket_id = self.any_ticket(pick) if wild else list(self.model.visits)[pick % len(self.model.visits)]
        if isinstance(reason, CancelReason):
            self.agree(self.driver.ask(CancelTicket(ticket_id, reason)), self.model.cancel(ticket_id))
        else:
            self.agree(self.driver.ask(VoidTicket(ticket_id, reason)), self.model.void(ticket_id))

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
        now = self.noon + minutes * 60_000
        held = len(self.held())
        self.driver.set_clock(now)
        self.model.roll(business_day_number(now))
        self.met["held over the day's end"] += held - len(self.held())

    @precondition(lambda self: self.model.visits)
    @rule(config=st.sampled_from(CONFIGS))
    def configure(self, config: HallConfig) -> None:
        self.driver.configure(config)
        self.model.configure(config)

    def may_restart(self) -> bool:
        return True

    def at_counters(self) -> list[tuple[str, str]]:
        """(counter, ticket) of everybody called or serving."""
        return [(str(visit.counter_id), visit.ticket_id) for visit in self.model.at_counters()]

    def held(self) -> list[Visit]:
        return [visit for visit in self.model.visits.values() if visit.state == "held"]

    def aim(self, pick: int, wild: bool, counter_id: str) -> tuple[str, str]:
        there = self.at_counters()
        return (counter_id, self.any_ticket(pick)) if wild else there[pick % len(there)]

    def any_ticket(self, pick: int) -> str:
        """Any ticket ever issued, or one that never was."""
        known = ["1-Z999", *self.model.fates]
        return known[pick % len(known)]

    def agree(self, answer: Answer, told: Told) -> None:
        self.met[answer.code or answer.what] += 1
        assert (answer.code, answer.ticket_id, answer.what) == (told.code, told.ticket_id, told.what)
        assert answer.seq == (self.model.seq if told.facts else 0)

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
        for counter_id, (calls, ticket_id) in view.counters.items():
            there = model.at(counter_id)
            assert (calls, ticket_id) == (model.calls.get(counter_id, 0), there.ticket_id if there else None)
        assert view.states == {counter_id: model.states.get(counter_id, OPEN) for counter_id in view.counters}
        assert view.does == {one.counter_id: frozenset(one.primary + one.backup) for one in model.config.counters}
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
        told.for_counter,
        told.then,
    )


def drive(machine: type[HallRules], quick: tuple[int, int], full: tuple[int, int], *, walk: int = 0) -> None:
    """Runs so many examples of so many steps each, `full` ones when JIAOHAO_FULL=1. A quick run takes the same steps
    every time, others for another `walk`; a full one takes new steps. Raises AssertionError also when the run was
    hollow: hardly anything was accepted, or hardly anything refused."""
    examples, steps = full if FULL else quick
    if not FULL:
        seed(walk)(machine)
    chosen = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        print_blob=True,
    )
    run_state_machine_as_test(machine, settings=chosen)
    accepted = sum(count for word, count in machine.met.items() if word.startswith("ticket_"))
    refused = sum(machine.met[refusal] for refusal in Refusal)
    assert accepted > 5 * examples, f"hollow: {accepted} accepted in {examples} examples"
    assert refused > 2 * examples, f"hollow: {refused} refused in {examples} examples"
