from __future__ import annotations

import json
from pathlib import Path

import pytest

from demo.desk_browser import NO_SANDBOX, Room, browser_command

ADDRESS = "http://127.0.0.1:8765/console"


def path_with(folder: Path, *names: str) -> str:
    for name in names:
        (folder / name).write_text("#!/bin/sh\n", "utf-8")
        (folder / name).chmod(0o755)
    return str(folder)


def test_a_window_of_its_own_in_its_place_however_small_it_is_drawn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", path_with(tmp_path, "chromium", "firefox"))
    command = browser_command(ADDRESS, Room(10, 400, 590, 300, ratio=2.0), tmp_path / "profile", "zh-TW")
    assert command[:3] == [str(tmp_path / "chromium"), f"--app={ADDRESS}", f"--user-data-dir={tmp_path / 'profile'}"]
    assert {"--window-position=20,800", "--window-size=1180,600", "--force-device-scale-factor=1.000"} <= set(command)
    assert "--lang=zh-TW" in command
    settings = (tmp_path / "profile" / "Default" / "Preferences").read_text("utf-8")
    assert json.loads(settings)["translate"] == {"enabled": False}, "nothing that asks covers the page"


def test_firefox_too_has_a_profile_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", path_with(tmp_path, "firefox-esr"))
    command = browser_command(ADDRESS, Room(0, 0, 1180, 700), tmp_path / "profile", "en")
    assert command[:4] == [str(tmp_path / "firefox-esr"), "--no-remote", "--profile", str(tmp_path / "profile")]
    assert command[-1] == ADDRESS
    settings = (tmp_path / "profile" / "user.js").read_text("utf-8")
    assert 'user_pref("layout.css.devPixelsPerPx", "1.000");\n' in settings
    assert 'user_pref("intl.accept_languages", "en");\n' in settings
    assert 'user_pref("browser.aboutwelcome.enabled", false);\n' in settings, "it begins with the page alone"


def test_firefox_fills_its_room_however_small_it_is_drawn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It counts in the units of its page, as Chromium does."""
    monkeypatch.setenv("PATH", path_with(tmp_path, "firefox-esr"))
    command = browser_command(ADDRESS, Room(8, 400, 590, 300), tmp_path / "profile", "en")
    assert [command[command.index(word) + 1] for word in ("--width", "--height")] == ["1180", "600"]
    assert '"layout.css.devPixelsPerPx", "0.500"' in (tmp_path / "profile" / "user.js").read_text("utf-8")


@pytest.mark.parametrize(("user", "walls"), [(1000, True), (0, False)])
def test_chromium_keeps_its_walls_for_whoever_is_not_root(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, user: int, walls: bool
) -> None:
    monkeypatch.setenv("PATH", path_with(tmp_path, "chromium"))
    monkeypatch.setattr("os.geteuid", lambda: user)
    command = browser_command(ADDRESS, Room(0, 0, 900, 600), tmp_path / "profile", "en")
    assert set(NO_SANDBOX).isdisjoint(command) is walls


def test_a_pc_without_a_browser_has_no_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert browser_command(ADDRESS, Room(0, 0, 900, 600), tmp_path / "profile", "en") == []


@pytest.mark.parametrize(
    ("x11", "wayland", "native"), [("", "wayland-0", True), (":0", "wayland-0", False), (":0", "", False)]
)
def test_chromium_asks_for_no_x_where_there_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, x11: str, wayland: str, native: bool
) -> None:
    monkeypatch.setenv("PATH", path_with(tmp_path, "chromium"))
    monkeypatch.setenv("DISPLAY", x11)
    monkeypatch.setenv("WAYLAND_DISPLAY", wayland)
    command = browser_command(ADDRESS, Room(0, 0, 900, 600), tmp_path / "profile", "en")
    assert ("--ozone-platform=wayland" in command) is native
