"""What the emulated printer says, and when: answers that take their time, states and noise that nobody asked for."""

import heapq
import random
from dataclasses import dataclass, field

from hardware.printer.emulator.personality import Personality

_BURST_S = 0.02
"""Noise comes in bursts so far apart, its bytes a second kept."""


@dataclass
class Voice:
    """The bytes on their way to whoever is connected. Instants in seconds of any one clock."""

    personality: Personality
    _waiting: list[tuple[float, int, bytes]] = field(default_factory=list)
    _said: int = 0
    _noise: random.Random = field(default_factory=lambda: random.Random(1))  # noqa: S311  the same at every run
    _next_noise: float | None = None
    _next_block: float | None = None

    def __post_init__(self) -> None:
        if self.personality.noise:
            self._next_noise = 0.0
        if self.personality.block_every_s:
            self._next_block = 0.0

    def say(self, data: bytes, at: float) -> None:
        """Say ``data`` at the instant ``at``."""
        if data:
            self._said += 1
            heapq.heappush(self._waiting, (at, self._said, data))

    def hush(self) -> None:
        """Forget what was to be said."""
        self._waiting.clear()

    def due(self, now: float, block: bytes) -> bytes:
        """Everything to be said until ``now``; ``block`` is its state, for where it tells that by itself.

        What nobody heard while time passed is not made up for: one burst and one block at most.
        """
        said = bytearray()
        while self._waiting and self._waiting[0][0] <= now:
            said += heapq.heappop(self._waiting)[2]
        if self._next_block is not None and self._next_block <= now and self.personality.block_every_s:
            said += block
            self._next_block = now + self.personality.block_every_s
        if self._next_noise is not None and self._next_noise <= now:
            count = max(1, round(self.personality.noise * _BURST_S))
            said = self._noise_bytes(count) + said
            self._next_noise = now + count / self.personality.noise
        return bytes(said)

    def _noise_bytes(self, count: int) -> bytearray:
        # No reply of a printer has its highest bit set, so noise is never a false answer.
        return bytearray(self._noise.randrange(0x80, 0x100) for _ in range(count))

    @property
    def next_event(self) -> float | None:
        """When it will next say something; None: not by itself."""
        instants = (self._next_noise, self._next_block, self._waiting[0][0] if self._waiting else None)
        return min((instant for instant in instants if instant is not None), default=None)
