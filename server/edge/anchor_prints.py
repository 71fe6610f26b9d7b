"""Anchors that a kiosk prints: asked over its socket, and what came of each."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable
from typing import Final

from server.audit.anchor import Anchor
from server.edge.socket import text_frame
from wire.codec import encode
from wire.messages import AnchorPrinted, PrintAnchor

PATIENCE_MS: Final = 12_000
"""How long the kiosk tries; a page waits a little longer than that for its answer."""
MARGIN_S: Final = 4.0

AWAY: Final = "away"
"""Outcome: no program of that device is here, or its line is full."""
NO_ANSWER: Final = "no_answer"
"""Outcome: it said nothing in time; an older program, or a printer that is slow. Nobody knows."""


class AnchorPrints:
    """Lives on the event loop."""

    def __init__(self, send: Callable[[str, bytes], bool], *, wait_s: float = PATIENCE_MS / 1_000 + MARGIN_S) -> None:
        """`send` gives frames to the program of a device, and says whether one is here that takes them."""
        self._send = send
        self._wait_s = wait_s
        self._asked: dict[tuple[str, str], asyncio.Future[str]] = {}
        """By device and job."""

    async def ask(self, device_id: str, anchor: Anchor) -> str:
        """What became of it: a word of `AnchorPrinted.outcome`, AWAY or NO_ANSWER."""
        job = secrets.token_hex(8)
        answer: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        wanted = PrintAnchor(job=job, anchor=anchor.text, at=anchor.at, patience_ms=PATIENCE_MS)
        self._asked[device_id, job] = answer
        try:
            if not self._send(device_id, text_frame(encode(wanted))):
                return AWAY
            async with asyncio.timeout(self._wait_s):
                return await answer
        except TimeoutError:
            return NO_ANSWER
        finally:
            del self._asked[device_id, job]

    def heard(self, device_id: str, told: AnchorPrinted) -> None:
        """What a device says of a job of its own; of any other nothing happens."""
        answer = self._asked.get((device_id, told.job))
        if answer is not None and not answer.done():
            answer.set_result(told.outcome)
