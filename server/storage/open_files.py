"""Whether the files that SQLite has open are still those of their names.

A file that was deleted or replaced goes on taking commits that nobody will ever read: SQLite does not look.
"""

from __future__ import annotations

import os
from pathlib import Path

from server.storage.faults import StoreGone

BESIDE = ("-wal", "-shm")
"""Made when the first connection opens, removed with the last one."""

Identity = tuple[int, int] | None
"""Device and inode; None where no file of the name is."""


class OpenFiles:
    """Of one database, as long as somebody here writes it."""

    def __init__(self, database: Path) -> None:
        self._database = str(database)
        self._names_beside = tuple(f"{database}{ending}" for ending in BESIDE)
        self._own: Identity = None
        self._beside: tuple[Identity, ...] | None = None

    def opened(self) -> None:
        """A connection stands and has written: what is there now is what it has open."""
        if self._own is None:
            self._own = _identity(self._database)
        if self._beside is None:
            self._beside = self._now_beside()

    def closed(self) -> None:
        """No connection stands here: what lies beside the database may come and go. The database may not."""
        self._beside = None

    def released(self) -> None:
        """Whatever is there next time is right."""
        self._own = self._beside = None

    def check(self) -> None:
        """Raises StoreGone, before anything is committed into nothing."""
        if self._own is not None and (now := _identity(self._database)) != self._own:
            word = "replaced" if now else "deleted or moved away"
            raise StoreGone(f"the database file was {word} under the running server: {self._database}")

    def lost_beside(self) -> bool:
        """Whether the write-ahead log or its index was deleted or replaced."""
        return self._beside is not None and self._now_beside() != self._beside

    def _now_beside(self) -> tuple[Identity, ...]:
        return tuple(map(_identity, self._names_beside))


def _identity(path: str) -> Identity:
    """Looked at for every transaction, so without a `Path` made for it."""
    try:
        found = os.stat(path)  # noqa: PTH116
    except FileNotFoundError:
        return None
    except OSError as fault:
        raise StoreGone(f"{path}: {fault.strerror}") from fault
    return found.st_dev, found.st_ino
