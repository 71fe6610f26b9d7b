"""A hall at one instant, as far as waits depend on it: what the server tells the process that reckons them."""

from __future__ import annotations

from dataclasses import dataclass

from server.domain.fairness.claims import Claim, Desk
from server.domain.fairness.policy import Policy
from server.forecast.replay import Span


@dataclass(frozen=True, slots=True)
class Here:
    """A visitor at a counter."""

    service_id: str
    called_at: int
    """Since when the counter is taken."""
    came: bool
    """Stands there; else the call may be for nobody."""


@dataclass(frozen=True, slots=True)
class Seat:
    """A counter at which somebody calls, or will."""

    desk: Desk
    here: tuple[Here, ...] = ()
    back_at: int = 0
    """Nobody calls there before."""
    away: tuple[Span, ...] = ()
    """When nobody will be there, as it is planned."""
    said: bool = True
    """It is open, or was said when it will be; else `back_at` is a guess, which may help others but tells nobody a wait
    by itself."""


@dataclass(frozen=True, slots=True)
class ServiceNow:
    service_id: str
    minutes: int | None
    """How long it takes, as configured."""
    closes_at: int | None
    """Instant at which it is served no more today; None: not known."""


@dataclass(frozen=True, slots=True)
class Now:
    at: int
    seq: int
    """Log position of the hall."""
    day: int
    """Number of the business day."""
    date: str
    """Its ISO date."""
    midnight: int
    """Instant at which the local day began."""
    policy: Policy
    open_counters: frozenset[str]
    seats: tuple[Seat, ...]
    services: tuple[ServiceNow, ...]
    claims: tuple[Claim, ...] = ()
    """Who waits, and is called alone."""
    by_hand: tuple[str, ...] = ()
    """Ids of those who wait and are called by no rule of turns."""
    newcomers: tuple[Claim, ...] = ()
    """Who may come now: one for each service and visitor class that may be taken."""
    booked: tuple[Claim, ...] = ()
    """Appointments of today whose visitors are not here yet; as if each came at its time."""
    returning: tuple[tuple[int, Claim], ...] = ()
    """Who is set aside until a time, and when that comes."""
    follows: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """By ticket id, the services for which it goes on to wait."""
