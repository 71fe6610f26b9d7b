"""All that is told of a service, before its number is taken: the way there and back, its languages, its rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec
import pytest
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtQuick import QQuickWindow
from pytestqt.qtbot import QtBot

from kiosk.flow import step
from kiosk.flow_types import (
    ClassToggled,
    Confirmed,
    Flow,
    GuideOpened,
    HallLearnt,
    LanguageChosen,
    Screen,
    ServiceChosen,
    Tick,
    Touched,
    WentBack,
)
from kiosk.guide_rows import further_languages, guide_rows, tells_more
from kiosk.painter import Painter
from kiosk.picture import Picture
from program.texts import read_catalog
from tests.kiosk.conftest import Shown
from tests.kiosk.sample_hall import NOW
from tests.kiosk.scene import buttons, on_stage, texts, whole
from tests.kiosk.screens import FURTHER, GUIDED, LANGUAGES, TIMING, walked
from tests.kiosk.test_window import named, tap
from wire.messages.hall import GuideView, HallView, PaperView, ServiceView

Show = Callable[[Picture, int, int], Shown]
CHOSEN = ServiceChosen("benefit-first")
WORDS = read_catalog("guide")


def fed(flow: Flow, *events: object, at: int = 0) -> Flow:
    for event in events:
        flow, effects = step(flow, event, at, TIMING)  # type: ignore[arg-type]
        assert not effects
    return flow


def service(hall: HallView) -> ServiceView:
    return next(one for one in hall.services if one.service_id == "benefit-first")


def read(painter: Painter, flow: Flow) -> list[str]:
    return [row.text for row in painter.picture(flow, 0, NOW).guide]


def test_from_the_choice_and_back_with_everything_that_was_chosen(painter: Painter) -> None:
    chosen, _ = walked(CHOSEN, ClassToggled("priority"), facts=GUIDED)
    reading = fed(chosen, GuideOpened())
    assert (reading.screen, reading.can_confirm) == (Screen.GUIDE, False)
    assert fed(reading, Confirmed("key-0001"), CHOSEN, GuideOpened()).screen is Screen.GUIDE
    back = fed(reading, WentBack())
    assert (back.screen, back.visitor_class, back.can_confirm) == (Screen.CONFIRM, "priority", True)
    assert painter.picture(back, 0, NOW).more
    assert fed(back, WentBack()).screen is Screen.HOME


def test_nobody_is_led_to_a_guide_that_says_no_more(painter: Painter) -> None:
    papers = (PaperView(name={"zh-TW": "身分證"}),)
    hall = GUIDED.hall
    brief = msgspec.structs.replace(service(hall), guide=GuideView(papers=papers, fee={"zh-TW": "免費"}, minutes=5))
    others = tuple(brief if one.service_id == brief.service_id else one for one in hall.services)
    facts = msgspec.structs.replace(hall, services=others)
    assert not tells_more(brief.guide)
    short = type(GUIDED)(facts, GUIDED.states)
    chosen, _ = walked(CHOSEN, facts=short)
    assert fed(chosen, GuideOpened()) == chosen
    assert not painter.picture(chosen, 0, NOW).more
    reading = fed(walked(CHOSEN, facts=GUIDED)[0], GuideOpened())
    assert fed(reading, HallLearnt(short, LANGUAGES)).screen is Screen.CONFIRM, "a reload took it away"
    gone = type(GUIDED)(msgspec.structs.replace(hall, services=hall.services[1:]), GUIDED.states)
    assert fed(reading, HallLearnt(gone, LANGUAGES)).screen is Screen.HOME


@pytest.mark.parametrize(
    ("guide", "said"),
    [
        (GuideView(), False),
        (GuideView(minutes=5, fee={"zh-TW": "免費"}), False),
        (GuideView(title={"zh-TW": "領表"}), False),
        (GuideView(steps=({"zh-TW": "領表"},)), False),
        (GuideView(steps=({"zh-TW": "領表"},), no_papers=True), True),
        (GuideView(title={"zh-TW": "領表"}, papers=(PaperView(name={"zh-TW": "身分證"}),)), False),
    ],
    ids=["none", "minutes and fee", "title", "steps", "none on purpose", "papers"],
)
def test_that_nothing_is_to_be_brought_is_said_where_somebody_knows(
    painter: Painter, show: Show, guide: GuideView, said: bool
) -> None:
    hall = GUIDED.hall
    told = msgspec.structs.replace(service(hall), guide=guide)
    others = tuple(told if one.service_id == told.service_id else one for one in hall.services)
    chosen, _ = walked(CHOSEN, facts=type(GUIDED)(msgspec.structs.replace(hall, services=others), GUIDED.states))
    _, window = show(painter.picture(chosen, 0, NOW), 1080, 1920)
    assert (
        "不必準備證件，直接取號就可以" in [one.property("words") or one.property("text") for one in texts(window)]
    ) is said


@pytest.mark.parametrize("known", [True, False])
def test_the_whole_guide_says_that_no_papers_are_needed_where_the_hall_does(known: bool) -> None:
    rows = guide_rows(GuideView(steps=({"zh-TW": "領表"},), no_papers=known), "zh-TW", WORDS)
    assert [row.text for row in rows] == ["領表", *["不必準備文件"] * known]


def test_a_further_language_is_the_guides_alone_and_the_next_visitor_has_none(painter: Painter) -> None:
    flow, _ = walked(CHOSEN, LanguageChosen("vi"), facts=GUIDED)
    assert flow.guide_language == "", "not before there is something to read in it"
    reading = fed(flow, GuideOpened(), LanguageChosen("vi"))
    assert reading.language == "zh-TW"
    picture = painter.picture(reading, 0, NOW)
    assert [(one.language, one.selected) for one in picture.languages] == [
        (tag, tag == "vi") for tag in (*LANGUAGES, *FURTHER)
    ]
    assert picture.guide[0].heading == "Các bước"
    assert "Giấy chứng nhận thôi việc" in read(painter, reading)
    around = painter.catalog.all("vi")
    assert (picture.texts, painter.picture(reading, TIMING.reading + 5_000, NOW).idle) == (
        around,
        around["idle_body"].format(seconds=15),
    ), "who reads it can also turn its pages, and leave"
    back = fed(reading, WentBack())
    assert [one.language for one in painter.picture(back, 0, NOW).languages] == list(LANGUAGES)
    assert painter.picture(back, 0, NOW).texts == painter.catalog.all("zh-TW")
    assert fed(back, GuideOpened()).guide_language == "vi"
    assert fed(reading, LanguageChosen("en")).guide_language == ""
    assert fed(reading, Tick(), at=TIMING.reading + TIMING.countdown).guide_language == ""
    assert fed(reading, HallLearnt(GUIDED, LANGUAGES)).guide_language == "", "it cannot be read here any more"


def test_who_reads_has_more_time_than_who_chooses(painter: Painter) -> None:
    reading = fed(walked(CHOSEN, facts=GUIDED)[0], GuideOpened())
    choosing_over = TIMING.idle + TIMING.countdown
    assert fed(reading, Tick(), at=choosing_over).screen is Screen.GUIDE
    assert painter.picture(reading, choosing_over, NOW).idle == ""
    assert painter.picture(reading, TIMING.reading + 5_000, NOW).idle == "15 秒後回到首頁"
    assert fed(reading, Touched(), at=TIMING.reading).countdown(TIMING.reading + 5_000, TIMING) is None
    assert fed(reading, Tick(), at=TIMING.reading + TIMING.countdown).screen is Screen.HOME


def test_everything_that_a_guide_says_is_a_row_below_the_heading_of_its_part() -> None:
    guide = service(GUIDED.hall).guide
    for language, papers in (("zh-TW", "請準備"), ("th", "สิ่งที่ต้องนำมา"), ("tl", "Please bring")):
        rows = guide_rows(guide, language, WORDS)
        assert len({row.key for row in rows}) == len(rows)
        headed = [row.heading for row in rows if row.heading]
        assert headed[1] == papers
        assert len(headed) == len(set(headed))
    rows = guide_rows(guide, "en", WORDS)
    said = [one for row in rows for one in (row.text, row.note)]
    for text in (
        *guide.steps,
        guide.notice,
        guide.deadline,
        guide.contact,
        guide.progress,
        guide.interpreter,
        guide.fee,
    ):
        assert text["en"] in said
    for paper in guide.papers:
        assert paper.name["en"] in said
    assert (guide.faq[1].question["en"], guide.faq[1].answer["en"]) in [(row.text, row.note) for row in rows]
    assert [row.text for row in rows[-2:]] == [
        "Compared with the published law on 2024-10-11",
        "A sample: the hall has not confirmed it yet",
    ]
    assert [row.mark for row in rows if row.mark] == ["1.", "2.", "3.", "4."]
    assert guide_rows(GuideView(), "en", WORDS) == ()


def test_a_language_whose_letters_cannot_be_drawn_here_is_not_offered() -> None:
    spoken = WORDS.languages
    assert further_languages(GUIDED.hall, spoken, lambda _: True) == FURTHER
    assert further_languages(GUIDED.hall, spoken, lambda text: "ก" not in text) == ("vi", "id")
    assert further_languages(GUIDED.hall, ("zh-TW", "en", "id"), lambda _: True) == ("id",)
    hall = msgspec.structs.replace(GUIDED.hall, languages=("zh-TW", "en", "vi"))
    assert further_languages(hall, spoken, lambda _: True) == ("id", "th")
    assert further_languages(msgspec.structs.replace(hall, services=()), spoken, lambda _: True) == ()


@pytest.mark.parametrize("wide", [False, True], ids=["portrait", "landscape"])
def test_all_of_it_is_read_page_by_page_with_the_hands_low(
    show: Show, painter: Painter, qtbot: QtBot, wide: bool
) -> None:
    size = (1920, 1080) if wide else (1080, 1920)
    chosen, _ = walked(CHOSEN, language="en", facts=GUIDED)
    view, window = show(painter.picture(chosen, 0, NOW), *size)
    heard: list[object] = []
    view.touched.connect(heard.append)
    tap(window, "more")
    assert GuideOpened() in heard
    picture = painter.picture(fed(chosen, GuideOpened()), 0, NOW)
    view.show(picture)
    qtbot.waitUntil(lambda: bool(shown(window)), timeout=20_000)
    seen: list[str] = []
    for _ in range(12):
        seen += [one for one in shown(window) if one not in seen]
        tap(window, "guide_next")
    assert [row.text for row in picture.guide] == seen
    for button in buttons(window):
        if button.objectName() != "back":  # which the button below says too
            low = on_stage(button, window).center().y() > size[1] / 2 if not wide else True
            assert low, button.objectName()
    tap(window, "guide_close")
    assert WentBack() in heard


def shown(window: QQuickWindow) -> list[str]:
    """What the rows of the page on screen say, but for their notes."""
    kinds = {row for row in texts(window) if row.objectName().startswith(("guide_", "notice"))}
    apart = ("guide_of", "guide_title", "guide_close", "guide_next", "guide_previous")
    found = [one for one in texts(window) if one in kinds and not one.objectName().endswith(("_note", *apart))]
    return [whole(one) for one in sorted(found, key=lambda one: on_stage(one, window).y())]


def test_another_language_begins_with_its_first_page(show: Show, painter: Painter, qtbot: QtBot) -> None:
    reading = fed(walked(CHOSEN, facts=GUIDED)[0], GuideOpened())
    view, window = show(painter.picture(reading, 0, NOW), 1080, 1920)
    qtbot.waitUntil(lambda: bool(shown(window)), timeout=20_000)
    tap(window, "guide_next")
    assert named(window, "guide_of").property("words") == "第 2 頁，共 3 頁"
    view.show(painter.picture(fed(reading, LanguageChosen("vi")), 0, NOW))
    assert named(window, "guide_of").property("words").startswith("Trang 1/")


def test_a_screen_reader_finds_every_word_of_it_and_every_button(show: Show, painter: Painter, qtbot: QtBot) -> None:
    picture = painter.picture(fed(walked(CHOSEN, facts=GUIDED, language="en")[0], GuideOpened()), 0, NOW)
    QAccessible.setActive(True)
    try:
        _, window = show(picture, 1080, 1920)
        qtbot.waitUntil(lambda: bool(shown(window)), timeout=20_000)
        told = set(spoken(QAccessible.queryAccessibleInterface(window)))
    finally:
        QAccessible.setActive(False)
    rows = {one for row in picture.guide for one in (row.heading, row.text, row.note, row.mark) if one}
    assert rows - told == set()
    assert {"Back to take a number", "Next page", "Tiếng Việt"} <= told


def spoken(item: QAccessibleInterface) -> Iterator[str]:
    """What stands in the tree that is read out."""
    yield item.text(QAccessible.Text.Name)
    for place in range(item.childCount()):
        yield from spoken(item.child(place))
