"""Clerks among the rules who work their counters: open, pause, close, auto-call, serve without a number."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import rule

from server.domain.commands import CloseCounter, OpenCounter, PauseCounter, ServeWithoutNumber, SetAutoCall
from server.domain.counter_states import PauseReason
from server.domain.tickets import Outcome
from tests.server.driven import Driven, counters, services, wild


class CounterRules(Driven):
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
