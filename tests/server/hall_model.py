"""A hall a second time, naively: lists and dicts, every rule written down again without a look at the first.

The model says what must be answered and how many facts that makes; it takes from the hall under test only what
it cannot know, the instants of issue.
"""

from __future__ import annotations

from server.domain.commands import SetByHand
from server.domain.config import HallConfig
from server.domain.emergency import EmergencyKind
from tests.server.hall_by_hand import meant_by_hand, refusal_by_hand
from tests.server.model_appointments import NaiveAppointments
from tests.server.model_state import OPEN, NaivePractice, Told


class NaiveHall(NaiveAppointments):
    def roll(self, date: int) -> None:
        if date <= self.date:
            return
        for visit in self.visits.values():
            self.fates[visit.ticket_id] = "served" if visit.state == "serving" else "lapsed"
        self.seq += len(self.visits) + self.roll_appointments(date) + 1
        self.day, self.date, self.issued_today, self.latest_place = self.day + 1, date, 0, 0
        self.visits, self.calls, self.used, self.states = {}, {}, {}, {}
        self.closed, self.given, self.practice = "", {}, NaivePractice()
        self.emergency = None
        self.auto_calls = set()
        self.by_hand = {key: one for key, one in self.by_hand.items() if one.lasting}
        self.config = meant_by_hand(self.written, self.by_hand)

    def set_by_hand(self, order: SetByHand) -> Told:
        code = refusal_by_hand(self.written, self.by_hand, order)
        if code:
            return Told(code)
        key = (str(order.what), order.subject)
        if self.by_hand.get(key) == (order if order.value is not None else None):
            return Told(what="nothing")
        if order.value is None:
            del self.by_hand[key]
        else:
            self.by_hand[key] = order
        self.seq += 1
        self._keep()
        return Told(what="by_hand_set", facts=1)

    def close_today(self, reason: str) -> Told:
        """ "": opened again."""
        if reason == self.closed:
            return Told(what="nothing")
        self.closed, self.seq = reason, self.seq + 1
        return Told(what="hall_closed_today" if reason else "hall_reopened", facts=1)

    def emergency_is(self, emergency: tuple[EmergencyKind, str] | None) -> Told:
        """None: over."""
        if emergency == self.emergency:
            return Told(what="nothing")
        self.emergency, self.seq = emergency, self.seq + 1
        return Told(what="emergency_raised" if emergency else "emergency_ended", facts=1)

    def configure(self, config: HallConfig) -> None:
        if config != self.written:
            self.written, self.seq = config, self.seq + 1
            self._keep()

    def work(self, counter_id: str, state: str, reason: str | None, back_at: int | None, *, past: bool) -> Told:
        """The counter opens, pauses or closes."""
        if self._counter(counter_id) is None:
            return Told("unknown_counter")
        there = self.at(counter_id)
        if state == "closed" and there is not None:
            return Told("still_" + there.state, there.ticket_id)
        if past:
            return Told("back_at_past")
        wanted = (state, reason, back_at)
        if self.states.get(counter_id, OPEN) == wanted:
            return Told(what="nothing")
        self.states[counter_id] = wanted
        self.seq += 1
        return Told(what=f"counter_{'opened' if state == 'open' else state}", facts=1)

    def auto_call(self, counter_id: str, *, on: bool) -> Told:
        if self._counter(counter_id) is None:
            return Told("unknown_counter")
        if (counter_id in self.auto_calls) is on:
            return Told(what="nothing")
        self.auto_calls ^= {counter_id}
        self.seq += 1
        return Told(what="auto_call_set", facts=1)

    def serve_without_number(self, counter_id: str, service_id: str) -> Told:
        """A fact, and nothing else that is seen here."""
        if self._counter(counter_id) is None:
            return Told("unknown_counter")
        if service_id not in [one.service_id for one in self.config.services]:
            return Told("unknown_service")
        self.seq += 1
        return Told(what="served_without_number", facts=1)

    def practice_issued(self) -> Told:
        self.practice.numbers += 1
        ticket_id = f"{self.day}-練{self.practice.numbers:03}"
        assert ticket_id not in self.practice_fates
        self.practice_fates[ticket_id] = ""
        return self._practised(ticket_id, "issued")

    def practice_called(self, counter_id: str) -> Told:
        """Nobody else waits for it."""
        ticket_id = f"{self.day}-練{self.practice.numbers:03}"
        self.practice.at[counter_id] = ticket_id
        self.practice.calls[counter_id] = self.practice.calls.get(counter_id, 0) + 1
        return self._practised(ticket_id, "called")

    def practice_arrived(self, counter_id: str) -> Told:
        return self._practised(self.practice.at[counter_id], "arrived")

    def practice_finished(self, counter_id: str) -> Told:
        ticket_id = self.practice.at.pop(counter_id)
        self.practice_fates[ticket_id] = "served"
        return self._practised(ticket_id, "finished")

    def _practised(self, ticket_id: str, done: str) -> Told:
        self.seq += 1
        return Told("", ticket_id, f"ticket_{done}", 1)
