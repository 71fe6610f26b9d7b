"""Who has the waits reckoned: begins the process that does, tells it the hall as it is, and keeps its newest answer.

Nothing waits for it. The hall is put into words on a thread beside the event loop, at most once a second, newest only.
An answer that is late is none: the process is killed, what it said is gone from the screens, and it is begun again
(`server.supervision`).
"""

from __future__ import annotations

import asyncio
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import structlog
from sqlalchemy import URL

from program.clock import Clock
from program.steady import steady_ms
from server.domain.hall import Hall
from server.domain.promise import Promise
from server.domain.tickets import Visit
from server.forecast.forecast import Forecast, promise_of
from server.forecast.hall_now import now_of
from server.forecast.speech import Beginning, line, read_reckoned
from server.supervision import Work

WORKER = (sys.executable, "-m", "server.forecast.worker")
BETWEEN_S = 1.0
"""Not more often than this anything is reckoned."""
AT_REST_S = 4.0
"""Where nothing happens, time still passes."""
LOOK_S = 0.2
LATE_S = 5.0
"""An answer that takes longer comes from a process that hangs, or from a hall too large for it."""
LEARNING_S = 300.0
"""For its first answer it reads months of the log."""
OLD_MS = 10_000
"""An answer of so long ago is none."""
LONGEST_ANSWER = 1 << 24

_ROOT = Path(__file__).parents[1]
_log = structlog.get_logger()


class ReckoningLate(Exception):
    """The process does not answer in time."""


class ReckoningEnded(Exception):
    """The process has ended."""


class Forecaster:
    """Lives on the event loop, but for what says otherwise."""

    def __init__(
        self,
        hall: Callable[[], Hall],
        clock: Clock,
        database: URL,
        hall_id: str,
        *,
        shown: bool = True,
        command: Sequence[str] = WORKER,
        between_s: float = BETWEEN_S,
        at_rest_s: float = AT_REST_S,
        late_s: float = LATE_S,
        learning_s: float = LEARNING_S,
        old_ms: float = OLD_MS,
    ) -> None:
        """`hall` is the last committed one. `shown`: whether waits are reckoned at all. The rest is for tests."""
        self._hall = hall
        self._seq = -1
        """Of the hall that was told last."""
        self._clock = clock
        self._shown = shown
        self._beginning = Beginning(database.render_as_string(hide_password=False), hall_id)
        self._command = command
        self._between_s = between_s
        self._at_rest_s = at_rest_s
        self._late_s = late_s
        self._learning_s = learning_s
        self._old_ms = old_ms
        self._newest: tuple[Forecast, float] | None = None
        """With its instant on the steady clock."""
        self.took_ms = 0.0
        """Processor time that the newest answer took in its process."""
        self.pid: int | None = None
        """Of the process, while there is one."""

    def works(self) -> Mapping[str, Work]:
        """What is to run as long as the server; nothing where no waits are shown."""
        return {"forecast": self.work} if self._shown else {}

    def newest(self) -> Forecast | None:
        """None when there is none, or it is old. Any thread may ask."""
        newest = self._newest
        return newest[0] if newest is not None and steady_ms() - newest[1] <= self._old_ms else None

    def promise_of(self, visit: Visit) -> Promise | None:
        """What who takes a number now is told. Any thread may ask."""
        return promise_of(self.newest(), visit)

    async def work(self) -> None:
        """Until it is cancelled. Raises ReckoningLate or ReckoningEnded."""
        process = await asyncio.create_subprocess_exec(
            *self._command,
            stdin=PIPE,
            stdout=PIPE,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, (str(_ROOT), os.environ.get("PYTHONPATH"))))},
            limit=LONGEST_ANSWER,
        )
        self.pid = process.pid
        try:
            await self._asking(process)
        finally:
            self._newest = self.pid = None
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()

    async def _asking(self, process: Process) -> None:
        patience_s = self._learning_s
        _write(process, line(self._beginning))
        began: float | None = None
        while True:
            told = await asyncio.to_thread(self._told)
            if told:
                asked = steady_ms()
                try:
                    async with asyncio.timeout(patience_s):
                        answer = await _answer(process, told)
                except ConnectionError as fault:
                    raise ReckoningEnded(f"its pipe is closed: {fault}") from fault
                except TimeoutError as fault:
                    raise ReckoningLate(f"no answer within {patience_s:g} s") from fault
                patience_s = self._late_s
                if began is None:
                    began = asked
                    if steady_ms() - asked > self._old_ms:
                        continue  # it learnt for so long that this answer is none: the next one is not put off
                forecast, self.took_ms = read_reckoned(answer)
                if self._newest is None:
                    _log.info("forecast_begun", pid=process.pid, learnt_ms=round(steady_ms() - began))
                self._newest = forecast, asked
            await self._something_new()

    async def _something_new(self) -> None:
        """Until the hall is another, or so long that time has passed in it."""
        seq = self._seq
        await asyncio.sleep(self._between_s)
        for _ in range(round(self._at_rest_s / LOOK_S)):
            if self._hall().seq != seq:
                return
            await asyncio.sleep(LOOK_S)

    def _told(self) -> bytes:
        """The hall, as the process is told of it; on a thread of its own. Empty before there is anything to tell."""
        hall = self._hall()
        self._seq = hall.seq
        now = now_of(hall, self._clock.now())
        return b"" if now is None else line(now)


async def _answer(process: Process, told: bytes) -> bytes:
    _write(process, told)
    if process.stdin is not None:
        await process.stdin.drain()
    answer = b"" if process.stdout is None else await process.stdout.readline()
    if not answer:
        raise ReckoningEnded(f"it ended with status {await process.wait()}")
    return answer


def _write(process: Process, text: bytes) -> None:
    if process.stdin is not None:
        process.stdin.write(text)
