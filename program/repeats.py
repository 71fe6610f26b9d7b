"""Which log records are said whole, and which only counted: the same words from the same place, over and over. Pure.

Instants are milliseconds of one clock that never jumps.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

WITHIN_MS: Final = 10_000
MOST: Final = 20
"""So many alike are said whole within `WITHIN_MS`, the first ones."""
MOST_KINDS: Final = 512
"""Different lines that are counted at a time; who makes up words takes no memory with them."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What makes two records the same line."""

    event: str
    level: str
    place: str
    """Where in the code it was said."""
    words: str = ""
    """Everything else that it says, where a record that says something else must never be lost: an error."""


@dataclass(frozen=True, slots=True)
class Repeated:
    """Of this kind `times` more came, which were not said."""

    kind: Kind
    times: int


@dataclass(slots=True)
class _Window:
    since: int
    came: int


class Repeats:
    """The same kind begins anew `within_ms` after its first record."""

    def __init__(self, *, most: int = MOST, within_ms: int = WITHIN_MS, most_kinds: int = MOST_KINDS) -> None:
        self._most = most
        self._within_ms = within_ms
        self._most_kinds = most_kinds
        self._windows: dict[Kind, _Window] = {}
        """The oldest first."""

    def passes(self, kind: Kind, at: int) -> bool:
        """Whether this record is said whole. Ask `over` first."""
        window = self._windows.get(kind)
        if window is None:
            if len(self._windows) < self._most_kinds:
                self._windows[kind] = _Window(at, 1)
            return True
        window.came += 1
        return window.came <= self._most

    def over(self, at: int) -> Sequence[Repeated]:
        """Takes out what began long enough ago; those of which some were not said."""
        ended: list[Repeated] = []
        while self._windows:
            kind, window = next(iter(self._windows.items()))
            if at - window.since < self._within_ms:
                break
            del self._windows[kind]
            ended += self._unsaid(kind, window)
        return ended

    def all(self) -> Sequence[Repeated]:
        """Takes out everything: nothing comes any more."""
        unsaid = [one for kind, window in self._windows.items() for one in self._unsaid(kind, window)]
        self._windows.clear()
        return unsaid

    def _unsaid(self, kind: Kind, window: _Window) -> Sequence[Repeated]:
        return [Repeated(kind, window.came - self._most)] if window.came > self._most else []
