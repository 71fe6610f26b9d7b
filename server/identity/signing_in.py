"""Signing in with a password, with a PIN, and signing out."""

from __future__ import annotations

import structlog
from sqlalchemy import Connection, select

from server.identity.answers import Denial, PinPerson, SignedIn
from server.identity.beginning import Begun, begin_session, forget_full_sign_ins
from server.identity.codes import AHEAD_MS
from server.identity.failures import count_failure, failures, forgive, is_near, is_shut
from server.identity.hash_line import Place, from_source, known
from server.identity.hashing import Busy
from server.identity.names import login_key
from server.identity.passwords import normal
from server.identity.principal import Actor
from server.identity.rows import AccountRow, account_of_id, account_of_login
from server.identity.second_factor import step_of
from server.identity.session_store import end_sessions
from server.identity.sign_in_policy import MAX_PASSWORD
from server.identity.staff_log import What, Where, note
from server.identity.store_thread import Work
from server.identity.tables import account, full_sign_in
from server.identity.throttle import (
    OF_COUNTER_PINS,
    OF_PIN,
    locked_for_ms,
    login_subject,
    of_browser,
    seconds,
)
from server.identity.upkeep import Upkeep
from server.identity.whence import Whence, counted_at, locked_now

_log = structlog.get_logger()
BUSY = Denial("busy", retry_after_s=2)


class SigningIn(Upkeep):
    async def sign_in(
        self, login: str, password: str, totp: str, *, source: str, device_id: str = "", browser: str = ""
    ) -> SignedIn | Denial:
        """`totp` may be empty; who has a second factor is told `totp_needed` then. `source`: the address that asks;
        `device_id`: the enrolled counter whose browser asks; `browser`: what this browser keeps, and is known by to
        whoever signed in here. The same answer in the same time for an unknown login, a disabled account and a wrong
        password."""
        seat = device_id if self._is_counter(device_id) else ""
        whence = Whence(self._source(source), seat, of_browser(browser) if browser else "")
        return await self._whole(self._sign_in(login_key(login), password, totp, whence))

    async def sign_out(self, session_id: str) -> None:
        row, now = self._session(session_id), self._clock.now()

        def work(connection: Connection, hall_id: str) -> None:
            end_sessions(connection, hall_id, [session_id])
            if row is not None:
                note(
                    connection,
                    hall_id,
                    "signed_out",
                    at=now,
                    by=self._actor(row),
                    subject=row.account_id,
                    device_id=row.device_id,
                )

        await self._write(work)

    async def pin_people(self, device_id: str) -> tuple[PinPerson, ...]:
        """Who may switch here now: they have a PIN, and signed in at this counter today; by name. Nobody who signed in
        later than now: the clock was set back, and that day would come a second time."""
        if not self._is_counter(device_id):
            return ()
        if self._today() != self._settled_on:
            await self._settle()
        now, today = self._clock.now(), self._today()

        def work(connection: Connection, hall_id: str) -> list[str]:
            return list(
                connection.scalars(
                    select(full_sign_in.c.account_id).where(
                        full_sign_in.c.hall_id == hall_id,
                        full_sign_in.c.device_id == device_id,
                        full_sign_in.c.date == today,
                    )
                )
            )

        rows = [self._seen.accounts.get(account_id) for account_id in await self._store.read(work)]
        people = [
            PinPerson(row.account_id, row.name)
            for row in rows
            if row is not None and row.enabled and row.pin_hash and (row.last_sign_in or 0) <= now + AHEAD_MS
        ]
        return tuple(sorted(people, key=lambda one: one.name))

    async def switch(self, device_id: str, account_id: str, pin: str, *, source: str) -> SignedIn | Denial:
        """At an enrolled counter another of `pin_people` takes over; whoever was signed in there no longer is."""
        if not self._is_counter(device_id):
            return Denial("not_allowed", reason="not_a_counter")
        whence = Whence(self._source(source), device_id)
        return await self._whole(self._switch(account_id, pin, whence))

    async def _sign_in(self, login: str, password: str, totp: str, whence: Whence) -> SignedIn | Denial:
        secret = normal(password[: 4 * MAX_PASSWORD])
        locked = await self._locked(login, whence)
        if locked is not None:
            return locked
        place = await self._place(whence)
        try:
            async with self._hashes.turn(place):
                locked = await self._locked(login, whence)
                if locked is not None:
                    return locked
                row = await self._store.read(lambda connection, hall_id: account_of_login(connection, hall_id, login))
                held = await self._hashes.verify(row.password_hash if row is not None else "", secret)
                proved = row if row is not None and held and len(secret) <= MAX_PASSWORD else None
                return self._answer(await self._write(self._after_password(login, proved, totp, whence)), login, whence)
        except Busy:
            return BUSY

    def _after_password(self, login: str, proved: AccountRow | None, totp: str, whence: Whence) -> Work[Begun | Denial]:
        """What the store makes of it. `proved`: the account as it was when the password was held against it."""
        now = self._clock.now()
        subject = login_subject(login)

        def work(connection: Connection, hall_id: str) -> Begun | Denial:
            row = account_of_login(connection, hall_id, login)
            if (
                row is None
                or proved is None
                or not row.enabled
                or (row.account_id, row.password_hash) != (proved.account_id, proved.password_hash)
            ):
                self._guessed_wrong(connection, hall_id, login, whence, "password")
                return Denial("wrong_credentials")
            if row.totp_secret:
                if not totp.strip():
                    return Denial("totp_needed")
                step = step_of(row.totp_secret, totp, now, row.totp_step)
                if step is None:
                    self._guessed_wrong(connection, hall_id, login, whence, "second_factor")
                    return Denial("wrong_credentials")
                use_totp_step(connection, hall_id, row.account_id, step)
            forgive(connection, hall_id, subject, counted_at(connection, hall_id, row, whence, now))
            note_person(connection, hall_id, "signed_in", row.account_id, whence, now=now)
            return begin_session(connection, hall_id, row, whence, self._policy, now=now, by_pin=False)

        return work

    def _guessed_wrong(self, connection: Connection, hall_id: str, login: str, whence: Whence, where: Where) -> None:
        """Counts a wrong guess at a login, known or not, and notes it; also that with it nobody is heard there any
        more. `where`: what was guessed."""
        now = self._clock.now()
        row = account_of_login(connection, hall_id, login)
        count_failure(connection, hall_id, login_subject(login), counted_at(connection, hall_id, row, whence, now), now)
        locked = locked_now(connection, hall_id, login, whence, now) is not None
        self._note_guess(connection, hall_id, whence, where, "" if row is None else row.account_id, locked=locked)

    def _note_guess(
        self, connection: Connection, hall_id: str, whence: Whence, where: Where, account_id: str, *, locked: bool
    ) -> None:
        kinds: tuple[What, ...] = ("sign_in_refused", "locked") if locked else ("sign_in_refused",)
        self._note_refused(
            connection,
            hall_id,
            *kinds,
            source=whence.source,
            subject=account_id,
            device_id=whence.device_id,
            where=where,
        )

    def _not_heard(self, whence: Whence, account_id: str) -> None:
        """Notes that somebody tried where nobody is heard now. Nothing is written for it while it is only counted."""
        work = self._refusal(
            "sign_in_refused", source=whence.source, subject=account_id, device_id=whence.device_id, where="locked"
        )
        if work is not None:
            self._later(work)

    async def _place(self, whence: Whence) -> Place:
        """Whose turn a password from there has. By where it comes from, never by whose it is: what somebody waits
        tells nobody who has an account."""
        if whence.device_id:
            return known(whence.device_id)
        source, browser, now = whence.source, whence.browser, self._clock.now()

        def work(connection: Connection, hall_id: str) -> Place:
            if browser and is_near(connection, hall_id, browser, now):
                return known(browser)
            return from_source(source, near=is_near(connection, hall_id, source, now))

        return await self._store.read(work)

    async def _locked(self, login: str, whence: Whence) -> Denial | None:
        now = self._clock.now()

        def work(connection: Connection, hall_id: str) -> tuple[Denial | None, bool]:
            locked = locked_now(connection, hall_id, login, whence, now)
            return locked, locked is not None and is_shut(connection, hall_id, whence.source, now)

        locked, shut = await self._store.read(work)
        if locked is not None:
            tried = next((row for row in self._seen.accounts.values() if row.login == login), None)
            if tried is not None and shut:
                self._refused_at.note(login, whence.source)
            self._not_heard(whence, "" if tried is None else tried.account_id)
        return locked

    async def _switch(self, account_id: str, pin: str, whence: Whence) -> SignedIn | Denial:
        try:
            async with self._hashes.turn(known(whence.device_id)):
                ms = await self._pin_locked_ms(whence)
                if ms:
                    self._not_heard(whence, account_id if account_id in self._seen.accounts else "")
                    return Denial("locked", retry_after_s=seconds(ms))
                if account_id not in {one.account_id for one in await self.pin_people(whence.device_id)}:
                    return Denial("not_allowed", reason="full_sign_in")
                row = self._seen.accounts[account_id]
                held = await self._hashes.verify(row.pin_hash, pin[:16])
                done = await self._write(self._after_pin(row, whence, held=held))
                return self._answer(done, row.login, whence)
        except Busy:
            return BUSY

    def _after_pin(self, proved: AccountRow, whence: Whence, *, held: bool) -> Work[Begun | Denial]:
        now = self._clock.now()
        subject, of_counter = _pin_subject(proved.account_id), _counter_subject(whence.device_id)

        def work(connection: Connection, hall_id: str) -> Begun | Denial:
            row = account_of_id(connection, hall_id, proved.account_id)
            old = row is not None and self._policy.passwords.is_old(row.password_at, now)
            if row is None or old or not row.enabled or row.pin_hash != proved.pin_hash:
                return Denial("not_allowed", reason="full_sign_in")
            if not held:
                count_failure(connection, hall_id, of_counter, whence.device_id, now)
                count_failure(connection, hall_id, subject, whence.device_id, now)
                found = failures(connection, hall_id, subject, whence.device_id, now)
                at_counter = failures(connection, hall_id, of_counter, whence.device_id, now).of_account
                too_many = len(found.of_account) >= OF_PIN.count
                locked = too_many or bool(locked_for_ms(OF_COUNTER_PINS, at_counter, now))
                self._note_guess(connection, hall_id, whence, "pin", row.account_id, locked=locked)
                if too_many:
                    forget_full_sign_ins(connection, hall_id, row.account_id)
                    forgive(connection, hall_id, subject)
                    return Denial("not_allowed", reason="full_sign_in")
                return Denial("wrong_credentials")
            forgive(connection, hall_id, subject)
            note_person(connection, hall_id, "switched_by_pin", row.account_id, whence, now=now)
            return begin_session(connection, hall_id, row, whence, self._policy, now=now, by_pin=True)

        return work

    async def _pin_locked_ms(self, whence: Whence) -> int:
        now = self._clock.now()
        subject = _counter_subject(whence.device_id)
        found = await self._store.read(
            lambda connection, hall_id: failures(connection, hall_id, subject, whence.device_id, now)
        )
        return locked_for_ms(OF_COUNTER_PINS, found.of_account, now)

    def _answer(self, done: Begun | Denial, login: str, whence: Whence) -> SignedIn | Denial:
        subject = login_subject(login)
        if isinstance(done, Denial):
            _log.warning(
                "sign_in_refused", code=done.code, subject=subject, source=whence.source, device=whence.device_id
            )
            return done
        principal = self._principal(done.account, done.row)
        _log.info(
            "signed_in", actor=principal.actor, source=whence.source, device=whence.device_id, by_pin=done.row.by_pin
        )
        return SignedIn(done.token, principal)


def note_person(connection: Connection, hall_id: str, what: What, account_id: str, whence: Whence, *, now: int) -> None:
    """What somebody did with their own account."""
    note(
        connection,
        hall_id,
        what,
        at=now,
        by=str(Actor(account_id, whence.device_id)),
        subject=account_id,
        device_id=whence.device_id,
        address=whence.source,
    )


def use_totp_step(connection: Connection, hall_id: str, account_id: str, step: int) -> None:
    mine = (account.c.hall_id == hall_id, account.c.account_id == account_id)
    connection.execute(account.update().where(*mine).values(totp_step=step))


def _pin_subject(account_id: str) -> str:
    return f"pin:{account_id}"


def _counter_subject(device_id: str) -> str:
    return f"counter:{device_id}"
