"""Whatever the wall says in English beside Chinese, it says in any other second language: before the hall is heard, in
every state, on both monitors."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path

import msgspec
import pytest
from PySide6.QtGui import QGuiApplication

from display.app import DisplayApp
from display.board import Board, Moment
from display.content_layout import content_layout
from display.content_page import ContentPage, content_page
from display.legibility import Monitor
from display.letters import Letters
from display.link_lines import greetings
from display.needs import needs
from display.order_layout import order_layout
from display.order_page import OrderPage, order_page
from display.settings import check
from display.strip_layout import PAGE_MS
from display.words import TURN_MS, Line
from program.clock import ManualClock
from program.texts import read_catalog
from screen.guides_file import guides_file
from screen.typeface import use_typeface
from tests.display.large_halls import Kind, large_hall
from tests.display.matrix import LANGUAGES, STATES
from tests.display.program import DEVICE
from tests.display.walls import Wall
from tests.real_hall import MORNING, ROOT, RealHall, sample_config
from wire.hall_texts import hall_texts
from wire.kept_hall import KeptHall

CATALOG = read_catalog("display")
ORDER, CONTENT = Monitor(1920, 1080, 55.0, 15.0), Monitor(1920, 1080, 55.0, 6.0)
FURTHER = ("vi", "id", "th")


@pytest.mark.parametrize("languages", LANGUAGES, ids="+".join)
def test_the_halls_of_the_pictures_say_everything_in_each_of_their_languages(languages: tuple[str, ...]) -> None:
    """As `check-config` asks of any hall."""
    view = RealHall(large_hall(Kind(languages=languages))).view
    lacking = [
        f"{text.key}: {tag}"
        for text in hall_texts(view)
        for tag in languages
        if "" not in text.texts and not text.texts.get(tag)
    ]
    assert lacking == []


# Before the hall is heard


def display(app: QGuiApplication, folder: Path, *languages: str) -> DisplayApp:
    """One that has been put together and has heard nothing yet; its file names these languages."""
    use_typeface(app)
    settings = msgspec.structs.replace(check(ROOT / "config.toml"), state_folder=str(folder))
    made = DisplayApp(app, settings, ManualClock(MORNING), credentials=DEVICE, plain_windows=True, languages=languages)
    made.live_board.placed(shared=False)
    return made


def greeted(made: DisplayApp) -> list[str]:
    return [one.key for one in made.order_page.greetings]


def test_a_display_greets_in_the_languages_of_its_hall(qapp: QGuiApplication, tmp_path: Path) -> None:
    new = display(qapp, tmp_path / "new")
    assert greeted(new) == ["zh-TW", "en"], "all that the programs speak whole"
    new.stop()
    told = display(qapp, tmp_path / "new", "zh-tw", "vi", "xx")
    assert greeted(told) == ["zh-TW", "vi"], "as the hall's file has them"
    assert [one.title for one in told.content_page.greetings] == ["準備中，請稍候", "Đang chuẩn bị"]
    told.stop()
    heard = guides_file("display", str(tmp_path / "new"), DEVICE)
    KeptHall(heard).filled(RealHall(sample_config(("en", "th"))).snapshot())
    again = display(qapp, tmp_path / "new", "zh-TW", "vi")
    assert greeted(again) == ["en", "th"], "the hall has said so itself since"
    again.stop()


def test_a_refusal_too_is_said_in_them() -> None:
    board = Wall().link(up=False, refused="not_enrolled").board
    known = greetings(Board(hall_id="yongkang", languages=("zh-TW", "id"), refused=board.refused), CATALOG)
    assert [one.fault for one in known] == [CATALOG.text(tag, "refused_not_enrolled") for tag in ("zh-TW", "id")]


def test_a_language_whose_letters_this_machine_lacks_greets_nobody() -> None:
    letters = Letters(lambda text: "".join(one for one in text if "\u0e00" <= one <= "\u0e7f"))
    assert not letters.writes(CATALOG.all("th").values())
    assert letters.writes(CATALOG.all("vi").values())


# What is said


def texts(page: object, place: str = "") -> Iterator[str]:
    """Where a page says something in a second language."""
    if isinstance(page, Line):
        if page.second:
            yield place
    elif is_dataclass(page):
        for field in fields(page):
            value = getattr(page, field.name)
            if isinstance(value, str) and field.name.endswith("Second") and value:
                yield f"{place}.{field.name}"
            yield from texts(value, f"{place}.{field.name}")
    elif isinstance(page, tuple):
        for number, one in enumerate(page):
            yield from texts(one, f"{place}[{number}]")


def pages(state: str, second: str, services: int = 8) -> list[OrderPage | ContentPage]:
    """What both monitors say while every language has its turn."""
    wall = STATES[state](Kind(services=services, languages=("zh-TW", second)))
    return pages_of(wall)


def pages_of(wall: Wall) -> list[OrderPage | ContentPage]:
    wanted = needs(wall.hall.view, CATALOG)
    order, content = order_layout(ORDER, wanted), content_layout(CONTENT)
    found: list[OrderPage | ContentPage] = []
    for turn in range(4):
        now = Moment(wall.now.wall, wall.now.steady + turn * TURN_MS)
        found += [order_page(wall.board, now, order, CATALOG), content_page(wall.board, now, content, CATALOG)]
    return found


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("second", FURTHER)
def test_what_is_said_in_english_is_said_in_it(state: str, second: str) -> None:
    def said(language: str) -> set[str]:
        return {f"{type(page).__name__}{place}" for page in pages(state, language) for place in texts(page)}

    lacking = said("en") - said(second)
    # Of two names that have no room beside each other one is the short one, and a notice may take turns with itself.
    assert {one for one in lacking if not one.endswith(".notice")} == set()


@pytest.mark.parametrize("second", ["en", *FURTHER])
def test_notices_are_said_in_it(second: str) -> None:
    wall = STATES["busy"](Kind(languages=("zh-TW", second)))
    notices = [dict(one)[second] for one in wall.hall.config.notices]
    page = next(one for one in pages_of(wall) if isinstance(one, OrderPage))
    said = [one.notice for one in page.ticker]
    assert set(notices) <= set(said)


@pytest.mark.parametrize("second", ["en", *FURTHER])
@pytest.mark.parametrize("services", [1, 8])
def test_the_strip_tells_who_is_next_in_it(second: str, services: int) -> None:
    """In cells with both languages as well as in those that speak one at a time."""
    wall = STATES["busy"](Kind(services=services, languages=("zh-TW", second)))
    wanted = CATALOG.text(second, "next_number", number="").strip()
    said = {row.wait for page in pages_of(wall) if isinstance(page, OrderPage) for row in page.services if row.wait}
    assert any(wanted in one for one in said), said
    assert any("下一號" in one for one in said), said


@pytest.mark.parametrize("second", ["en", *FURTHER])
@pytest.mark.parametrize("services", [1, 8])
def test_the_strip_tells_when_a_service_opens_in_it(second: str, services: int) -> None:
    rows = [row for page in pages("closed", second, services) if isinstance(page, OrderPage) for row in page.services]
    said = {text for row in rows for text in (row.status, row.wait)}
    tuesday = CATALOG.style(second).weekdays[1]
    assert any(tuesday in one for one in said), said
    assert any("週二" in one for one in said), said
    if services == 1:
        assert all(row.wait for row in rows), "both at once, since there is room"


def test_each_of_three_languages_has_its_turn_in_the_strip() -> None:
    kind = Kind(services=1, languages=("zh-TW", "vi", "th"))
    wall = STATES["busy"](kind)
    layout = order_layout(ORDER, needs(wall.hall.view, CATALOG))
    said = [
        order_page(wall.board, Moment(wall.now.wall, turn * PAGE_MS), layout, CATALOG).services[0].wait
        for turn in range(3)
    ]
    assert [one.split(" ")[0] for one in said] == [
        "下一號",
        "tiếp",
        CATALOG.text("th", "next_number", number="").split(" ")[0],
    ]
