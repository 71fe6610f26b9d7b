"""A supervisor among the rules: closes the hall for today, and opens it again; tells everybody of an emergency."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from server.domain.closing import ClosingReason
from server.domain.commands import CloseToday, EndEmergency, RaiseEmergency, ReopenToday
from server.domain.emergency import EmergencyKind
from tests.server.driven import Driven


class ClosingRules(Driven):
    @precondition(lambda self: len(self.model.visits) > 3)
    @rule(reason=st.sampled_from(ClosingReason), rarely=st.integers(0, 3))
    def close_today(self, reason: ClosingReason, rarely: int) -> None:
        if not rarely:
            self.agree(self.driver.ask(CloseToday(reason)), self.model.close_today(reason.value))

    @precondition(lambda self: self.model.closed)
    @rule()
    def reopen_today(self) -> None:
        self.agree(self.driver.ask(ReopenToday()), self.model.close_today(""))

    @rule(kind=st.sampled_from(EmergencyKind), words=st.sampled_from(["outside", "upstairs"]), rarely=st.integers(0, 3))
    def raise_emergency(self, kind: EmergencyKind, words: str, rarely: int) -> None:
        if not rarely:
            self.agree(self.driver.ask(RaiseEmergency(kind, words)), self.model.emergency_is((kind, words)))

    @rule()
    def end_emergency(self) -> None:
        self.agree(self.driver.ask(EndEmergency()), self.model.emergency_is(None))
