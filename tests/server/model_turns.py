"""Whose turn it is in the naive hall: two sentences, and a count.

Who has been passed as often as anybody may be goes first, the one who came first of them. Else the smallest of: place,
less what a priority visitor or an appointment has ahead, more what a backup service stands behind. Whose appointed time
is still to come goes only when nobody else is there, and is passed by nobody. Everybody who came before the one who
is called, and could have been, has been passed once more.
"""

from __future__ import annotations

from collections.abc import Sequence

from server.domain.config import Counter
from tests.server.model_state import NaiveState, Visit

NEVER_COUNTED = 1_000_000_000


class NaiveTurns(NaiveState):
    def turn(self, waiting: Sequence[Visit], counter: Counter | None) -> Visit:
        """Of those who wait for it; None: of a service's line, wherever it is called."""
        most = self.config.routing.most_passed
        worn = [one for one in waiting if one.passes >= most and self._due(one)]
        if worn:
            return min(worn, key=lambda one: one.order)
        due = [one for one in waiting if self._due(one)]
        return min(due or waiting, key=lambda one: (self._stands(one, counter), one.order))

    def turns(self, waiting: Sequence[Visit]) -> list[str]:
        """Ids of a service's line, as one counter would call them."""
        left, passes = list(waiting), {one.ticket_id: one.passes for one in waiting}
        order = []
        while left:
            following = self.turn(left, None)
            self.pass_by(following, left)
            left.remove(following)
            order.append(following.ticket_id)
        for one in waiting:
            one.passes, one.passed = passes[one.ticket_id], ()
        return order

    def pass_by(self, called: Visit, waiting: Sequence[Visit]) -> None:
        earlier = [one for one in waiting if one.order < called.order and self._due(one)]
        if self.config.routing.most_passed >= NEVER_COUNTED:
            earlier = []
        for one in earlier:
            one.passes += 1
        called.passed = tuple(one.ticket_id for one in earlier)

    def take_back(self, called: Visit) -> None:
        for ticket_id in called.passed:
            if ticket_id in self.visits:
                self.visits[ticket_id].passes -= 1

    def waiting_at(self, counter: Counter) -> list[Visit]:
        """Who may be called there now."""
        lines = [one for service_id in (*counter.primary, *counter.backup) for one in self.line(service_id)]
        return [one for one in lines if self._turn_here(one, counter.counter_id)]

    def place_behind(self, visit: Visit, count: int) -> int:
        """Asked while it is in no line."""
        line = self.line(visit.service_id)
        ahead = [self._stands(self.visits[one], None) for one in self.turns(line)[:count]]
        return max([visit.place, *(one + self._ahead(visit) + 1 for one in ahead)])

    def _ahead(self, visit: Visit) -> int:
        routing = self.config.routing
        appointed = routing.appointment_ms if visit.slot else 0
        return max(appointed, routing.priority_ms if visit.visitor_class == "priority" else 0)

    def _due(self, visit: Visit) -> bool:
        """Nobody waits for a time that is hours away."""
        return self.noon >= visit.slot

    def _stands(self, visit: Visit, counter: Counter | None) -> int:
        backup = counter is not None and visit.service_id not in counter.primary
        return visit.place - self._ahead(visit) + (self.config.routing.backup_ms if backup else 0)
