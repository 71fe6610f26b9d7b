"""Where commands are handed in, over a socket or over HTTP: rights, then the author, then the answer in words."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from server.domain.commands import Declined
from server.domain.commands import Refusal as HallSays
from server.edge.code_guesses import CodeGuesses
from server.edge.elapsed import elapsed_ms
from server.edge.number_bursts import NumberBursts
from server.edge.ports import HallAuthor, Mint
from server.identity.principal import Principal
from server.identity.rights import may_ask
from server.submissions import AuthorRefusal, AuthorRefused, KeyEnquiry, Submission
from server.translation.commands import key_enquiry, submission
from server.translation.session import reply
from server.troubles import Trouble
from wire.errors import Code, MalformedMessage
from wire.messages import Accepted, AskFate, CancelKey, Command, Fate, KeyQuestion, Refused
from wire.messages.commands import CancelAppointment, CheckIn

HEARTBEAT_LATE_MS = 30_000


class Intake:
    def __init__(
        self, author: HallAuthor, mint: Mint, bursts: NumberBursts, steady: Callable[[], int] = elapsed_ms
    ) -> None:
        """`steady` is the clock that welcome and pulse tell, ms."""
        self.steady = steady
        self._bursts = bursts
        self._guesses = CodeGuesses()
        self._author = author
        self._token = mint.token
        self._failed_at: int | None = None
        self._asked = 0
        self.idle = asyncio.Event()
        """Set when no command waits for its answer."""
        self.idle.set()

    async def ask(self, asked: Command | KeyQuestion, principal: Principal) -> Accepted | Refused | Fate:
        """The answer, after its effect is durable and was announced."""
        if not may_ask(principal.role, asked):
            return Refused(code=Code.NOT_ALLOWED, key=asked.key, detail=f"not for {principal.role}")
        try:
            handed = self._handed(asked, principal)
        except MalformedMessage as fault:
            return Refused(code=fault.code, key=asked.key, detail=fault.detail)
        by_code = isinstance(asked, CheckIn | CancelAppointment)
        if by_code and (rests_s := self._guesses.rests_s(principal.actor, self.steady())):
            return Refused(code=Code.TOO_MANY_CODES, key=asked.key, retry_after_s=rests_s)
        self._asked += 1
        self.idle.clear()
        try:
            outcome = await self._author.ask(handed)
        finally:
            self._asked -= 1
            if not self._asked:
                self.idle.set()
        if isinstance(outcome, AuthorRefused):
            if outcome.code is AuthorRefusal.UNAVAILABLE:
                self._failed_at = self.steady()
            elif outcome.code is AuthorRefusal.TOO_MANY_NUMBERS:
                self._bursts.refuse(principal)
        if by_code and isinstance(outcome, Declined) and outcome.code is HallSays.UNKNOWN_APPOINTMENT:
            self._guesses.wrong(principal.actor, self.steady())
        return reply(asked.key, outcome, self._author.hall, self._token)

    def heartbeat_age_ms(self) -> int | None:
        return self._author.heartbeat_age_ms()

    def troubles(self) -> Sequence[Trouble]:
        """Why commands cannot be served now, as the author knows it; else what is seen of it here: one that was refused
        is a trouble until the author's heartbeat went through again.
        """
        known = self._author.troubles()
        if any(one.blocks for one in known):
            return known
        age = self._author.heartbeat_age_ms()
        if age is None or age > HEARTBEAT_LATE_MS:
            return (*known, Trouble("author", "heartbeat_late", "the author's heartbeat is late", blocks=True))
        if self._failed_at is not None and self.steady() - age <= self._failed_at:
            return (*known, Trouble("author", "command_refused", "a command could not be served", blocks=True))
        return known

    def _handed(self, asked: Command | KeyQuestion, principal: Principal) -> Submission | KeyEnquiry:
        if isinstance(asked, AskFate | CancelKey):
            return key_enquiry(asked)
        return submission(asked, principal.actor, self.steady())
