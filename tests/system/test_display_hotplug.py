"""Monitors that are unplugged and come back, on a real X server: each window returns to its own."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from display.awake import Awake
from tests.display.hall_server import HallServer
from tests.display.program import Program, config, until
from tests.real_hall import RealHall
from wire.messages import DeviceReport

pytestmark = pytest.mark.system
HALL_1 = "1280/508x720/286+0+0"
HALL_2 = "800/338x600/190+1280+0"


@pytest.fixture
def display(tmp_path: Path) -> Iterator[str]:
    """An X server without monitors of its own making, whose picture is a file."""
    missing = [tool for tool in ("Xvfb", "xrandr", "xset", "xwininfo") if shutil.which(tool) is None]
    if missing:
        if os.environ.get("CI") == "true":
            pytest.fail(f"{', '.join(missing)} needed here")
        pytest.skip(f"{', '.join(missing)} not installed")
    reader, writer = os.pipe()
    # Without -noreset the server forgets its monitors when the last xrandr leaves.
    xvfb = subprocess.Popen(
        [
            *("Xvfb", "-displayfd", str(writer), "-noreset", "-screen", "0", "2080x720x24"),
            *("-nolisten", "tcp", "-fbdir", str(tmp_path)),
        ],
        pass_fds=[writer],
        stderr=subprocess.DEVNULL,
    )
    os.close(writer)
    with os.fdopen(reader) as told:
        number = told.readline().strip()
    assert number, "Xvfb did not start"
    yield f":{number}"
    xvfb.terminate()
    xvfb.wait(10)


def test_each_window_returns_to_its_own_monitor(display: str, tmp_path: Path) -> None:
    def xrandr(*words: str) -> None:
        subprocess.run(["xrandr", "--display", display, *words], check=True, capture_output=True, timeout=20)

    server = HallServer(RealHall()).start()
    xrandr("--setmonitor", "HALL-1", HALL_1, "screen")
    xrandr("--setmonitor", "HALL-2", HALL_2, "none")
    environment = {"QT_QPA_PLATFORM": "xcb", "DISPLAY": display}
    with Program(tmp_path, config(server.url), environment) as program:

        def placed(order: str, content: str) -> bool:
            entries = program.entries("monitors")
            return bool(entries) and (entries[-1]["order"], entries[-1]["content"]) == (order, content)

        until(lambda: placed("HALL-1", "HALL-2"), "the windows never found their monitors", program)
        until(
            lambda: windows(display) == {"叫號": "1280x720+0+0", "服務說明": "800x600+1280+0"},
            "placed wrongly",
            program,
        )

        xrandr("--delmonitor", "HALL-2")
        until(lambda: placed("HALL-1", ""), "the content monitor's loss was not seen", program)
        until(lambda: windows(display) == {"叫號": "1280x720+0+0"}, "the order monitor is not shared", program)
        until(lambda: told(server).code == "monitor_missing", "not reported", program)

        xrandr("--setmonitor", "HALL-2", HALL_2, "none")
        until(lambda: placed("HALL-1", "HALL-2"), "its return was not seen", program)
        until(
            lambda: windows(display) == {"叫號": "1280x720+0+0", "服務說明": "800x600+1280+0"}, "not returned", program
        )
        until(lambda: told(server).state == "ok", "not reported", program)

        # Both gone, and back in the other's place.
        xrandr("--delmonitor", "HALL-1")
        until(lambda: windows(display) == {"叫號": "800x600+1280+0"}, "the order did not move", program)
        xrandr("--setmonitor", "HALL-1", HALL_1, "screen")
        until(
            lambda: windows(display) == {"叫號": "1280x720+0+0", "服務說明": "800x600+1280+0"}, "not returned", program
        )
        xrandr("--delmonitor", "HALL-1")
        xrandr("--delmonitor", "HALL-2")
        until(lambda: placed("screen", ""), "the loss of both was not seen", program)
        xrandr("--setmonitor", "HALL-1", "1280/508x720/286+800+0", "none")
        xrandr("--setmonitor", "HALL-2", "800/338x600/190+0+0", "screen")
        until(
            lambda: windows(display) == {"叫號": "1280x720+800+0", "服務說明": "800x600+0+0"}, "not exchanged", program
        )
        assert program.end() == 0
    server.stop()


def test_mirrored_monitors_share_one_window(display: str, tmp_path: Path) -> None:
    def xrandr(*words: str) -> None:
        subprocess.run(["xrandr", "--display", display, *words], check=True, capture_output=True, timeout=20)

    server = HallServer(RealHall()).start()
    xrandr("--setmonitor", "HALL-1", HALL_1, "screen")
    xrandr("--setmonitor", "HALL-2", HALL_1, "none")
    with Program(tmp_path, config(server.url), {"QT_QPA_PLATFORM": "xcb", "DISPLAY": display}) as program:
        until(lambda: told(server).code == "monitor_mirrored", "not reported", program)
        assert told(server).detail == "HALL-2"
        assert windows(display) == {"叫號": "1280x720+0+0"}
        assert [entry["same_picture"] for entry in program.entries("monitors_mirrored")] == [["HALL-2"]]
        xrandr("--delmonitor", "HALL-2")
        until(lambda: told(server).code == "monitor_missing", "its loss was not reported", program)
        xrandr("--setmonitor", "HALL-2", HALL_2, "none")
        until(
            lambda: windows(display) == {"叫號": "1280x720+0+0", "服務說明": "800x600+1280+0"}, "not extended", program
        )
        assert program.end() == 0
    server.stop()


def test_an_x_server_that_would_blank_the_screens_is_told_not_to(display: str, tmp_path: Path) -> None:
    server = HallServer(RealHall()).start()
    assert re.search(r"timeout:\s*600", xset(display)), "it would, left alone"
    with Program(tmp_path, config(server.url), {"QT_QPA_PLATFORM": "xcb", "DISPLAY": display}) as program:
        until(lambda: re.search(r"timeout:\s*0\b", xset(display)) is not None, "it still would", program)
        until(lambda: told(server).state != "unknown", "not reported", program)
        assert told(server).code != "may_go_dark"
        assert program.end() == 0
    server.stop()


def test_screens_that_are_dark_already_are_lit(
    display: str, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By another program's doing, while the wall is on."""
    server = HallServer(RealHall()).start()
    monkeypatch.setenv("DISPLAY", display)
    with Program(tmp_path, config(server.url), {"QT_QPA_PLATFORM": "xcb"}) as program:
        until(lambda: told(server).state != "unknown", "not reported", program)
        until(lambda: colours(tmp_path) > 5, "nothing was drawn", program)
        xset(display, "s", "1", "1")
        until(lambda: colours(tmp_path) == 1, "the screen saver does not come at all", program)
        parent = QObject()
        awake = Awake("xcb", parent, again_ms=500)
        awake.start()
        qtbot.waitUntil(lambda: colours(tmp_path) > 5, timeout=20_000)
        awake.stop()
        assert program.end() == 0
    server.stop()


def colours(folder: Path) -> int:
    """How many shades of blue the X server shows."""
    pixels = (folder / "Xvfb_screen0").read_bytes()[-2080 * 720 * 4 :]
    return len(set(pixels[::4]))


def xset(display: str, *words: str) -> str:
    ended = subprocess.run(
        ["xset", "-display", display, *(words or ("q",))], capture_output=True, timeout=20, check=False
    )
    return ended.stdout.decode()


def told(server: HallServer) -> DeviceReport:
    unknown = DeviceReport(device_id="display-1-content", kind="screen", state="unknown")
    return server.reports.get("display-1-content", unknown)


def windows(display: str) -> dict[str, str]:
    """Title and place of every visible top-level window of the program, asked of the X server."""
    tree = _xwininfo(display, "-root", "-tree")
    listed = re.findall(r'(0x[0-9a-f]+) "([^"]+)": \("jiaohao-display"[^)]*\)\s+(\S+)\s+(\S+)', tree)
    return {
        title.split(" — ")[0]: size.split("+")[0] + place
        for number, title, size, place in listed
        if "Map State: IsViewable" in _xwininfo(display, "-id", number, "-stats")
    }


def _xwininfo(display: str, *words: str) -> str:
    ended = subprocess.run(["xwininfo", "-display", display, *words], capture_output=True, timeout=20, check=False)
    return ended.stdout.decode()
