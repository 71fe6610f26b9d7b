"""The server with a planted bug, whose name is its first argument.

Only here so that the model can prove that it would notice, behind a real server, what is wrong in one.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from server import draft, writer
from server.__main__ import main
from server.domain import day_end, decide, evolve
from server.domain.commands import Command, Context, Declined
from server.domain.config import HallConfig
from server.domain.events import DayOpened, Event, Fact, TicketLapsed
from server.domain.hall import Hall
from server.domain.life import LIFE, Life
from server.domain.persistent import SortedMap
from server.domain.tickets import TicketState
from tests.server.planted_faults import FAULTS, GROUP_FAULTS, Fault

right_evolve, right_replay, right_decide, right_date_due = evolve.evolve, evolve.replay, decide.decide, day_end.date_due


def makes_of_a_fact(fault: Fault) -> None:
    def wrong(hall: Hall, fact: Fact, life: Life = LIFE) -> Hall:
        return fault(hall, fact, right_evolve(hall, fact, life))

    vars(evolve)["evolve"] = vars(draft)["evolve"] = wrong


def begins_with(fault: Callable[[Hall], Hall]) -> None:
    """A start makes another hall of the log."""
    vars(writer)["replay"] = lambda facts, hall: fault(right_replay(facts, hall))


def hold_lost_at_a_restart(hall: Hall) -> Hall:
    held = [one.ticket_id for one in hall.tickets() if one.state is TicketState.HELD]
    for ticket_id in held:
        hall = replace(hall, live=hall.live.drop(ticket_id))
    return hall


def by_hand_forgotten(hall: Hall) -> Hall:
    return replace(hall, by_hand=(), config=hall.configured, written=None)


def day_rolled_twice() -> None:
    """A start opens one day more."""
    begun: list[str] = []

    def wrong(hall: Hall, config: HallConfig, now: int) -> str | None:
        due = right_date_due(hall, config, now)
        if due is None and not begun:
            due = (date.fromisoformat(hall.date) + timedelta(days=1)).isoformat()
        begun.append(hall.date)
        return due

    vars(draft)["date_due"] = wrong


def day_not_rolled() -> None:
    """Only a date that is two later, or more, opens a day."""

    def wrong(hall: Hall, config: HallConfig, now: int) -> str | None:
        due = right_date_due(hall, config, now)
        tomorrow = (date.fromisoformat(hall.date) + timedelta(days=1)).isoformat()
        return None if due == tomorrow else due

    vars(draft)["date_due"] = wrong


def lapse_unsaid() -> None:
    """Somebody who is still there at the day's end is gone without a record."""

    def wrong(hall: Hall, command: Command, ctx: Context) -> tuple[Event, ...] | Declined:
        decision = right_decide(hall, command, ctx)
        if isinstance(decision, Declined):
            return decision
        lapsed = [event for event in decision if isinstance(event, TicketLapsed)]
        return tuple(event for event in decision if event not in lapsed[:1])

    def all_the_same(hall: Hall, fact: Fact, life: Life = LIFE) -> Hall:
        if isinstance(fact.event, DayOpened):
            hall = replace(hall, live=SortedMap())
        return right_evolve(hall, fact, life)

    vars(draft)["decide"] = wrong
    vars(evolve)["evolve"] = vars(draft)["evolve"] = all_the_same


PLANTS: dict[str, Callable[[], None]] = {
    "lost hold at a restart": lambda: begins_with(hold_lost_at_a_restart),
    "what was set by hand, lost at a restart": lambda: begins_with(by_hand_forgotten),
    "wrong day roll: twice": day_rolled_twice,
    "wrong day roll: not at all": day_not_rolled,
    "wrong day roll: a lapse without a record": lapse_unsaid,
}

if __name__ == "__main__":
    name = sys.argv.pop(1)
    if name in PLANTS:
        PLANTS[name]()
    else:
        makes_of_a_fact({**FAULTS, **GROUP_FAULTS}[name])
    sys.exit(main())
