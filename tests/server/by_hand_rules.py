"""A supervisor among the rules: sets by hand, and takes back."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from server.domain.by_hand import HandValue, HandWhat
from server.domain.commands import SetByHand
from tests.server.driven import Driven

ANY = ("apples", "books", "pears")
subjects = {
    HandWhat.COUNTER_SERVICES: ["1", "2", "3", "9"],
    HandWhat.EXTRA_COUNTER: ["x-1", "x-2", "3"],
    HandWhat.COUNTER_ROSTER: ["1", "x-1", "9"],
    HandWhat.COUNTER_BREAKS: ["2", "x-2", "9"],
    HandWhat.SERVICE_QUOTA: ["apples", "books", "pears"],
    HandWhat.SERVICE_CLOSED: ["apples", "books", "pears"],
}


class ByHandRules(Driven):
    @precondition(lambda self: self.model.visits)
    @rule(what=st.sampled_from(HandWhat), pick=st.integers(0, 11), wild=st.integers(0, 3), lasting=st.booleans())
    def set_by_hand(self, what: HandWhat, pick: int, wild: int, lasting: bool) -> None:
        """Mostly what may be set: of the file's counters and services, for longer than today wherever that goes, and
        now and then where it does not. Quotas are small, so that they are reached."""
        subject = subjects[what][pick % len(subjects[what])]
        offered = [one.service_id for one in self.model.written.services]
        value = HandValue("XY"[pick % 2], (offered[pick % len(offered)],), ())
        if what is HandWhat.SERVICE_QUOTA:
            value = HandValue(quota=pick % 5 or None)
        if wild == 3:
            value = HandValue("X", ANY[: pick % 3], ANY[pick % 4 :])
        elif wild and what is not HandWhat.SERVICE_CLOSED:
            subject, lasting = subjects[what][pick % 2], True
        elif what is HandWhat.SERVICE_CLOSED:
            subject, lasting = offered[pick % len(offered)], lasting and wild == 2
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
