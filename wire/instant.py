"""What a command says of when it was asked, so that its server knows its age without equal clocks. Pure.

The server tells its own steady clock in welcome and pulse; a command names the one that its line heard, and how long
ago that was. A message that was long on its way would make every command look old, so the quickest counts. The browser
keeps the same in `server/web/static/instant.mjs`.
"""

from __future__ import annotations

from math import floor
from typing import TypeVar, cast

import msgspec

from wire.messages import ClientMessage, IssueTicket, Pulse, ServerMessage, StaffCommand, Welcome

DRIFT = 0.0005
"""Two clocks part by no more than this: 500 ppm, the most that NTP slews."""

M = TypeVar("M", bound=ClientMessage)


class HeardInstant:
    """Of one line; `now` is the reader's own steady clock, ms."""

    def __init__(self) -> None:
        self._heard: tuple[float, int] | None = None

    def begin(self) -> None:
        """A fresh line may lead to another server."""
        self._heard = None

    def hear(self, now: float, message: ServerMessage) -> None:
        if not isinstance(message, Welcome | Pulse) or message.steady is None:
            return
        if self._heard is not None:
            at, steady = self._heard
            if message.steady - steady < (now - at) * (1 - DRIFT):
                return
        self._heard = now, message.steady

    def stamped(self, now: float, message: M) -> M:
        """A command that somebody waits for, as it is sent now; anything else as it is."""
        if not isinstance(message, IssueTicket | StaffCommand) or message.patience_ms is None or self._heard is None:
            return message
        at, steady = self._heard
        return cast("M", msgspec.structs.replace(message, heard=steady, since_ms=max(0, floor(now - at))))
