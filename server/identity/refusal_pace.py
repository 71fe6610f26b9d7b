"""How often refusals become entries of the staff log: a few of each source, and the rest as a number. Pure.

Strangers decide how often they are refused; they shall fill no disk, and none of it shall go without a trace.
"""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock
from typing import Generic, NamedTuple, TypeVar

from server.identity.policy import MINUTE_MS

FEW = 3
"""Entries of one kind from one source a minute."""
MANY = 30
"""Entries of one kind from all sources a minute."""
MOST_SOURCES = 1_000
"""Beyond so many, kinds and sources together, the rest is counted as of nowhere."""
WINDOW_MS = MINUTE_MS

Kind = TypeVar("Kind", bound=str)


class Counted(NamedTuple, Generic[Kind]):
    """Refusals without an entry of their own."""

    kind: Kind
    source: str
    """"" for several."""
    more: int


@dataclass(slots=True)
class _Window:
    began: int
    entries: int = 0
    more: int = 0
    """Refusals since the last entry that have none."""

    def has_ended(self, now: int) -> bool:
        """Also when the clock was set back."""
        return not 0 <= now - self.began < WINDOW_MS


class RefusalPace(Generic[Kind]):
    """Any thread may ask."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._of_source: dict[tuple[Kind, str], _Window] = {}
        self._of_all: dict[Kind, _Window] = {}

    def take(self, now: int, kind: Kind, source: str) -> int | None:
        """What an entry says: how many more came from there since the last one. None when there shall be none; then
        this refusal is counted."""
        with self._lock:
            window = self._window(now, kind, source)
            of_all = self._of_all.setdefault(kind, _Window(now))
            if of_all.has_ended(now):
                self._of_all[kind] = of_all = _Window(now)
            if window.entries >= FEW or of_all.entries >= MANY:
                window.more += 1
                return None
            window.entries += 1
            of_all.entries += 1
            more, window.more = window.more, 0
            return more

    def due(self, now: int, *, all_of_them: bool = False) -> list[Counted[Kind]]:
        """Those whose minute is over (or `all_of_them`): they are forgotten here, and get an entry now."""
        with self._lock:
            ended = {key: one for key, one in self._of_source.items() if all_of_them or one.has_ended(now)}
            for key in ended:
                del self._of_source[key]
            return [Counted(kind, source, one.more) for (kind, source), one in ended.items() if one.more]

    def _window(self, now: int, kind: Kind, source: str) -> _Window:
        found = self._of_source.get((kind, source))
        if found is None and len(self._of_source) >= MOST_SOURCES:
            source = ""
            found = self._of_source.get((kind, source))
        if found is None:
            found = self._of_source[kind, source] = _Window(now)
        elif found.has_ended(now):
            found.began, found.entries = now, 0
        return found
