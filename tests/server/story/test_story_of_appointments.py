"""Whoever was told a time: the story of the number says it."""

from __future__ import annotations

from server.domain.commands import CheckIn
from server.domain.config import SlotRule
from server.domain.tickets import Channel
from tests.server.domain.scene import Scene
from tests.server.domain.test_appointments import HOUR_MS, book, hall_with
from tests.server.sample_halls import NOON
from tests.server.story.tales import lines


def test_the_appointed_time_is_told() -> None:
    scene = Scene(hall_with(SlotRule(30)))
    code = book(scene, NOON + 2 * HOUR_MS)
    scene.do(CheckIn(code, Channel.DESK))
    assert "由林小美在服務台代為取號（預約 14:00），" in lines(scene, "1-A001")[0]
    assert "by 林小美, appointed for 14:00, for apples" in lines(scene, "1-A001", "en")[0]
    assert code not in "".join(lines(scene, "1-A001"))
