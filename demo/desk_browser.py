"""The clerk's console in a browser of this PC: a window of its own, which ends with the trial."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from demo.programs import DemoFault, Program
from demo.trust import can_trust, trusting_home, trusting_store

CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge", "brave-browser")
FIREFOXES = ("firefox", "firefox-esr")
NO_QUESTIONS = {
    "credentials_enable_service": False,
    "profile": {"password_manager_enabled": False},
    "translate": {"enabled": False},
}
"""Settings of a Chromium that does not ask, over the page, whether it shall keep the password or translate."""
NO_SANDBOX = ("--no-sandbox", "--test-type")
"""Chromium without its own walls, and without a word about that over the page."""
NO_TOUR: Mapping[str, str | bool] = {
    "browser.aboutwelcome.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.homepage_override.mstone": "ignore",
    "datareporting.policy.dataSubmissionPolicyBypassNotification": True,
    "signon.rememberSignons": False,
    "startup.homepage_welcome_url": "",
    "termsofuse.bypassNotification": True,
}
"""Settings of a Firefox that begins with the page alone, and asks nothing."""
DRAWN_FOR = 1180
"""Width in CSS pixels that the console wants; in less room it is drawn smaller."""


@dataclass(frozen=True, slots=True)
class Room:
    """Where on the desktop the window goes, in the desktop's units; `ratio` dots of the screen are one of them."""

    x: int
    y: int
    width: int
    height: int
    ratio: float = 1.0

    @classmethod
    def said(cls, words: Sequence[str]) -> Self:
        """As the tray says it: X Y WIDTH HEIGHT RATIO."""
        x, y, width, height, ratio = words
        return cls(int(x), int(y), int(width), int(height), float(ratio))

    @property
    def scale(self) -> float:
        """How large the page is drawn, 1 as any other."""
        return min(1.0, self.width / DRAWN_FOR)


def browser_command(address: str, room: Room, profile: Path, language: str) -> list[str]:
    """The command that shows `address` in a new window, with a profile of its own in `profile` so that it has nothing
    to do with a person's own browser. Empty when this PC has none that can.
    """
    for name in CHROMIUMS:
        if found := shutil.which(name):
            settings = profile / "Default" / "Preferences"
            if not settings.exists():
                settings.parent.mkdir(parents=True, exist_ok=True)
                settings.write_text(json.dumps(NO_QUESTIONS), "utf-8")
            # It counts in the units of its page.
            x, y, width, height = (round(value / room.scale) for value in (room.x, room.y, room.width, room.height))
            return [
                found,
                f"--app={address}",
                f"--user-data-dir={profile}",
                f"--window-position={x},{y}",
                f"--window-size={width},{height}",
                f"--force-device-scale-factor={room.scale * room.ratio:.3f}",
                f"--lang={language}",
                "--no-first-run",
                "--no-default-browser-check",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                # Its sandbox does not work for root, who tries a hall only on a machine that is for trying.
                *(NO_SANDBOX if os.geteuid() == 0 else ()),
                # On a desktop that has no X at all it would ask for one, and end.
                *(
                    ["--ozone-platform=wayland"]
                    if os.environ.get("WAYLAND_DISPLAY") and not os.environ.get("DISPLAY")
                    else []
                ),
            ]
    for name in FIREFOXES:
        if found := shutil.which(name):
            profile.mkdir(parents=True, exist_ok=True)
            drawn = {"layout.css.devPixelsPerPx": f"{room.scale * room.ratio:.3f}", "intl.accept_languages": language}
            (profile / "user.js").write_text(_as_preferences({**NO_TOUR, **drawn}), "utf-8")
            # In the units of its page too. Where it stands is for the desktop to say, which finds the room left free.
            size = ["--width", str(round(room.width / room.scale)), "--height", str(round(room.height / room.scale))]
            return [found, "--no-remote", "--profile", str(profile), *size, address]
    return []


def _as_preferences(settings: Mapping[str, str | bool]) -> str:
    return "".join(f"user_pref({json.dumps(key)}, {json.dumps(value)});\n" for key, value in settings.items())


async def trusting_browser(command: list[str], profile: Path, authority: Path) -> dict[str, str]:
    """The browser of that command will trust the hall's authority; what its environment needs for that. One that
    cannot be taught it warns, as any does, until somebody has followed the page /trust."""
    if not can_trust():
        return {}
    with contextlib.suppress(DemoFault):
        if Path(command[0]).name in FIREFOXES:
            await trusting_store(profile, authority)
        else:
            return await trusting_home(profile / "home", authority)
    return {}


async def show_console(
    program: Program, address: str, room: Room, folder: Path, *, authority: Path, language: str
) -> None:
    """Shows the console in a browser of this PC that trusts the hall, as `program`; one that is not there, or cannot be
    started, shows nothing. Everything it writes goes into `folder`."""
    profile = folder / "browser"
    command = browser_command(address, room, profile, language)
    if command:
        trusts = await trusting_browser(command, profile, authority)
        with contextlib.suppress(OSError):
            await program.start_command(*command, environment={"TMPDIR": str(folder), **trusts})
