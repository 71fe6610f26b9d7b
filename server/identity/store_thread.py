"""The thread that has identity's database to itself: neither the event loop nor the author waits for its disk."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection, Engine, exc, insert, select, update

from server.identity.database import one_writer, prepare
from server.identity.rows import Picture, picture
from server.identity.tables import changes
from server.storage.driver_faults import store_fault
from server.storage.engine import NO_TRANSACTION
from server.storage.faults import StoreGone
from server.storage.open_files import OpenFiles

T = TypeVar("T")
Work = Callable[[Connection, str], T]
"""What is done in one transaction; the hall's id is the second argument."""


class StoreThread:
    """Used from the event loop. Every method may raise StorageFault, or LogCorrupt for damage; nothing changed then."""

    def __init__(self, engine: Engine, hall_id: str) -> None:
        self._engine = engine
        self._hall_id = hall_id
        self._thread = ThreadPoolExecutor(1, "identity")
        self._connection: Connection | None = None
        self.restored: Sequence[str] = ()
        """What the start had to make again (`database.prepare`)."""
        self._files = OpenFiles(Path(engine.url.database or "")) if engine.dialect.name == "sqlite" else None

    async def start(self) -> Picture:
        """Makes the tables where there are none. Raises SchemaTooNew too."""
        loop = asyncio.get_running_loop()
        self.restored = await loop.run_in_executor(self._thread, prepare, self._engine)
        return await self.look(-1) or Picture()

    async def read(self, work: Work[T]) -> T:
        """`work` changes nothing."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._transact, work, None)

    def write(self, work: Work[T], taken_over: Callable[[Picture], None]) -> asyncio.Future[T]:
        """Does `work` and commits. `taken_over` is called on the loop with what the hall looks like after it, in the
        order of the commits, before the future is done, and also when nobody waits for that any more."""
        loop = asyncio.get_running_loop()
        done: asyncio.Future[T] = loop.create_future()

        def settle(result: T | None, seen: Picture | None, fault: BaseException | None) -> None:
            if seen is not None:
                taken_over(seen)
            if done.cancelled():
                return
            if fault is not None:
                done.set_exception(fault)
            else:
                done.set_result(result)  # type: ignore[arg-type]

        def job() -> None:
            seen: list[Picture] = []
            try:
                result = self._transact(work, seen)
            except BaseException as fault:  # noqa: BLE001 - handed to whoever waits
                loop.call_soon_threadsafe(settle, None, None, fault)
            else:
                loop.call_soon_threadsafe(settle, result, seen[0], None)

        self._thread.submit(job)
        return done

    async def look(self, known: int) -> Picture | None:
        """What the hall looks like, when something has changed since `known` (`Picture.changes`)."""

        def work(connection: Connection, hall_id: str) -> Picture | None:
            count = connection.scalar(select(changes.c.count).where(changes.c.hall_id == hall_id)) or 0
            return None if count == known else picture(connection, hall_id, count)

        return await self.read(work)

    async def empty_write_ahead(self) -> bool:
        """What SQLite still has beside its file is written there, and cut off: nothing that was deleted is left. False
        when somebody was still reading; true in PostgreSQL, which keeps house itself."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._empty_write_ahead)

    async def stop(self) -> None:
        await asyncio.get_running_loop().run_in_executor(self._thread, self._close)
        self._thread.shutdown()
        self._engine.dispose()

    def _transact(self, work: Work[T], seen: list[Picture] | None) -> T:
        self._check_files()
        try:
            if self._connection is None:
                self._connection = self._engine.connect()
            self._connection.execution_options(reads_only=seen is None)
            with self._connection.begin():
                if seen is not None:
                    one_writer(self._connection, self._hall_id)
                result = work(self._connection, self._hall_id)
                if seen is not None:
                    count = changed(self._connection, self._hall_id)
                    seen.append(picture(self._connection, self._hall_id, count))
        except exc.DBAPIError as fault:
            self._close()
            raise store_fault(fault) from fault
        if self._files is not None and seen is not None:
            self._files.opened()
        return result

    def _empty_write_ahead(self) -> bool:
        if self._files is None or self._connection is None:
            return True
        try:
            self._connection.execution_options(**NO_TRANSACTION)
            with self._connection.begin():
                busy = self._connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").scalar()
        except exc.DBAPIError as fault:
            self._close()
            raise store_fault(fault) from fault
        finally:
            if self._connection is not None:
                self._connection.execution_options(no_transaction=False)
        return not busy

    def _check_files(self) -> None:
        """SQLite would go on in a file that was deleted, and what is kept there nobody ever reads."""
        if self._files is None:
            return
        self._files.check()
        if self._files.lost_beside():
            self._close()
            raise StoreGone(
                f"files beside the accounts' database were deleted or replaced: {self._engine.url.database}"
            )

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        if self._files is not None:
            self._files.closed()


def changed(connection: Connection, hall_id: str) -> int:
    """Counts a change, in the transaction that makes it; how many there were."""
    mine = changes.c.hall_id == hall_id
    if not connection.execute(update(changes).where(mine).values(count=changes.c.count + 1)).rowcount:
        connection.execute(insert(changes).values(hall_id=hall_id, count=1))
    return connection.scalar(select(changes.c.count).where(mine)) or 0
