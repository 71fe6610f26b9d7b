"""The way to a printer: opened for each errand, or held where the printer allows it; and how long bytes take on it."""

from collections.abc import Callable

from hardware.printer.connection import PrinterConnection
from hardware.transport import Address, Transport

OpenLink = Callable[[Address, float], Transport]
"""Opens a link within so many seconds; raises TransportUnavailableError."""

_RESERVE = 1.5
_QUICK_BAUD = 57_600


class PrinterLine:
    """At most one open connection. For one thread at a time; instants are those of ``now``."""

    def __init__(
        self, address: Address, open_link: OpenLink, now: Callable[[], float], *, connect_s: float, idle_s: float
    ) -> None:
        """A connection is held for ``idle_s`` after its last use; 0: it is closed at once."""
        self.address = address
        self._open_link = open_link
        self._now = now
        self._connect_s = connect_s
        self._idle_s = idle_s
        self._open: PrinterConnection | None = None
        self._held = False
        self._used_at = 0.0

    def seconds(self, count: int) -> float:
        """The longest that ``count`` bytes take on a line of known speed; 0 where none is known."""
        return _RESERVE * count / self.bytes_per_s if self.address.baud else 0.0

    @property
    def bytes_per_s(self) -> float:
        """Speed of the line; 0 where none is known."""
        return self.address.baud / self.address.bits_per_byte

    @property
    def slow(self) -> bool:
        """Whether a ticket takes some seconds on it."""
        return 0 < self.address.baud < _QUICK_BAUD

    @property
    def paced(self) -> bool:
        """Whether bytes are taken at once and then wait somewhere else for a slow line."""
        return self.address.scheme == "tcp" and self.address.baud > 0

    @property
    def holds(self) -> bool:
        """Whether a connection is held from an earlier errand: the printer may have closed it meanwhile."""
        return self._held

    def open(self) -> PrinterConnection:
        """Return the connection that is open or held, else a new one. Raises TransportUnavailableError."""
        if self._held and self._now() >= self._used_at + self._idle_s:
            self.drop()
        self._held = False
        if self._open is None:
            self._open = PrinterConnection(self._open_link(self.address, self._connect_s), self._now)
        return self._open

    def leave(self) -> None:
        """The errand is done: hold the connection where that is wanted, else close it."""
        if self._open is not None and self._idle_s:
            self._held, self._used_at = True, self._now()
        else:
            self.drop()

    def drop(self, *, discard: bool = False) -> None:
        """Close what is open; with ``discard``, bytes that the device has not taken are thrown away."""
        connection, self._open, self._held = self._open, None, False
        if connection is not None:
            connection.close(discard=discard)
