"""The demo as a newcomer starts it; and that it fails when something that should be seen is not."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.system.x_screen import virtual_screen

ROOT = Path(__file__).parents[2]
SCENES = 39


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
@pytest.mark.timeout(200)
def test_on_a_screen_the_hall_stands_in_windows_for_as_long_as_asked(tmp_path: Path, screen: str) -> None:
    environment = {key: value for key, value in os.environ.items() if key not in {"QT_QPA_PLATFORM", "WAYLAND_DISPLAY"}}
    done = subprocess.run(
        [sys.executable, "-m", "demo", "--for", "8", "--out", str(tmp_path / "out")],
        cwd=ROOT,
        env={**environment, "DISPLAY": screen},
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"https://127\.0\.0\.1:\d+/console", done.stdout)
    assert re.search(r"(Sign in as|登入帳號) admin", done.stdout)
    for log in (tmp_path / "out" / "run").glob("*.log"):
        assert "Traceback" not in log.read_text("utf-8"), log.read_text("utf-8")[-2000:]


@pytest.fixture
def screen() -> Iterator[str]:
    with virtual_screen() as screen:
        yield screen
