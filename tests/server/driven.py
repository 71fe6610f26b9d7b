"""What every set of rules needs of the hall it drives: whom an order may be aimed at, and that the model agrees."""

from __future__ import annotations

from collections import Counter
from typing import ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine

from tests.server.hall_driver import Answer, Driver
from tests.server.hall_model import NaiveHall
from tests.server.model_state import Told, Visit

SERVICES = ("apples", "books", "pears")
COUNTERS = ("1", "2", "3")

counters = st.sampled_from([*COUNTERS, "9"])
services = st.sampled_from([*SERVICES, "plums"])
languages = st.sampled_from(["zh-TW", "en", "fr"])
visitors = st.tuples(languages, st.sampled_from(["ordinary", "priority", "royal"]))
"""Language and class."""
picks = st.integers(0, 40)
wild = st.integers(0, 5).map(lambda number: number == 5)
"""Most orders are what the hall's state suggests, or the run would be refusals only; one in six is anything."""


class Driven(RuleBasedStateMachine):
    model: NaiveHall
    driver: Driver
    noon: int
    """The clock's, to some hours."""
    guessed = False
    """Whether a code was tried that nobody has."""
    met: ClassVar[Counter[str]]
    """How often each answer came, over all examples: a refusal's code, or what happened; and how often what the rules
    are to bring about. A subclass begins its own."""

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
