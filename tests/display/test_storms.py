"""The busiest hours, heard by both monitors, the sign and phones, against the hall's own log."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace

import pytest

from display.content_layout import content_layout
from display.content_page import content_page
from display.counter_board import CounterRow, counter_rows
from display.legibility import Monitor
from display.order_layout import order_layout
from display.order_page import order_page
from display.programme import SHOW_MS
from display.sign_lines import sign_message
from display.words import BETWEEN, Words
from hardware.led.message import Kind
from program.texts import read_catalog
from server.domain.events import GroupCalled
from server.domain.tickets import TicketState
from server.translation.phone import phone_board
from tests.display.walls import ENDINGS, Wall
from tests.real_hall import RealHall, sample_config

CATALOG = read_catalog("display")
ORDER = order_layout(Monitor(1920, 1080, 55.0, 15.0))
CONTENT = content_layout(Monitor(1920, 1080, 55.0, 6.0))
COUNTERS = [str(number) for number in range(1, 9)]
SERVICES = ("benefit-first", "benefit-again", "reply-card", "job-seeking", "training", "employer", "youth")


def numbers(*lines: str) -> list[str]:
    """Those that stand in these lines, each after its letters: "E", "001 E 002"."""
    pairs = zip(lines[::2], lines[1::2], strict=True)
    return [one for letter, digits in pairs for one in (letter + digits).replace("\u2009", "").split(BETWEEN) if one]


class Room:
    """Both monitors, the sign and a phone, and what each call was seen as."""

    def __init__(self, hall: RealHall | None = None) -> None:
        self.wall = Wall(hall).start()
        self.large: list[str] = []
        """Numbers in the order in which each came to be the large one."""

    def look(self) -> None:
        """What stands on the screens now is true, and the same on both."""
        wall, now = self.wall, self.wall.now
        called = {wall.hall.ticket(one).number for one in wall.hall.of_state("called")}
        order = order_page(wall.board, now, ORDER, CATALOG)
        cards = [card.letter + card.digits for card in order.cards if not card.fading]
        on = [card for card in order.cards if not card.fading]
        shown = [one for card in on for one in numbers(card.letter, card.digits, card.letterBelow, card.digitsBelow)]
        assert set(shown) <= called
        assert len(set(shown)) == len(shown)
        bar = content_page(wall.board, now, CONTENT, CATALOG).bar
        if bar.called:
            told = numbers(bar.letter, bar.digits)
            assert on, "the content monitor calls whom the order monitor does not"
            assert (told, bar.counter) == (shown[: len(told)], on[0].counter), "both monitors show the same call"
        elif on:
            assert now.steady - wall.board.deck.cards[0].shown_at >= SHOW_MS, "its guide has had its time"
        said = sign_message(wall.board, now, CATALOG)
        if said.kind is Kind.CALL:
            assert set(said.text.split(" →")[0].split()) <= called
        phones = phone_board(wall.hall.hall, now.wall)
        assert {call.number for call in phones.calls if call.stage == "called"} == called
        rows = [row for row in self.rows() if row.says == "called"]
        assert self.yellow() <= called, "every counter's row says what is true in this step"
        assert sum(1 + row.more for row in rows) == len(called)
        if cards and (not self.large or self.large[-1] != cards[0]):
            self.large.append(cards[0])

    def rows(self) -> tuple[CounterRow, ...]:
        assert self.wall.board.hall is not None
        return counter_rows(self.wall.board, Words(CATALOG, self.wall.board.hall, 0), self.wall.now)

    def yellow(self) -> set[str]:
        return {row.letter + row.digits for row in self.rows() if row.says == "called"}

    def wait(self, ms: int) -> None:
        for _ in range(ms // 100):
            self.wall.wait(100)
            self.look()


def calls(room: Room, count: int, every_ms: int) -> Iterator[str]:
    """So many calls, one after the other at counter after counter; whoever was there before is finished."""
    for number in range(count):
        ticket_id = room.wall.called(SERVICES[number % len(SERVICES)], COUNTERS[number % len(COUNTERS)])
        room.look()
        yield room.wall.hall.ticket(ticket_id).number
        room.wait(every_ms)


def test_eight_calls_in_a_second_are_all_on_the_board_at_once_and_each_is_shown_large() -> None:
    room = Room()
    made = list(calls(room, 8, 100))
    assert room.yellow() == set(made)
    assert room.large == made[:1]
    room.wait(7 * 3_000)
    assert room.large == made, "in the order of the calls"
    assert room.wall.board.chimes == 8


def test_sixty_calls_in_five_minutes_are_each_shown_large() -> None:
    room = Room()
    made = []
    for number in calls(room, 60, 5_000):
        made.append(number)
        room.wall.ends("arrive", _ticket(room, number)) if len(made) % 2 else None
        room.look()
    room.wait(3_000)
    shown = list(dict.fromkeys(room.large))
    assert [one for one in shown if one in made] == made


@pytest.mark.parametrize("seed", range(3))
def test_two_hundred_calls_in_a_minute_with_all_that_may_end_them(seed: int) -> None:
    """Order kept, nothing on that is over, both monitors on one call, whatever is heard when."""
    chance = random.Random(seed)
    room = Room()
    made: list[str] = []
    for number in calls(room, 200, 300):
        made.append(number)
        on = room.wall.hall.of_state("called")
        for _ in range(chance.randrange(3)):
            if not on:
                break
            ticket_id = on.pop(chance.randrange(len(on)))
            match chance.choice(("recall", "ending", "missed and restored", "arrive")):
                case "recall":
                    room.wall.hall.pass_ms(0)
                    if room.wall.hall.ticket(ticket_id).recalls < room.wall.hall.config.recall_limit:
                        room.wall.hear(room.wall.hall.recall(ticket_id))
                case "ending":
                    room.wall.ends(chance.choice(ENDINGS), ticket_id)
                case "missed and restored":
                    room.wall.hear(room.wall.hall.miss(ticket_id))
                    room.wall.hear(room.wall.hall.restore(ticket_id))
                case _:
                    room.wall.ends("arrive", ticket_id)
            room.look()
    first_shown = [one for one in dict.fromkeys(room.large) if one in made]
    assert first_shown == [one for one in made if one in first_shown], "nobody overtook"
    assert len(first_shown) > 10
    assert room.wall.board.chimes >= 200
    room.wait(100_000)
    assert room.wall.board.deck.queue == ()


def test_groups_in_a_burst_at_counters_that_are_named_are_all_told_and_go_one_by_one() -> None:
    """服務台 stands on the sign as it is, behind up to four numbers."""
    config = sample_config()
    named = zip(config.counters, "甲乙丙丁戊己庚辛", strict=True)
    counters = tuple(replace(one, label=f"服務{name}") for one, name in named)
    room = Room(RealHall(replace(config, counters=counters)))
    wall, chance = room.wall, random.Random(5)
    called = 0
    for turn in range(12):
        counter_id = COUNTERS[turn % len(COUNTERS)]
        for ticket_id in wall.hall.hall.counter(counter_id).tickets:
            wall.ends("finish", ticket_id)
            room.look()
        tickets = tuple(wall.hall.issue("training").tickets[0].ticket_id for _ in range(2 + turn % 3))
        wall.hear(wall.hall.happen(GroupCalled(counter_id, tickets)))
        called += 1
        room.look()
        for ticket_id in tickets[: turn % 3]:
            wall.ends(chance.choice(ENDINGS), ticket_id)
            room.look()
        room.wait(700)
    assert wall.board.chimes == called
    room.wait(40_000)
    assert wall.board.deck.queue == ()


def _ticket(room: Room, number: str) -> str:
    hall = room.wall.hall
    return next(one for one in hall.of_state(TicketState.CALLED) if hall.ticket(one).number == number)


def test_the_rig_sees_a_call_that_stays_though_it_is_over() -> None:
    room = Room()
    ticket_id = room.wall.called("training", "5")
    room.look()
    room.wall.hall.arrive(ticket_id)
    with pytest.raises(AssertionError):
        room.look()
