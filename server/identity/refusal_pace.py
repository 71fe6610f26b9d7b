"""How often refusals become entries of the staff log: a few of each source, and the rest as a number. Pure.

Strangers decide how often they are refused; they shall fill no disk, and none of it shall go without a trace. Whom it
is about is never lost among others: each one whom the server knows is counted alone.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Lock
from typing import Generic, NamedTuple, TypeVar

from server.identity.sign_in_policy import MINUTE_MS

FEW = 3
"""Entries of one kind about one from one source a minute."""
MANY = 30
"""Entries of one kind from all sources a minute; as many again about those whom the server knows."""
MOST_SOURCES = 1_000
"""Beyond so many in all the rest is counted as of nowhere."""
WINDOW_MS = MINUTE_MS

Kind = TypeVar("Kind", bound=str)


class Counted(NamedTuple, Generic[Kind]):
    """Refusals without an entry of their own."""

    kind: Kind
    about: str
    """As in `RefusalPace.take`."""
    source: str
    """"" for several."""
    more: int
    sources: int
    """How many sources they came from; of more than MOST_SOURCES not all are told apart."""


@dataclass(slots=True)
class _Window:
    began: int
    entries: dict[str, int] = field(default_factory=dict)
    """By source."""

    def has_ended(self, now: int) -> bool:
        return _is_over(self.began, now)


@dataclass(slots=True)
class _Group:
    """One kind about one."""

    window: _Window
    more: dict[str, int] = field(default_factory=dict)
    """Refusals that no entry tells yet, by source."""
    more_since: int = 0


class RefusalPace(Generic[Kind]):
    """Any thread may ask."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._groups: dict[tuple[Kind, str], _Group] = {}
        self._of_all: dict[tuple[Kind, bool], _Window] = {}

    def take(self, now: int, kind: Kind, source: str, about: str = "") -> int | None:
        """What an entry says: how many more of those about the same came from there since the last one. None when
        there shall be none; then this refusal is counted. `about`: id of the account, the device, or who asked, if the
        server knows it; nothing that a stranger makes up."""
        with self._lock:
            group = self._groups.setdefault((kind, about), _Group(_Window(now)))
            if group.window.has_ended(now):
                group.window = _Window(now)
            source = self._told_apart(group, source)
            entries = group.window.entries
            of_all = self._of_all.setdefault((kind, bool(about)), _Window(now))
            if of_all.has_ended(now):
                self._of_all[kind, bool(about)] = of_all = _Window(now)
            all_entries = of_all.entries.get("", 0)
            if entries.get(source, 0) >= FEW or all_entries >= MANY:
                if not group.more:
                    group.more_since = now
                group.more[source] = group.more.get(source, 0) + 1
                return None
            entries[source] = entries.get(source, 0) + 1
            of_all.entries[""] = all_entries + 1
            return group.more.pop(source, 0)

    def due(self, now: int, *, all_of_them: bool = False) -> list[Counted[Kind]]:
        """What was counted for a minute (or `all_of_them`), one for each kind and whom it is about: it is forgotten
        here, and gets an entry now."""
        found: list[Counted[Kind]] = []
        with self._lock:
            for (kind, about), group in list(self._groups.items()):
                if group.more and (all_of_them or _is_over(group.more_since, now)):
                    source = next(iter(group.more)) if len(group.more) == 1 else ""
                    found.append(Counted(kind, about, source, sum(group.more.values()), len(group.more)))
                    group.more = {}
                if not group.more and (all_of_them or group.window.has_ended(now)):
                    del self._groups[kind, about]
        return found

    def _told_apart(self, group: _Group, source: str) -> str:
        if source in group.more or source in group.window.entries:
            return source
        held = sum(len(one.more.keys() | one.window.entries.keys()) for one in self._groups.values())
        return source if held < MOST_SOURCES else ""


def _is_over(began: int, now: int) -> bool:
    """Also when the clock was set back."""
    return not 0 <= now - began < WINDOW_MS
