"""A store with today's tables, and authors over it that are stopped at the end."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Protocol

import pytest
from sqlalchemy import Engine

from program.clock import HallClock, ManualClock
from server.author import KEYS_KEPT_MS, Author
from server.domain.commands import PromiseOf, no_promise
from server.domain.config import HallConfig
from server.number_pace import NumberPace
from server.storage.engine import open_engine
from server.storage.log import HallLog
from server.storage.migrate import migrate
from server.tokens import TokenMint
from tests.server.sample_halls import NOON, sample_hall

HALL = sample_hall()


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Engine]:
    engine = open_engine(f"sqlite:///{tmp_path}/hall.db")
    migrate(engine)
    yield engine
    engine.dispose()


class Authors(Protocol):
    def __call__(
        self,
        log: HallLog | None = None,
        config: HallConfig = ...,
        clock: HallClock | None = None,
        beat_s: float = ...,
        keys_kept_ms: int = ...,
        *,
        pace: NumberPace | None = None,
        promise_of: PromiseOf = no_promise,
    ) -> AbstractAsyncContextManager[Author]: ...


@pytest.fixture
def authors(store: Engine) -> Authors:
    """`async with authors() as author`: started, and stopped at the end."""

    @asynccontextmanager
    async def author(
        log: HallLog | None = None,
        config: HallConfig = HALL,
        clock: HallClock | None = None,
        beat_s: float = 5.0,
        keys_kept_ms: int = KEYS_KEPT_MS,
        *,
        pace: NumberPace | None = None,
        promise_of: PromiseOf = no_promise,
    ) -> AsyncIterator[Author]:
        one = Author(
            log or HallLog(store, config.hall_id),
            config,
            clock=clock or ManualClock(NOON),
            mint=TokenMint(b"s" * 32, config.hall_id),
            name="test",
            beat_s=beat_s,
            keys_kept_ms=keys_kept_ms,
            pace=pace,
            promise_of=promise_of,
        )
        await one.start()
        try:
            yield one
        finally:
            await one.stop()

    return author
