"""The display on a real Wayland compositor: each window on its own monitor, also when monitors come and go; lit."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from tests.display.hall_server import HallServer
from tests.display.program import Program, config, until
from tests.real_hall import RealHall
from tests.system.wayland import Sway, View, sway

pytestmark = pytest.mark.system
APP = "jiaohao-display"
ONE, TWO = "HEADLESS-1", "HEADLESS-2"
ORDER, CONTENT = "叫號", "服務說明"
OF_TRAINING = (255, 200, 61)
"""The corner of the content monitor while a guide is on for the called number."""
TAKES_OUTPUTS_AWAY = (1, 8)
"""The sway from which on an output without a real monitor can be disabled."""


@pytest.fixture
def compositor() -> Iterator[Sway]:
    with sway() as running:
        yield running


def test_each_window_is_on_its_own_monitor_and_returns_there(compositor: Sway, tmp_path: Path) -> None:
    hall = RealHall()
    server = HallServer(hall).start()
    alone = {View(ONE, ORDER, (1280, 720), True)}
    apart = alone | {View(TWO, CONTENT, (800, 600), True)}
    with Program(tmp_path, config(server.url, order=ONE, content=TWO), compositor.environment) as program:

        def stands(wanted: set[View]) -> None:
            until(lambda: compositor.views(APP) == wanted, f"not {wanted}", program)

        def told() -> str:
            report = server.reports.get("display-1-content")
            return "" if report is None else report.code

        stands(alone)
        until(lambda: told() == "monitor_missing", "its lack was not reported", program)
        compositor.do("create_output")
        stands(apart)
        until(lambda: told() != "monitor_missing", "its coming was not reported", program)

        server.tell(hall.issue("training"), hall.call("1-E001", "5"))
        until(lambda: compositor.look(TWO).getpixel((4, 4)) == OF_TRAINING, "the guide is not there", program)
        assert compositor.look(ONE).getpixel((4, 4)) != OF_TRAINING

        compositor.do(f"output {TWO} mode 1024x768")
        stands(alone | {View(TWO, CONTENT, (1024, 768), True)})
        until(lambda: picture_size(program) == (1024, 768), "the guide is not as large as its monitor", program)
        compositor.do(f"output {TWO} mode 800x600")
        stands(apart)

        if compositor.version >= TAKES_OUTPUTS_AWAY:
            compositor.do(f"output {ONE} disable")
            stands({View(TWO, ORDER, (800, 600), True)})
            compositor.do(f"output {TWO} disable")
            until(lambda: len(program.entries("no_monitor")) == 1, "the loss of both was not seen", program)
            compositor.do(f"output {TWO} enable")
            stands({View(TWO, ORDER, (800, 600), True)})
            compositor.do(f"output {ONE} enable")
            stands(apart)
            # Both at one switch.
            compositor.do(f"output {ONE} disable; output {TWO} disable")
            until(lambda: len(program.entries("no_monitor")) == 2, "the loss of both was not seen", program)
            compositor.do(f"output {TWO} enable; output {ONE} enable")
            stands(apart)
        assert program.entries("window_elsewhere") == []
        assert program.end() == 0
    server.stop()


def test_nobody_counts_as_idle_while_the_wall_is_on(compositor: Sway, tmp_path: Path) -> None:
    server = HallServer(RealHall()).start()
    slept = tmp_path / "slept"
    environment = os.environ | compositor.environment
    with Program(tmp_path, config(server.url, order=ONE, content=""), compositor.environment) as program:
        until(lambda: "display-1-order" in server.reports, "not reported", program)
        until(lambda: server.reports["display-1-order"].state != "unknown", "not asked", program)
        assert server.reports["display-1-order"].code != "may_go_dark"
        watcher = subprocess.Popen(["swayidle", "timeout", "1", f"touch {slept}"], env=environment)
        try:
            with pytest.raises(subprocess.TimeoutExpired):
                watcher.wait(3)
            assert not slept.exists()
            assert program.end() == 0
            until(slept.exists, "it would not have slept anyway")
        finally:
            watcher.kill()
            watcher.wait(20)
    server.stop()


def picture_size(program: Program) -> tuple[int, int]:
    program.shown("content")
    with Image.open(program.picture("content")) as picture:
        return picture.size
