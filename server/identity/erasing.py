"""Who somebody was is erased: login and name go, with everything that only they could use. Their id stays, since the
logs name it, and nobody signs in with it ever again."""

from __future__ import annotations

from sqlalchemy import Connection, delete, update

from server.identity.code_store import forget_codes
from server.identity.failures import forgive
from server.identity.rows import ERASED, AccountRow
from server.identity.tables import account, full_sign_in, known_source, old_password, session
from server.identity.throttle import login_subject

_OF_ACCOUNT = (session, known_source, full_sign_in, old_password)


def erase_person(connection: Connection, hall_id: str, row: AccountRow) -> None:
    mine = (account.c.hall_id == hall_id, account.c.account_id == row.account_id)
    connection.execute(
        update(account)
        .where(*mine)
        .values(
            login=f"{ERASED}{row.account_id}",
            name="",
            enabled=False,
            password_hash="",
            pin_hash="",
            totp_secret="",
            totp_step=0,
            last_sign_in=None,
        )
    )
    for table in _OF_ACCOUNT:
        connection.execute(delete(table).where(table.c.hall_id == hall_id, table.c.account_id == row.account_id))
    forget_codes(connection, hall_id, "password", row.account_id)
    for subject in (login_subject(row.login), f"pin:{row.account_id}", f"totp:{row.account_id}"):
        forgive(connection, hall_id, subject)
