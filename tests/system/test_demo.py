"""The demo as a newcomer starts it; and that it fails when something that should be seen is not."""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from demo.tray import caption_height
from screen.desk import GAP, TITLE_BAR, Place, desk
from tests.system.x_screen import XScreen, virtual_screen

ROOT = Path(__file__).parents[2]
SCENES = 39
F2 = 68
"""The key, as an X server without a keyboard counts them."""
BEHIND = (0x06, 0x10, 0x1E)
"""What stands behind the windows of the tour."""


def demo(folder: Path, **further: str) -> subprocess.Popen[str]:
    environment = {key: value for key, value in os.environ.items() if key not in {"DISPLAY", "WAYLAND_DISPLAY"}}
    environment.pop("QT_QPA_PLATFORM", None)
    return subprocess.Popen(
        [sys.executable, "-m", "demo", "--out", str(folder)],
        cwd=ROOT,
        env={**environment, "PYTHONUNBUFFERED": "1", "JIAOHAO_LOCALE": "zh_TW.UTF-8", **further},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


@pytest.mark.system
@pytest.mark.browser
@pytest.mark.timeout(600)
def test_the_morning_is_played_and_told(tmp_path: Path) -> None:
    process = demo(tmp_path)
    said, _ = process.communicate(timeout=580)
    assert process.returncode == 0, said
    page = (tmp_path / "index.html").read_text("utf-8")
    assert page.count("<section>") == SCENES
    pictures = set(re.findall(r'src="([^"]+)"', page))
    assert all((tmp_path / picture).stat().st_size > 500 for picture in pictures)
    assert len(list((tmp_path / "tickets").glob("receipt-*.png"))) >= 18
    for surface in ("order", "content", "kiosk", "console", "phone", "led"):
        assert sum(surface in picture for picture in pictures) >= 2, surface
    for log in (tmp_path / "run").glob("*.log"):
        text = log.read_text("utf-8")
        assert "Traceback" not in text, f"{log.name}: {text[-2000:]}"
        assert "TypeError" not in text, f"{log.name}: {text[-2000:]}"


@pytest.mark.system
@pytest.mark.browser
@pytest.mark.timeout(600)
def test_a_silent_sign_is_noticed(tmp_path: Path) -> None:
    """The planted fault: the sign's program dies while visitors take their numbers."""
    said = []
    with demo(tmp_path) as process:
        assert process.stdout is not None
        for line in process.stdout:
            said.append(line)
            if "第一位來賓取號" in line:
                os.kill(child_of(process.pid, "hardware.led.emulator.bx"), signal.SIGKILL)
        assert process.wait(60) == 1, "".join(said)
    assert "the sign should show" in "".join(said)
    assert "the sign should show" in (tmp_path / "index.html").read_text("utf-8")


@pytest.mark.system
@pytest.mark.timeout(120)
def test_a_browser_that_does_not_work_is_a_problem_in_a_line(tmp_path: Path) -> None:
    broken = tmp_path / "bin" / "chromium"
    broken.parent.mkdir()
    broken.write_text("#!/bin/sh\nexit 3\n", "utf-8")
    broken.chmod(0o755)
    with demo(tmp_path / "out", PATH=f"{broken.parent}:{os.environ['PATH']}") as process:
        said, _ = process.communicate(timeout=100)
    assert process.returncode == 1
    assert "Traceback" not in said, said
    assert len([line for line in said.splitlines() if "✗" in line]) == 1, said
    assert said.splitlines()[-1].endswith("index.html"), said


@pytest.mark.system
@pytest.mark.browser
@pytest.mark.timeout(120)
def test_an_interrupted_demo_leaves_nothing_and_no_second_one_disturbs_it(tmp_path: Path) -> None:
    """Ctrl+C reaches every process of the terminal's group at the same moment."""
    with (
        tempfile.TemporaryDirectory() as temporary,
        demo(tmp_path / "out", TMPDIR=temporary, DISPLAY=":55555") as process,
    ):
        assert process.stdout is not None
        assert "DISPLAY=:55555 does not answer" in process.stdout.readline()
        first = process.stdout.readline()
        assert "第一次啟動" in first, first
        assert list(Path(temporary).iterdir()) != [], "the browser has its profile there"
        with demo(tmp_path / "out", JIAOHAO_LOCALE="en_US.UTF-8") as second:
            said, _ = second.communicate(timeout=60)
        assert second.returncode == 73
        assert said.startswith(f"Another demo is using {tmp_path / 'out'} (process {process.pid}).\n")
        os.killpg(process.pid, signal.SIGINT)
        said, _ = process.communicate(timeout=60)
        assert process.returncode == 130, said
        assert "Traceback" not in said, said
        assert list(Path(temporary).iterdir()) == []


def child_of(parent: int, module: str) -> int:
    """Process id of the demo's child, or child's child, that runs `module`."""
    family = {parent}
    for folder in sorted(Path("/proc").iterdir(), key=lambda folder: (len(folder.name), folder.name)):
        if not folder.name.isdigit():
            continue
        try:
            status = (folder / "stat").read_text("utf-8").rpartition(")")[2].split()
            command = (folder / "cmdline").read_bytes().decode("utf-8", "replace")
        except OSError:
            continue
        if int(status[1]) in family and module in command:
            return int(folder.name)
        if int(status[1]) == parent:
            family.add(int(folder.name))
    raise AssertionError(f"no child runs {module}")


@pytest.mark.system
@pytest.mark.browser
@pytest.mark.timeout(300)
def test_on_a_screen_it_plays_by_itself_in_windows_with_names_and_then_it_is_your_turn(tmp_path: Path) -> None:
    said: list[str] = []
    with virtual_screen(1366, 768) as screen, shop_window(tmp_path / "out", screen) as process:
        assert process.stdout is not None
        for line in process.stdout:
            said.append(line)
            if "那麼，換你了" in line:
                with contextlib.closing(XScreen(screen)) as eyes:
                    whole = seen_whole(eyes)
                    first = first_press_calls(eyes, tmp_path / "out")
                    taken = take_a_number(eyes, tmp_path / "out")
                is_called(taken, tmp_path / "out")
                process.send_signal(signal.SIGINT)
        assert process.wait(60) == 130, "".join(said)
    told = "".join(said)
    assert "✗" not in told, told
    assert "Traceback" not in told, told
    assert re.search(r"https://127\.0\.0\.1:\d+/console", told)
    assert re.search(r"登入帳號 admin", told)
    for scene in ("取號機取號", "到 3 號櫃檯", "兩個櫃檯同時叫號", "過號", "改用英文", "暫停服務"):
        assert scene in told, told
    assert first, "the onlooker's first F2 calls nobody"
    assert whole == dict.fromkeys(("order", "content", "console", "paper", "kiosk"), True)
    for log in (tmp_path / "out" / "run").glob("*.log"):
        assert "Traceback" not in log.read_text("utf-8"), log.read_text("utf-8")[-2000:]


@pytest.mark.system
@pytest.mark.browser
@pytest.mark.timeout(120)
def test_a_tour_that_is_broken_off_does_not_say_that_it_is_your_turn(tmp_path: Path) -> None:
    said: list[str] = []
    with virtual_screen(1366, 768) as screen, shop_window(tmp_path / "out", screen) as process:
        assert process.stdout is not None
        for line in process.stdout:
            said.append(line)
            if "來賓在取號機取號" in line:
                process.send_signal(signal.SIGINT)
        assert process.wait(60) == 130, "".join(said)
    assert "換你了" not in "".join(said), "".join(said)


def take_a_number(screen: XScreen, folder: Path) -> str:
    """Takes one at the kiosk, as the onlooker does, of a service below the upper half of the list, which counter 3 does
    not have; its ticket's id."""
    kiosk = desk(Place(0, 0, screen.width, screen.height)).kiosk
    before = tickets(folder, "ticket_issued")
    for across, down in itertools.cycle(((0.5, 0.66), (0.64, 0.93))):
        screen.touch(round(kiosk.x + across * kiosk.width), round(kiosk.y + down * kiosk.height))
        time.sleep(0.7)  # as long as a screen needs to change
        if new := [one for one in tickets(folder, "ticket_issued") if one not in before]:
            return new[0]
    raise AssertionError


def first_press_calls(screen: XScreen, folder: Path) -> bool:
    """F2 in the window of counter 3, and nothing else, has somebody called there."""
    console = desk(Place(0, 0, screen.width, screen.height), caption_height(Place(0, 0, screen.width, screen.height)))
    before = tickets(folder, "ticket_called", "3")
    screen.point_at(console.console.x + 20, console.console.y + console.console.height // 2)
    screen.strike(F2)
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        if len(tickets(folder, "ticket_called", "3")) > len(before):
            return True
        time.sleep(0.2)
    return False


def tickets(folder: Path, happened: str, counter: str | None = None) -> list[str]:
    """The ids of the tickets to whom this has happened, at one counter or anywhere, in the hall's own log."""
    with contextlib.closing(sqlite3.connect(f"file:{folder / 'run' / 'hall.db'}?mode=ro", uri=True)) as log:
        rows = log.execute("SELECT body FROM event WHERE type = ? ORDER BY seq", (happened,)).fetchall()
    told = [json.loads(body) for (body,) in rows]
    return [str(one["ticket_id"]) for one in told if counter in {None, one.get("counter_id")}]


def is_called(ticket_id: str, folder: Path, within_s: float = 60.0) -> None:
    """Waits for it."""
    deadline = time.monotonic() + within_s
    while ticket_id not in tickets(folder, "ticket_called"):
        assert time.monotonic() < deadline, f"nobody has called {ticket_id} within {within_s:.0f} s"
        time.sleep(0.2)


@contextlib.contextmanager
def shop_window(folder: Path, screen: str) -> Iterator[subprocess.Popen[str]]:
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("QT_", "WAYLAND"))}
    process = subprocess.Popen(
        [sys.executable, "-m", "demo", "--quick", "--out", str(folder)],
        cwd=ROOT,
        env={**environment, "DISPLAY": screen, "JIAOHAO_LOCALE": "zh_TW.UTF-8", "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    with process:
        try:
            yield process
        finally:
            process.terminate()


def seen_whole(screen: XScreen) -> dict[str, bool]:
    """For each window: its name can be read over it, and round it is nothing but what stands behind all."""
    room = Place(0, 0, screen.width, screen.height)
    stands = desk(room, caption_height(room))
    faults = {}
    for name in ("order", "content", "console", "paper", "kiosk"):
        place: Place = getattr(stands, name)
        band = screen.look(place.x, place.y - TITLE_BAR, place.width, TITLE_BAR).convert("L")
        left = screen.look(place.x - GAP + 1, place.y - TITLE_BAR, GAP - 2, place.height + TITLE_BAR)
        shades = band.tobytes()
        named = max(shades) > 200 and min(shades) < 30
        faults[name] = named and left.getcolors() == [(left.width * left.height, BEHIND)]
    return faults
