"""The papers to bring: large at the call, each with its icon, and a guide large enough for its readers."""

from __future__ import annotations

from dataclasses import replace

import pytest
import zxingcpp
from PIL import Image
from PySide6.QtCore import QRectF
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtQuick import QQuickItem

from display.content_layout import LEAST_SHARE, SECOND, content_layout
from display.content_page import content_page
from display.guide_pages import GOOD, RowTexts, guide_fit
from display.legibility import Monitor, leisure_px
from display.programme import SHOW_MS
from screen import SHARED_QML
from screen.paper_icons import LOOKS, SHEET, paper_icon
from tests.display.full_swing import in_full_swing
from tests.display.large_halls import Kind
from tests.display.scene import seen, told, wrong
from tests.display.screens import CATALOG, Screens, items
from tests.display.walls import Wall
from tests.real_hall import RealHall, sample_config

PARTS = ("guideStep", "guidePaper", "guideNotice")
ICONS = SHARED_QML / "Screen" / "icons"


def test_every_look_has_a_picture_and_no_picture_is_left_over() -> None:
    assert {path.stem for path in ICONS.glob("*.svg")} == {SHEET, *(icon for icon, _ in LOOKS)}


@pytest.mark.parametrize(
    ("name", "icon"),
    [
        ({"zh-TW": "國民身分證", "en": "National ID card"}, "card"),
        ({"en": "Residence card (ARC)"}, "card"),
        ({"zh-TW": "本人存摺影本"}, "passbook"),
        ({"zh-TW": "離職證明書"}, "certificate"),
        ({"zh-TW": "求職紀錄 2 筆以上"}, "records"),
        ({"zh-TW": "推介回覆卡（若有領到）"}, "reply"),
        ({"zh-TW": "護照"}, "passport"),
        ({"en": "Anything else of use"}, SHEET),
        ({"en": "A search list of one's own"}, "records"),
        ({"en": "Words of a march or a specialist"}, SHEET),
    ],
)
def test_a_paper_looks_like_what_it_is_called(name: dict[str, str], icon: str) -> None:
    assert paper_icon(name) == icon


@pytest.mark.parametrize(("inch", "second"), [(55.0, 1.0), (43.0, 0.84), (32.0, SECOND)])
@pytest.mark.parametrize("size", [(1920, 1080), (1080, 1920)], ids=["lying", "upright"])
def test_a_guide_is_read_from_its_distance_in_both_languages(
    qapp: QGuiApplication, inch: float, second: float, size: tuple[int, int]
) -> None:
    """`second`: the part of it that the second language and notes have; what there is to
    bring, with its notes, between calls on 43 inches; 32 inches are too small for 6 m."""
    with Screens(qapp, *size, inch=inch) as screens:
        unit = min(size[1], size[0] * 9 / 16) if size[0] > size[1] else size[0] * 0.82
        floor = int(0.98 * min(leisure_px(Monitor(*size, inch, 6.0)), unit * LEAST_SHARE))
        called, between = Wall().start(), Wall().start()
        services = [one.service_id for one in called.hall.config.services]
        for wall, service_id in [(called, one) for one in services] + [(between, "")] * 2 * len(services):
            if service_id:
                wall.called(service_id, "3")
            else:
                wall.wait(SHOW_MS)
            screens.draw(wall.board, wall.now)
            found = {
                str(text.property("text")): text.property("font").pixelSize() / (1 if text.property("bold") else second)
                for part in PARTS
                for row in items(screens.content.contentItem(), part)
                for text in items(row)
                if text.property("words")
            }
            assert found or wall.board.content.entry
            assert {text: px for text, px in found.items() if px < floor} == {}, service_id


def test_papers_are_the_largest_at_the_call(qapp: QGuiApplication) -> None:
    with Screens(qapp, 1920, 1080) as screens:
        wall = Wall().start()
        screens.draw(wall.board, wall.now)
        between = [(_text(one, "paperName"), _size(one, "paperName")) for one in _papers(screens)]
        wall.called("benefit-first", "2")
        screens.draw(wall.board, wall.now)
        at_call = _papers(screens)
        assert [_text(one, "paperName") for one in at_call] == [name for name, _ in between]
        for (_, before), now in zip(between, at_call, strict=True):
            assert _size(now, "paperName") >= max(52, 1.25 * before)
            assert _size(now, "paperSecond") >= 36
            (icon,) = items(now, "paperIcon")
            assert told(icon, "status === Image.Ready") is True
            assert icon.height() > 100


def test_a_paper_without_a_note_leaves_no_room_for_one() -> None:
    layout = content_layout(Monitor(1920, 1080, 55.0, 6.0)).at_call()
    layout = replace(layout, qr=0.0)
    bare = guide_fit(layout, [], [RowTexts("護照", ("Passport", "", ""))], ("", ""))
    assert bare.papers.share(2) == bare.papers.share(3) == 0.0
    assert bare.papers.scale == 2.0
    noted = guide_fit(layout, [], [RowTexts("護照", ("Passport", "正本", "The original"))] * 5, ("", ""))
    assert (noted.papers.pages, noted.papers.scale >= GOOD) == (2, True)


def test_a_service_without_papers_leaves_the_steps_their_room() -> None:
    config = sample_config()
    youth = next(one for one in config.services if one.service_id == "youth")
    bare = replace(youth, guide=replace(youth.guide, papers=()))
    services = tuple(bare if one is youth else one for one in config.services)
    wall = Wall(RealHall(replace(config, services=services))).start()
    layout = content_layout(Monitor(1920, 1080, 55.0, 6.0))
    widths = {}
    for service in wall.hall.view.services:
        wall.called(service.service_id, "3")
        page = content_page(wall.board, wall.now, layout, CATALOG)
        widths[bool(page.guide.papers)] = page.guide.steps_area.width
    assert widths == {True: layout.at_call().steps.width, False: layout.steps.width}


def called_to_youth(**changes: object) -> Wall:
    """Somebody is called to a service whose guide names no papers, in a hall without a code for phones."""
    config = sample_config()
    youth = next(one for one in config.services if one.service_id == "youth")
    bare = replace(youth, guide=replace(youth.guide, papers=(), **changes))  # type: ignore[arg-type]
    services = tuple(bare if one is youth else one for one in config.services)
    wall = Wall(RealHall(replace(config, services=services, phone_url=""))).start()
    wall.called("youth", "3")
    return wall


def test_that_no_papers_are_needed_is_said_only_where_the_hall_says_so() -> None:
    layout = content_layout(Monitor(1920, 1080, 55.0, 6.0))
    walls = [called_to_youth(no_papers=known) for known in (True, False)]
    said = [content_page(wall.board, wall.now, layout, CATALOG).papers_title.own for wall in walls]
    assert said == ["不必準備文件", ""]


@pytest.mark.parametrize("shared", [False, True], ids=["two", "shared"])
@pytest.mark.parametrize("size", [(1920, 1080), (1080, 1920)], ids=["lying", "upright"])
def test_a_room_in_which_nothing_would_be_said_is_the_steps_own(
    qapp: QGuiApplication, size: tuple[int, int], shared: bool
) -> None:
    with Screens(qapp, *size, shared=shared) as screens:
        wall = called_to_youth(notice=())
        for _ in range(3):
            screens.draw(wall.wait(3_000).board, wall.now)
            window = screens.windows[-1]
            assert list(items(window.contentItem(), "guideStep"))
            assert wrong(window, screens.guide.least_second) == []
            turn = content_page(wall.board, wall.now, screens.guide, CATALOG).guide
            assert (turn.papers_area.width, turn.steps_area.width) == (0, screens.guide.bar.width)


def _papers(screens: Screens) -> list[QQuickItem]:
    return list(items(screens.content.contentItem(), "guidePaper"))


def _text(row: QQuickItem, name: str) -> str:
    (text,) = items(row, name)
    return str(text.property("words"))


def _size(row: QQuickItem, name: str) -> int:
    (text,) = items(row, name)
    return int(text.property("font").pixelSize())


def test_the_code_leads_to_the_guide_beside_the_phone_page_and_can_be_read(qapp: QGuiApplication) -> None:
    wall = Wall().start()
    wall.called("training", "5")
    with Screens(qapp, 1920, 1080) as screens:
        screens.draw(wall.board, wall.now)
        page = content_page(wall.board, wall.now, screens.guide, CATALOG)
        assert page.qr == wall.hall.view.phone_url.removesuffix("/t") + "/guide/training"
        assert page.scan == ("用手機看說明", "On your phone")
        (code,) = items(screens.content.contentItem(), "guideCode")
        area = code.mapRectToScene(QRectF(0, 0, code.width(), code.width()))
        image = screens.content.grabWindow().copy(area.toRect()).convertToFormat(QImage.Format.Format_Grayscale8)
        size, line = (image.width(), image.height()), image.bytesPerLine()
        picture = Image.frombytes("L", size, bytes(image.constBits()), "raw", "L", line)
        (read,) = zxingcpp.read_barcodes(picture)
        assert read.text == page.qr


def test_a_hall_without_a_phone_page_has_no_code_and_more_room() -> None:
    layout = content_layout(Monitor(1920, 1080, 55.0, 6.0))
    config = sample_config()
    with_it, without = Wall().start(), Wall(RealHall(replace(config, phone_url=""))).start()
    pages = []
    for wall in (with_it, without):
        wall.called("benefit-first", "2")
        pages.append(content_page(wall.board, wall.now, layout, CATALOG))
    assert (pages[1].qr, pages[1].scan.own) == ("", "")
    assert pages[1].guide.fit.notice < pages[0].guide.fit.notice


def test_what_the_code_is_for_stands_whole_below_it_on_a_small_monitor(qapp: QGuiApplication) -> None:
    wall = Wall(RealHall(sample_config(("zh-TW", "vi")))).start()
    with Screens(qapp, 1366, 768, inch=32.0, order_from_m=8.7) as screens:
        for called in (False, True):
            if called:
                wall.called("training", "5")
            screens.draw(wall.board, wall.now, CATALOG)
            captions = {one.text: one.elided for one in seen(screens.content) if one.where.startswith("guideCode")}
            assert captions == {"用手機看說明": False, "Xem trên điện thoại": False}


@pytest.mark.parametrize("size", [(476, 268), (668, 376)])
def test_in_a_small_window_of_a_desk_no_note_lies_on_a_paper_s_name(
    qapp: QGuiApplication, size: tuple[int, int]
) -> None:
    """As the demo and `try` show it beside five other windows, between calls."""
    with Screens(qapp, *size) as screens:
        wall = Wall().start()
        seen_papers = 0
        for _ in range(2 * len(wall.hall.view.services)):
            wall.wait(SHOW_MS)
            screens.draw(wall.board, wall.now)
            seen_papers += len(_papers(screens))
            assert wrong(screens.content, screens.guide.least_second) == []
        assert seen_papers >= 10


@pytest.mark.parametrize("size", [(476, 268), (480, 270), (668, 376)], ids=str)
def test_in_a_small_window_of_a_desk_no_step_is_shortened_at_a_call(
    qapp: QGuiApplication, size: tuple[int, int]
) -> None:
    """What fits a height in whole pixels is drawn as it was fitted, however much half a pixel is of its letters."""
    with Screens(qapp, *size) as screens:
        wall = Wall(RealHall(sample_config(("zh-TW", "en")))).start()
        for service in wall.hall.view.services:
            wall.called(service.service_id, "5")
            screens.draw(wall.board, wall.now)
            assert wrong(screens.content, screens.guide.least_second) == [], service.service_id


def off_the_name(row: QQuickItem) -> float:
    """How far the icon's middle is below or above that of the first line of the paper's name; one that is higher than
    the room above that line stands at the top of its row."""
    (icon,), (name,) = items(row, "paperIcon"), items(row, "paperName")
    line = name.y() + name.baselineOffset() - 0.37 * name.property("font").pixelSize()
    if icon.y() <= 1.5 and icon.height() / 2 >= line:
        return 0.0
    return float(abs(icon.y() + icon.height() / 2 - line))


@pytest.mark.parametrize("shared", [False, True], ids=["two", "shared"])
@pytest.mark.parametrize("size", [(1920, 1080), (1080, 1920), (3840, 2160)], ids=str)
@pytest.mark.parametrize("languages", [("zh-TW",), ("zh-TW", "en"), ("th", "en")], ids="+".join)
def test_an_icon_stands_beside_the_first_line_of_its_papers_name(
    qapp: QGuiApplication, size: tuple[int, int], languages: tuple[str, ...], shared: bool
) -> None:
    with Screens(qapp, *size, shared=shared, calm=True) as screens:
        for calls in (1, 3):
            wall = in_full_swing(Kind(8, 8, languages=languages), calls)
            screens.draw(wall.board, wall.now)
            rows = [row for window in screens.windows for row in items(window.contentItem(), "guidePaper")]
            assert rows
            far = {_text(row, "paperName"): off_the_name(row) for row in rows}
            assert {name: px for name, px in far.items() if px > 0.005 * size[1]} == {}


@pytest.mark.parametrize("ms", [0, 5_000], ids=["busy", "stale"])
def test_a_second_language_with_marks_below_does_not_touch_its_note(qapp: QGuiApplication, ms: int) -> None:
    with Screens(qapp, 1280, 720, calm=True, order_from_m=3.0, content_from_m=3.0) as screens:
        for calls in (1, 4):
            for languages in (("vi", "en"), ("vi", "zh-TW"), ("vi", "th"), ("th", "vi")):
                wall = in_full_swing(Kind(1, 8, languages=languages), calls)
                wall.link(up=not ms).wait(ms)
                screens.draw(wall.board, wall.now)
                assert wrong(screens.content, screens.guide.least_second) == [], (calls, languages)
