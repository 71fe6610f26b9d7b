"""One fact as a number lived through it: what the sentences of its story are made from."""

from __future__ import annotations

from dataclasses import dataclass, field

from server.domain.config import HallConfig
from server.domain.events import Fact
from server.domain.tickets import Ticket


@dataclass(frozen=True, slots=True)
class Call:
    """One public call of a number, or its repetition."""

    at: int
    counter_id: str
    again: bool
    undone: bool = False
    """Taken back at once."""


@dataclass(frozen=True, slots=True)
class Moment:
    fact: Fact
    config: HallConfig
    """In force at that moment."""
    before: Ticket | None
    """None: the number was taken just now."""
    after: Ticket
    waited_ms: int = 0
    """How long it has stood in line until now, since it last came into one."""
    earlier: int = 0
    """So many numbers of its service that had been taken earlier were called in that time."""
    calls: tuple[Call, ...] = field(default=())
    """Of this number, up to now."""

    @property
    def ticket(self) -> Ticket:
        """As it was when this happened to it."""
        return self.before or self.after
