"""Sound as a port: something plays a file and returns when it is done. One thread plays every chime in turn."""

from __future__ import annotations

import shlex
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import structlog

from program.tending import tended_thread

LONGEST_S = 10.0
"""A player that takes longer hangs; it is ended."""

log = structlog.get_logger(__name__)


class SoundError(Exception):
    """The file was not heard: no player, no sound device, a player that hangs."""


class Player(Protocol):
    """Plays a WAV file."""

    def play(self, path: Path) -> None:
        """Returns when the file has been played. Raises SoundError."""
        ...


def command_words(command: str) -> list[str]:
    """A player's command, split as a shell would. Raises ValueError for a quotation mark without its other."""
    return shlex.split(command)


class CommandPlayer:
    """Plays with a command of the system, `aplay -q`; the file is its last word."""

    def __init__(self, command: str) -> None:
        """Raises ValueError when the command cannot be split into words."""
        self._words = command_words(command)
        if not self._words:
            raise ValueError("the player's command is empty")

    def play(self, path: Path) -> None:
        """See Player."""
        try:
            ended = subprocess.run(  # noqa: S603  # the hall's own command, from its config
                [*self._words, str(path)],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=LONGEST_S,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired) as fault:
            raise SoundError(f"{self._words[0]}: {fault}") from fault
        if ended.returncode:
            said = ended.stderr.decode(errors="replace").strip().splitlines()
            raise SoundError(f"{self._words[0]} ended with {ended.returncode}: {said[-1] if said else ''}")


class RecordingPlayer:
    """Plays nothing and remembers what it was asked for; `fault` makes it fail."""

    def __init__(self) -> None:
        self.played: list[Path] = []
        self.fault: str = ""

    def play(self, path: Path) -> None:
        """See Player."""
        if self.fault:
            raise SoundError(self.fault)
        self.played.append(path)


class Chimes:
    """Plays one chime for each asked one, in turn, on its own thread. A fault is logged once and never stops it."""

    def __init__(self, player: Player, chime: Callable[[], Path]) -> None:
        """`chime` gives the file; it is asked for on the thread, and again while it fails."""
        self._player = player
        self._chime = chime
        self._wanted = threading.Semaphore(0)
        self._stopping = threading.Event()
        self._told = ""
        self._thread = tended_thread("chimes", self._run, self._stopping)

    def start(self) -> None:
        self._thread.start()

    def ring(self, count: int = 1) -> None:
        """Asks for so many chimes. Never blocks."""
        if count > 0:
            self._wanted.release(count)

    def stop(self) -> None:
        """Ends the thread after the chime that sounds now."""
        self._stopping.set()
        self._wanted.release()
        if self._thread.is_alive():
            self._thread.join(LONGEST_S + 1)

    def _run(self) -> None:
        while True:
            self._wanted.acquire()
            if self._stopping.is_set():
                return
            try:
                self._player.play(self._chime())
            except (SoundError, OSError) as fault:
                if str(fault) != self._told:
                    self._told = str(fault)
                    log.warning("chime_not_heard", reason=self._told)
            else:
                self._told = ""
