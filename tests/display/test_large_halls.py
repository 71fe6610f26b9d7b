"""The wall of halls of any size, drawn and measured: nothing over anything, nothing cut, nothing too small."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtQuick import QQuickItem, QQuickWindow

from display.misfits import misfits
from display.settings import check
from program.texts import Catalog, read_catalog
from server.translation.hall import hall_view
from tests.display.complaints import complaints, settings, unforeseen
from tests.display.full_swing import in_full_swing
from tests.display.large_halls import Kind, large_hall
from tests.display.scene import seen, told, wrong
from tests.display.screens import Screens, items
from tests.display.walls import Wall
from tests.long_language import TAG, catalog_with_it
from tests.real_hall import ROOT, RealHall, sample_view

LYING, STANDING, SMALL = (1920, 1080), (1080, 1920), (1366, 768)
PICTURES = os.environ.get("JIAOHAO_PICTURES", "")
"""A folder: every scene is written there as it was measured."""

SCENES: list[tuple[Kind, tuple[int, int], float, float, int]] = [
    # hall, window, diagonal in inches, readers in metres, calls on the screen
    (Kind(20, 8, "none", "four", "usual", ("zh-TW",)), LYING, 55, 10, 2),
    (Kind(8, 8, "two", "four", "long", ("zh-TW", TAG)), LYING, 43, 10, 4),
    (Kind(8, 45, "two", "named", "usual", (TAG, "zh-TW")), STANDING, 43, 10, 1),
    (Kind(45, 45, "two", "named", "long"), LYING, 55, 10, 4),
    (Kind(45, 45, "letters", "plain", "usual", ("zh-TW", "en", TAG)), SMALL, 32, 6, 4),
    (Kind(45, 8, "none", "four", "usual", ("en", "zh-TW")), STANDING, 55, 6, 2),
    (Kind(8, 20, "two", "named", "long", ("en", "zh-TW", TAG)), STANDING, 55, 10, 4),
    (Kind(20, 45, "two", "named", "long", (TAG, "zh-TW")), LYING, 43, 10, 4),
    (Kind(1, 2, "two", "four", "usual", (TAG, "zh-TW")), STANDING, 32, 6, 4),
    (Kind(45, 1, "two", "plain", "usual", (TAG, "zh-TW")), STANDING, 55, 10, 1),
]
"""What the pictures of the wall have not: one language and three, a long one that nobody speaks, 45 services, the
widest numbers, and readers who stand nearer."""


@pytest.fixture(scope="module")
def screens(qapp: QGuiApplication) -> Iterator[Screens]:
    with Screens(qapp, *LYING, calm=True) as made:
        yield made


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    return catalog_with_it("display", tmp_path_factory.mktemp("languages"))


@pytest.mark.parametrize(
    "scene", SCENES, ids=lambda scene: f"{scene[0]}-{scene[1][0]}-{scene[2]}in-{scene[3]}m-{scene[4]}"
)
def test_nothing_is_over_anything_cut_or_too_small(
    screens: Screens, catalog: Catalog, scene: tuple[Kind, tuple[int, int], float, float, int]
) -> None:
    kind, size, inch, metres, calls = scene
    screens.hang(*size, inch, metres)
    wall = in_full_swing(kind, calls)
    screens.draw(wall.board, wall.now, catalog)
    if PICTURES:
        picture(screens.order, f"{SCENES.index(scene):02}-order-{kind}-{size[0]}-{inch}in-{metres}m-{calls}")
        picture(screens.content, f"{SCENES.index(scene):02}-content-{kind}-{size[0]}-{inch}in-{metres}m-{calls}")
    found = complaints(screens, wall.hall.view)
    assert not found, "\n".join(found)
    unnamed = unforeseen(screens, wall.hall.view, settings(inch, metres), catalog, size)
    assert not unnamed, f"shortened, but the check names none of them: {unnamed}"


def test_the_sample_fits_and_long_names_are_named_with_their_monitors() -> None:
    usual, sample = read_catalog("display"), check(ROOT / "config.toml")
    assert [(one.surface, one.key, one.language) for one in misfits(sample_view(), sample, usual)] == []
    found = list(misfits(hall_view(large_hall(Kind(8, 8, names="long"))), sample, usual))
    assert {(one.surface, one.key, one.language) for one in found} >= {
        ("order monitor", "hall.name", "en"),
        ("order monitor", "service[7].name", "en"),
    }
    assert {one.why for one in found} == {"shortened"}
    assert {one.key.partition(".")[2] for one in found} == {"name"}


@pytest.mark.parametrize("size", [LYING, SMALL], ids=str)
def test_what_one_monitor_for_calls_and_guide_shortens_is_named_for_it(
    screens: Screens, catalog: Catalog, size: tuple[int, int]
) -> None:
    """Where the order monitor has room for it."""
    hall, long = large_hall(Kind(8, 8)), "Unemployment first claim, certification"
    name = (("zh-TW", "給付初次認定"), ("en", long))
    services = (replace(hall.services[0], name=name, short_name=name), *hall.services[1:])
    wall = Wall(RealHall(replace(hall, services=services))).start()
    for place in (1, 2, 3, 0):
        wall.called(f"s{place:02}", f"c{place}")
        wall.wait(3_100)
    where = {}
    for shared in (False, True):
        screens.hang(*size, 55.0, 15.0, 6.0, shared=shared)
        screens.draw(wall.board, wall.now, catalog)
        where[shared] = [one.text for one in seen(screens.order) if one.elided and "Card" in one.where]
    assert where == {False: [], True: [long]}
    named = misfits(wall.hall.view, settings(55.0, 15.0, 6.0), catalog, size)
    assert [(one.surface, one.language) for one in named if one.key == "service[0].name"] == [
        ("one shared monitor", "en")
    ]


def picture(window: QQuickWindow, name: str) -> None:
    folder = Path(PICTURES)
    folder.mkdir(parents=True, exist_ok=True)
    assert window.grabWindow().save(str(folder / f"{name}.png"))


def test_the_measure_sees_an_overlap_a_cut_and_what_leaves_the_window(screens: Screens, qapp: QGuiApplication) -> None:
    screens.hang(*LYING, 55, 6)
    wall = in_full_swing(Kind(8, 8), 1)
    screens.draw(wall.board, wall.now)
    assert wrong(screens.content, 1) == []
    (title,) = items(screens.content.contentItem(), "guideTitle")
    step = next(items(screens.content.contentItem(), "guideStep"))
    x, y, width, least = title.x(), title.y(), title.width(), title.property("least")
    assert any("lies on" in fault for fault in moved(qapp, screens, title, x=step.x() + 120, y=step.y() - 20))
    assert any("leaves the window" in fault for fault in moved(qapp, screens, title, x=-200, y=y))
    title.setProperty("least", 200)
    assert any("is cut" in fault or "leaves" in fault for fault in moved(qapp, screens, title, x=x, y=y))
    title.setProperty("least", least)
    title.setWidth(60)
    assert any("one letter wide" in fault for fault in moved(qapp, screens, title, x=x, y=y))
    title.setWidth(width)
    title.setProperty("text", title.property("words")[:3])
    assert any("is cut" in fault for fault in wrong(screens.content, 1))
    title.setProperty("text", title.property("words")[:3] + "…")
    assert any("before its floor" in fault for fault in wrong(screens.content, 1))
    assert any("less than 500" in fault for fault in wrong(screens.order, 500))
    (clock,) = items(screens.order.contentItem(), "clock")
    told(clock, "elide = Text.ElideRight")
    clock.setWidth(120)
    qapp.processEvents()
    assert any("is cut" in fault for fault in wrong(screens.order, 1))


def moved(app: QGuiApplication, screens: Screens, item: QQuickItem, *, x: float, y: float) -> list[str]:
    item.setX(x)
    item.setY(y)
    app.processEvents()
    return wrong(screens.content, 1)
