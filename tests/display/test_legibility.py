"""Sizes follow distance, and nothing is cut on any monitor."""

from __future__ import annotations

import pytest
from PIL import ImageFont

from display.content_layout import content_layout
from display.legibility import CAP_EM, DIGIT_EM, FACE_EM, LETTER_EM, Monitor, glance_px, leisure_px, number_em
from display.order_layout import CardShape, Rect, card_fit, card_rect, order_layout, shortfall
from hardware.typeface import BOLD, draw_font

MONITORS = [
    Monitor(width, height, inch, metres)
    for width, height in (
        (1920, 1080),
        (1280, 720),
        (3840, 2160),
        (1920, 1200),
        (1080, 1920),
        (2560, 1080),
        (1024, 768),
    )
    for inch, metres in ((55.0, 15.0), (32.0, 15.0), (86.0, 4.0))
]
CALLS = [("B027", False, "3", 3.0), ("A013", True, "12", 4.4), ("H999", True, "8", 3.0), ("D006", False, "6", 3.0)]


def test_fifteen_metres_on_55_inches_is_75_mm_or_eleven_per_cent() -> None:
    monitor = Monitor(1920, 1080, 55.0, 15.0)
    cap = glance_px(monitor) * CAP_EM
    assert cap / monitor.px_per_mm == pytest.approx(75)
    assert cap / 1080 == pytest.approx(0.11, abs=0.001)


def test_leisure_is_distance_over_350() -> None:
    monitor = Monitor(1920, 1080, 55.0, 6.0)
    assert leisure_px(monitor) * FACE_EM / monitor.px_per_mm == pytest.approx(6000 / 350)


def test_sizes_are_of_millimetres_not_of_pixels() -> None:
    full, ultra = (order_layout(Monitor(w, h, 55.0, 15.0)) for w, h in ((1920, 1080), (3840, 2160)))
    assert ultra.list_number == pytest.approx(2 * full.list_number)
    assert ultra.rows == full.rows


def test_the_measures_are_those_of_the_typeface() -> None:
    font: ImageFont.FreeTypeFont = draw_font(1000, BOLD)
    assert font.getlength("0123456789") == pytest.approx(10_000 * DIGIT_EM, rel=0.001)
    assert max(font.getlength(letter) for letter in "ABCDEFGH") <= 1000 * LETTER_EM
    top, bottom = font.getbbox("H")[1::2]
    assert (bottom - top) / 1000 == pytest.approx(CAP_EM, abs=0.005)


def test_a_mark_makes_a_number_wider() -> None:
    assert number_em("B027", marked=True) > number_em("B027", marked=False) > number_em("027", marked=False)


@pytest.mark.parametrize("count", [1, 2])
def test_the_newest_call_reaches_its_size_on_the_sample_monitor(count: int) -> None:
    layout = order_layout(Monitor(1920, 1080, 55.0, 15.0))
    calls = [("B027", False, "3", 3.0)] * count
    assert card_fit(layout, calls).number >= glance_px(layout.monitor)


def test_four_calls_together_stay_within_a_tenth_of_it() -> None:
    layout = order_layout(Monitor(1920, 1080, 55.0, 15.0))
    fit = card_fit(layout, [("B027", False, "3", 3.0)] * 4)
    assert fit.shape is CardShape.LINE
    assert fit.number >= 0.9 * glance_px(layout.monitor)


def test_last_calls_are_seven_per_cent_high() -> None:
    layout = order_layout(Monitor(1920, 1080, 55.0, 15.0))
    assert layout.list_number * CAP_EM / 1080 >= 0.07
    assert layout.rows >= 6


def test_a_monitor_too_small_for_its_distance_is_told() -> None:
    assert shortfall(order_layout(Monitor(1920, 1080, 55.0, 15.0))) == 1.0
    assert shortfall(order_layout(Monitor(1920, 1080, 24.0, 20.0))) < 0.7


@pytest.mark.parametrize("monitor", MONITORS, ids=str)
@pytest.mark.parametrize("shared", [False, True])
@pytest.mark.parametrize("services", [1, 5, 8, 12])
def test_the_rooms_of_the_order_monitor_tile_it(monitor: Monitor, shared: bool, services: int) -> None:
    layout = order_layout(monitor, services=services, shared=shared)
    rooms = [layout.header, layout.cards, layout.list, layout.strip, layout.ticker]
    rooms += [layout.content] if shared else []
    assert sum(room.width * room.height for room in rooms) == pytest.approx(monitor.width * monitor.height)
    _apart(rooms, monitor)
    assert layout.strip_columns * layout.strip_rows >= services
    assert layout.row_height * layout.rows <= layout.list.height
    assert layout.list_number * CAP_EM <= layout.row_height


@pytest.mark.parametrize("monitor", MONITORS, ids=str)
@pytest.mark.parametrize("shared", [False, True])
@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_cards_hold_what_they_say(monitor: Monitor, shared: bool, count: int) -> None:
    layout = order_layout(monitor, shared=shared)
    fit = card_fit(layout, CALLS[:count])
    width, height = card_rect(layout, count)
    assert fit.number > 0
    lines = 2 if fit.shape is CardShape.TALL else 1
    assert lines * fit.number * CAP_EM < height
    widest = max(number_em(number, marked=marked) for number, marked, _, _ in CALLS[:count])
    assert widest * fit.number < width


@pytest.mark.parametrize("monitor", MONITORS, ids=str)
def test_the_rooms_of_the_content_monitor_tile_it(monitor: Monitor) -> None:
    layout = content_layout(monitor)
    rooms = [layout.bar, layout.steps, layout.papers, layout.footer]
    assert sum(room.width * room.height for room in rooms) == pytest.approx(monitor.width * monitor.height)
    _apart(rooms, monitor)


def test_a_guide_beside_the_calls_is_brief() -> None:
    monitor = Monitor(1920, 1080, 55.0, 15.0)
    layout = content_layout(monitor, order_layout(monitor, shared=True).content)
    assert layout.stacked
    assert layout.brief


def _apart(rooms: list[Rect], monitor: Monitor) -> None:
    for place, room in enumerate(rooms):
        assert room.x >= 0
        assert room.y >= 0
        assert room.x + room.width <= monitor.width + 0.01
        assert room.y + room.height <= monitor.height + 0.01
        for other in rooms[place + 1 :]:
            beside = room.x + room.width <= other.x + 0.01 or other.x + other.width <= room.x + 0.01
            below = room.y + room.height <= other.y + 0.01 or other.y + other.height <= room.y + 0.01
            assert beside or below
