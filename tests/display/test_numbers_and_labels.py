"""Numbers without letters and counters with names, on both monitors and the sign."""

from __future__ import annotations

from dataclasses import replace

from display.content_layout import content_layout
from display.content_page import content_page
from display.legibility import Monitor
from display.order_layout import order_layout
from display.order_page import order_page
from display.sign_lines import sign_message
from program.texts import read_catalog
from server.domain.config import HallConfig, NumberRange
from tests.display.walls import Wall
from tests.real_hall import RealHall, sample_config

CATALOG = read_catalog("display")
LAYOUT = order_layout(Monitor(1920, 1080, 55.0, 15.0))
GUIDE = content_layout(Monitor(1920, 1080, 55.0, 6.0))


def hall_with(prefix: str, first: int, last: int, label: str) -> HallConfig:
    """The sample hall, in which *training* has these numbers and counter 5 this label."""
    config = sample_config()
    services = tuple(
        replace(one, prefix=prefix, numbers=NumberRange(first, last)) if one.service_id == "training" else one
        for one in config.services
    )
    counters = tuple(replace(one, label=label) if one.counter_id == "5" else one for one in config.counters)
    return replace(config, services=services, counters=counters)


def test_a_number_without_letters_goes_to_a_counter_with_a_name() -> None:
    wall = Wall(RealHall(hall_with("", 1001, 1999, "服務台"))).start()
    wall.called("training", "5")
    page = order_page(wall.board, wall.now, LAYOUT, CATALOG)
    (card,), (row,) = page.cards, [one for one in page.counters if one.digits]
    assert (card.letter, card.digits, card.counter, card.word, card.wordSecond) == ("", "1001", "服務台", "", "")
    assert (row.letter, row.digits, row.label) == ("", "1001", "服務台")
    bar = content_page(wall.board, wall.now, GUIDE, CATALOG).bar
    assert (bar.letter, bar.digits, bar.counter, bar.counter_word) == ("", "1001", "服務台", ("", ""))
    assert sign_message(wall.board, wall.now, CATALOG).text == "1001 → 服務台"


def test_a_prefix_with_a_digit_is_set_apart_where_it_ends() -> None:
    wall = Wall(RealHall(hall_with("A1", 12, 799, "5B"))).start()
    ticket = wall.called("training", "5")
    card = order_page(wall.board, wall.now, LAYOUT, CATALOG).cards[0]
    assert (card.letter, card.digits, card.counter, card.word) == ("A1", "012", "5B", "號櫃檯")
    assert sign_message(wall.board, wall.now, CATALOG).text == "A1012 → 5B 號櫃檯"
    wall.hear(wall.hall.miss(ticket))
    assert order_page(wall.board, wall.now, LAYOUT, CATALOG).missed == "A1\u2009012"
