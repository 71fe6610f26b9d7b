"""The clerk's console in a browser of this PC: a window of its own, which ends with the trial."""

from __future__ import annotations

import contextlib
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from demo.programs import Program

CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge", "brave-browser")
FIREFOXES = ("firefox", "firefox-esr")
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
                *(["--no-sandbox", "--test-type"] if os.geteuid() == 0 else []),
            ]
    for name in FIREFOXES:
        if found := shutil.which(name):
            profile.mkdir(parents=True, exist_ok=True)
            preferences = f'user_pref("layout.css.devPixelsPerPx", "{room.scale * room.ratio:.3f}");\n'
            (profile / "user.js").write_text(preferences, "utf-8")
            size = ["--width", str(room.width), "--height", str(room.height)]
            return [found, "--no-remote", "--profile", str(profile), *size, address]
    return []


async def open_console(program: Program, command: list[str], folder: Path) -> None:
    """Starts the browser as `program`, its own leavings in `folder`; one that cannot be started is none."""
    if command:
        with contextlib.suppress(OSError):
            await program.start_command(*command, environment={"TMPDIR": str(folder)})
