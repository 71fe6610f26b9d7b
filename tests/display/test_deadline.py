"""The deadline at the foot of a guide: whole on the content monitor, or not there and named by the check."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace

from PySide6.QtGui import QGuiApplication

from display.content_layout import content_layout
from display.content_misfits import content_misfits
from display.content_page import content_page
from display.legibility import Monitor
from program.texts import read_catalog
from tests.display.scene import seen, shortened
from tests.display.screens import Screens
from tests.display.test_waits import every, within
from tests.display.walls import Wall
from tests.real_hall import RealHall, sample_config

CATALOG = read_catalog("display")
MONITOR = Monitor(1920, 1080, 55.0, 6.0)
KEY = ("service[0].guide.deadline", "zh-TW")


def wall_with(deadline: str) -> Wall:
    """One service, whose guide says until when and nothing of the law; its line is long."""
    config = sample_config(services=1)
    guide = replace(config.services[0].guide, deadline=(("zh-TW", deadline), ("en", "-")), legal_basis=(), faq=())
    wall = Wall(RealHall(replace(config, services=(replace(config.services[0], guide=guide),), notices=())))
    wall.start().wait(200)
    return wall.told(every(wall.board, within(105, 130)))


def test_it_stands_whole_or_is_named(qapp: QGuiApplication) -> None:
    """About as long as what has room: the wait of the service goes before it does, and it goes whole."""
    deadline = "離職退保後二年內申請，逾期不受理；" * 40
    longest = bisect_left(range(len(deadline)), True, key=lambda length: named(wall_with(deadline[:length]))) - 1
    stands: dict[int, bool] = {}
    with Screens(qapp, MONITOR.width, MONITOR.height) as screens:
        for length in (20, longest - 30, longest, longest + 40):
            wall = wall_with(deadline[:length])
            page = content_page(wall.board, wall.now, content_layout(MONITOR), CATALOG)
            assert ("預估等候" in page.facts) is (length == 20), "beside a short one"
            screens.draw(wall.board, wall.now)
            stands[length] = any(one.text == deadline[:length] for one in seen(screens.content))
            assert stands[length] is not named(wall), length
            assert not any("離職退保" in one for one in shortened(screens.content))
    assert list(stands.values()) == [True, True, True, False]


def named(wall: Wall) -> bool:
    assert wall.board.hall is not None
    return KEY in set(content_misfits(wall.board.hall, MONITOR, CATALOG))
