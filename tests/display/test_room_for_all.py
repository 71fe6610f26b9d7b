"""Layouts of any hall on any monitor: nothing overlaps, nothing is under the floor, everything has its page."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from display.board import Board, Moment
from display.card_layout import Spoken, both_words, card_fit, card_rect, counter_px, line_height
from display.content_layout import content_layout
from display.guide_pages import RowTexts, guide_fit, papers_height, steps_height
from display.legibility import CAP_EM, MARK_EM, Monitor, label_em, leisure_px, number_em
from display.needs import Cell, Needs, needs
from display.order_layout import PAIR_EM, OrderLayout, order_layout
from display.strip_layout import BADGE_LETTER, GAPS, PAGE_MS, SHORT_NAME_EM
from display.strip_rows import StripPage, strip_page
from display.words import Words
from program.texts import read_catalog
from screen.widths import INK_EM, text_height, width_em
from server.translation.hall import hall_view
from tests.display.large_halls import LABELS, PREFIXES, Kind, large_hall
from tests.display.rooms import apart
from tests.display.walls import Wall
from tests.real_hall import RealHall

CATALOG = read_catalog("display")
MONITORS = st.builds(
    Monitor,
    st.sampled_from([1920, 1280, 3840, 1080, 1024]),
    st.sampled_from([1080, 720, 2160, 1920, 768]),
    st.sampled_from([32.0, 43.0, 55.0, 86.0]),
    st.sampled_from([3.0, 6.0, 10.0, 15.0]),
)
CELLS = st.builds(Cell, st.floats(1, 60), st.floats(2, 14), st.floats(0.5, 5))
NEEDS = st.builds(
    Needs,
    services=st.sampled_from([1, 2, 7, 8, 20, 45]),
    languages=st.just(2),
    number=st.floats(2.3, 5.2),
    counters=st.sampled_from([1, 2, 8, 20, 45]),
    prefix=st.floats(0, 2),
    label=st.floats(0.5, 2.4),
    cells=st.tuples(CELLS, CELLS),
    waiting=st.floats(2, 12),
    missed_rule=st.floats(0, 120),
    missed_rule_second=st.floats(0, 120),
)
SPOKEN = st.builds(
    Spoken,
    st.sampled_from(["", "A", "W", "AB", "WW", "A1"]),
    st.sampled_from(["001", "899", "1999"]),
    st.booleans(),
    st.sampled_from(["3", "45", "12-A", "服務台", "貴賓服務", "counter-of-long-ago"]),
    st.sampled_from(["", "號櫃檯", "Counter", "Côûntêrünkel"]),
    st.sampled_from(["", "Counter"]),
    st.text(alphabet="給付 abc", max_size=140),
    st.text(alphabet="給付 abc", max_size=140),
)
ROWS = st.lists(
    st.builds(
        RowTexts, st.text(alphabet="給付 abc", min_size=1, max_size=80), st.tuples(st.text("給付 abc", max_size=80))
    ),
    min_size=1,
    max_size=30,
)


@given(MONITORS, NEEDS, st.booleans())
def test_the_rooms_tile_the_monitor(monitor: Monitor, wanted: Needs, shared: bool) -> None:
    layout = order_layout(monitor, wanted, shared=shared)
    rooms = [layout.header, layout.cards, layout.board, layout.strip, layout.ticker]
    rooms += [layout.content] if shared else []
    assert sum(room.width * room.height for room in rooms) == pytest.approx(monitor.width * monitor.height)
    apart(rooms, monitor)
    assert layout.cards.height > 0.4 * monitor.height or shared or monitor.height > monitor.width


def test_one_standing_monitor_shows_the_guide_too_only_where_it_can_be_read() -> None:
    large, small = (order_layout(Monitor(1080, 1920, inch, 8.0), shared=True) for inch in (55.0, 24.0))
    assert large.content.height > 0.2 * 1920
    assert small.content.width == 0
    assert small.board.height > large.board.height


@given(MONITORS, NEEDS)
def test_the_pages_of_the_strip_have_as_many_services_each(monitor: Monitor, wanted: Needs) -> None:
    strip = order_layout(monitor, wanted).services
    assert strip.a_page <= strip.columns * strip.lines
    assert strip.a_page - (wanted.services - (strip.pages - 1) * strip.a_page) < strip.pages


@given(MONITORS, NEEDS)
def test_the_floor_is_the_readers_unless_the_monitor_is_too_small(monitor: Monitor, wanted: Needs) -> None:
    layout = order_layout(monitor, wanted)
    assert layout.least >= min(
        round(leisure_px(monitor, 0.5)), int(0.029 * min(monitor.width, monitor.height)) - 1
    ) or (layout.unit < min(monitor.width, monitor.height))
    guide = content_layout(monitor)
    assert guide.least_second <= guide.least <= min(guide.body, guide.heading)


@given(MONITORS, NEEDS, st.booleans())
def test_every_counter_has_a_row_on_some_page_and_a_row_holds_its_texts(
    monitor: Monitor, wanted: Needs, shared: bool
) -> None:
    layout = order_layout(monitor, wanted, shared=shared)
    board, inside = layout.counters, layout.board.width - 2 * layout.margin
    assert board.a_page * board.pages >= wanted.counters > board.a_page * (board.pages - 1)
    assert board.columns * board.column + (board.columns - 1) * board.gap <= inside + 0.5
    assert board.number * wanted.number <= board.said_room + 0.5
    assert board.number * CAP_EM <= board.row_height
    taken = board.title + board.lines * board.row_height + board.missed.height
    assert taken <= layout.board.height or board.lines == 1


@given(MONITORS, NEEDS)
def test_every_service_has_a_cell_on_some_page_and_a_cell_holds_its_texts(monitor: Monitor, wanted: Needs) -> None:
    layout = order_layout(monitor, wanted)
    strip = layout.services
    assert strip.a_page * strip.pages >= wanted.services > strip.a_page * (strip.pages - 1)
    cell = (layout.strip.width - strip.label) / strip.columns
    for one in wanted.cells:
        texts = min(one.name, SHORT_NAME_EM) + max(one.people, one.reason)
        assert strip.badge + texts * layout.least + strip.line * GAPS <= cell or strip.columns == 1
    assert strip.line >= (PAIR_EM if strip.both else INK_EM) * layout.least
    if wanted.prefix:
        assert strip.badge_height * BADGE_LETTER >= layout.least * 0.98
        assert strip.badge >= wanted.prefix * strip.badge_height * BADGE_LETTER


@given(MONITORS, st.lists(SPOKEN, min_size=1, max_size=4), st.booleans())
def test_a_card_holds_number_counter_and_name(monitor: Monitor, calls: list[Spoken], shared: bool) -> None:
    layout = order_layout(monitor, shared=shared)
    fit = card_fit(layout, tuple(calls))
    width, height = card_rect(layout, len(calls) - 1)
    inside = width - 2.4 * layout.margin
    newest, *before = calls
    number, counter = newest.number_em * fit.number, counter_px(newest, fit.counter, layout.least)
    taken = max(number, counter) if fit.shape == "tall" else number + counter
    assert taken <= inside + 1 or fit.number <= 1.5
    both = both_words(line_height(layout), layout.least)
    for one in before:
        said = one if both else one._replace(word_second="")
        taken = one.in_line_em * fit.before + counter_px(said, fit.before, layout.least)
        assert taken <= width - 1.2 * layout.margin + 1 or fit.before <= 1.5
    taken = fit.number + (fit.counter if fit.shape == "tall" else 0)
    assert fit.name_room + taken * 0.98 <= height + 1
    assert fit.counter <= fit.number + 0.5
    assert fit.name >= layout.least
    assert fit.second >= layout.least


@given(MONITORS, ROWS, ROWS, st.text("給付 abc", max_size=140))
def test_a_guide_is_shown_whole_in_pages(
    monitor: Monitor, steps: list[RowTexts], papers: list[RowTexts], notice: str
) -> None:
    layout = content_layout(monitor)
    fit = guide_fit(layout, steps, papers, (notice, notice))
    for rows, room, texts in (
        (fit.steps, steps_height(layout, titled=True), steps),
        (fit.papers, papers_height(layout) - fit.notice, papers),
    ):
        seen = [row for turn in range(rows.pages) for row in texts[rows.page(turn)]]
        assert seen == texts
        assert rows.a_page * rows.height <= room + 0.5
        assert sum(rows.shares) <= 1.0
        assert rows.height * rows.shares[0] >= layout.least * INK_EM * 0.98 or rows.a_page == 1


def test_a_row_is_as_high_as_its_texts_at_the_floor() -> None:
    layout = content_layout(Monitor(1920, 1080, 55.0, 10.0))
    text = "Bring every original, and copies of both sides of each"
    fit = guide_fit(layout, [RowTexts(text, (text,))] * 3, [], ("", ""))
    own = text_height(text, layout.steps.width * 0.85, layout.least, bold=True)
    assert fit.steps.height * fit.steps.shares[0] >= own


@pytest.mark.parametrize("kind", [Kind(45, 45, "two", "named"), Kind(20, 8, "none", "four"), Kind(1, 1)], ids=str)
def test_needs_are_the_widest_of_the_hall(kind: Kind) -> None:
    hall = hall_view(large_hall(kind))
    wanted = needs(hall, CATALOG)
    digits = "9899" if kind.numbers == "none" else "1999" if kind.numbers == "two" else "799"
    for place in range(kind.services):
        number = number_em(PREFIXES[kind.numbers](place), digits, marked=True)
        assert wanted.number >= number - 0.001
    assert wanted.number <= 2.6 + MARK_EM + 2.2
    assert wanted.label == max(label_em(LABELS[kind.labels](place)) for place in range(kind.counters))
    assert wanted.cells[1].name == max(width_em(one.short_name["en"], bold=True) for one in hall.services)


@settings(max_examples=20, deadline=None)
@given(st.sampled_from([1, 8, 20, 45]), MONITORS, st.sampled_from([("zh-TW", "en"), ("en", "zh-TW"), ("zh-TW",)]))
def test_every_service_is_said_in_every_language_within_one_round(
    services: int, monitor: Monitor, languages: tuple[str, ...]
) -> None:
    hall = RealHall(large_hall(Kind(services, languages=languages)))
    board = Wall(hall).start().board
    layout = order_layout(monitor, needs(hall.view, CATALOG))
    said: set[tuple[str, str]] = set()
    places: set[str] = set()
    for turn in range(layout.services.pages * len(languages)):
        page = page_at(board, layout, turn * PAGE_MS)
        said |= {(row.key, text) for row in page.rows for text in (row.name, row.nameSecond) if text}
        places.add(page.place)
    wanted = {(one.service_id, one.short_name[tag]) for one in hall.view.services for tag in languages}
    assert said == wanted
    pages = layout.services.pages
    assert places == ({f"{page + 1}/{pages}" for page in range(pages)} if pages > 1 else {""})


def page_at(board: Board, layout: OrderLayout, steady: int) -> StripPage:
    assert board.hall is not None
    return strip_page(
        board, board.hall, Words(CATALOG, board.hall, steady), Moment(0, steady), layout.services, CATALOG
    )
