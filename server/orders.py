"""What is said between the edge and a hall's author."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from server.domain.commands import Command, Refused
from server.domain.events import Event
from server.domain.hall import Hall
from server.domain.tickets import Ticket


@dataclass(frozen=True, slots=True)
class Order:
    """A command with its key. The same key again gives the same answer and no second effect."""

    key: str
    command: Command
    patience_ms: int | None = None
    """How long the sender waits, from the moment the author received it; None: as long as it takes."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The command took effect, now or when its key first came; or there was nothing to do (`seq` 0)."""

    seq: int
    """Log position of the command's last event; 0 when nothing changed."""
    ticket: Ticket | None
    """The ticket issued, called or changed, as it was after the command; None when nobody was waiting."""
    people_ahead: int | None
    """For an issued ticket: waiting for the same service before it, at issue."""


class AuthorRefusal(StrEnum):
    """Why the author does not even ask the hall. The values are the wire's error codes."""

    KEY_REUSED = "key_reused"
    """The key came before with another command."""
    EXPIRED = "expired"
    """The sender's patience ran out before the turn came; the command had no effect and never will have."""
    UNAVAILABLE = "unavailable"
    """The log cannot be written now. The command had no effect, or its key will give the answer."""
    OVERLOADED = "overloaded"
    """Too many commands wait already; this one was not looked at."""


@dataclass(frozen=True, slots=True)
class AuthorRefused:
    code: AuthorRefusal
    detail: str


@dataclass(frozen=True, slots=True)
class Published:
    """An event after its commit, and the hall as it was right after it."""

    seq: int
    event: Event
    hall: Hall
    ticket: Ticket | None
    """The ticket that the event speaks of, after it, also when it has left the hall; None for other events."""


Outcome = Answer | Refused | AuthorRefused
"""What becomes of an order."""
