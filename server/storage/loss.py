"""Whether a log that was just loaded has all that was acknowledged, by what stands outside of its rows.

Three witnesses: the promise beside the database, the keys of commands, and the bare fact that this hall has begun
before: its promise is written before its secret is made, so a secret without a promise is an old hall's.
"""

from __future__ import annotations

import structlog
from sqlalchemy import Connection, select, update

from server.storage.chain import EventRow, Head, row_hash
from server.storage.faults import LogLost
from server.storage.keys import Keys
from server.storage.promise import Promise
from server.storage.schema import event, log_reader

_log = structlog.get_logger()


class Losses:
    """Of one hall's log."""

    def __init__(self, hall_id: str, keys: Keys, promise: Promise | None, *, accepted: bool) -> None:
        self._hall_id = hall_id
        self._keys = keys
        self._promise = promise
        self._accepted = accepted

    def find(self, connection: Connection, head: Head, day: int) -> str:
        """What is missing of a log that ends in `head`, in business day `day`, as a sentence without its full stop;
        empty when nothing is. Raises LogLost when something is and nobody has accepted that.
        """
        lost = self._by_promise(connection, head) or self._by_keys(connection, head, day)
        if lost and not self._accepted:
            raise LogLost(lost)
        if self._accepted and not lost:
            _log.warning("no_loss_to_accept", hall=self._hall_id, seq=head.seq)
        return lost

    def say_promise(self, head: Head) -> None:
        """A line when there is no promise to hold a log against that is not empty: then its last facts may be missing
        and nobody would know."""
        if self._promise is None or self._promise.read() is not None:
            return
        if self._promise.exists():
            _log.warning("promise_unreadable", hall=self._hall_id, file=str(self._promise.path), seq=head.seq)
        elif head.seq:
            _log.warning("promise_missing", hall=self._hall_id, file=str(self._promise.path), seq=head.seq)

    def accept(self, connection: Connection, head: Head, day: int, lost: str) -> None:
        """What missing facts have left is forgotten, so that it does not speak of those that will stand there."""
        forgotten = self._keys.forget_after(connection, head.seq, day)
        beyond = (log_reader.c.hall_id == self._hall_id, log_reader.c.seq > head.seq)
        connection.execute(update(log_reader).where(*beyond).values(seq=head.seq))
        _log.warning("loss_accepted", hall=self._hall_id, seq=head.seq, keys=forgotten, reason=lost)

    def _by_promise(self, connection: Connection, head: Head) -> str:
        if self._promise is None:
            return ""
        told = self._promise.read()
        if told is None:
            return self._begun_before(connection, head)
        if told.seq > head.seq:
            missing = told.seq - head.seq
            return (
                f"the log of hall {self._hall_id} ends at seq {head.seq}, but {told.seq} was acknowledged: the last "
                f"{missing} facts are gone, and their numbers would be given again"
            )
        row = connection.execute(
            select(event).where(event.c.hall_id == self._hall_id, event.c.seq == told.seq)
        ).one_or_none()
        if told.seq and (row is None or row_hash(EventRow(*row)) != told.hash):
            return f"the log of hall {self._hall_id} is another than the one that was written: see its seq {told.seq}"
        return ""

    def _begun_before(self, connection: Connection, head: Head) -> str:
        if head.seq or connection.execute(select(event.c.seq).limit(1)).first() is not None:
            return ""  # a hall that began before promises were kept, or one more in a database of several
        return (
            f"the database is empty, but hall {self._hall_id} has begun before: its secret is there from an earlier "
            "start; was the database deleted or moved? It would begin with the first number again"
        )

    def _by_keys(self, connection: Connection, head: Head, day: int) -> str:
        newest = self._keys.newest(connection)
        if newest <= (day, head.seq):
            return ""
        return (
            f"the log of hall {self._hall_id} ends at seq {head.seq} in business day {day}, but keys of commands speak "
            f"of seq {newest[1]} in day {newest[0]}: the facts between are gone, and their numbers would be given again"
        )
