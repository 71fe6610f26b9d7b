"""The calls before the newest one: in their thin lines all say their service, or none does."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QGuiApplication

from tests.display.full_swing import in_full_swing
from tests.display.large_halls import Kind
from tests.display.matrix import INCHES, SIZES
from tests.display.scene import shortened, wrong
from tests.display.screens import Screens, items


@pytest.fixture(scope="module")
def screens(qapp: QGuiApplication) -> Iterator[Screens]:
    with Screens(qapp, 1920, 1080, calm=True) as made:
        yield made


def named(screens: Screens) -> list[bool]:
    lines = list(items(screens.order.contentItem(), "callBefore"))
    return [bool(list(items(line, "beforeName"))) for line in lines]


@pytest.mark.parametrize("shared", [False, True], ids=["two monitors", "one monitor"])
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_each_says_its_service_or_none_does(screens: Screens, size: tuple[int, int], shared: bool) -> None:
    for inch in INCHES:
        for kind in (Kind(8, 8), Kind(8, 20, "two", "named"), Kind(8, 8, languages=("en", "zh-TW"))):
            screens.hang(*size, inch, round(15.0 * inch / 55.0, 1), 6.0, shared=shared)
            wall = in_full_swing(kind, 4)
            screens.draw(wall.board, wall.now)
            said = named(screens)
            assert len(said) == 3
            assert len(set(said)) == 1, (inch, kind)
            names = {name for one in wall.hall.view.services for name in one.short_name.values()}
            assert not shortened(screens.order) & names
            assert wrong(screens.order, screens.layout.least) == [] or shared


def test_a_name_is_rather_smaller_than_missing(screens: Screens) -> None:
    screens.hang(1920, 1080, 55.0, 15.0, 6.0, shared=True)
    wall = in_full_swing(Kind(8, 8), 1)
    screens.draw(wall.board, wall.now)
    assert named(screens) == [True] * 3
