"""The sign in the busiest moments: every call is lit long enough to be read, the newest at once, and none that is
over."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace

import pytest

from display.board_reducer import LATE_MS
from display.sign_lines import sign_message
from hardware.led.message import Kind
from program.texts import read_catalog
from server.domain.events import GroupCalled
from tests.display.walls import ENDINGS, Wall
from tests.real_hall import RealHall, sample_config

CATALOG = read_catalog("display")
COUNTERS = [str(number) for number in range(1, 9)]
SERVICES = ("benefit-first", "benefit-again", "reply-card", "job-seeking", "training", "employer", "youth")
WHOLE_MS = 3_000
"""A turn that can be read."""


class Sign:
    """What stood on the sign, looked at ten times a second. `turns`: numbers, and how long each was lit in one go."""

    def __init__(self, hall: RealHall | None = None) -> None:
        self.wall = Wall(hall).start()
        self.turns: list[tuple[str, int]] = []
        self.seen: set[str] = set()

    def number(self) -> str:
        """The called number that is lit; "" between calls."""
        said = sign_message(self.wall.board, self.wall.now, CATALOG)
        return said.text.split(" →")[0] if said.kind is Kind.CALL else ""

    def call(self, turn: int) -> str:
        ticket_id = self.wall.called(SERVICES[turn % len(SERVICES)], COUNTERS[turn % len(COUNTERS)])
        return self.wall.hall.ticket(ticket_id).number

    def called(self) -> set[str]:
        return {self.wall.hall.ticket(one).number for one in self.wall.hall.of_state("called")}

    def wait(self, ms: int) -> None:
        for _ in range(ms // 100):
            number = self.number()
            assert number == "" or set(number.split()) <= self.called(), "what is over is lit no more"
            if not self.turns or self.turns[-1][0] != number:
                self.turns.append((number, 0))
            self.turns[-1] = (number, self.turns[-1][1] + 100)
            self.seen.add(number)
            self.wall.wait(100)

    def longest(self) -> Counter[str]:
        """The longest time that each number was lit in one go."""
        found: Counter[str] = Counter()
        for number, ms in self.turns:
            found[number] = max(found[number], ms)
        return found


def test_eight_calls_in_a_second_are_each_lit_for_a_whole_turn_the_newest_first() -> None:
    sign = Sign()
    made = []
    for turn in range(8):
        made.append(sign.call(turn))
        sign.wait(100)
    sign.wait(40_000)
    longest = sign.longest()
    assert [number for number in made if longest[number] < WHOLE_MS] == []
    whole = [number for number, ms in sign.turns if ms >= WHOLE_MS and number]
    assert whole == [made[-1], *made[:-1]], "the others in the order of their calls, and none twice"
    assert sum(ms for number, ms in sign.turns if number) <= 8 * WHOLE_MS + 2_000


@pytest.mark.parametrize("every_ms", [1_000, 1_500, 2_500])
def test_call_after_call_the_newest_is_lit_at_once_and_who_is_on_is_read_in_the_end(every_ms: int) -> None:
    sign = Sign()
    made = []
    for turn in range(8):
        made.append(sign.call(turn))
        assert sign.number() == made[-1]
        sign.wait(every_ms)
    sign.wait(30_000)
    longest = sign.longest()
    assert [number for number in made if longest[number] < WHOLE_MS] == []


def test_sixty_calls_in_five_minutes_are_each_read() -> None:
    sign = Sign()
    made = []
    for turn in range(60):
        made.append(sign.call(turn))
        assert sign.number() == made[-1]
        sign.wait(5_000)
    longest = sign.longest()
    assert [number for number in made if longest[number] < WHOLE_MS] == []


def test_two_calls_are_lit_at_once_and_take_whole_turns() -> None:
    sign = Sign()
    first = sign.call(0)
    sign.wait(100)
    second = sign.call(1)
    assert sign.number() == second
    sign.wait(14_000)
    assert sign.turns[:4] == [(first, 100), (second, 3_000), (first, 3_000), (second, 3_000)]


@pytest.mark.parametrize("seed", range(3))
def test_two_hundred_calls_in_a_minute_are_no_flicker_and_who_is_still_called_is_read(seed: int) -> None:
    chance = random.Random(seed)
    sign = Sign()
    wall = sign.wall
    for turn in range(200):
        sign.call(turn)
        for ticket_id in wall.hall.of_state("called"):
            if chance.random() < 0.05:
                wall.ends(chance.choice(ENDINGS), ticket_id)
            elif chance.random() < 0.03 and wall.hall.ticket(ticket_id).recalls < wall.hall.config.recall_limit:
                wall.hear(wall.hall.recall(ticket_id))
        sign.wait(300)
    stormy = [ms for number, ms in sign.turns if number]
    read = sum(ms >= 900 for ms in stormy)
    assert read >= 25, "a second each, as many as there are seconds while their calls are on"
    before, on = len(sign.turns), sign.called()
    sign.wait(30_000)
    late = {number for number, ms in sign.turns[before - 1 :] if ms >= WHOLE_MS}
    assert on <= late


def test_forty_calls_at_once_share_the_minute() -> None:
    config = sample_config()
    counters = tuple(replace(config.counters[0], counter_id=str(one), label=str(one)) for one in range(1, 41))
    sign = Sign(RealHall(replace(config, counters=counters)))
    made = []
    for turn in range(40):
        ticket_id = sign.wall.called(SERVICES[turn % len(SERVICES)], str(turn + 1))
        made.append(sign.wall.hall.ticket(ticket_id).number)
    sign.wait(70_000)
    longest = sign.longest()
    assert [number for number in made if longest[number] < 1_400] == []


def test_whoever_comes_from_a_group_leaves_it_on_the_sign_as_well() -> None:
    sign = Sign()
    wall = sign.wall
    tickets = tuple(wall.hall.issue("training").tickets[0].ticket_id for _ in range(3))
    wall.hear(wall.hall.happen(GroupCalled("5", tickets)))
    assert sign.number() == "E001 E002 E003"
    sign.wait(500)
    wall.ends("arrive", tickets[1])
    assert sign.number() == "E001 E003"
    sign.wait(500)
    for ticket_id in (tickets[0], tickets[2]):
        wall.ends("arrive", ticket_id)
    assert sign.number() == ""


def test_who_waits_for_a_turn_and_comes_has_none() -> None:
    sign = Sign()
    made = [sign.call(turn) for turn in range(4)]
    first = next(one for one in sign.wall.hall.of_state("called") if sign.wall.hall.ticket(one).number == made[0])
    sign.wait(1_500)
    sign.wall.ends("miss", first)
    sign.wait(20_000)
    assert made[0] not in {number for number, ms in sign.turns if ms >= WHOLE_MS}
    assert set(made[1:]) == {number for number, ms in sign.turns if ms >= WHOLE_MS} - {""}


def test_a_recall_that_is_learnt_too_late_takes_the_older_call_from_the_sign() -> None:
    """Where it was called before may not be where it is to go."""
    sign = Sign()
    ticket_id = sign.wall.called("training", "5")
    sign.wait(500)
    wall = sign.wall
    wall.hall.recall(ticket_id)
    at = wall.hall.at
    wall.steady += LATE_MS + 100
    wall.hall.pass_ms(LATE_MS + 100)
    wall.hear()
    assert wall.hall.at > at
    assert sign.number() == ""
