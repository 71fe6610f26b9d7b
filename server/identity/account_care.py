"""What is done to others' accounts and sessions. Whether they may was asked before; `by` is the actor."""

from __future__ import annotations

import structlog
from sqlalchemy import Connection, update

from server.identity.account_store import insert_account, remember_password
from server.identity.answers import Account, AddedAccount, Denial, Session
from server.identity.beginning import forget_full_sign_ins
from server.identity.code_store import make_code
from server.identity.codes import spelled
from server.identity.erasing import erase_person
from server.identity.failures import knows_source, locks, unlock
from server.identity.names import fault_of_login, fault_of_name, login_key, name_in
from server.identity.principal import StaffRole
from server.identity.registry import Registry
from server.identity.rows import AccountRow, account_of_id, account_of_login
from server.identity.session_store import end_sessions, end_sessions_of
from server.identity.staff_log import note
from server.identity.store_thread import Work
from server.identity.tables import account
from server.identity.throttle import login_subject

_log = structlog.get_logger()
_UNKNOWN = Denial("unknown")
_LAST = Denial("not_now", reason="last_administrator")


class AccountCare(Registry):
    def account_name(self, account_id: str) -> str:
        """What people call the owner; "" for one who was erased, or never was. From memory."""
        row = self._seen.accounts.get(account_id)
        return row.name if row and not row.erased else ""

    async def accounts(self) -> tuple[Account, ...]:
        """By login; without those who were erased."""
        now, people = self._clock.now(), tuple(self._seen.accounts.values())

        def work(connection: Connection, hall_id: str) -> frozenset[str]:
            found = locks(connection, hall_id, now)

            def refused(row: AccountRow) -> bool:
                subject = login_subject(row.login)
                where = found.tried.get(subject, frozenset()) | self._refused_at.of(row.login)
                return subject in found.subjects or any(
                    not knows_source(connection, hall_id, row.account_id, source, now)
                    for source in found.sources & where
                )

            return frozenset(row.account_id for row in people if refused(row))

        locked = await self._store.read(work)
        rules = self._policy.passwords
        shown = [
            row.shown(
                locked=row.account_id in locked,
                must_change=not row.password_hash or rules.is_old(row.password_at, now),
            )
            for row in people
            if not row.erased
        ]
        return tuple(sorted(shown, key=lambda one: one.login))

    async def add_account(self, by: str, login: str, name: str, role: StaffRole) -> AddedAccount | Denial:
        """With the one-time code, valid 24 h, that its owner chooses a password with."""
        fault = fault_of_login(login) or fault_of_name(name)
        if fault is not None:
            return fault
        now = self._clock.now()

        def work(connection: Connection, hall_id: str) -> AddedAccount | Denial:
            if account_of_login(connection, hall_id, login_key(login)) is not None:
                return Denial("taken")
            row = insert_account(
                connection, hall_id, login=login_key(login), name=name_in(name), role=role, password_hash="", now=now
            )
            code = make_code(connection, hall_id, "password", now, subject=row.account_id)
            note(connection, hall_id, "account_added", at=now, by=by, subject=row.account_id, detail={"role": role})
            return AddedAccount(row.shown(must_change=True), spelled(code))

        done = await self._write(work)
        if isinstance(done, AddedAccount):
            _log.info("account_added", by=by, account=done.account.account_id, role=role)
        return done

    async def set_role(self, by: str, account_id: str, role: StaffRole) -> Denial | None:
        """None when it is done. Their sessions end when it is another."""
        now = self._clock.now()

        def work(connection: Connection, hall_id: str) -> Denial | None:
            row = _standing(connection, hall_id, account_id)
            if row is None:
                return _UNKNOWN
            if row.role == role:
                return None
            if _is_last_administrator(connection, hall_id, row):
                return _LAST
            _change(connection, hall_id, row._replace(role=role))
            told = {"role": role, "before": row.role}
            note(connection, hall_id, "role_changed", at=now, by=by, subject=account_id, detail=told)
            return None

        return await self._told("role_changed", by, account_id, work)

    async def disable(self, by: str, account_id: str) -> Denial | None:
        """Their sessions end, and they cannot sign in. None when it is done."""
        now = self._clock.now()

        def work(connection: Connection, hall_id: str) -> Denial | None:
            row = _standing(connection, hall_id, account_id)
            if row is None:
                return _UNKNOWN
            if _is_last_administrator(connection, hall_id, row):
                return _LAST
            _change(connection, hall_id, row._replace(enabled=False))
            if row.enabled:
                note(connection, hall_id, "account_disabled", at=now, by=by, subject=account_id)
            return None

        return await self._told("account_disabled", by, account_id, work)

    async def enable(self, by: str, account_id: str) -> Denial | None:
        """None when it is done."""
        now = self._clock.now()

        def work(connection: Connection, hall_id: str) -> Denial | None:
            row = _standing(connection, hall_id, account_id)
            if row is None or row.enabled:
                return _UNKNOWN if row is None else None
            _change(connection, hall_id, row._replace(enabled=True))
            note(connection, hall_id, "account_enabled", at=now, by=by, subject=account_id)
            return None

        return await self._told("account_enabled", by, account_id, work)

    async def reset_code(self, by: str, account_id: str) -> str | Denial:
        """A one-time code, valid 24 h, for a new password. Old password, PIN and second factor count no more, sessions
        end, a lockout is over."""
        now = self._clock.now()
        done = await self._write(lambda connection, hall_id: reset_account(connection, hall_id, account_id, now, by=by))
        if done is None:
            return _UNKNOWN
        _log.info("account_reset", by=by, account=account_id)
        return done

    async def unlock(self, by: str, account_id: str) -> Denial | None:
        """Wrong guesses at this account are forgotten, and where it was refused for all that was guessed from there,
        that is forgotten too. None when it is done."""
        now, known = self._clock.now(), self._seen.accounts.get(account_id)
        refused_at = self._refused_at.forget(known.login) if known is not None else frozenset()

        def work(connection: Connection, hall_id: str) -> Denial | None:
            row = _standing(connection, hall_id, account_id)
            if row is None:
                return _UNKNOWN
            unlock(connection, hall_id, login_subject(row.login), refused_at, now)
            note(connection, hall_id, "account_unlocked", at=now, by=by, subject=account_id)
            return None

        return await self._told("account_unlocked", by, account_id, work)

    async def erase(self, by: str, account_id: str) -> Denial | None:
        """Their login and name go, and whatever they signed in with; sessions end. Their id stays, since the logs name
        it. None when it is done; nothing brings it back."""
        now = self._clock.now()

        def work(connection: Connection, hall_id: str) -> Denial | None:
            row = _standing(connection, hall_id, account_id)
            if row is None:
                return _UNKNOWN
            if _is_last_administrator(connection, hall_id, row):
                return _LAST
            erase_person(connection, hall_id, row)
            note(connection, hall_id, "account_erased", at=now, by=by, subject=account_id)
            return None

        answer = await self._told("account_erased", by, account_id, work)
        if answer is None and not await self._store.empty_write_ahead():
            _log.warning("erased_not_overwritten", account=account_id)
        return answer

    async def sessions_of(self, account_id: str) -> tuple[Session, ...]:
        """Those that live, the newest first."""
        return tuple(sorted(self._sessions(account_id), key=lambda one: -one.began_at))

    async def end_session(self, by: str, session_id: str) -> Denial | None:
        """None when it is done. Whose it may be is asked before."""
        row, now = self._session(session_id), self._clock.now()
        if row is None:
            return _UNKNOWN
        whose, where = row.account_id, row.device_id

        def work(connection: Connection, hall_id: str) -> None:
            end_sessions(connection, hall_id, [session_id])
            note(connection, hall_id, "session_ended", at=now, by=by, subject=whose, device_id=where)

        await self._write(work)
        _log.info("session_ended", by=by, session=session_id)
        return None

    async def _told(self, what: str, by: str, account_id: str, work: Work[Denial | None]) -> Denial | None:
        done = await self._write(work)
        if done is None:
            _log.info(what, by=by, account=account_id)
        return done


def reset_account(connection: Connection, hall_id: str, account_id: str, now: int, *, by: str) -> str | None:
    """The one-time code, as people read it; None for an unknown account. `by`: who asks for it."""
    row = _standing(connection, hall_id, account_id)
    if row is None:
        return None
    remember_password(connection, hall_id, row, now)
    _change(connection, hall_id, row._replace(password_hash="", pin_hash="", totp_secret=""))
    unlock(connection, hall_id, login_subject(row.login), (), now)
    note(connection, hall_id, "account_reset", at=now, by=by, subject=account_id)
    return spelled(make_code(connection, hall_id, "password", now, subject=account_id))


def _standing(connection: Connection, hall_id: str, account_id: str) -> AccountRow | None:
    """An account of which somebody knows whose it is."""
    row = account_of_id(connection, hall_id, account_id)
    return None if row is None or row.erased else row


def _change(connection: Connection, hall_id: str, row: AccountRow) -> None:
    """Whoever is signed in as this person no longer is."""
    mine = (account.c.hall_id == hall_id, account.c.account_id == row.account_id)
    connection.execute(update(account).where(*mine).values(**row._asdict()))
    end_sessions_of(connection, hall_id, row.account_id)
    forget_full_sign_ins(connection, hall_id, row.account_id)


def _is_last_administrator(connection: Connection, hall_id: str, row: AccountRow) -> bool:
    """Whether nobody else could administer the hall."""
    others = account.select().where(
        account.c.hall_id == hall_id,
        account.c.role == "administrator",
        account.c.enabled,
        account.c.account_id != row.account_id,
    )
    is_one = row.enabled and row.role == "administrator"
    return is_one and connection.execute(others.limit(1)).first() is None
