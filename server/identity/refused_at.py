"""From where somebody was not heard because of what was guessed there at others: whoever unlocks that account opens
those places too. In memory: a start knows none, and whoever is refused there once more is noted again.
"""

from __future__ import annotations

from collections.abc import Collection


class RefusedAt:
    """Only places that are shut are noted: strangers decide from how many addresses an account is tried."""

    def __init__(self) -> None:
        self._sources: dict[str, set[str]] = {}
        """By login."""

    def __len__(self) -> int:
        """Places, each as often as a login was refused there."""
        return sum(map(len, self._sources.values()))

    def note(self, login: str, source: str) -> None:
        self._sources.setdefault(login, set()).add(source)

    def of(self, login: str) -> frozenset[str]:
        return frozenset(self._sources.get(login, ()))

    def forget(self, login: str) -> frozenset[str]:
        """Where it was."""
        return frozenset(self._sources.pop(login, ()))

    def keep(self, logins: Collection[str], shut: Collection[str]) -> None:
        """Without logins that are no more, and without places that are open again."""
        left = {login: sources.intersection(shut) for login, sources in self._sources.items() if login in logins}
        self._sources = {login: sources for login, sources in left.items() if sources}
