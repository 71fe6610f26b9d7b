"""Names as long as an office gives them, in the bars of both monitors: as large as their readers need, and whole."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtGui import QGuiApplication

from tests.display.scene import Seen, seen, wrong
from tests.display.screens import Screens
from tests.display.walls import Wall
from tests.real_hall import RealHall, sample_config

SERVICE = (
    ("zh-TW", "失業給付初次認定與職業訓練生活津貼申請及求職登記專責受理窗口暨就業諮詢服務臺南"),
    ("en", "Unemployment benefits: first claim, training allowances, job seeking and advice"),
)
HALL = (
    ("zh-TW", "高雄市政府勞工局訓練就業中心暨永康區跨國勞動力聯合服務站失業給付認定及就業諮詢大廳"),
    ("en", "Kaohsiung City Labor Affairs Bureau Training and Employment Center, joint service station"),
)


def hall_of_long_names(*, short: bool) -> RealHall:
    config = sample_config()
    first = config.services[0]
    named = replace(first, name=SERVICE, short_name=first.short_name if short else SERVICE)
    return RealHall(replace(config, name=HALL, services=(named, *config.services[1:])))


def in_bar(screens: Screens, place: str) -> list[Seen]:
    window = screens.order if place == "hallName" else screens.content
    return [one for one in seen(window) if place in one.where]


@pytest.mark.parametrize("short", [True, False], ids=["short name", "none"])
@pytest.mark.parametrize("inch", [55.0, 43.0, 32.0])
@pytest.mark.parametrize("size", [(1920, 1080), (1080, 1920)], ids=["lying", "upright"])
def test_a_service_of_40_characters_is_read_in_the_bar_from_where_people_stand(
    qapp: QGuiApplication, size: tuple[int, int], inch: float, short: bool
) -> None:
    with Screens(qapp, *size, inch=inch, calm=True) as screens:
        wall = Wall(hall_of_long_names(short=short)).start()
        for called in (False, True):
            if called:
                wall.called(wall.hall.config.services[0].service_id, "3")
            screens.draw(wall.board, wall.now)
            assert wall.board.content.service_id == wall.hall.config.services[0].service_id
            bold = [one for one in in_bar(screens, "barService") if one.bold]
            # Without a short one a name is whole rather than large, and on a narrow monitor the check names it.
            held = short or size[0] > size[1]
            floor = screens.guide.least if short or inch >= 43.0 else 0
            assert not held or [one.text for one in bold if one.elided or one.size < int(floor)] == []
            assert wrong(screens.content, screens.guide.least_second) == []


@pytest.mark.parametrize("inch", [55.0, 43.0, 32.0])
@pytest.mark.parametrize("size", [(1920, 1080), (1366, 768)], ids=str)
def test_a_hall_of_43_characters_stands_whole_over_the_calls(
    qapp: QGuiApplication, size: tuple[int, int], inch: float
) -> None:
    with Screens(qapp, *size, inch=inch, order_from_m=15 * inch / 55, calm=True) as screens:
        wall = Wall(hall_of_long_names(short=True)).start()
        screens.draw(wall.board, wall.now)
        assert [one.text for one in in_bar(screens, "hallName") if one.bold and one.elided] == []
        assert wrong(screens.order, screens.layout.least) == []
