"""A supervisor among the rules: closes the hall for today, and opens it again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from server.domain.closing import ClosingReason
from server.domain.commands import CloseToday, ReopenToday

if TYPE_CHECKING:
    from tests.server.hall_driver import Answer, Driver
    from tests.server.hall_model import NaiveHall, Told


class ClosingRules(RuleBasedStateMachine):
    model: NaiveHall
    driver: Driver

    def agree(self, answer: Answer, told: Told) -> None:
        raise NotImplementedError

    @precondition(lambda self: len(self.model.visits) > 3)
    @rule(reason=st.sampled_from(ClosingReason), rarely=st.integers(0, 3))
    def close_today(self, reason: ClosingReason, rarely: int) -> None:
        if not rarely:
            self.agree(self.driver.ask(CloseToday(reason)), self.model.close_today(reason.value))

    @precondition(lambda self: self.model.closed)
    @rule()
    def reopen_today(self) -> None:
        self.agree(self.driver.ask(ReopenToday()), self.model.close_today(""))
