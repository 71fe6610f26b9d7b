"""How long to wait before the next attempt at a line. Pure; the browser's are in `server/web/static/pauses.mjs`.

Full jitter (Amazon Builders' Library, "Timeouts, retries and backoff with jitter"): uniform between 0 and
min(ceiling, 0.5 s x 2^attempt), so that a hall's screens do not return in one instant. A hall has tens of screens, and
people stand before them: their ceiling is so low that one is back within 5 s of its server, however long that was away.
"""

from __future__ import annotations

from collections.abc import Callable

from wire.verdicts import LinkState, Reason, Verdict

FIRST_PAUSE_MS = 500
LONGEST_NEAR_MS = 1_500
LONGEST_PAUSE_MS = 30_000
SHORT_TRIES = 8
"""Attempts under the first ceiling once the server said that it goes away: a server beside us is soon back."""


class Pauses:
    def __init__(self, random: Callable[[], float]) -> None:
        self._random = random
        self._attempt = 0

    def reset(self) -> None:
        self._attempt = 0

    def after(self, verdict: Verdict, *, near: bool) -> float:
        """Milliseconds. `near`: this is a screen of the hall; phones are too many to come back at once.

        Where somebody has to change something first the ceiling is the longest at once; a program that was shut out
        waits that long every time.
        """
        if verdict.reason in {Reason.REVOKED, Reason.SIGNED_OUT}:
            return LONGEST_PAUSE_MS
        if verdict.state is LinkState.REFUSED:
            return self._random() * LONGEST_PAUSE_MS
        if verdict.reason is Reason.GOING_AWAY and near:
            self._attempt = -SHORT_TRIES
        longest = LONGEST_NEAR_MS if near else LONGEST_PAUSE_MS
        ceiling = min(longest, FIRST_PAUSE_MS * (1 << max(0, min(self._attempt, 10))))
        self._attempt += 1
        return self._random() * ceiling
