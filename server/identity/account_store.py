"""Accounts in the store: making one, giving it a password, remembering the old ones."""

from __future__ import annotations

import secrets

from sqlalchemy import Connection, delete, insert, select, update

from server.identity.answers import Denial
from server.identity.beginning import Begun
from server.identity.principal import StaffRole
from server.identity.rows import AccountRow
from server.identity.store_thread import Work
from server.identity.tables import account, old_password

PasswordKept = Work[Begun | Denial]


def insert_account(
    connection: Connection, hall_id: str, *, login: str, name: str, role: StaffRole, password_hash: str, now: int
) -> AccountRow:
    row = AccountRow(
        secrets.token_hex(8),
        login,
        name,
        role,
        enabled=True,
        password_hash=password_hash,
        password_at=now,
        pin_hash="",
        totp_secret="",
        totp_step=0,
        created_at=now,
        last_sign_in=None,
    )
    connection.execute(insert(account).values(hall_id=hall_id, **row._asdict()))
    return row


def keep_password(
    connection: Connection, hall_id: str, row: AccountRow, password_hash: str, *, now: int, not_again: int
) -> None:
    """The new one; of those before only so many hashes stay as the policy looks at."""
    remember_password(connection, hall_id, row, now)
    mine = (old_password.c.hall_id == hall_id, old_password.c.account_id == row.account_id)
    stay = used_passwords(connection, hall_id, row.account_id, max(0, not_again - 1))
    connection.execute(delete(old_password).where(*mine, old_password.c.password_hash.not_in(stay)))
    of_account = (account.c.hall_id == hall_id, account.c.account_id == row.account_id)
    connection.execute(update(account).where(*of_account).values(password_hash=password_hash, password_at=now))


def remember_password(connection: Connection, hall_id: str, row: AccountRow, now: int) -> None:
    """The present one, before it goes."""
    if row.password_hash:
        connection.execute(
            insert(old_password).values(
                hall_id=hall_id, account_id=row.account_id, until=now, password_hash=row.password_hash
            )
        )


def used_passwords(connection: Connection, hall_id: str, account_id: str, count: int) -> list[str]:
    """Hashes of those before the present one, the newest first."""
    mine = (old_password.c.hall_id == hall_id, old_password.c.account_id == account_id)
    newest = select(old_password.c.password_hash).where(*mine).order_by(old_password.c.until.desc()).limit(count)
    return list(connection.scalars(newest))
