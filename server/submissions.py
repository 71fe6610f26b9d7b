"""What is said between the edge and a hall's author."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from enum import StrEnum

from program.steady import steady_ms
from server.domain.commands import Command, Declined
from server.domain.events import Fact
from server.domain.hall import Hall
from server.domain.tickets import Ticket


@dataclass(frozen=True, slots=True)
class Submission:
    """A command with its key. The same key again gives the same answer and no second effect."""

    key: str
    command: Command
    by: str
    """Who acts: what every event of it is marked with."""
    patience_ms: int | None = None
    """How long the sender waits, from the moment the author received it; None: as long as it takes."""


@dataclass(frozen=True, slots=True)
class KeyEnquiry:
    """A question about a key: what has it done? `cancel`: and if nothing, it never shall."""

    key: str
    cancel: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """The command took effect, now or when its key first came; or there was nothing to do."""

    what: str
    """Type of the command's last event; `nothing` when nothing changed."""
    seq: int = 0
    """Log position of that event; 0 when nothing changed."""
    ticket_id: str | None = None
    """The ticket that event speaks of; of several the first."""
    number: str | None = None
    people_ahead: int | None = None
    """For an issued ticket: waiting for the same service before it, at issue."""
    ticket: Ticket | None = None
    """That ticket as it is now; None when it has left the hall."""
    code: str = ""
    """For what became of an appointment: its code."""


@dataclass(frozen=True, slots=True)
class KeyFate:
    """What a key did: `done`; or nothing as yet, or, `cancelled`, nothing for ever."""

    done: Answer | None = None
    cancelled: bool = False


class AuthorRefusal(StrEnum):
    """Why the author does not even ask the hall. The values are the wire's error codes."""

    KEY_REUSED = "key_reused"
    """The key came before with another intent."""
    CANCELLED = "cancelled"
    """The key was cancelled before its command came."""
    EXPIRED = "expired"
    """The sender's patience ran out before the turn came; the command had no effect and never will have."""
    UNAVAILABLE = "unavailable"
    """The log cannot be written now. The command had no effect, or its key will give the answer."""
    OVERLOADED = "overloaded"
    """Too many commands wait already; this one was not looked at."""
    TOO_MANY_NUMBERS = "too_many_numbers"
    """Who asks has taken more numbers than anybody may in so short a while; there is none."""


@dataclass(frozen=True, slots=True)
class AuthorRefused:
    code: AuthorRefusal
    detail: str
    wait_ms: int | None = None
    """For `TOO_MANY_NUMBERS`: when the next one may be taken, from now on."""


@dataclass(frozen=True, slots=True)
class Published:
    """A fact after its commit, the hall as it was right after it, and what it changed there."""

    seq: int
    fact: Fact
    hall: Hall
    rings: bool
    """A public call, or one repeated."""
    tickets: tuple[Ticket, ...] = ()
    """Those that it changed, after it, also when they have left the hall."""
    counters: tuple[str, ...] = ()
    """Ids of the counters that it changed."""
    services: tuple[str, ...] = ()
    """Ids of the services for which another number of people waits now."""


AuthorAnswer = Answer | KeyFate | Declined | AuthorRefused
"""What becomes of a submission."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A submission, and the future of the one who waits for it."""

    submission: Submission | KeyEnquiry
    received: float
    """On the steady clock, which counts a suspend, in milliseconds."""
    future: asyncio.Future[AuthorAnswer]

    def expired(self) -> bool:
        patience = self.submission.patience_ms if isinstance(self.submission, Submission) else None
        return patience is not None and steady_ms() - self.received > patience


class Stop:
    """In the queue of orders: what stands before it is still done."""
