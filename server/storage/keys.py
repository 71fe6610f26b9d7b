"""What keys did: beside the log, in the same transactions, so that a repeat gets its answer and no second effect."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Connection, Engine, delete, func, select

from server.domain.events import Fact
from server.storage.chain import EventRow
from server.storage.event_codec import fact_of
from server.storage.schema import body_at, command_key, event, insert_sql, mark


class KeyEntry(NamedTuple):
    """What is to be remembered of a key."""

    key: str
    intent: str
    """Of `server.storage.intents`; empty for a key that was cancelled before its command came."""
    what: str
    """Type of the command's last event; or one of the two words below."""
    seq: int
    """Log position of that event; 0 for the two words."""
    day: int
    at: int


REHEARSED = 256
"""As many keys as the largest batch has."""

REHEARSAL = "author:rehearsal:"
"""How the keys begin that are never kept."""

NOTHING = "nothing"
"""`what` of a command that had nothing to change."""
CANCELLED = "cancelled"
"""`what` of a key that shall never have an effect."""

FORGOTTEN_AT_ONCE = 1_000
"""Keys that one transaction forgets: some milliseconds, so that whoever asks meanwhile does not notice."""


class Remembered(NamedTuple):
    """What a key did."""

    intent: str
    what: str
    seq: int
    fact: Fact | None
    """Its last event; None for `NOTHING` and `CANCELLED`."""


class Keys:
    """The keys of one hall, on connections of its log."""

    def __init__(self, engine: Engine, hall_id: str) -> None:
        self._hall_id = hall_id
        self._mark = mark(engine)
        self._insert = insert_sql(engine, command_key)
        # The driver's own statement: SQLAlchemy would build it anew for each number of keys, longer than SQLite looks.
        self._select = (
            f"SELECT key, intent, what, seq FROM {command_key.name} WHERE hall_id = {self._mark} AND key IN ({{}})"  # noqa: S608
        )

    def remembered(self, connection: Connection, keys: Sequence[str]) -> dict[str, Remembered]:
        """What those of `keys` did that came before."""
        found = connection.exec_driver_sql(
            self._select.format(", ".join([self._mark] * len(keys))), (self._hall_id, *keys)
        ).all()
        if not found:
            return {}
        rows = connection.execute(
            select(event).where(
                event.c.hall_id == self._hall_id, event.c.seq.in_({seq for _, _, _, seq in found if seq})
            )
        ).all()

        def body(seq: int) -> str | None:
            return body_at(connection, self._hall_id, seq)

        facts = {row.seq: fact_of(row, body) for row in (EventRow(*one) for one in rows)}
        return {key: Remembered(intent, what, seq, facts.get(seq)) for key, intent, what, seq in found}

    def known(self, connection: Connection, keys: Sequence[str]) -> int:
        """How many of them came before."""
        counted = connection.scalar(
            select(func.count())
            .select_from(command_key)
            .where(command_key.c.hall_id == self._hall_id, command_key.c.key.in_(keys))
        )
        return counted or 0

    def remember(self, connection: Connection, keys: Sequence[KeyEntry]) -> None:
        connection.exec_driver_sql(self._insert, [(self._hall_id, *key) for key in keys])

    def newest(self, connection: Connection) -> tuple[int, int]:
        """The last business day of which a key is remembered, and the latest log position that a key of it names;
        zeros without any."""
        found = connection.execute(
            select(command_key.c.day, command_key.c.seq)
            .where(command_key.c.hall_id == self._hall_id)
            .order_by(command_key.c.day.desc(), command_key.c.seq.desc())
            .limit(1)
        ).one_or_none()
        return (0, 0) if found is None else (found[0], found[1])

    def forget(self, connection: Connection, *, before_day: int, before: int) -> int:
        """Forgets some of the keys that came before an instant (ms) and before a business day, the oldest first;
        returns how many, less than `FORGOTTEN_AT_ONCE` when no more are due."""
        oldest = (
            select(command_key.c.key, command_key.c.at)
            .where(command_key.c.hall_id == self._hall_id, command_key.c.day < before_day)
            .order_by(command_key.c.day, command_key.c.seq)
            .limit(FORGOTTEN_AT_ONCE)
            .subquery()
        )
        due = select(oldest.c.key).where(oldest.c.at < before)
        gone = connection.execute(
            delete(command_key).where(command_key.c.hall_id == self._hall_id, command_key.c.key.in_(due))
        )
        return gone.rowcount

    def rehearse(self, connection: Connection) -> None:
        """Writes the keys of a whole batch, as long as keys can be, and takes them out again. With the transaction's
        commit it is proved that there is room for them, since SQLite's write-ahead log gets every page that was
        touched; nothing of it is ever seen.
        """
        made = [f"{REHEARSAL}{number:0{200 - len(REHEARSAL)}}" for number in range(REHEARSED)]
        self.remember(connection, [KeyEntry(key, "0" * 80, NOTHING, 0, 0, 0) for key in made])
        mine = command_key.c.hall_id == self._hall_id
        connection.execute(delete(command_key).where(mine, command_key.c.key.in_(made)))

    def forget_after(self, connection: Connection, seq: int, day: int) -> int:
        """Forgets the keys of facts after `seq` and of business days after `day`; returns how many."""
        later = (command_key.c.seq > seq) | (command_key.c.day > day)
        return connection.execute(delete(command_key).where(command_key.c.hall_id == self._hall_id, later)).rowcount
