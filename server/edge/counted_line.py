"""A line in the log about something that strangers can make happen as often as they like: the first is said at once,
the others are counted and said once a minute."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

import structlog

SAID_EVERY_S = 60.0

_log = structlog.get_logger()


class CountedLine:
    """Lives on the event loop."""

    def __init__(self, event: str, every_s: float = SAID_EVERY_S) -> None:
        self._event = event
        self._every_s = every_s
        self._unsaid = 0
        self.lately: Mapping[str, object] = {}
        """The words of what was said last; empty when nothing has happened since the last minute."""

    def note(self, **words: object) -> None:
        """It has happened once more. `words` go with the line that is said now, if one is."""
        if self.lately:
            self._unsaid += 1
            return
        self._say(1, words)

    def _say(self, count: int, words: Mapping[str, object]) -> None:
        _log.warning(self._event, count=count, **words)
        self.lately = words
        asyncio.get_running_loop().call_later(self._every_s, self._look)

    def _look(self) -> None:
        words, count, self.lately, self._unsaid = self.lately, self._unsaid, {}, 0
        if count:
            self._say(count, words)
