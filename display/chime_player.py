"""Rings the chime for each call on a thread of its own, and knows how the sound is."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import structlog

from display.chime_turns import ChimeTurns
from display.sound import LONGEST_S, Player, SoundError, SoundFault
from program.steady import steady_ms
from program.tending import tended_thread

TRY_AGAIN_MS = 30_000
"""While nothing is heard the sound is tried out this often."""
HANGS_MS = LONGEST_S * 1000 + 1_000
"""A player that was not to be ended either."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class SoundHealth:
    """`tried`: something was played since the start. `fault` is of the last try; None: it was heard."""

    tried: bool = False
    fault: SoundFault | None = None
    detail: str = ""


class Chimes:
    """Plays asked chimes in turn (`display.chime_turns`). A fault is logged once and stops nothing."""

    def __init__(
        self,
        player: Player,
        chime: Callable[[], Path],
        silence: Callable[[], Path],
        steady: Callable[[], float] = steady_ms,
        *,
        try_again_ms: float = TRY_AGAIN_MS,
    ) -> None:
        """`chime` and `silence` give files, and are asked on the thread each time; both may raise OSError."""
        self._player = player
        self._chime = chime
        self._silence = silence
        self._steady = steady
        self._try_again_s = try_again_ms / 1000
        self._changed = threading.Condition()
        self._turns = ChimeTurns()
        self._health = SoundHealth()
        self._playing_since: float | None = None
        self._stopping = threading.Event()
        self._thread = tended_thread("chimes", self._run, self._stopping)

    def start(self) -> None:
        """Tries out the sound, then waits for calls."""
        self._thread.start()

    def ring(self, tickets: Sequence[str]) -> None:
        """Asks for a chime for each of these calls: a ticket's id, or those of several together. Never blocks."""
        if tickets:
            with self._changed:
                now = self._steady()
                self._turns = self._turns.ask((now, ticket_id) for ticket_id in tickets)
                self._changed.notify()

    def hush(self, tickets: Collection[str]) -> None:
        """Drops their chimes that have not sounded yet. Never blocks."""
        if tickets:
            with self._changed:
                self._turns = self._turns.without(tickets)

    def health(self) -> SoundHealth:
        """How the sound is. Never blocks."""
        with self._changed:
            since = self._playing_since
            if since is not None and self._steady() - since > HANGS_MS:
                return SoundHealth(tried=True, fault=SoundFault.PLAYER_HANGS, detail="the player cannot be ended")
            return self._health

    def stop(self) -> None:
        """Ends the thread after the chime that sounds now."""
        with self._changed:
            self._stopping.set()
            self._changed.notify()
        if self._thread.is_alive():
            self._thread.join(LONGEST_S + 1)

    def _run(self) -> None:
        self._do(lambda: self._player.try_out(self._silence()))
        while True:
            with self._changed:
                well = self._health.fault is None
                self._changed.wait_for(
                    lambda: self._stopping.is_set() or self._turns.asked, timeout=None if well else self._try_again_s
                )
                if self._stopping.is_set():
                    return
                asked = bool(self._turns.asked)
                self._turns, rings = self._turns.take(self._steady())
            if rings:
                self._do(lambda: self._player.play(self._chime()))
            elif not asked:
                self._do(lambda: self._player.try_out(self._silence()))

    def _do(self, play: Callable[[], None]) -> None:
        with self._changed:
            self._playing_since = self._steady()
        try:
            play()
        except SoundError as fault:
            self._learn(SoundHealth(tried=True, fault=fault.fault, detail=str(fault)))
        except OSError as fault:
            self._learn(SoundHealth(tried=True, fault=SoundFault.NO_CHIME, detail=str(fault)))
        else:
            self._learn(SoundHealth(tried=True))

    def _learn(self, health: SoundHealth) -> None:
        with self._changed:
            before, self._health = self._health, health
            self._playing_since = None
        if health.fault is None and before.fault is not None:
            log.info("chime_heard_again")
        elif health.fault is not None and health.fault is not before.fault:
            log.warning("chime_not_heard", code=health.fault.value, reason=health.detail)
