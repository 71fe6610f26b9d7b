"""Health of printers, signs and screens, as the programs that hold them report it.

A device is known by the program's name and its own id; a program's name is what its config says, so two may bear one.
Until programs enrol, each connection's word is kept apart and the worst counts.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable
from dataclasses import dataclass

import msgspec

from wire.messages.session import DeviceReport, DeviceView

SILENT_MS = 90_000
"""Programs report every 30 s; after three reports that did not come nobody knows how the device is."""
FORGOTTEN_MS = 12 * 3_600_000
"""A device that was renamed or taken away stays "no report" for a working day, and is then not there any more."""
MOST_DEVICES = 256
MOST_OF_ONE = 16
"""Devices that one connection may report."""

_SEVERITY = {"ok": 0, "unknown": 1, "trouble": 3}
"""Of the states; a word of tomorrow is as bad as a warning."""

Key = tuple[str, str]


@dataclass(slots=True)
class _Word:
    """The newest report of a device over one connection."""

    report: DeviceReport
    heard: int
    owner: str = ""
    """Which enrolled device said so."""
    ended: bool = False
    """The connection is gone; the report counts until another one comes or it is too old."""


class Devices:
    """`at` is the wall clock and `elapsed` a clock that never jumps, both in ms."""

    def __init__(self) -> None:
        self._views: dict[Key, DeviceView] = {}
        self._words: dict[Key, dict[Hashable, _Word]] = {}

    def all(self) -> tuple[DeviceView, ...]:
        return tuple(self._views.values())

    def report(
        self, report: DeviceReport, by: str, line: Hashable, *, at: int, elapsed: int, owner: str = ""
    ) -> tuple[DeviceView, ...]:
        """What a report changed. `by` is the program's name, `line` its connection, `owner` the enrolled device that it
        is. Raises TooManyDevices when this connection reports more than its share.
        """
        key = (by, report.device_id)
        changed: list[DeviceView] = []
        if line not in self._words.get(key, {}):
            if self._count(line) >= MOST_OF_ONE:
                raise TooManyDevices
            if sum(map(len, self._words.values())) >= MOST_DEVICES:
                changed += self._make_room(line, at=at)
        self._words.setdefault(key, {})[line] = _Word(report, elapsed, owner)
        return (*changed, *self._look(key, at=at, elapsed=elapsed))

    def leave(self, line: Hashable, *, at: int, elapsed: int) -> tuple[DeviceView, ...]:
        """The connection has ended: what it said counts only where no other says anything. What changed by it."""
        held = [key for key, words in self._words.items() if line in words]
        for key in held:
            self._words[key][line].ended = True
        return tuple(view for key in held for view in self._look(key, at=at, elapsed=elapsed))

    def revoked(self, owners: Collection[str], *, at: int, elapsed: int) -> tuple[DeviceView, ...]:
        """These enrolled devices are no more, and what only they reported of is told once more as if it were well."""
        changed: list[DeviceView] = []
        for key, words in list(self._words.items()):
            left = {line: word for line, word in words.items() if word.owner not in owners}
            if not left:
                changed.append(self._forget(key, at=at))
            elif len(left) < len(words):
                self._words[key] = left
                changed += self._look(key, at=at, elapsed=elapsed)
        return tuple(changed)

    def silent(self, *, at: int, elapsed: int) -> tuple[DeviceView, ...]:
        """Those of which nothing was heard for `SILENT_MS`: from now on their state is `unknown`. One that is forgotten
        is told once more, as if it were well.
        """
        changed: list[DeviceView] = []
        for key, words in list(self._words.items()):
            if all(elapsed - word.heard >= FORGOTTEN_MS for word in words.values()):
                changed.append(self._forget(key, at=at))
            else:
                changed += self._look(key, at=at, elapsed=elapsed)
        return tuple(changed)

    def _look(self, key: Key, *, at: int, elapsed: int) -> tuple[DeviceView, ...]:
        """The device, if it is otherwise than it was."""
        words = self._words[key]
        fresh = {line: word for line, word in words.items() if elapsed - word.heard < SILENT_MS}
        counted = {line: word for line, word in fresh.items() if not word.ended} or fresh
        if counted:
            self._words[key] = counted
            said = max(counted.values(), key=lambda word: (_SEVERITY.get(word.report.state, 2), word.heard)).report
        else:
            kind = max(words.values(), key=lambda word: word.heard).report.kind
            said = DeviceReport(device_id=key[1], kind=kind, state="unknown", code="no_report")
        before = self._views.get(key)
        if before is not None and _same(before, said):
            return ()
        same_state = before is not None and (before.state, before.code) == (said.state, said.code)
        self._views[key] = DeviceView(
            device_id=said.device_id,
            kind=said.kind,
            state=said.state,
            code=said.code,
            detail=said.detail,
            since=before.since if before is not None and same_state else at,
            reported_by=key[0],
        )
        return (self._views[key],)

    def _count(self, line: Hashable) -> int:
        return sum(line in words for words in self._words.values())

    def _make_room(self, line: Hashable, *, at: int) -> tuple[DeviceView, ...]:
        """Forgets the oldest word of who said the most: one that has gone, else the connection with the most devices.
        Raises TooManyDevices when that is the one that asks for room.
        """
        words = [(key, other, word) for key, kept in self._words.items() for other, word in kept.items()]
        share = {other: self._count(other) for _, other, _ in words}
        key, other, _ = max(words, key=lambda one: (one[2].ended, share[one[1]], -one[2].heard))
        if other == line:
            raise TooManyDevices
        del self._words[key][other]
        return () if self._words[key] else (self._forget(key, at=at),)

    def _forget(self, key: Key, *, at: int) -> DeviceView:
        del self._words[key]
        return msgspec.structs.replace(self._views.pop(key), state="ok", code="", detail="", since=at)


class TooManyDevices(Exception):
    """One connection reports more devices than a program has."""


def _same(view: DeviceView, report: DeviceReport) -> bool:
    return (view.kind, view.state, view.code, view.detail) == (report.kind, report.state, report.code, report.detail)
