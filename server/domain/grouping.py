"""Visitors of a service who are called together, as its configuration says: who is in the next group, and when it is
ready. By size: as many wait as a group takes. By age: one of them has stood long enough in line. By time: one of them
stood there when the clock came to one of the times at which groups begin. So nobody waits for ever for company: whoever
is then alone is called alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from server.domain.config import Service
from server.domain.events import GroupCalled, TicketCalled
from server.domain.fairness.choices import Rule
from server.domain.hall import Hall
from server.domain.opening import instant
from server.domain.routing import together

MINUTE_MS = 60_000


class Ready(StrEnum):
    """Why a group may be called."""

    SIZE = "size"
    AGE = "age"
    TIME = "time"


_RULES = {Ready.SIZE: Rule.TOGETHER_SIZE, Ready.AGE: Rule.TOGETHER_AGE, Ready.TIME: Rule.TOGETHER_TIME}


@dataclass(frozen=True, slots=True)
class Gathering:
    """The group that would be called next for a service."""

    size: int
    """So many are called at once at most."""
    tickets: tuple[str, ...] = ()
    """Ids, the next first; at most as many as a group takes."""
    ready: Ready | None = None
    ready_at: int | None = None
    """When it will be ready though nobody else comes; None when it is, or nobody waits."""
    passed: tuple[str, ...] = ()
    """Whom the call would pass."""

    def call(self, counter_id: str) -> GroupCalled | TicketCalled:
        """Raises ValueError when nobody waits."""
        if len(self.tickets) > 1:
            rule = Rule.IN_TURN if self.ready is None else _RULES[self.ready]
            return GroupCalled(counter_id, self.tickets, self.passed, rule)
        (alone,) = self.tickets
        return TicketCalled(alone, counter_id)


def gathering(hall: Hall, service: Service, now: int) -> Gathering:
    """Raises ValueError for a service whose visitors are called one by one."""
    group = service.group
    if group is None:
        raise ValueError(f"{service.service_id} has no groups")
    chosen = together(hall, service.service_id, group.size, now)
    tickets = chosen.ticket_ids
    if len(tickets) == group.size:
        return Gathering(group.size, tickets, Ready.SIZE, passed=chosen.passed)
    # they are all who wait
    places = [ticket.place for one in tickets if (ticket := hall.ticket(one)) is not None]
    if not places:
        return Gathering(group.size)
    longest = min(places)
    old = longest + group.wait_minutes * MINUTE_MS
    begins = min((at for at in _times(hall, group.at) if at >= longest), default=None)
    if old <= now:
        return Gathering(group.size, tickets, Ready.AGE)
    if begins is not None and begins <= now:
        return Gathering(group.size, tickets, Ready.TIME)
    return Gathering(group.size, tickets, None, old if begins is None else min(old, begins))


def _times(hall: Hall, at: tuple[int, ...]) -> list[int]:
    if hall.config is None:
        return []
    today = date.fromisoformat(hall.date)
    return [instant(hall.config.time_zone, today, minute) for minute in at]
