"""Sizes follow distance, and nothing is cut on any monitor."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PIL import ImageFont

from display.card_layout import CardShape, Spoken, card_fit, card_rect, line_gap, line_height, shortfall
from display.content_layout import content_layout
from display.legibility import CAP_EM, FACE_EM, Monitor, glance_px, leisure_px, number_em
from display.needs import USUAL
from display.order_layout import order_layout
from hardware.typeface import BOLD, draw_font
from tests.display.rooms import apart

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
CALLS = (
    Spoken("B", "027", False, "3", "號櫃檯", "Counter"),
    Spoken("A", "013", True, "12", "號櫃檯", "Counter"),
    Spoken("H", "999", True, "8", "號櫃檯", "Counter"),
    Spoken("D", "006", False, "6", "號櫃檯", "Counter"),
)


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
    assert ultra.counters.number == pytest.approx(2 * full.counters.number, rel=0.01)
    assert ultra.counters.lines == full.counters.lines


def test_the_measures_are_those_of_the_typeface() -> None:
    font: ImageFont.FreeTypeFont = draw_font(1000, BOLD)
    top, bottom = font.getbbox("H")[1::2]
    assert (bottom - top) / 1000 == pytest.approx(CAP_EM, abs=0.005)


def test_a_mark_makes_a_number_wider() -> None:
    assert number_em("B", "027", marked=True) > number_em("B", "027", marked=False) > number_em("", "027", marked=False)


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_the_newest_call_reaches_its_size_on_the_sample_monitor(count: int) -> None:
    layout = order_layout(Monitor(1920, 1080, 55.0, 15.0))
    calls = (CALLS[0],) * count
    assert card_fit(layout, calls).number >= glance_px(layout.monitor)


SIZES = [
    (inch, size) for inch in (55.0, 43.0, 32.0) for size in ((1920, 1080), (3840, 2160), (1366, 768), (1080, 1920))
]


@pytest.mark.parametrize(("inch", "size"), SIZES, ids=str)
def test_every_size_of_a_full_wall_is_read_from_where_its_readers_stand(inch: float, size: tuple[int, int]) -> None:
    """Hung for as many metres as it is made for: 15 on 55 inches. Eight counters, four calls."""
    away = 15.0 * inch / 55.0
    monitor = Monitor(*size, inch, away)
    layout = order_layout(monitor)
    fit = card_fit(layout, CALLS[:1] * 4)

    def metres(font_px: float, em: float, per: int) -> float:
        return font_px * em / monitor.px_per_mm * per / 1000

    assert metres(fit.number, CAP_EM, 200) >= away * 0.99
    assert metres(layout.counters.number, CAP_EM, 200) >= away * 0.47
    assert metres(fit.before, CAP_EM, 200) >= away * 0.37
    assert metres(layout.counters.missed.number, CAP_EM, 200) >= away * 0.37
    for text in (layout.least, layout.heading * 0.72, layout.header_line * 0.34, fit.name, fit.second):
        assert metres(max(layout.least, text), FACE_EM, 350) >= away * 0.43


@pytest.mark.parametrize("monitor", MONITORS, ids=str)
@pytest.mark.parametrize("shared", [False, True])
def test_the_newest_call_has_more_than_half_of_its_column_whatever_was_called_before(
    monitor: Monitor, shared: bool
) -> None:
    layout = order_layout(monitor, shared=shared)
    heights = [card_rect(layout, before)[1] for before in range(4)]
    assert heights == sorted(heights, reverse=True)
    assert heights[-1] >= 0.55 * layout.cards.height
    lines = 3 * (line_height(layout) + line_gap(layout))
    assert heights[-1] + lines == pytest.approx(layout.cards.height - 2 * layout.margin)


@pytest.mark.parametrize("count", [1, 8, 20, 45])
def test_counters_stand_on_as_few_pages_as_can_be_read(count: int) -> None:
    layout = order_layout(Monitor(1920, 1080, 55.0, 15.0), replace(USUAL, counters=count))
    counters = layout.counters
    assert counters.a_page * counters.pages >= count > counters.a_page * (counters.pages - 1)
    assert counters.pages <= {1: 1, 8: 1, 20: 2, 45: 4}[count]
    assert counters.number >= 0.98 * glance_px(layout.monitor, 2 / 5)


@pytest.mark.parametrize("size", [(1920, 1080), (1366, 768), (1080, 1920)], ids=str)
def test_one_monitor_for_calls_and_guide_shows_all_counters_of_a_usual_hall(size: tuple[int, int]) -> None:
    for count, pages in ((1, 1), (4, 1), (8, 1), (12, 1), (20, 2)):
        layout = order_layout(Monitor(*size, 55.0, 15.0), replace(USUAL, counters=count), shared=True)
        assert layout.counters.pages == pages, count
        assert layout.counters.number >= 0.98 * glance_px(layout.monitor, 1 / 3), count
        assert layout.content.width > 0.3 * size[0]


@pytest.mark.parametrize("count", [1, 2])
def test_a_standing_monitor_of_few_counters_gives_the_call_what_the_board_leaves(count: int) -> None:
    few, many = (order_layout(Monitor(1080, 1920, 55.0, 15.0), replace(USUAL, counters=one)) for one in (count, 8))
    assert few.cards.height > 1.3 * many.cards.height
    assert card_fit(few, CALLS[:2]).number > 1.2 * card_fit(many, CALLS[:2]).number
    assert few.counters.number >= 0.5 * glance_px(few.monitor)


def test_a_monitor_too_small_for_its_distance_is_told() -> None:
    assert shortfall(order_layout(Monitor(1920, 1080, 55.0, 15.0))) == 1.0
    assert shortfall(order_layout(Monitor(1920, 1080, 24.0, 20.0))) < 0.7


@pytest.mark.parametrize("monitor", MONITORS, ids=str)
@pytest.mark.parametrize("shared", [False, True])
@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_cards_hold_what_they_say(monitor: Monitor, shared: bool, count: int) -> None:
    layout = order_layout(monitor, shared=shared)
    fit = card_fit(layout, CALLS[:count])
    width, height = card_rect(layout, count - 1)
    assert fit.number > 0
    lines = 2 if fit.shape is CardShape.TALL else 1
    assert lines * fit.number * CAP_EM < height
    newest, *before = CALLS[:count]
    assert newest.number_em * fit.number < width
    for one in before:
        assert one.in_line_em * fit.before < width
        assert fit.before * CAP_EM < line_height(layout)


@pytest.mark.parametrize("monitor", MONITORS, ids=str)
def test_the_rooms_of_the_content_monitor_tile_it(monitor: Monitor) -> None:
    layout = content_layout(monitor)
    rooms = [layout.bar, layout.steps, layout.papers, layout.footer]
    assert sum(room.width * room.height for room in rooms) == pytest.approx(monitor.width * monitor.height)
    apart(rooms, monitor)


def test_beside_the_calls_steps_and_papers_have_the_same_room_in_turn() -> None:
    monitor = Monitor(1920, 1080, 55.0, 15.0)
    layout = content_layout(monitor, order_layout(monitor, shared=True).content)
    assert layout.stacked
    assert layout.in_turn
    assert layout.steps == layout.papers
    rooms = [layout.bar, layout.papers, layout.footer]
    assert sum(room.height for room in rooms) == pytest.approx(order_layout(monitor, shared=True).content.height)
