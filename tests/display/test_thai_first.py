"""A hall whose first language is Thai, which writes no spaces: what does not wrap shrinks before it is shortened."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QGuiApplication

from tests.display.complaints import complaints
from tests.display.full_swing import in_full_swing
from tests.display.large_halls import Kind
from tests.display.screens import Screens


@pytest.mark.parametrize("size", [(1920, 1080), (1024, 768)], ids=str)
def test_a_phrase_without_spaces_shrinks_into_its_line(qapp: QGuiApplication, size: tuple[int, int]) -> None:
    with Screens(qapp, *size, calm=True, inch=43.0, order_from_m=10.0) as screens:
        for services in (5, 20):
            for calls in (1, 3):
                wall = in_full_swing(Kind(services, 3, languages=("th", "en")), calls)
                screens.draw(wall.board, wall.now)
                found = [one for one in complaints(screens, wall.hall.view) if "before its floor" in one]
                assert found == []
