"""The hall of the sample config as a server would tell it, at 09:14 on Monday 23 November 2026."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

import msgspec

from kiosk.flow_types import Issued
from kiosk.hall_facts import HallFacts, learn
from server.domain.config import NumberRange
from server.submissions import Answer
from server.translation.commands import submission
from server.translation.session import reply
from tests.real_hall import MORNING, ROOT, RealHall, sample_config, sample_view
from wire.messages import Accepted, IssueTicket, Visit
from wire.messages.hall import HallView

NOW = MORNING
WAITING = {"A": 4, "B": 9, "C": 0, "D": 2, "E": 1, "F": 0, "G": 12, "H": 0}
EVERY = frozenset(WAITING)
TOKEN = "c2VjcmV0LXRva2VuLTEyOA"


def hall_at_work(closed: Mapping[str, int | None] = {}, used_up: Collection[str] = ()) -> RealHall:
    """So many waiting for each service, all open but those `closed` until an instant or for the day, and those whose
    numbers are `used_up`. Both by prefix.
    """
    config = sample_config()
    services = tuple(
        replace(one, numbers=NumberRange(1, max(1, WAITING[one.prefix]))) if one.prefix in used_up else one
        for one in config.services
    )
    hall = RealHall(replace(config, services=services))
    hall.closed = {one.service_id: closed[one.prefix] for one in services if one.prefix in closed}
    for one in services:
        for _ in range(max(WAITING[one.prefix], one.prefix in used_up)):
            hall.issue(one.service_id)
    return hall


def sample_facts(closed: Mapping[str, int | None] = {}, used_up: Collection[str] = ()) -> HallFacts:
    facts = learn(None, hall_at_work(closed, used_up).snapshot())
    assert facts is not None
    return facts


def sample_hall(**changes: object) -> HallView:
    return msgspec.structs.replace(sample_view(), **changes)


def visit(service_id: str = "benefit-again", language: str = "zh-TW", **changes: Any) -> Visit:
    return Visit(service_id=service_id, channel="kiosk", language=language, **changes)


def accepted(asked: IssueTicket, hall: RealHall | None = None) -> Accepted:
    """What a server answers when it is asked for the first time; a hall at work unless another is given."""
    hall = hall or hall_at_work()
    outcome = hall.ask(submission(asked, "kiosk-1", steady=0).command)
    assert isinstance(outcome, Answer), outcome
    answer = reply(asked.key, outcome, hall.hall, lambda _ticket_id: TOKEN)
    assert isinstance(answer, Accepted)
    return answer


def issued(number: str | None = None) -> Issued:
    """What the flow is given for the sample visit: B010 with nine before it. One with a number of the test's own has
    left the hall already.
    """
    if number is not None:
        return Issued(number, f"1-{number}", 4, TOKEN)
    answer = accepted(IssueTicket(key="key-0001", visit=visit()))
    assert answer.number is not None
    assert answer.ticket_id is not None
    return Issued(answer.number, answer.ticket_id, answer.people_ahead, answer.token, answer.ticket)


__all__ = [
    "EVERY",
    "NOW",
    "ROOT",
    "TOKEN",
    "WAITING",
    "accepted",
    "hall_at_work",
    "issued",
    "sample_facts",
    "sample_hall",
    "visit",
]
