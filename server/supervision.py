"""Every task that lives as long as the server, looked after at one place.

One that falls is logged whole and begun again (`program.tending`); until it has run well for a while it is a trouble,
so that health names it. Threads whose end must end the program (the author's, the follower's) say so themselves and are
not begun again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from contextlib import suppress
from typing import Any, TypeVar

import structlog

from program.tending import Falls, tend
from server.troubles import Trouble

Work = Callable[[], Coroutine[Any, Any, None]]
T = TypeVar("T")

_log = structlog.get_logger()


async def ends_with(work: Coroutine[Any, Any, T], end: Callable[[], None]) -> T:
    """Does what the program cannot be without: whatever becomes of it, the program ends."""
    try:
        return await work
    finally:
        end()


async def tried(name: str, work: Coroutine[Any, Any, None]) -> None:
    """Does something that comes to an end: a fault of ours is logged whole, and nothing else ends with it."""
    try:
        await work
    except Exception as fault:  # noqa: BLE001 - the border of a task
        _log.exception("work_failed", work=name, reason=f"{type(fault).__name__}: {fault}"[:200])


class Supervisor:
    """Lives on the event loop."""

    def __init__(self, falls: Callable[[], Falls] = Falls) -> None:
        self._new_falls = falls
        self._tasks: dict[str, tuple[asyncio.Task[None], Falls]] = {}

    def start(self, name: str, work: Work) -> None:
        """From now until `end`. `name` is one word of ours. Raises ValueError for a name that runs already."""
        if name in self._tasks:
            raise ValueError(f"there is a task {name} already")
        falls = self._new_falls()
        self._tasks[name] = asyncio.create_task(tend(name, work, falls), name=name), falls

    async def end(self) -> None:
        """Ends all of them; may be repeated."""
        tasks = [task for task, _ in self._tasks.values()]
        self._tasks.clear()
        for task in tasks:
            task.cancel()
        for task in tasks:
            with suppress(asyncio.CancelledError):
                await task

    def troubles(self) -> Sequence[Trouble]:
        """The tasks that fell a short while ago, begun again or not yet."""
        return [
            Trouble(name, "task_failed", falls.why, blocks=False)
            for name, (_, falls) in self._tasks.items()
            if falls.why
        ]
