"""From which sources somebody who is known was heard lately: whoever comes from there again does not wait behind the
rest of the world. Pure; the time is an argument.
"""

from __future__ import annotations

from collections import OrderedDict

LATELY_S = 72 * 3600.0
"""From Friday's evening to Monday's morning."""
MOST = 4_096
"""Remembered; of which nobody was heard for longest is forgotten first."""


class Acquainted:
    """Begins with none: after a start everybody is a stranger until somebody has been heard."""

    def __init__(self, lately_s: float = LATELY_S, most: int = MOST) -> None:
        self._lately_s = lately_s
        self._most = most
        self._heard_at: OrderedDict[str, float] = OrderedDict()

    def __len__(self) -> int:
        return len(self._heard_at)

    def note(self, source: str, now: float) -> None:
        """Somebody known was heard from there (`InBlock.source`). `now` in seconds of a clock that does not jump."""
        self._heard_at[source] = now
        self._heard_at.move_to_end(source)
        if len(self._heard_at) > self._most:
            self._heard_at.popitem(last=False)

    def knows(self, source: str, now: float) -> bool:
        heard_at = self._heard_at.get(source)
        return heard_at is not None and now - heard_at <= self._lately_s
