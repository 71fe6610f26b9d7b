"""A clerk among the rules who learns: a number of their own, called and finished, of which the hall shows nothing."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from server.domain.commands import ArriveTicket, CallNext, FinishTicket, IssueTicket
from server.domain.tickets import Channel, Visit
from tests.server.driven import Driven
from tests.server.hall_driver import Order
from tests.server.model_state import Told


class PracticeRules(Driven):
    @precondition(lambda self: self.model.visits)
    @rule(pick=st.integers(0, 11), arrives=st.booleans(), finishes=st.booleans())
    def practise(self, pick: int, arrives: bool, finishes: bool) -> None:
        """One number; a lesson ends with it at the counter, or finished, and the next one there begins with who was
        left. Counters practise that are paused or closed, or have a visitor."""
        model = self.model
        offered = {one.service_id for one in model.config.services}
        doing = [(one.counter_id, sorted(offered & {*one.primary, *one.backup})) for one in model.config.counters]
        counter_id, mine = doing[pick % len(doing)]
        before = self.driver.told()
        if counter_id in model.practice.at:
            self.practised(FinishTicket(counter_id, model.practice.at[counter_id]), model.practice_finished(counter_id))
        if mine:
            visit = Visit(mine[pick % len(mine)], Channel.DESK, "en", practice=True)
            self.practised(IssueTicket(visit), model.practice_issued())
            told = model.practice_called(counter_id)
            self.practised(CallNext(counter_id, model.practice.calls[counter_id] - 1, practice=True), told)
            ticket_id = model.practice.at[counter_id]
            if arrives:
                self.practised(ArriveTicket(counter_id, ticket_id), model.practice_arrived(counter_id))
            if finishes:
                self.practised(FinishTicket(counter_id, ticket_id), model.practice_finished(counter_id))
        assert self.driver.told() == before

    def practised(self, order: Order, told: Told) -> None:
        self.agree(self.driver.ask(order), told)
