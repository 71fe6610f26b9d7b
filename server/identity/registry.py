"""What a hall's accounts, sessions and devices are right now, in memory: the gate asks without waiting. The store comes
first; memory is what was read back in the transaction that wrote it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import structlog
from sqlalchemy import Connection, Engine

from program.clock import Clock
from server.identity.answers import OwnAccount, Session
from server.identity.endings import Ending, Endings, ending_of
from server.identity.hashing import Hasher, HashQueue
from server.identity.heard import Heard, OfDevice
from server.identity.pins import hall_date, role_by_pin
from server.identity.principal import Actor, Principal
from server.identity.refusal_pace import RefusalPace
from server.identity.refused_at import RefusedAt
from server.identity.rows import AccountRow, DeviceRow, Picture, SessionRow
from server.identity.sessions import lives, token_hash
from server.identity.sign_in_policy import SignInPolicy
from server.identity.staff_log import Detail, What, note
from server.identity.store_thread import StoreThread, Work
from server.identity.throttle import links_of, source_of
from server.storage.faults import StorageFault
from server.supervision import Supervisor
from server.troubles import Trouble

SWEEP_S = 1.0
"""How often ended sessions are looked for, and what another program did to the store."""

Listener = Callable[[frozenset[str]], None]
T = TypeVar("T")
_log = structlog.get_logger()


class Registry:
    """Lives on the event loop; `upkeep.Upkeep` begins it and keeps it fresh. What waits may raise StorageFault, or
    LogCorrupt for damage; nothing changed then."""

    def __init__(
        self,
        engine: Engine,
        hall_id: str,
        clock: Clock,
        policy: SignInPolicy,
        *,
        first_code_file: Path,
        hasher: Hasher,
        sweep_s: float = SWEEP_S,
        own_addresses: Callable[[], Iterable[str]] = tuple,
    ) -> None:
        """`engine` is this one's alone (`database.open_identity`), disposed of at the end; `own_addresses`: ours."""
        self._hall_id = hall_id
        self._clock = clock
        self._policy = policy
        self._first_code_file = first_code_file
        self._hashes = HashQueue(hasher)
        self._store = StoreThread(engine, hall_id)
        self._sweep_s = sweep_s
        self._seen = Picture()
        self._heard = Heard()
        self._totp_begun: dict[str, str] = {}
        """By session: a secret of which no code was confirmed yet."""
        self._endings = Endings()
        self._own_addresses, self._own_links = own_addresses, links_of(own_addresses())
        self._refused_at = RefusedAt()
        self._listeners: list[Listener] = []
        self._refusals = RefusalPace[What]()
        self._works: set[asyncio.Task[Any]] = set()
        self._supervisor = Supervisor()
        self._over: dict[str, tuple[SessionRow, Ending]] = {}
        """Sessions that ended by themselves, by id, until the store knows."""
        self._swept_at = 0
        self._settled_on = ""
        """The hall's date of the last `_settle`."""
        self._settled_at = 0
        self._store_fault: StorageFault | None = None
        """Of the last write, or look, until one succeeds."""

    def subscribe(self, listener: Listener) -> None:
        """`listener` is called on the loop with the ids of sessions and devices that have ended just now."""
        self._listeners.append(listener)

    def now(self) -> int:
        """By which clock its instants are told."""
        return self._clock.now()

    def troubles(self) -> Sequence[Trouble]:
        """What keeps people from signing in."""
        found = [] if self._store_fault is None else [self._store_fault]
        return [
            *(Trouble("identity", one.kind, f"accounts: {one}"[:200], blocks=False) for one in found),
            *self._supervisor.troubles(),
        ]

    def principal_of_session(self, token: str, *, touch: bool = True) -> Principal | None:
        """Whose session that is; None for one that has ended. `touch`: its owner did something, so it is not
        idle."""
        row = self._seen.sessions.get(token_hash(token))
        if row is None:
            return None
        account = self._seen.accounts.get(row.account_id)
        if account is None or not account.enabled or not self._lives(row):
            return None
        if touch:
            self._heard.session(row.session_id, self._clock.now())
        return self._principal(account, row)

    def why_ended(self, token: str) -> Ending:
        """Why the session of that token is over; "" for one that lives, or of which nobody knows."""
        row = self._seen.sessions.get(token_hash(token))
        if row is None or self._lives(row):
            return self._endings.of(token_hash(token))
        return self._ending(row)

    def own_account(self, session_id: str) -> OwnAccount | None:
        """Whose session it is; None when it has ended."""
        row = self._session(session_id)
        account = None if row is None else self._seen.accounts.get(row.account_id)
        if row is None or account is None or not account.enabled:
            return None
        needed = self._needs_totp(account, by_pin=row.by_pin)
        return OwnAccount(
            account.account_id,
            account.login,
            account.name,
            role_by_pin(account.role) if row.by_pin else account.role,
            must_change=row.must_change,
            totp="needed" if needed else "on" if account.totp_secret else "off",
            pin=bool(account.pin_hash),
        )

    def principal_of_device(self, token: str) -> Principal | None:
        """Which enrolled device that is; None for a stranger and for a revoked one."""
        row = self._seen.devices.get(token_hash(token))
        if row is None or row.revoked_at is not None:
            return None
        return Principal(
            row.kind, self._hall_id, actor=str(Actor("", row.device_id)), name=row.name, device_id=row.device_id
        )

    def seen(self, device_id: str, address: str, version: str, skew_ms: int | None) -> None:
        """A device was heard of, from that address. Kept in memory, written down seldom."""
        if self._device(device_id) is not None:
            self._heard.device(device_id, OfDevice(self._clock.now(), version[:80], address[:80], skew_ms))

    def _principal(self, account: AccountRow, row: SessionRow) -> Principal:
        pending = row.must_change or self._needs_totp(account, by_pin=row.by_pin)
        role = role_by_pin(account.role) if row.by_pin else account.role
        return Principal(
            "pending" if pending else role,
            self._hall_id,
            actor=self._actor(row),
            name=account.name,
            session_id=row.session_id,
            device_id=row.device_id if self._is_counter(row.device_id) else "",
        )

    def _needs_totp(self, account: AccountRow, *, by_pin: bool = False) -> bool:
        wanted = self._policy.totp_for_administrators and account.role == "administrator" and not by_pin
        return wanted and not account.totp_secret

    def _lives(self, row: SessionRow) -> bool:
        return lives(row.created_at, self._heard.last_seen(row), self._clock.now(), self._policy)

    def _ending(self, row: SessionRow) -> Ending:
        """Why a session is over that still stands there."""
        account = self._seen.accounts.get(row.account_id)
        heard = self._heard.last_seen(row)
        return ending_of(row, heard, account, account, now=self._clock.now(), policy=self._policy)

    def _session(self, session_id: str) -> SessionRow | None:
        """One that lives."""
        for row in self._seen.sessions.values():
            if row.session_id == session_id:
                return row if self._lives(row) else None
        return None

    def _sessions(self, account_id: str) -> list[Session]:
        return [
            replace(row.shown(), seen_at=self._heard.last_seen(row))
            for row in self._seen.sessions.values()
            if row.account_id == account_id and self._lives(row)
        ]

    def _device(self, device_id: str) -> DeviceRow | None:
        """One that is enrolled and not revoked."""
        for row in self._seen.devices.values():
            if row.device_id == device_id and row.revoked_at is None:
                return row
        return None

    def _actor(self, row: SessionRow) -> str:
        """Who acts in that session."""
        return str(Actor(row.account_id, row.device_id if self._is_counter(row.device_id) else ""))

    def _is_counter(self, device_id: str) -> bool:
        row = self._device(device_id)
        return row is not None and row.kind == "counter"

    async def _write(self, work: Work[T]) -> T:
        try:
            done = await self._store.write(work, self._take_over)
        except StorageFault as fault:
            self._store_fault = fault
            raise
        self._store_fault = None
        return done

    async def _whole(self, work: Coroutine[Any, Any, T]) -> T:
        """Goes on to its end also when nobody waits any more: a guess whose asker has left counts like another."""
        task = asyncio.create_task(work)
        self._works.add(task)
        task.add_done_callback(self._works.discard)
        return await asyncio.shield(task)

    def _take_over(self, picture: Picture) -> None:
        if self._over:  # what the store still has of those comes to life no more
            left = {key: row for key, row in picture.sessions.items() if row.session_id not in self._over}
            picture = replace(picture, sessions=left)
        ended = self._seen.live_ids() - picture.live_ids()
        self._endings.note(self._seen, picture, self._heard, self._clock.now(), self._policy)
        self._seen = picture
        if not ended:
            return
        self._heard.forget(ended)
        for one in ended:
            self._totp_begun.pop(one, None)
        for listener in self._listeners:
            listener(ended)

    def _source(self, address: str) -> str:
        return source_of(address, self._own_links)

    def _today(self) -> str:
        return hall_date(self._clock.now(), self._policy.time_zone)

    def _later(self, work: Work[object]) -> None:
        """Nobody waits for it; a store that fails is told as ever."""

        async def quietly() -> None:
            with suppress(StorageFault):  # told as a trouble
                await self._write(work)

        task = asyncio.create_task(quietly())
        self._works.add(task)
        task.add_done_callback(self._works.discard)

    def _refusal(
        self,
        what: What,
        *,
        source: str,
        by: str = "",
        subject: str = "",
        device_id: str = "",
        about: str = "",
        **detail: str,
    ) -> Work[object] | None:
        """What makes it an entry of the staff log, while there are few of that kind from there about the `subject` (or
        whom it is `about`); None when it was one more that is counted."""
        at = self._clock.now()
        more = self._refusals.take(at, what, source, about or subject)
        if more is None:
            return None
        told: Detail = {**detail, "more": more} if more else detail
        return partial(note, what=what, at=at, by=by, subject=subject, device_id=device_id, address=source, detail=told)

    def _note_refused(
        self,
        connection: Connection,
        hall_id: str,
        *kinds: What,
        source: str,
        subject: str = "",
        device_id: str = "",
        **detail: str,
    ) -> None:
        """As `_refusal`, in the transaction of what was tried."""
        for kind in kinds:
            work = self._refusal(kind, source=source, subject=subject, device_id=device_id, **detail)
            if work is not None:
                work(connection, hall_id)
