"""What keeps the registry fresh: begin and end, sessions that are over, another program's changes, what was heard."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from functools import partial

import structlog
from sqlalchemy import Connection

from server.identity.endings import Ending
from server.identity.failures import locks, settle_failures
from server.identity.refusal_pace import Counted
from server.identity.registry import Registry
from server.identity.rows import SessionRow
from server.identity.session_store import end_sessions
from server.identity.sign_in_policy import HOUR_MS
from server.identity.staff_log import SERVER, What, note, note_restored
from server.identity.store_thread import Work
from server.identity.tables import staff_log
from server.identity.throttle import links_of
from server.privacy.holdings import forget
from server.storage.faults import LogCorrupt, StorageFault

FLUSH_EVERY = 30
"""After so many sweeps it is written down when sessions and devices were last heard of."""
_ENDED: dict[Ending, What] = {"idle": "session_idle", "absolute": "session_too_old"}
_ABOUT_OTHERS: frozenset[What] = frozenset({"right_refused", "device_twice"})
"""Refusals that are about no account."""

_log = structlog.get_logger()


class Upkeep(Registry):
    async def start(self) -> None:
        """Makes the tables at the first start. Raises SchemaTooNew, StorageFault, LogCorrupt."""
        self._seen = await self._store.start()
        self._hashes.warm()
        self._end_those_over()
        await self._settle()
        if self._store.restored:
            _log.warning("protection_restored", table=staff_log.name, triggers=list(self._store.restored))
            await self._write(partial(note_restored, triggers=self._store.restored, at=self._clock.now()))
        self._supervisor.start("identity", self._look_after)

    async def stop(self) -> None:
        await self._supervisor.end()
        if self._works:
            await asyncio.wait(self._works)
        try:
            await self._note_counted(all_of_them=True)
            await self._flush()
        except (StorageFault, LogCorrupt) as fault:
            _log.warning("identity_not_flushed", reason=str(fault))
        self._hashes.close()
        await self._store.stop()

    async def _look_after(self) -> None:
        sweeps = 0
        while True:
            await asyncio.sleep(self._sweep_s)
            sweeps += 1
            with suppress(StorageFault):  # told as a trouble
                await self._sweep()
                if sweeps % FLUSH_EVERY == 0:
                    self._own_links = links_of(self._own_addresses())
                    await self._flush()

    async def _sweep(self) -> None:
        self._end_those_over()
        try:
            picture = await self._store.look(self._seen.changes)
        except StorageFault as fault:
            self._store_fault = fault
            raise
        if picture is not None and picture.changes > self._seen.changes:
            self._take_over(picture)
        now = self._clock.now()
        new = now - self._settled_at >= HOUR_MS or self._settled_on != self._today()
        if new or now < self._swept_at or self._store_fault is not None:
            await self._settle()
        self._swept_at = self._clock.now()
        self._end_those_over()
        if self._over:
            over = dict(self._over)
            await self._write(_ends(list(over.values()), self._clock.now()))
            self._over = {key: one for key, one in self._over.items() if key not in over}
        await self._note_counted()

    def _end_those_over(self) -> None:
        """In memory at once, whatever the store can; there it follows."""
        over = [row for row in self._seen.sessions.values() if not self._lives(row)]
        if over:
            self._over |= {row.session_id: (row, self._ending(row)) for row in over}
            self._take_over(self._seen)

    async def _settle(self) -> None:
        """After a start, every hour, on a new day, when the clock was set back, and to see whether a store that failed
        can be written again."""
        self._swept_at = now = self._clock.now()
        today, policy = self._today(), self._policy

        def work(connection: Connection, hall_id: str) -> frozenset[str]:
            settle_failures(connection, hall_id, now)
            forget(connection, hall_id, now, policy)
            return locks(connection, hall_id, now).sources

        shut = await self._write(work)
        self._refused_at.keep({row.login for row in self._seen.accounts.values()}, shut)
        self._settled_on, self._settled_at = today, now

    async def _note_counted(self, *, all_of_them: bool = False) -> None:
        """Refusals of a minute that is over, as far as they have no entry of their own."""
        now = self._clock.now()
        due = self._refusals.due(now, all_of_them=all_of_them)
        if due:
            await self._write(_counts(due, now))

    async def _flush(self) -> None:
        """Writes down when who was heard of."""
        found = self._heard.to_write()
        if found is not None:
            copy, work = found
            await self._write(work)
            self._heard.written(copy)


def _ends(over: list[tuple[SessionRow, Ending]], now: int) -> Work[None]:
    def work(connection: Connection, hall_id: str) -> None:
        end_sessions(connection, hall_id, [row.session_id for row, _ in over])
        for row, ending in over:
            what = _ENDED.get(ending, "session_ended")
            note(connection, hall_id, what, at=now, by=SERVER, subject=row.account_id, device_id=row.device_id)

    return work


def _counts(due: list[Counted[What]], now: int) -> Work[None]:
    def work(connection: Connection, hall_id: str) -> None:
        for kind, about, source, more, sources in due:
            told = {"more": more, "sources": sources} if sources > 1 else {"more": more}
            note(
                connection,
                hall_id,
                kind,
                at=now,
                by=about if kind == "right_refused" else "",
                subject=about if kind not in _ABOUT_OTHERS else "",
                device_id=about if kind == "device_twice" else "",
                address=source,
                detail=told,
            )

    return work
