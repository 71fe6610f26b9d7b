"""Clerks and the desk among the rules: whatever may be asked of a ticket that is there."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from server.domain.commands import (
    ArriveTicket,
    BackTicket,
    CallNext,
    CancelTicket,
    FinishTicket,
    GiveUpTicket,
    HoldTicket,
    LaterTicket,
    Leaving,
    MissTicket,
    PickTicket,
    RecallTicket,
    RestoreTicket,
    ResumeTicket,
    TransferAgain,
    TransferTicket,
    UndoCall,
    VoidTicket,
)
from server.domain.tickets import CancelReason, HoldReason, Outcome, PickReason, VoidReason
from tests.server.driven import Driven, counters, picks, services, wild


class TicketRules(Driven):
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
    @rule(pick=picks)
    def nobody_comes(self, pick: int) -> None:
        """Not by a second call either; later somebody does."""
        self.next(pick, None)
        called = [(at, one) for at, one in self.at_counters() if self.model.visits[one].state == "called"]
        if not called:
            return
        counter_id, ticket_id = called[pick % len(called)]
        self.agree(self.driver.ask(RecallTicket(counter_id, ticket_id)), self.model.recall(counter_id, ticket_id))
        self.agree(self.driver.ask(MissTicket(counter_id, ticket_id)), self.model.miss(counter_id, ticket_id))
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
    @rule(pick=picks, wild=wild, minutes=st.integers(30, 240))
    def later(self, pick: int, wild: bool, minutes: int) -> None:
        """Mostly somebody who waits, and stays away for longer than a clock of the rules is looked at."""
        waiting = [visit.ticket_id for visit in self.model.visits.values() if visit.state == "waiting"]
        ticket_id = self.any_ticket(pick) if wild or not waiting else waiting[pick % len(waiting)]
        told = self.model.later(ticket_id)
        self.agree(self.driver.ask(LaterTicket(ticket_id, minutes)), told)
        if told.code == "":
            seen = next(one for one in self.driver.view().tickets if one.ticket_id == ticket_id)
            assert seen.returns_at is not None
            self.model.away_until(ticket_id, seen.returns_at)

    @precondition(lambda self: any(one.state == "later" for one in self.model.visits.values()))
    @rule(pick=picks, wild=wild)
    def back(self, pick: int, wild: bool) -> None:
        away = [visit.ticket_id for visit in self.model.visits.values() if visit.state == "later"]
        ticket_id = self.any_ticket(pick) if wild else away[pick % len(away)]
        self.agree(self.driver.ask(BackTicket(ticket_id)), self.model.back(ticket_id))

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

    @precondition(lambda self: self.model.visits)
    @rule(pick=picks, wild=wild, counter_id=counters, service_id=services, note=st.sampled_from(["", "", "1"]))
    def transfer(self, pick: int, wild: bool, counter_id: str, service_id: str, note: str) -> None:
        """Whoever is somewhere, by the counter that has them; the others from the desk as well. Often who was sent on
        most: a third time is rare otherwise."""
        most = max(self.model.visits.values(), key=lambda one: one.hops)
        ticket_id = self.any_ticket(pick) if pick % 2 else most.ticket_id
        visit = self.model.visits.get(ticket_id)
        if not wild and visit is not None:
            counter_id = visit.counter_id or ["", counter_id][pick % 2]
            configured = self.model.written.services
            service_id = configured[pick % len(configured)].service_id
        to_counter = {0: "9", 1: "1", 2: "2", 3: "3"}.get(pick % 7, "")
        to_officer = "nobody" if pick % 5 == 0 else ""
        again = visit is not None and (visit.hops >= 2) is not (pick % 4 == 0)
        told = self.model.transfer(
            counter_id, ticket_id, service_id, note, to_counter, to_officer=to_officer, again=again
        )
        asked = (TransferAgain if again else TransferTicket)(
            ticket_id, service_id, counter_id, note, to_counter, to_officer
        )
        self.agree(self.driver.ask(asked), told)

    @precondition(lambda self: len(self.model.visits) > 3)
    @rule(pick=picks, wild=wild, reason=st.sampled_from([*CancelReason, *VoidReason]))
    def cancel_or_void(self, pick: int, wild: bool, reason: CancelReason | VoidReason) -> None:
        ticket_id = self.any_ticket(pick) if wild else list(self.model.visits)[pick % len(self.model.visits)]
        visit = self.model.visits.get(ticket_id)
        if pick % 3 == 0 and visit is not None and visit.state != "serving":  # a phone asks in vain slowly
            self.agree(self.driver.ask(GiveUpTicket(ticket_id)), self.model.give_up(ticket_id))
        elif isinstance(reason, CancelReason):
            self.agree(self.driver.ask(CancelTicket(ticket_id, reason)), self.model.cancel(ticket_id))
        else:
            self.agree(self.driver.ask(VoidTicket(ticket_id, reason)), self.model.void(ticket_id))
