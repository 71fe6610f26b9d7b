"""Heads as a test says them, without a store."""

from __future__ import annotations

from server.storage.chain import GENESIS, Head


class SetHeads:
    """A `server.audit.heads.Heads`."""

    def __init__(self, events: Head = GENESIS, staff: Head = GENESIS) -> None:
        self.both = (events, staff)
        self.fault: Exception | None = None
        """Raised instead of an answer."""

    def events(self) -> Head:
        return self._told()[0]

    def staff(self) -> Head:
        return self._told()[1]

    def _told(self) -> tuple[Head, Head]:
        if self.fault is not None:
            raise self.fault
        return self.both
