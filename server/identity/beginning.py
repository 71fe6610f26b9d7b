"""A session begins: the one place that makes one."""

from __future__ import annotations

import secrets
from typing import NamedTuple

from sqlalchemy import Connection, delete, insert, select, update

from server.identity.failures import remember_source
from server.identity.pins import hall_date
from server.identity.rows import AccountRow, SessionRow
from server.identity.sessions import new_token, token_hash
from server.identity.sign_in_policy import SignInPolicy
from server.identity.tables import account as account_table
from server.identity.tables import full_sign_in, session
from server.identity.whence import Whence

MOST_SESSIONS = 100
"""Of one person at a time: a program that signs in for every question fills no store."""


class Begun(NamedTuple):
    token: str
    row: SessionRow
    account: AccountRow


def begin_session(
    connection: Connection,
    hall_id: str,
    account: AccountRow,
    whence: Whence,
    policy: SignInPolicy,
    *,
    now: int,
    by_pin: bool,
) -> Begun:
    """Always a new token. Whoever sat at the same counter before is signed out: it has one person at a time."""
    source, device_id, browser = whence
    token = new_token()
    row = SessionRow(
        secrets.token_hex(8),
        token_hash(token),
        account.account_id,
        device_id,
        source,
        by_pin,
        must_change=policy.passwords.is_old(account.password_at, now),
        created_at=now,
        last_seen=now,
    )
    _keep_few(connection, hall_id, account.account_id)
    if device_id:
        connection.execute(delete(session).where(session.c.hall_id == hall_id, session.c.device_id == device_id))
    connection.execute(insert(session).values(hall_id=hall_id, **row._asdict()))
    person = (account_table.c.hall_id == hall_id, account_table.c.account_id == account.account_id)
    connection.execute(update(account_table).where(*person).values(last_sign_in=now))
    if not by_pin:
        remember_source(connection, hall_id, account.account_id, source, now)
        if browser:
            remember_source(connection, hall_id, account.account_id, browser, now)
        if device_id and not row.must_change:
            _count_today(connection, hall_id, account.account_id, device_id, hall_date(now, policy.time_zone))
    return Begun(token, row, account)


def _keep_few(connection: Connection, hall_id: str, account_id: str) -> None:
    """Makes room for one more: the oldest ones end."""
    mine = (session.c.hall_id == hall_id, session.c.account_id == account_id)
    newest = select(session.c.session_id).where(*mine).order_by(session.c.created_at.desc(), session.c.session_id)
    too_many = list(connection.scalars(newest.offset(MOST_SESSIONS - 1)))
    connection.execute(delete(session).where(*mine, session.c.session_id.in_(too_many)))


def _count_today(connection: Connection, hall_id: str, account_id: str, device_id: str, date: str) -> None:
    connection.execute(
        delete(full_sign_in).where(
            full_sign_in.c.hall_id == hall_id,
            (full_sign_in.c.date != date)
            | ((full_sign_in.c.account_id == account_id) & (full_sign_in.c.device_id == device_id)),
        )
    )
    connection.execute(
        insert(full_sign_in).values(hall_id=hall_id, account_id=account_id, device_id=device_id, date=date)
    )


def forget_full_sign_ins(connection: Connection, hall_id: str, account_id: str) -> None:
    """From now on the person's PIN opens nothing, until they sign in with the password."""
    connection.execute(
        delete(full_sign_in).where(full_sign_in.c.hall_id == hall_id, full_sign_in.c.account_id == account_id)
    )
