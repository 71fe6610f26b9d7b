"""Who waits and where he may be called, as far as his turn is concerned."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Claim(NamedTuple):
    """One who waits, as far as his turn is concerned. A tuple, since every press of *next* makes one for each who
    waits, and making a frozen dataclass takes three times as long."""

    ticket_id: str
    service_id: str
    issued_at: int
    """When the number was taken; an appointment's, when it was checked in."""
    issue_order: int
    """Breaks ties of `issued_at`; no two have the same."""
    reference: int
    """Where he stands before any head start."""
    priority: bool = False
    slot: int | None = None
    """The appointed time of an appointment that was kept; None: it was none, or came too late."""
    officer_at: str = ""
    """Id of the counter where his own officer is; empty: at none, or he has none."""
    only_at: str = ""
    """Id of the counter that alone may call him; empty: any that does his service."""
    visitor_class: str = ""
    """Id of the class that he belongs to; a counter may be for some classes only."""
    passes: int = 0
    """How often he has been passed."""


@dataclass(frozen=True, slots=True)
class Desk:
    """A counter, as far as whom it may call is concerned."""

    counter_id: str
    primary: frozenset[str]
    backup: frozenset[str] = frozenset()
    classes: frozenset[str] = frozenset()
    """Whom it is for; empty: everybody."""

    def may_call(self, claim: Claim) -> bool:
        return (
            (claim.service_id in self.primary or claim.service_id in self.backup)
            and claim.only_at in {"", self.counter_id}
            and (not self.classes or claim.visitor_class in self.classes)
        )
