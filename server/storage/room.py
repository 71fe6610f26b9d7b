"""How much room is left on the disk that holds a database file."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

LOW_BYTES = 256 * 1024 * 1024
"""Less than this is little: a busy hall writes some megabytes a day, and what else fills a disk is faster."""
LOW_SHARE = 10
"""But of a small disk only less than a tenth is."""


@dataclass(frozen=True, slots=True)
class DiskRoom:
    """Bytes, as far as this program may use them."""

    free: int
    size: int

    @property
    def low(self) -> bool:
        return self.free < self._little

    @property
    def plenty(self) -> bool:
        """Clearly more than `low`: between the two nothing is said anew."""
        return self.free >= self._little * 5 // 4

    @property
    def _little(self) -> int:
        return min(LOW_BYTES, self.size // LOW_SHARE)


def disk_room(database: Path) -> DiskRoom | None:
    """None when the system does not say."""
    try:
        found = os.statvfs(database.parent)
    except OSError:
        return None
    return DiskRoom(found.f_bavail * found.f_frsize, found.f_blocks * found.f_frsize)
