"""A day as what-if sees it: who came, for what, how long it took; who was there to call them; by which rule."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from server.domain.config import HallConfig
from server.domain.fairness.claims import Desk
from server.domain.fairness.policy import Policy


@dataclass(frozen=True, slots=True)
class Presence:
    """A counter that could call somebody, from one instant to before another."""

    counter_id: str
    start: int
    end: int
    primary: frozenset[str]
    backup: frozenset[str] = frozenset()
    classes: frozenset[str] = frozenset()
    """Whom it is for; empty: everybody."""

    @property
    def desk(self) -> Desk:
        return Desk(self.counter_id, self.primary, self.backup, self.classes)

    def within(self, start: int, end: int) -> Presence | None:
        """The part of it in that stretch; None where there is none."""
        start, end = max(self.start, start), min(self.end, end)
        return replace(self, start=start, end=end) if start < end else None


@dataclass(frozen=True, slots=True)
class Leg:
    """One wait of a visitor in the line of one service, and what came of it. Instants are as they happened."""

    service_id: str
    entered_at: int
    place: int
    """Where it stood in that line: the reference of routing."""
    only_at: str = ""
    """The counter that it was sent to; empty: none."""
    officer: str = ""
    """Opaque id of the account that it was sent to; empty: nobody."""
    called_at: int | None = None
    """None: it was never called."""
    counter_id: str = ""
    turn_ms: int = 0
    """How long the counter let it stand though it was free: the clerk's own pace between two visitors."""
    took_ms: int | None = None
    """From the call until the counter was free; None: not called, or still there."""
    came: bool = True
    """False: called, and missed."""
    gone_at: int | None = None
    """Went away uncalled."""
    together: bool = False
    """Called with others as one."""
    visitor_class: str = ""
    """By which counters choose whom they call in this line; empty: any counter does."""

    def waited_ms(self, until: int, slot: int | None = None) -> int:
        """Until the call, the going away, or `until`; of an appointment, from its time on."""
        ends = self.called_at if self.called_at is not None else min(self.gone_at or until, until)
        return max(0, ends - max(self.entered_at, slot or 0))


@dataclass(frozen=True, slots=True)
class Arrival:
    """A visitor who took a number, with every line that he stood in."""

    ticket_id: str
    at: int
    order: int
    """Position among the day's issues."""
    legs: tuple[Leg, ...]
    visitor_class: str = "ordinary"
    priority: bool = False
    slot: int | None = None
    """The appointed time of an appointment that was kept."""
    officer: str = ""
    """Opaque id of the account of record; empty: none."""
    promised_ms: int | None = None
    """The longest wait that was promised at issue; None: none was."""


@dataclass(frozen=True, slots=True)
class Day:
    date: str
    """ISO 8601, in the hall's zone."""
    config: HallConfig
    """In force at its end."""
    policy: Policy
    arrivals: tuple[Arrival, ...]
    """In order of issue."""
    presences: tuple[Presence, ...]
    officers: tuple[tuple[int, str, str], ...]
    """From when on, which account was at which counter, in order; "": at none."""
    until: int
    """Nothing is known after: the day's end, or now."""

    @property
    def time_zone(self) -> str:
        return self.config.time_zone

    def legs(self) -> Iterator[tuple[Arrival, int, Leg]]:
        for arrival in self.arrivals:
            for number, leg in enumerate(arrival.legs):
                yield arrival, number, leg
