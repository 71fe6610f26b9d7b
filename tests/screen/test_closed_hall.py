"""What is said of a hall in which nobody can take a number: wall and kiosk never contradict each other."""

from __future__ import annotations

from itertools import product

import msgspec
import pytest

from display.closed_words import closed_words
from display.sign_lines import sign_message
from display.words import Words
from kiosk.hall_facts import learn
from kiosk.painter import Painter
from kiosk.timing import Timing
from program.texts import read_catalog
from screen.closed_hall import NoNumbers, no_numbers
from server.domain.closing import ClosingReason
from tests.display.walls import Wall
from tests.kiosk.screens import walked
from tests.real_hall import MORNING, RealHall
from wire.messages import Snapshot
from wire.messages.hall import TodayView
from wire.messages.tickets import ServiceState

HOUR = 3_600_000
DISPLAY, KIOSK = read_catalog("display"), read_catalog("kiosk")
PAINTER = Painter(KIOSK, Timing(), "en", "yongkang")
TODAY = TodayView(name={"zh-TW": "國慶日", "en": "National Day"})
GIVEN = ServiceState(service_id="", waiting=0, open=True, numbers_left=False)
STATES = [
    GIVEN,
    *(
        ServiceState(service_id="", waiting=0, open=False, why=why, opens_at=opens)
        for why, opens in (
            ("not_yet", MORNING + HOUR),
            ("break", MORNING + HOUR),
            ("over", MORNING + 23 * HOUR),
            ("holiday", MORNING + 23 * HOUR),
            ("day_off", None),
        )
    ),
]
"""How a service is that gives no numbers."""


HALL = RealHall()
SAMPLE = HALL.snapshot()


def told(first: ServiceState, others: ServiceState, waiting: int, today: TodayView) -> Snapshot:
    snapshot = SAMPLE
    services = [
        msgspec.structs.replace(first if place == 0 else others, service_id=one.service_id, waiting=waiting)
        for place, one in enumerate(snapshot.services)
    ]
    return msgspec.structs.replace(snapshot, services=tuple(services), today=today)


def titles(snapshot: Snapshot, language: str) -> tuple[str, str]:
    """Of the wall, and of the kiosk."""
    spoken = (language, *(one for one in snapshot.hall.languages if one != language))
    snapshot = msgspec.structs.replace(snapshot, hall=msgspec.structs.replace(snapshot.hall, languages=spoken))
    wall = Wall(HALL).told(snapshot)
    hall = wall.board.hall
    assert hall is not None
    said = closed_words(wall.board, hall, Words(DISPLAY, hall, 0), wall.now, DISPLAY)
    assert said is not None
    facts = learn(None, snapshot)
    assert facts is not None
    flow, at = walked(language=language, facts=facts)
    return said.title.own, PAINTER.picture(flow, at, MORNING).title


@pytest.mark.parametrize("language", ["zh-TW", "en"])
def test_wall_and_kiosk_say_the_same_of_every_hall_that_gives_no_numbers(language: str) -> None:
    days = (TodayView(), TODAY, *(TodayView(closed=one) for one in (*ClosingReason, "eclipse")))
    met = set()
    for first, others, waiting, today in product(STATES, STATES, (0, 2), days):
        snapshot = told(first, others, waiting, today)
        why = no_numbers(snapshot.services, today, waiting=waiting > 0)
        wall, kiosk = titles(snapshot, language)
        assert wall == kiosk, (first.why, others.why, waiting, why)
        met.add(why)
    assert met == set(NoNumbers)


def test_a_hall_whose_numbers_are_given_while_others_come_later_is_neither_closed_nor_sold_out() -> None:
    for waiting in (0, 2):
        snapshot = told(STATES[1], GIVEN, waiting, TodayView())
        assert titles(snapshot, "zh-TW") == ("目前暫停取號", "目前暫停取號")
        wall = Wall().told(snapshot)
        said = {sign_message(wall.board, wall.wait(1_000).now, DISPLAY).text for _ in range(60)}
        assert ("下次服務：10:14 開始" in said) is not waiting


def test_who_waits_after_closing_is_told_at_the_kiosk_too_that_no_more_numbers_are_given() -> None:
    assert titles(told(STATES[3], STATES[3], 2, TodayView()), "zh-TW") == ("今日已停止取號", "今日已停止取號")


def test_a_service_that_gives_numbers_is_no_closed_hall() -> None:
    some = ServiceState(service_id="a", waiting=0, open=True)
    assert no_numbers([GIVEN, some], TodayView(), waiting=False) is None
    assert no_numbers([], TodayView(), waiting=False) is None
