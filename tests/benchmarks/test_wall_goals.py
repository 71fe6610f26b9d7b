"""A missed goal of the wall is told, and is the program's status."""

from __future__ import annotations

import pytest

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
