"""Monitors stay lit: what an X server is told, what it says in the end, and what staff hear of it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtDBus import QDBusConnection
from pytestqt.qtbot import QtBot

from display.awake import Awake, AwakeHealth, blanks_after
from display.idle_inhibitor import COMPOSITOR, MANAGER, OF_RIVER, OF_WLROOTS, inhibit
from tests.real_hall import ROOT

LIT = """Screen Saver:
  prefer blanking:  no    allow exposures:  yes
  timeout:  0    cycle:  600
DPMS (Display Power Management Signaling):
  Standby: 600    Suspend: 600    Off: 600
  DPMS is Disabled
"""
NOBODY = "neither desktop nor compositor takes such a request"


@pytest.mark.parametrize(
    ("told", "fault"),
    [
        (LIT, ""),
        (LIT.replace("  DPMS is Disabled\n", "  Server does not have the DPMS Extension\n"), ""),
        (LIT.replace("timeout:  0", "timeout:  600"), "screen saver after 600 s"),
        (LIT.replace("Disabled", "Enabled"), "DPMS is enabled"),
        ("", "xset says nothing of a screen saver"),
    ],
)
def test_what_an_x_server_says_of_its_screens(told: str, fault: str) -> None:
    assert blanks_after(told) == fault


def fake_xset(folder: Path, says: str) -> Path:
    """A command that writes down what it was told, and says this when it is asked."""
    folder.joinpath("says").write_text(says, "utf-8")
    script = folder / "xset"
    script.write_text(f'#!/bin/sh\necho "$*" >>"{folder}/told"\n[ "$1" != q ] || cat "{folder}/says"\n', "utf-8")
    script.chmod(0o755)
    return script


def told(folder: Path) -> list[str]:
    kept = folder / "told"
    return kept.read_text("utf-8").splitlines() if kept.exists() else []


def test_an_x_server_is_told_again_and_again_and_asked_each_time(qtbot: QtBot, tmp_path: Path) -> None:
    parent = QObject()
    awake = Awake("xcb", parent, xset=str(fake_xset(tmp_path, LIT)), again_ms=50)
    assert awake.health() == AwakeHealth()
    awake.start()
    qtbot.waitUntil(lambda: len(told(tmp_path)) >= 10, timeout=20_000)
    assert told(tmp_path)[:10] == ["s off", "s noblank", "s reset", "-dpms", "q"] * 2
    assert awake.health() == AwakeHealth(asked=True)
    (tmp_path / "says").write_text(LIT.replace("timeout:  0", "timeout:  300"), "utf-8")
    qtbot.waitUntil(lambda: awake.health().fault == "screen saver after 300 s", timeout=20_000)
    (tmp_path / "says").write_text(LIT, "utf-8")
    qtbot.waitUntil(lambda: awake.health().fault == "", timeout=20_000)
    awake.stop()


def test_without_the_command_it_is_said(qtbot: QtBot, tmp_path: Path) -> None:
    parent = QObject()
    awake = Awake("xcb", parent, xset=str(tmp_path / "none"))
    awake.start()
    qtbot.waitUntil(lambda: awake.health().asked, timeout=20_000)
    assert "is not installed" in awake.health().fault
    awake.stop()


def test_a_desktop_that_cannot_be_asked_is_said(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path}/none")
    parent = QObject()
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    awake = Awake("wayland", parent)
    awake.start()
    qtbot.waitUntil(lambda: awake.health().asked, timeout=20_000)
    assert awake.health().fault == NOBODY
    awake.stop()


@pytest.mark.parametrize(
    ("offered", "asked"),
    [
        ((COMPOSITOR, MANAGER, OF_WLROOTS), True),
        ((COMPOSITOR, MANAGER), False),
        ((COMPOSITOR, OF_WLROOTS), False),
        ((COMPOSITOR, MANAGER, OF_WLROOTS, OF_RIVER), False),
    ],
)
def test_only_a_compositor_that_would_hold_it_is_asked(offered: tuple[str, ...], asked: bool) -> None:
    assert bool(inhibit({name: number for number, name in enumerate(offered, 1)})) is asked


@pytest.fixture
def bus(tmp_path: Path) -> Iterator[str]:
    """The address of a message bus of its own."""
    address = f"unix:path={tmp_path}/bus"
    with process("dbus-daemon", "--session", "--nofork", "--print-address", f"--address={address}") as daemon:
        yield line(daemon)


@contextmanager
def process(*command: str) -> Iterator[subprocess.Popen[str]]:
    """Lives for the block, unless it is killed before."""
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as one:
        try:
            yield one
        finally:
            one.kill()


def line(one: subprocess.Popen[str]) -> str:
    assert one.stdout is not None
    return one.stdout.readline().strip()


def test_a_wayland_desktop_is_asked_once_and_again_when_it_was_started_anew(
    qtbot: QtBot, tmp_path: Path, bus: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    parent, asks = QObject(), "Jiaohao: the waiting area's screen"
    desktop = (sys.executable, "-m", "tests.display.desktop", bus)
    awake = Awake("wayland", parent, bus=QDBusConnection.connectToBus(bus, str(tmp_path)))
    with process(*desktop) as first:
        assert line(first) == "here"
        awake.start()
        qtbot.waitUntil(lambda: awake.health() == AwakeHealth(asked=True), timeout=20_000)
        assert line(first) == asks
    qtbot.waitUntil(lambda: awake.health().fault == NOBODY, timeout=20_000)
    with process(*desktop) as second:
        assert line(second) == "here"
        qtbot.waitUntil(lambda: awake.health() == AwakeHealth(asked=True), timeout=20_000)
        assert line(second) == asks
        awake.stop()


def test_where_nothing_is_drawn_nothing_is_asked(tmp_path: Path) -> None:
    parent = QObject()
    awake = Awake("offscreen", parent, xset=str(fake_xset(tmp_path, LIT)))
    awake.start()
    assert (told(tmp_path), awake.health()) == ([], AwakeHealth())
    awake.stop()
