"""Real-time commands: a printer acts on them when they arrive, before everything that waits in its buffer."""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class StatusAsked:
    """DLE EOT n."""

    kind: int


@dataclass(frozen=True)
class BufferCleared:
    """DLE DC4 function 8, which is answered, or DLE ENQ 2, which is not."""

    answered: bool


_CLEAR = bytes.fromhex("10 14 08 01 03 14 01 06 02 08")
_COMMAND = re.compile(rb"\x10\x04([\x01-\x04])|\x10\x05\x02|(" + re.escape(_CLEAR) + rb")")


@dataclass
class RealTimeScanner:
    """Finds real-time commands in the bytes as they arrive, also where a picture spells them by chance."""

    _tail: bytes = b""

    def feed(self, data: bytes) -> list[tuple[int, StatusAsked | BufferCleared]]:
        """Return the commands that ``data`` completes, each with the count of its bytes that are now past."""
        before = len(self._tail)
        seen = self._tail + data
        found: list[tuple[int, StatusAsked | BufferCleared]] = []
        for match in _COMMAND.finditer(seen):
            if match.end() > before:
                asked = StatusAsked(match[1][0]) if match[1] else BufferCleared(answered=match[2] is not None)
                found.append((match.end() - before, asked))
        self._tail = seen[-len(_CLEAR) + 1 :]
        return found
