"""`./jiaohao try` as a newcomer uses it: a finger on a virtual screen takes a ticket, and its paper is seen there."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from demo.hall import snapshot_for
from demo.person import Person
from screen.desk import Desk, Place, desk
from tests.system.hall_server import write_config
from tests.system.x_screen import XScreen, virtual_screen

ROOT = Path(__file__).parents[2]
UP_WITHIN_S = 90.0
PAPER = 200
"""A dot at least so bright, of 255, is paper's; the tray around it is dark."""


class Try:
    """The running command: what it has said, and its programs."""

    def __init__(self, config: Path, folder: Path, screen: str) -> None:
        environment = {key: value for key, value in os.environ.items() if not key.startswith(("QT_", "WAYLAND"))}
        self._said: list[str] = []
        self._process = subprocess.Popen(
            [sys.executable, "-m", "demo.trying", "--config", str(config)],
            cwd=ROOT,
            env={**environment, "DISPLAY": screen, "TMPDIR": str(folder), "LC_ALL": "C.UTF-8", "PYTHONUNBUFFERED": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self._process.stdout is not None
        self._said.extend(self._process.stdout)

    @property
    def said(self) -> str:
        return "".join(self._said)

    def children(self) -> dict[int, str]:
        """Every process below it, and its command."""
        parents = {}
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                try:
                    status = (entry / "stat").read_text("utf-8").rpartition(")")[2].split()
                    command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
                except OSError:
                    continue
                parents[int(entry.name)] = (int(status[1]), command)
        found: dict[int, str] = {}
        ours = {self._process.pid}
        while more := {pid for pid, (parent, _) in parents.items() if parent in ours} - ours:
            ours |= more
            found |= {pid: parents[pid][1] for pid in more}
        return found

    def child(self, words: str) -> int:
        (found,) = [pid for pid, command in self.children().items() if f"-m {words}" in command]
        return found

    def end(self, how: signal.Signals = signal.SIGINT) -> int:
        self._process.send_signal(how)
        status = self._process.wait(40)
        self._reader.join(10)
        assert self._process.stdout is not None
        self._process.stdout.close()
        return status

    def ended(self) -> bool:
        return self._process.poll() is not None

    def status(self) -> int:
        status = self._process.wait(40)
        self._reader.join(10)
        assert self._process.stdout is not None
        self._process.stdout.close()
        return status


def alive(processes: Iterable[int]) -> list[int]:
    """Those that still run; one that has ended may wait for somebody to ask how."""
    running = []
    for process in processes:
        try:
            state = Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(")")[2].split()[0]
        except OSError:
            continue
        if state != "Z":
            running.append(process)
    return running


def wait(true: Callable[[], bool], what: str, within_s: float = UP_WITHIN_S, each_s: float = 0.1) -> None:
    deadline = time.monotonic() + within_s
    while not true():
        assert time.monotonic() < deadline, f"waited {within_s:.0f} s for {what}"
        time.sleep(each_s)


@pytest.fixture
def screen() -> Iterator[XScreen]:
    with virtual_screen() as name:
        screen = XScreen(name)
        yield screen
        screen.close()


@pytest.fixture
def trial(tmp_path: Path, screen: XScreen) -> Iterator[Try]:
    """A hall that is always open, tried; its folder is below `tmp_path / "temporary"`."""
    (tmp_path / "temporary").mkdir()
    trial = Try(write_config(tmp_path), tmp_path / "temporary", screen.name)
    try:
        wait(lambda: "Sign in as" in trial.said or trial.ended(), "the hall to stand")
        assert not trial.ended(), trial.said
        yield trial
    finally:
        if not trial.ended():
            trial.end(signal.SIGTERM)


def paper_seen(screen: XScreen, place: Place) -> float:
    """Share of the place that is bright."""
    histogram = screen.look(place.x, place.y, place.width, place.height).convert("L").histogram()
    return sum(histogram[PAPER:]) / sum(histogram)


def newcomer(tmp_path: Path, trial: Try) -> Person:
    """Signs in as the terminal says."""
    url = re.search(r"(https://127\.0\.0\.1:\d+)/console", trial.said)
    words = re.search(r"Sign in as (\S+) with the password (\S+)", trial.said)
    assert url is not None, trial.said
    assert words is not None, trial.said
    (authority,) = (tmp_path / "temporary").glob("jiaohao-try-*/authority.pem")
    person = Person(url[1], authority)
    asyncio.run(person.sign_in(words[1], words[2]))
    return person


def take_a_ticket(screen: XScreen, stands: Desk, taken: Callable[[], bool]) -> None:
    """A finger goes down the kiosk's middle, from touch to touch, until a number has been taken."""
    kiosk = stands.kiosk
    deadline = time.monotonic() + UP_WITHIN_S
    while True:
        for share in range(30, 100, 2):
            if taken():
                return
            assert time.monotonic() < deadline, "no number was to be had at the kiosk"
            screen.touch(kiosk.x + kiosk.width // 2, kiosk.y + kiosk.height * share // 100)
            time.sleep(0.15)


@pytest.mark.system
@pytest.mark.timeout(240)
def test_a_newcomer_takes_a_ticket_and_sees_its_paper(tmp_path: Path, screen: XScreen, trial: Try) -> None:
    config = (tmp_path / "config.toml").read_bytes()
    stands = desk(Place(0, 0, screen.width, screen.height))
    person = newcomer(tmp_path, trial)
    assert snapshot_for(person).tickets == ()
    wait(lambda: paper_seen(screen, stands.kiosk) > 0.4, "the kiosk's window")
    wait(lambda: len(screen.look(*corner(stands.order), 200, 100).getcolors(20_000) or ()) > 3, "the wall's window")
    wait(lambda: screen.look(*middle(stands.paper), 1, 1).getpixel((0, 0)) == (0x14, 0x20, 0x2E), "the tray's window")
    before = paper_seen(screen, stands.paper)

    take_a_ticket(screen, stands, lambda: len(snapshot_for(person).tickets) > 0)

    wait(lambda: paper_seen(screen, stands.paper) > before + 0.05, "the ticket's paper")
    children = trial.children()
    modules = {command.partition(" -m ")[2].partition(" ")[0] for command in children.values()}
    assert {"server", "kiosk", "display"} <= modules
    assert trial.end() == 0
    wait(lambda: not alive(children), "every program to have ended", within_s=5)
    assert list((tmp_path / "temporary").iterdir()) == []
    assert (tmp_path / "config.toml").read_bytes() == config
    assert sorted(path.name for path in tmp_path.iterdir()) == ["config.toml", "temporary"]


def middle(place: Place) -> tuple[int, int]:
    return place.x + place.width // 2, place.y + place.height // 2


def corner(place: Place) -> tuple[int, int]:
    return place.x, place.y


@pytest.mark.system
@pytest.mark.timeout(240)
def test_a_program_that_crashes_is_started_again_until_it_does_not_stay_up(tmp_path: Path, trial: Try) -> None:
    for times in (1, 2):
        wait(lambda: any("-m kiosk" in command for command in trial.children().values()), "the kiosk")
        os.kill(trial.child("kiosk"), signal.SIGKILL)
        wait(lambda times=times: trial.said.count("The kiosk ended (status -9)") == times, "a word about it")  # type: ignore[misc]
    wait(lambda: any("-m kiosk" in command for command in trial.children().values()), "the kiosk")
    children = trial.children()
    os.kill(trial.child("kiosk"), signal.SIGKILL)
    assert trial.status() == 1
    assert "The kiosk ended 3 times within a minute" in trial.said
    wait(lambda: not alive(children), "every program to have ended", within_s=5)
    (kept,) = (tmp_path / "temporary").iterdir()
    assert str(kept / "kiosk.log") in trial.said
    assert (kept / "kiosk.log").exists()


@pytest.mark.system
def test_without_a_screen_one_sentence_says_so(tmp_path: Path) -> None:
    trial = Try(write_config(tmp_path), tmp_path, ":64999")
    assert trial.status() == os.EX_UNAVAILABLE
    assert len(trial.said.splitlines()) == 1
    assert "DISPLAY=:64999" in trial.said
    assert [path.name for path in tmp_path.iterdir()] == ["config.toml"]
