"""Pages by touch: of services through the flow, of a long guide on the screen itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtQuick import QQuickWindow
from pytestqt.qtbot import QtBot

from kiosk.flow_types import PageTurned
from kiosk.painter import Painter
from kiosk.picture import Picture
from kiosk.timing import Timing
from tests.kiosk.conftest import Shown
from tests.kiosk.sample_hall import NOW
from tests.kiosk.scene import faults, texts, whole
from tests.kiosk.sized_hall import SizedHall
from tests.kiosk.test_scenes import SIZES, Scene, scene_flow
from tests.kiosk.test_window import named, tap
from tests.long_language import catalog_with_it

Show = Callable[[Picture, int, int], Shown]


@pytest.fixture(scope="module")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> Painter:
    folder: Path = tmp_path_factory.mktemp("languages")
    return Painter(catalog_with_it("kiosk", folder), Timing(), "en", "yongkang")


def papers(window: QQuickWindow) -> list[str]:
    return [whole(item) for item in texts(window) if item.objectName() == "paper"]


def test_page_buttons_of_services_reach_the_flow(show: Show, spoken: Painter) -> None:
    flow, at = scene_flow(Scene(SizedHall(20), "home", "en"))
    view, window = show(spoken.picture(flow, at, NOW), *SIZES[False])
    heard: list[object] = []
    view.touched.connect(heard.append)
    assert named(window, "page_of").property("words") == "Page 2 of 4"
    tap(window, "page_next")
    tap(window, "page_previous")
    assert [one for one in heard if isinstance(one, PageTurned)] == [PageTurned(1), PageTurned(-1)]


@pytest.mark.parametrize("wide", [False, True], ids=["portrait", "landscape"])
def test_every_entry_of_a_long_guide_stands_whole_on_one_page(
    show: Show, spoken: Painter, qtbot: QtBot, wide: bool
) -> None:
    hall = SizedHall(8, papers=9)
    flow, at = scene_flow(Scene(hall, "confirm", "en", wide))
    _, window = show(spoken.picture(flow, at, NOW), *SIZES[wide])
    qtbot.wait(30)
    first = papers(window)
    seen = list(first)
    assert 0 < len(first) < 9
    while True:
        tap(window, "guide_next")
        qtbot.wait(30)
        assert faults(window) == []
        if papers(window) == first and named(window, "guide_of").property("words").startswith("Page 1 "):
            break
        seen += papers(window)
    assert seen == [paper.name["en"] for paper in hall.facts.hall.services[0].guide.papers]
    tap(window, "guide_previous")
    qtbot.wait(30)
    count = named(window, "guide_of").property("words").removeprefix("Page ").split(" of ")
    assert count[0] == count[1]


def test_a_guide_that_fits_has_no_page_buttons(show: Show, spoken: Painter, qtbot: QtBot) -> None:
    flow, at = scene_flow(Scene(SizedHall(8), "confirm", "en"))
    _, window = show(spoken.picture(flow, at, NOW), *SIZES[False])
    qtbot.wait(30)
    assert not [item for item in texts(window) if item.objectName() == "guide_of"]
