"""Codes of appointments that nobody was given: whoever types too many of them is not heard for a while. A kiosk would
let a stranger try on and on. In memory: a restart forgives."""

from __future__ import annotations

from server.identity.sign_in_policy import MINUTE_MS
from server.identity.throttle import Limit, locked_for_ms, seconds

WRONG_CODES = Limit(10, 15 * MINUTE_MS, 5 * MINUTE_MS)
"""Of one device or person. At one kiosk that is two guesses a minute at 47 million codes, of which some tens are of use
on a day."""


class CodeGuesses:
    def __init__(self) -> None:
        self._wrong: dict[str, list[int]] = {}

    def rests_s(self, by: str, now: int) -> int:
        """For so long `by` is not heard; 0 when the next code is. `now` is a steady clock's, ms."""
        return seconds(locked_for_ms(WRONG_CODES, self._wrong.get(by, ()), now))

    def wrong(self, by: str, now: int) -> None:
        oldest = now - WRONG_CODES.memory_ms
        self._wrong = {one: kept for one, at in self._wrong.items() if (kept := [t for t in at if t > oldest])}
        self._wrong.setdefault(by, []).append(now)
