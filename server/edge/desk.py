"""Where commands are handed in, over a socket or over HTTP: rights, then the author, then the answer in words."""

from __future__ import annotations

import asyncio
import time

from server import translation
from server.edge.ports import HallAuthor, Mint
from server.edge.roles import Asker, may
from server.orders import AuthorRefusal, AuthorRefused
from wire.errors import Code
from wire.messages.commands import Command, IssueTicket
from wire.messages.session import Accepted, Refused

HEARTBEAT_LATE_MS = 30_000


class Desk:
    def __init__(self, author: HallAuthor, mint: Mint) -> None:
        self._author = author
        self._token = mint.token
        self._failed_at: int | None = None
        self._asked = 0
        self.idle = asyncio.Event()
        """Set when no command waits for its answer."""
        self.idle.set()

    async def ask(self, command: Command, asker: Asker, name: str) -> Accepted | Refused:
        """The command's answer, after its effect is durable and was announced."""
        if not may(asker, command):
            return Refused(code=Code.NOT_ALLOWED, key=command.key, detail=f"not for a {asker}")
        self._asked += 1
        self.idle.clear()
        try:
            answer = await self._author.ask(translation.order(command, name))
        finally:
            self._asked -= 1
            if not self._asked:
                self.idle.set()
        if isinstance(answer, AuthorRefused) and answer.code is AuthorRefusal.UNAVAILABLE:
            self._failed_at = _elapsed_ms()
        token = self._token if isinstance(command, IssueTicket) else None
        return translation.reply(command.key, answer, self._author.hall, token)

    def heartbeat_age_ms(self) -> int | None:
        return self._author.heartbeat_age_ms()

    def trouble(self) -> str:
        """Why commands cannot be served now; empty when they can.

        A store that refused a command is in trouble until the author's heartbeat went through again.
        """
        age = self._author.heartbeat_age_ms()
        if age is None or age > HEARTBEAT_LATE_MS:
            return "the author's heartbeat is late"
        if self._failed_at is not None and _elapsed_ms() - age <= self._failed_at:
            return "the store refused a command"
        return ""


def _elapsed_ms() -> int:
    return time.monotonic_ns() // 1_000_000
