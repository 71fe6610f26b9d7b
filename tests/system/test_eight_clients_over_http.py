"""Eight clients at a real server at once, each over a connection of its own: what each is told is what the model says
in the order of the log; and a server with a planted second call for one press does not get through."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.server.eight_clients import CLIENTS, HALL, MOST_SPELLS, Heard, Newest, Picture, agree, hollow, turn
from tests.server.hall_driver import Answer
from tests.server.hall_rules import FULL
from tests.server.sample_halls import NOON
from tests.system.entry import Line
from tests.system.hall_server import PROGRAM
from tests.system.http_hall import HttpHall, wire_body

pytestmark = pytest.mark.system

ORDERS = 200 if FULL else 20
"""Of each client, in each of two spells or more."""


def picture(snapshot: dict[str, Any]) -> Picture:
    return Picture(
        [(one["ticket_id"], one["state"], one["counter_id"]) for one in snapshot["tickets"]],
        {one["counter_id"]: one["calls"] for one in snapshot["counters"]},
        [one["service_id"] for one in snapshot["services"]],
    )


def told(answer: dict[str, Any]) -> Answer:
    if answer["type"] == "refused":
        return Answer(code=answer["code"], ticket_id=answer["ticket"]["ticket_id"] if answer["ticket"] else None)
    return Answer(what=answer["what"], ticket_id=answer["ticket_id"], seq=answer.get("seq", 0))


def client(line: Line, name: str, who: int, newest: Newest) -> list[Heard]:
    random, heard = Random(name), []
    with closing(line):
        seen = picture(line.get("/api/snapshot"))
        for number in range(ORDERS):
            if random.random() < 0.5:
                seen = picture(line.get("/api/snapshot"))
            key, low, order = f"{name}-{number:04}", newest.seq, turn(random, seen, who, number)
            _, answer = line.ask(wire_body(key, order))
            heard.append(Heard(key, order, told(answer), low, newest.told(told(answer))))
    return heard


def spell(hall: HttpHall, name: str, newest: Newest) -> list[Heard]:
    lines = [hall.another_line() for _ in range(CLIENTS)]
    names = [f"{name}-client-{one}" for one in range(CLIENTS)]
    with ThreadPoolExecutor(CLIENTS) as pool:
        each = list(pool.map(client, lines, names, range(CLIENTS), [newest] * CLIENTS))
    return [heard for mine in each for heard in mine]


def two_spells(folder: Path, program: Sequence[str] = PROGRAM) -> None:
    """A crash between them. Raises AssertionError where the model and the hall disagree."""
    hall = HttpHall(HALL, NOON, folder, program)
    try:
        newest = Newest()
        heard = spell(hall, "first", newest)
        hall.restart(hard=True)
        heard += spell(hall, "second", newest)
        for more in range(2, MOST_SPELLS):
            if hollow(heard):
                heard += spell(hall, f"more-{more}", newest)
        seen = {ticket.ticket_id: ticket.state for ticket in hall.view().tickets}
        model = agree(HALL, hall.facts(), heard)
    finally:
        hall.close()
    assert seen == {key: one.state for key, one in model.visits.items()}
    assert hollow(heard) == set()


@pytest.mark.timeout(0 if FULL else 300)
def test_what_eight_clients_are_told_over_http_is_one_story(tmp_path: Path) -> None:
    two_spells(tmp_path)


@pytest.mark.timeout(300)
def test_a_planted_second_call_for_one_press_is_caught(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="CallNext"):
        two_spells(tmp_path, ("-m", "tests.system.planted.forgetful_next"))
