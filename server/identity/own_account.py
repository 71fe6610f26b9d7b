"""What people do with their own account: password, PIN, second factor; and the first administrator's making."""

from __future__ import annotations

import asyncio

from sqlalchemy import Connection, update

from server.identity.account_store import PasswordKept, insert_account, keep_password, used_passwords
from server.identity.answers import Denial, SignedIn, TotpSecret
from server.identity.beginning import Begun, begin_session, forget_full_sign_ins
from server.identity.code_store import find_code, use_code
from server.identity.failures import count_failure, forgive
from server.identity.first_code import first_code, forget_first_code, has_accounts
from server.identity.guessing import code_locked
from server.identity.hash_line import known
from server.identity.hashing import Busy
from server.identity.names import fault_of_login, fault_of_name, login_key, name_in
from server.identity.passwords import normal, password_fault
from server.identity.pins import pin_fault
from server.identity.rows import AccountRow, SessionRow, account_of_id, account_of_login
from server.identity.second_factor import new_secret, step_of
from server.identity.session_store import end_sessions_of
from server.identity.sign_in_policy import MINUTE_MS
from server.identity.signing_in import BUSY, SigningIn, note_person
from server.identity.staff_log import SERVER
from server.identity.tables import account
from server.identity.throttle import login_subject, seconds
from server.identity.whence import Whence, locked_now

_FIRST = "first"
PROVED_MS = 5 * MINUTE_MS
"""So long after a sign-in nobody need prove again that they are who they were."""


class OwnAccountCare(SigningIn):
    def first_open(self) -> bool:
        """Whether the first administrator is still to be made."""
        return not self._seen.accounts

    async def first_code(self) -> str | None:
        """The one-time code with which the first administrator is made, as people read it; None once there is an
        account. The same until it ends after 24 h, also after a restart."""
        now = self._clock.now()
        return await self._write(
            lambda connection, hall_id: first_code(connection, hall_id, self._first_code_file, now, by=SERVER)
        )

    async def make_first(self, code: str, login: str, name: str, password: str, *, source: str) -> SignedIn | Denial:
        return await self._whole(self._make_first(code, login, name, password, self._source(source)))

    async def change_password(self, session_id: str, old: str, new: str) -> SignedIn | Denial:
        """Every session of the person ends; the answer is a new one for whoever asked."""
        return await self._whole(self._change_password(session_id, old, new))

    async def reset_password(self, login: str, code: str, new: str, *, source: str) -> Denial | None:
        """With the one-time code that an administrator handed out; None when it is done. Then they sign in."""
        return await self._whole(self._reset_password(login_key(login), code, new, self._source(source)))

    async def set_pin(self, session_id: str, pin: str) -> Denial | None:
        """An empty one takes it away. None when it is done. Only just after signing in with the password: who finds an
        open session sets none."""
        row = self._session(session_id)
        if row is None or not self._just_proved(row):
            return Denial("not_allowed", reason="full_sign_in")
        fault = pin_fault(pin) if pin else ""
        if fault:
            return Denial("weak_password", reason=fault)
        try:
            async with self._hashes.turn(known(row.account_id)):
                hashed = await self._hashes.hash(pin) if pin else ""
        except Busy:
            return BUSY
        now, whence = self._clock.now(), self._whence(row)

        def work(connection: Connection, hall_id: str) -> None:
            _set(connection, hall_id, row.account_id, pin_hash=hashed)
            note_person(connection, hall_id, "pin_set" if hashed else "pin_removed", row.account_id, whence, now=now)

        await self._write(work)
        return None

    async def totp_begin(self, session_id: str) -> TotpSecret | Denial:
        """A new secret; it counts once a code of it was confirmed. Only just after signing in."""
        row = self._session(session_id)
        if row is None or not self._just_proved(row):
            return Denial("not_allowed", reason="full_sign_in")
        made = new_secret(self._seen.accounts[row.account_id].login)
        self._totp_begun[session_id] = made.secret
        return made

    async def totp_confirm(self, session_id: str, code: str) -> SignedIn | Denial:
        """Turns the second factor on. Every session of the person ends; the answer is a new one for whoever asked."""
        row, secret = self._session(session_id), self._totp_begun.get(session_id)
        if row is None or secret is None:
            return Denial("not_allowed", reason="full_sign_in")
        now = self._clock.now()
        step, subject = step_of(secret, code, now, 0), f"totp:{row.account_id}"

        def work(connection: Connection, hall_id: str) -> Begun | Denial:
            locked = code_locked(connection, hall_id, subject, row.source, now)
            if locked is not None:
                return locked
            if step is None:
                count_failure(connection, hall_id, subject, row.source, now)
                shut = code_locked(connection, hall_id, subject, row.source, now) is not None
                self._note_guess(connection, hall_id, self._whence(row), "new_factor", row.account_id, locked=shut)
                return Denial("wrong_code")
            forgive(connection, hall_id, subject)
            _set(connection, hall_id, row.account_id, totp_secret=secret, totp_step=step)
            note_person(connection, hall_id, "second_factor_set", row.account_id, self._whence(row), now=now)
            return self._anew(connection, hall_id, row, now)

        done = await self._write(work)
        if isinstance(done, Begun):
            self._totp_begun.pop(session_id, None)
        return self._answer(done, self._seen.accounts[row.account_id].login, Whence(row.source, row.device_id))

    def _just_proved(self, row: SessionRow) -> bool:
        """Whether that session began with the password, minutes ago."""
        return not row.by_pin and abs(self._clock.now() - row.created_at) < PROVED_MS

    async def _make_first(self, code: str, login: str, name: str, password: str, source: str) -> SignedIn | Denial:
        now = self._clock.now()

        def look(connection: Connection, hall_id: str) -> Denial | None:
            locked = code_locked(connection, hall_id, _FIRST, source, now)
            if locked is not None:
                return locked
            if has_accounts(connection, hall_id):
                return Denial("not_now")
            found = find_code(connection, hall_id, "first", code, now)
            if found is None:
                count_failure(connection, hall_id, _FIRST, source, now)
                shut = code_locked(connection, hall_id, _FIRST, source, now) is not None
                self._note_guess(connection, hall_id, Whence(source, ""), "first_code", "", locked=shut)
                return Denial("wrong_code")
            return None if found.valid else Denial("expired_code")

        fault = await self._write(look) or fault_of_login(login) or fault_of_name(name) or self._weak(password, login)
        if fault is not None:
            return fault
        try:
            async with self._hashes.turn(known(_FIRST)):
                hashed = await self._hashes.hash(normal(password))
        except Busy:
            return BUSY

        def work(connection: Connection, hall_id: str) -> Begun | Denial:
            if has_accounts(connection, hall_id) or not use_code(connection, hall_id, "first", code):
                return Denial("not_now")
            row = insert_account(
                connection,
                hall_id,
                login=login_key(login),
                name=name_in(name),
                role="administrator",
                password_hash=hashed,
                now=now,
            )
            whence = Whence(source, "")
            note_person(connection, hall_id, "first_administrator", row.account_id, whence, now=now)
            return begin_session(connection, hall_id, row, whence, self._policy, now=now, by_pin=False)

        done = await self._write(work)
        if isinstance(done, Begun):
            await asyncio.to_thread(forget_first_code, self._first_code_file)
        return self._answer(done, login_key(login), Whence(source, ""))

    async def _change_password(self, session_id: str, old: str, new: str) -> SignedIn | Denial:
        row = self._session(session_id)
        if row is None or row.by_pin:
            return Denial("not_allowed", reason="full_sign_in")
        person = self._seen.accounts[row.account_id]
        whence = self._whence(row)
        try:
            async with self._hashes.turn(known(row.account_id)):
                locked = await self._locked(person.login, whence)
                if locked is not None:
                    return locked
                now = self._clock.now()
                if not await self._hashes.verify(person.password_hash, normal(old)):
                    await self._write(
                        lambda connection, hall_id: self._guessed_wrong(
                            connection, hall_id, person.login, whence, "old_password"
                        )
                    )
                    return Denial("wrong_credentials")
                fault = self._too_soon(person, row, now) or await self._unfit(person, new)
                if fault is not None:
                    return fault
                hashed = await self._hashes.hash(normal(new))
                done = await self._write(self._with_new_password(person, row, hashed, now))
                return self._answer(done, person.login, whence)
        except Busy:
            return BUSY

    def _with_new_password(self, person: AccountRow, row: SessionRow, hashed: str, now: int) -> PasswordKept:
        kept = self._policy.passwords.not_again

        def work(connection: Connection, hall_id: str) -> Begun | Denial:
            present = account_of_id(connection, hall_id, person.account_id)
            if present is None or not present.enabled or present.password_hash != person.password_hash:
                return Denial("not_allowed", reason="full_sign_in")
            keep_password(connection, hall_id, present, hashed, now=now, not_again=kept)
            note_person(connection, hall_id, "password_changed", row.account_id, self._whence(row), now=now)
            return self._anew(connection, hall_id, row, now)

        return work

    def _anew(self, connection: Connection, hall_id: str, row: SessionRow, now: int) -> Begun | Denial:
        """All sessions of the person end, their PIN opens nothing elsewhere; this one goes on under a new token."""
        end_sessions_of(connection, hall_id, row.account_id)
        forget_full_sign_ins(connection, hall_id, row.account_id)
        person = account_of_id(connection, hall_id, row.account_id)
        if person is None or not person.enabled:
            return Denial("not_allowed", reason="full_sign_in")
        return begin_session(connection, hall_id, person, self._whence(row), self._policy, now=now, by_pin=False)

    async def _reset_password(self, login: str, code: str, new: str, source: str) -> Denial | None:
        now = self._clock.now()
        subject = login_subject(login)

        def look(connection: Connection, hall_id: str) -> AccountRow | Denial:
            locked = locked_now(connection, hall_id, login, Whence(source, ""), now)
            if locked is not None:
                return locked
            row = account_of_login(connection, hall_id, login)
            found = find_code(connection, hall_id, "password", code, now)
            if row is None or found is None or found.subject != row.account_id or not row.enabled:
                self._guessed_wrong(connection, hall_id, login, Whence(source, ""), "one_time_code")
                return Denial("wrong_code")
            return row if found.valid else Denial("expired_code")

        person = await self._write(look)
        if isinstance(person, Denial):
            return person
        try:
            async with self._hashes.turn(known(person.account_id)):
                fault = await self._unfit(person, new)
                if fault is not None:
                    return fault
                hashed = await self._hashes.hash(normal(new))
        except Busy:
            return BUSY
        kept = self._policy.passwords.not_again

        def work(connection: Connection, hall_id: str) -> Denial | None:
            row = account_of_login(connection, hall_id, login)
            if row is None or not row.enabled or not use_code(connection, hall_id, "password", code):
                return Denial("wrong_code")
            keep_password(connection, hall_id, row, hashed, now=now, not_again=kept)
            end_sessions_of(connection, hall_id, row.account_id)
            forget_full_sign_ins(connection, hall_id, row.account_id)
            forgive(connection, hall_id, subject)
            note_person(connection, hall_id, "password_chosen", row.account_id, Whence(source, ""), now=now)
            return None

        return await self._write(work)

    def _whence(self, row: SessionRow) -> Whence:
        return Whence(row.source, row.device_id if self._is_counter(row.device_id) else "")

    def _too_soon(self, person: AccountRow, row: SessionRow, now: int) -> Denial | None:
        left = person.password_at + self._policy.passwords.min_age_ms - now
        if row.must_change or left <= 0:
            return None
        return Denial("not_now", retry_after_s=seconds(left), reason="too_soon")

    async def _unfit(self, person: AccountRow, new: str) -> Denial | None:
        """Within a turn: the policy's rules, then the last ones that may not come again."""
        fault = self._weak(new, person.login, person.name)
        if fault is not None:
            return fault
        kept = self._policy.passwords.not_again
        if kept:
            old = await self._store.read(
                lambda connection, hall_id: used_passwords(
                    connection, hall_id, person.account_id, kept - bool(person.password_hash)
                )
            )
            for hashed in [person.password_hash, *old]:
                if hashed and await self._hashes.verify(hashed, normal(new)):
                    return Denial("weak_password", reason="reused")
        return None

    def _weak(self, password: str, *words: str) -> Denial | None:
        fault = password_fault(password, self._policy.passwords, [*words, self._hall_id, *self._policy.context_words])
        return Denial("weak_password", reason=fault) if fault else None


def _set(connection: Connection, hall_id: str, account_id: str, **values: object) -> None:
    mine = (account.c.hall_id == hall_id, account.c.account_id == account_id)
    connection.execute(update(account).where(*mine).values(**values))
