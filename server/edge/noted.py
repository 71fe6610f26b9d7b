"""Refusals that are kept in memory, in order: for tests, and for a process that has no log of staff."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import NamedTuple

MOST_KEPT = 100


class Note(NamedTuple):
    kind: str
    source: str
    detail: str


@dataclass(frozen=True, slots=True)
class Noted:
    """A `server.edge.ports.Refusals`. Only the last ones are kept."""

    notes: deque[Note] = field(default_factory=lambda: deque(maxlen=MOST_KEPT))

    def note(self, kind: str, source: str, detail: str) -> None:
        self.notes.append(Note(kind, source, detail))

    def right_refused(self, actor: str, device_id: str, source: str, asked: str) -> None:
        self.notes.append(Note("right_refused", source, f"{actor} {device_id} {asked}"))
