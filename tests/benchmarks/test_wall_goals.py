"""A missed goal of the wall is told, and is the program's status."""

from __future__ import annotations

import pytest
from PIL import Image, ImageColor

from benchmarks.call_ends import yellow_pixels
from benchmarks.long_day import GOALS, thirds
from benchmarks.ticker import FPS_GOAL, met
from benchmarks.two_monitors import verdict


def test_a_goal_is_met_on_its_bound_and_missed_beyond(capsys: pytest.CaptureFixture[str]) -> None:
    assert verdict("p95", 6.0, 6.0)
    assert not verdict("p95", 6.01, 6.0)
    assert verdict("pace", 58.0, 58.0, least=True)
    assert not verdict("pace", 57.9, 58.0, least=True)
    assert capsys.readouterr().out.count("MISSED") == 2


@pytest.mark.parametrize("aloud", [False, True])
@pytest.mark.parametrize(
    ("changed", "good"),
    [({}, True), ({"order_core": 0.11}, False), ({"content_core": 0.11}, False), ({"order_fps": 50.0}, False)],
)
def test_each_window_and_the_pace_are_held_to_their_goals(changed: dict[str, float], good: bool, aloud: bool) -> None:
    found = {"order_core": 0.10, "content_core": 0.02, "order_fps": FPS_GOAL, "content_fps": 1.0}
    assert met(found | changed, aloud=aloud) is good


def test_what_grows_at_each_call_is_told_apart_from_what_comes_and_goes() -> None:
    flat = [dict.fromkeys(GOALS, 100_000.0) | {"descriptors": 40.0 + number % 2} for number in range(30)]
    before, after = thirds(flat)
    assert all(after[name] <= goal.most(before[name]) for name, goal in GOALS.items())
    for name, goal in GOALS.items():
        growing = [one | {name: one[name] * (1 + number / 30)} for number, one in enumerate(flat)]
        before, after = thirds(growing)
        assert after[name] > goal.most(before[name]), name


@pytest.mark.parametrize(
    ("colour", "is_yellow"),
    [("#FFC83D", True), ("#8C7A55", True), ("#FF8A5B", False), ("#7EE08A", False), ("#F7FAFC", False)],
)
def test_yellow_is_told_from_orange_and_white_to_the_pixel(colour: str, is_yellow: bool) -> None:
    picture = Image.new("RGB", (50, 20), "#0A1A2F")
    picture.putpixel((7, 3), ImageColor.getrgb(colour))
    assert yellow_pixels(picture) == int(is_yellow)
