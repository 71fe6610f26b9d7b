"""Asks another process what would have been, so that nobody in the hall waits for it: one at a time, each for one
question."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import msgspec
import structlog
from sqlalchemy import URL

from server.storage.faults import StorageFault
from server.what_if.asked import Question
from server.what_if.worker import Errand, Result

PATIENCE_S = 20.0
"""What takes longer is given up."""
_RESULT: msgspec.json.Decoder[Result] = msgspec.json.Decoder(Result)
_ROOT = Path(__file__).parents[2]

_log = structlog.get_logger()


class Busy(Exception):
    """Another question is being answered."""


class WhatIfBeside:
    """Of one hall, on the event loop."""

    def __init__(self, database: URL | str, hall_id: str, patience_s: float = PATIENCE_S) -> None:
        text = database if isinstance(database, str) else database.render_as_string(hide_password=False)
        self._database = text
        self._hall_id = hall_id
        self._patience_s = patience_s
        self._asked = False

    async def ask(self, question: Question) -> Result:
        """Raises Busy, and StorageFault where the log cannot be read now or it takes too long."""
        if self._asked:
            raise Busy
        self._asked = True
        try:
            return await self._answer(msgspec.json.encode(Errand(self._database, self._hall_id, question)))
        finally:
            self._asked = False

    async def _answer(self, errand: bytes) -> Result:
        words = (sys.executable, "-m", "server.what_if.worker")
        pipe = asyncio.subprocess.PIPE
        process = await asyncio.create_subprocess_exec(*words, cwd=_ROOT, stdin=pipe, stdout=pipe, stderr=pipe)
        try:
            out, said = await asyncio.wait_for(process.communicate(errand), self._patience_s)
        except TimeoutError:
            _log.warning("what_if_too_slow", seconds=self._patience_s)
            raise StorageFault("what would have been takes too long") from None
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        if process.returncode:
            reason = said.decode(errors="replace").strip().rpartition("\n")[2]
            _log.warning("what_if_not_answered", status=process.returncode, reason=reason)
            raise StorageFault("what would have been cannot be said now")
        return _RESULT.decode(out)
