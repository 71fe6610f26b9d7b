"""Sound as a port: something plays a file and returns when it is done."""

from __future__ import annotations

import contextlib
import os
import shlex
import signal
import subprocess
from enum import StrEnum
from pathlib import Path
from typing import Protocol

LONGEST_S = 5.0
"""A player that takes longer for a chime hangs; it is ended."""


class SoundFault(StrEnum):
    """Why nothing was heard: codes that have a text in every language."""

    PLAYER_MISSING = "player_missing"
    PLAYER_HANGS = "player_hangs"
    NO_SOUND = "no_sound"
    """The player says that it cannot play, as without a sound card."""
    NO_CHIME = "no_chime"
    """There is no file to play, since it cannot be written."""


class SoundError(Exception):
    """The file was not heard."""

    def __init__(self, fault: SoundFault, detail: str) -> None:
        super().__init__(detail)
        self.fault = fault


class Player(Protocol):
    """Plays WAV files, one at a time."""

    def play(self, path: Path) -> None:
        """Returns when the file has been played. Raises SoundError."""
        ...

    def try_out(self, path: Path) -> None:
        """The same with a file that nobody hears. Raises SoundError when a chime would not be heard either."""
        ...


def command_words(command: str) -> list[str]:
    """A player's command, split as a shell would. Raises ValueError for a quotation mark without its other."""
    return shlex.split(command)


class CommandPlayer:
    """Plays with a command of the system, `aplay -q`; the file is its last word."""

    def __init__(self, command: str, longest_s: float = LONGEST_S) -> None:
        """Raises ValueError when the command cannot be split into words."""
        self._words = command_words(command)
        if not self._words:
            raise ValueError("the player's command is empty")
        self._longest_s = longest_s

    def play(self, path: Path) -> None:
        """See Player."""
        name = self._words[0]
        try:
            # A session of its own: what hangs may be a child of the command.
            player = subprocess.Popen(  # noqa: S603  # the hall's own command, from its config
                [*self._words, str(path)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                start_new_session=True,
            )
        except OSError as fault:
            raise SoundError(SoundFault.PLAYER_MISSING, f"{name}: {fault.strerror}") from fault
        with player:
            try:
                _, said = player.communicate(timeout=self._longest_s)
            except subprocess.TimeoutExpired as late:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(player.pid, signal.SIGKILL)
                raise SoundError(
                    SoundFault.PLAYER_HANGS, f"{name} did not end within {self._longest_s:.0f} s"
                ) from late
        if player.returncode:
            lines = said.decode(errors="replace").strip().splitlines()
            last = f": {lines[-1]}" if lines else ""
            raise SoundError(SoundFault.NO_SOUND, f"{name} ended with {player.returncode}{last}")

    def try_out(self, path: Path) -> None:
        """See Player."""
        self.play(path)


class RecordingPlayer:
    """Plays nothing and remembers what it was asked for; `fault` makes it fail."""

    def __init__(self) -> None:
        self.played: list[Path] = []
        self.fault: SoundFault | None = None

    def play(self, path: Path) -> None:
        """See Player."""
        self.try_out(path)
        self.played.append(path)

    def try_out(self, path: Path) -> None:
        """See Player."""
        if self.fault is not None:
            raise SoundError(self.fault, f"{path.name} was not heard")
