"""A hall in the middle of its morning: people in many lines, calls at some counters, some set aside."""

from __future__ import annotations

from dataclasses import dataclass

from tests.system.hall_in_browser import Hall


@dataclass(frozen=True, slots=True)
class Tokens:
    """What leads to the phone page of a ticket."""

    waiting: str
    """The last in its line."""
    called: str
    """At counter 1."""


def make_busy(hall: Hall) -> Tokens:
    """Counter 1 has called a number as often as it may, and has two missed and one on hold."""
    snapshot = hall.snapshot()
    services = [one["service_id"] for one in snapshot["hall"]["services"]]
    counters = [one["counter_id"] for one in snapshot["hall"]["counters"]]
    first = snapshot["hall"]["counters"][0]["primary"][0]
    token: dict[str, str] = {}
    for index in range(4):
        answer = hall.issue(first, visitor_class="priority" if index == 3 else "ordinary")
        token[answer["ticket_id"]] = answer["token"]
    for _ in range(2):
        settle(hall, "1", "miss_ticket")
    settle(hall, "1", "arrive_ticket")
    give(hall, "hold_ticket", "1", reason="papers")
    call(hall, "1")
    for _ in range(snapshot["hall"]["recall_limit"]):
        give(hall, "recall_ticket", "1")
    for service in services[:12]:
        hall.issue(service)
    for index, counter in enumerate(counters[1:12]):
        if index % 2 == 0:
            call(hall, counter)
        if index == 4 and present(hall, counter):
            give(hall, "arrive_ticket", counter)
    for index in range(9):
        hall.issue(first, visitor_class="priority" if index % 3 == 1 else "ordinary", language="en")
    return Tokens(hall.issue(first)["token"], token[present(hall, "1")[0]])


def call(hall: Hall, counter: str) -> None:
    answer = hall.ask("call_next", counter_id=counter, after=hall.calls(counter))
    assert answer["type"] == "accepted", answer


def settle(hall: Hall, counter: str, kind: str) -> None:
    call(hall, counter)
    give(hall, kind, counter)


def give(hall: Hall, kind: str, counter: str, **fields: object) -> None:
    answer = hall.ask(kind, counter_id=counter, ticket_id=present(hall, counter)[0], **fields)
    assert answer["type"] == "accepted", answer


def present(hall: Hall, counter: str) -> list[str]:
    found = next(one for one in hall.snapshot()["counters"] if one["counter_id"] == counter)
    return list(found["tickets"])
