"""Sessions in the store: their end."""

from __future__ import annotations

from sqlalchemy import Connection, delete

from server.identity.tables import session


def end_sessions(connection: Connection, hall_id: str, session_ids: list[str]) -> None:
    connection.execute(delete(session).where(session.c.hall_id == hall_id, session.c.session_id.in_(session_ids)))


def end_sessions_of(connection: Connection, hall_id: str, account_id: str) -> None:
    connection.execute(delete(session).where(session.c.hall_id == hall_id, session.c.account_id == account_id))
