"""Where a device looks for its server: the addresses that it knows, in turn. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from program.addresses import AddressFault, keeps_a_secret, server_address, spelled
from program.loopback import is_loopback

MOST = 16
"""Addresses that are kept of a server."""


class Whereabouts:
    """`current` is where the next line is opened."""

    def __init__(self, first: str, others: Iterable[str] = ()) -> None:
        """`first` is tried even if it is no address that could work: whoever connects says what is wrong with it."""
        self._all = list(dict.fromkeys((first, *usable(others))))
        self._at = 0

    @property
    def current(self) -> str:
        return self._all[self._at]

    def failed(self) -> None:
        """No line came about there: the next one's turn."""
        self._at = (self._at + 1) % len(self._all)

    def told(self, addresses: Iterable[str]) -> None:
        """The server, which was found at `current`, said where else it can be found; what it says replaces what was
        known, as long as it says anything."""
        fresh = elsewhere(addresses)
        if fresh:
            self._all = list(dict.fromkeys((self.current, *fresh)))
            self._at = 0

    @property
    def others(self) -> tuple[str, ...]:
        return tuple(one for one in self._all if one != self.current)


def usable(addresses: Iterable[str]) -> tuple[str, ...]:
    """Those that a link can take and a token may go to."""
    found = []
    for text in addresses:
        try:
            address = server_address(text)
        except AddressFault:
            continue
        if keeps_a_secret(address):
            found.append(address)
    return tuple(dict.fromkeys(found))[:MOST]


def elsewhere(addresses: Iterable[str]) -> tuple[str, ...]:
    """Those of `usable` at which the server that told them can be found: its loopback is another computer here."""
    return tuple(
        one for one in usable(addresses) if (host := spelled(one).host) != "localhost" and not is_loopback(host)
    )
