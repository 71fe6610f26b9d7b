"""A supervisor among the rules: sets by hand, and takes back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from server.domain.by_hand import HandValue, HandWhat
from server.domain.commands import SetByHand

if TYPE_CHECKING:
    from tests.server.hall_driver import Answer, Driver
    from tests.server.hall_model import NaiveHall, Told

some_services = st.lists(st.sampled_from(["apples", "books", "pears"]), max_size=2).map(tuple)
subjects = {
    HandWhat.COUNTER_SERVICES: ["1", "2", "3", "9"],
    HandWhat.EXTRA_COUNTER: ["x-1", "x-2", "3"],
    HandWhat.COUNTER_ROSTER: ["1", "x-1", "9"],
    HandWhat.COUNTER_BREAKS: ["2", "x-2", "9"],
    HandWhat.SERVICE_CLOSED: ["apples", "books", "pears"],
}


class ByHandRules(RuleBasedStateMachine):
    model: NaiveHall
    driver: Driver

    def agree(self, answer: Answer, told: Told) -> None:
        raise NotImplementedError

    @precondition(lambda self: self.model.visits)
    @rule(
        what=st.sampled_from(HandWhat),
        pick=st.integers(0, 11),
        label=st.sampled_from(["X", "Y"]),
        primary=some_services,
        backup=some_services,
        lasting=st.booleans(),
    )
    def set_by_hand(
        self,
        *,
        what: HandWhat,
        pick: int,
        label: str,
        primary: tuple[str, ...],
        backup: tuple[str, ...],
        lasting: bool,
    ) -> None:
        subject = subjects[what][pick % len(subjects[what])]
        value = HandValue() if what is HandWhat.SERVICE_CLOSED else HandValue(label, primary, backup)
        order = SetByHand(what, subject, value, "by the rules", lasting)
        self.agree(self.driver.ask(order), self.model.set_by_hand(order))

    @precondition(lambda self: self.model.by_hand)
    @rule(pick=st.integers(0, 11))
    def take_back(self, pick: int) -> None:
        """The file's value is in force again."""
        standing = sorted(self.model.by_hand)
        what, subject = standing[pick % len(standing)]
        order = SetByHand(HandWhat(what), subject, None)
        self.agree(self.driver.ask(order), self.model.set_by_hand(order))
