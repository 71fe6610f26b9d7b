"""One-time codes in the store: by their hash, used at most once."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import Connection, delete, insert, select

from server.identity.codes import VALID_MS, Purpose, code_hash, new_code, still_valid
from server.identity.tables import code


class Found(NamedTuple):
    subject: str
    name: str
    valid: bool


def make_code(
    connection: Connection, hall_id: str, purpose: Purpose, now: int, *, subject: str = "", name: str = ""
) -> str:
    """A new one. For a first administrator or a password it replaces the one before."""
    if purpose != "device":
        forget_codes(connection, hall_id, purpose, subject)
    made = new_code(purpose)
    connection.execute(
        insert(code).values(
            hall_id=hall_id,
            code_hash=code_hash(purpose, made),
            purpose=purpose,
            subject=subject,
            name=name,
            made_at=now,
            expires_at=now + VALID_MS[purpose],
        )
    )
    return made


def find_code(connection: Connection, hall_id: str, purpose: Purpose, typed: str, now: int) -> Found | None:
    """None for a wrong one, and for one that was used."""
    row = connection.execute(
        select(code.c.subject, code.c.name, code.c.made_at, code.c.expires_at).where(
            code.c.hall_id == hall_id, code.c.code_hash == code_hash(purpose, typed), code.c.purpose == purpose
        )
    ).one_or_none()
    return None if row is None else Found(row.subject, row.name, still_valid(row.made_at, row.expires_at, now))


def use_code(connection: Connection, hall_id: str, purpose: Purpose, typed: str) -> bool:
    """False when somebody else has used it meanwhile."""
    used = connection.execute(
        delete(code).where(code.c.hall_id == hall_id, code.c.code_hash == code_hash(purpose, typed))
    )
    return used.rowcount == 1


def forget_codes(connection: Connection, hall_id: str, purpose: Purpose, subject: str = "") -> None:
    connection.execute(
        delete(code).where(code.c.hall_id == hall_id, code.c.purpose == purpose, code.c.subject == subject)
    )
