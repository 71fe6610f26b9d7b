"""Real-time commands: a printer acts on them when they arrive, before everything that waits in its buffer."""

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


@dataclass
class RealTimeScanner:
    """Finds real-time commands in the bytes as they arrive, also where a picture spells them by chance."""

    _tail: bytes = b""

    def feed(self, data: bytes) -> list[tuple[int, StatusAsked | BufferCleared]]:
        """Return the commands that ``data`` completes, each with the count of its bytes that are now past."""
        found: list[tuple[int, StatusAsked | BufferCleared]] = []
        for position, byte in enumerate(data, start=1):
            self._tail = (self._tail + bytes((byte,)))[-len(_CLEAR) :]
            if self._tail[-3:-1] == b"\x10\x04" and 1 <= byte <= 4:
                found.append((position, StatusAsked(byte)))
            elif self._tail == _CLEAR:
                found.append((position, BufferCleared(answered=True)))
            elif self._tail[-3:] == b"\x10\x05\x02":
                found.append((position, BufferCleared(answered=False)))
        return found
