"""What the naive hall has: lists and dicts, and how it is looked up."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from server.domain.config import Counter, HallConfig
from server.domain.emergency import EmergencyKind
from tests.server.hall_by_hand import SetByHandNow, meant_by_hand
from tests.server.sample_halls import NEVER

DAY_MS = 86_400_000
TAIPEI_MS = 8 * 3_600_000
DAY_STARTS_MS = 4 * 3_600_000
OPEN = ("open", None, None)
"""A counter as its day begins."""


def business_day_number(now: int) -> int:
    """Days since the epoch of the business day at `now`: Taipei has no summer time, the day starts at four."""
    return (now + TAIPEI_MS - DAY_STARTS_MS) // DAY_MS


@dataclass
class Told:
    """What must be answered. `code` "" for accepted; `ticket_id` the one last called or changed, or in the way; `what`
    happened to it last, "nothing" or for a refusal ""."""

    code: str = ""
    ticket_id: str | None = None
    what: str = ""
    facts: int = 0


@dataclass
class Visit:
    ticket_id: str
    number: str
    service_id: str
    order: int
    state: str = "waiting"
    place: int = 0
    counter_id: str | None = None
    recalls: int = 0
    reason: str | None = None
    issued_at: int = 0
    """When it was issued."""
    stands: int = 0
    """Where it stands in whatever line it comes to: its issue, or the time that was kept."""
    for_counter: str = ""
    then: tuple[str, ...] = ()
    visitor_class: str = "ordinary"
    slot: int = 0
    """The appointed time, if that was kept."""
    passes: int = 0
    passed: tuple[str, ...] = ()
    """Whom its last call passed."""
    hops: int = 0
    returns_at: int | None = None
    """Until when it asked not to be called."""


@dataclass
class ToCome:
    code: str
    service_id: str
    slot: int
    officer: str
    state: str = "booked"
    ticket_id: str = ""

    @property
    def day(self) -> int:
        return business_day_number(self.slot)


@dataclass
class NaivePractice:
    """Of one business day."""

    numbers: int = 0
    calls: dict[str, int] = field(default_factory=dict)
    at: dict[str, str] = field(default_factory=dict)
    """The practice ticket at each counter."""


@dataclass
class NaiveState:
    config: HallConfig
    """What is in force."""
    date: int
    """Business day, in days since the epoch."""
    day: int = 1
    seq: int = 1
    noon: int = 0
    """The clock's, to some hours; no appointed time lies so near."""
    visits: dict[str, Visit] = field(default_factory=dict)
    """Live ones only."""
    calls: dict[str, int] = field(default_factory=dict)
    states: dict[str, tuple[str, str | None, int | None]] = field(default_factory=dict)
    """What a counter is, where it is not as its day began: state, why it is paused, until when."""
    auto_calls: set[str] = field(default_factory=set)
    """Where a finish calls who is next."""
    used: dict[str, set[int]] = field(default_factory=dict)
    issued_today: int = 0
    latest_place: int = 0
    fates: dict[str, str] = field(default_factory=dict)
    """Of every ticket ever issued: its final state, "" while it lives."""
    written: HallConfig = field(init=False)
    by_hand: SetByHandNow = field(default_factory=dict)
    """What was set, by its kind and subject."""
    given: dict[str, int] = field(default_factory=dict)
    """Numbers of each service today."""
    closed: str = ""
    """Why the hall is closed for today."""
    emergency: tuple[EmergencyKind, str] | None = None
    """With what the supervisor wrote."""
    to_come: dict[str, ToCome] = field(default_factory=dict)
    """Appointments by code, as long as anybody knows them."""
    practice: NaivePractice = field(default_factory=NaivePractice)
    practice_fates: dict[str, str] = field(default_factory=dict)
    """As `fates`: who is left when the day ends was nobody, so nothing is said of that."""

    def __post_init__(self) -> None:
        self.written = self.config

    def line(self, service_id: str) -> list[Visit]:
        there = [one for one in self.visits.values() if one.service_id == service_id and one.state == "waiting"]
        return sorted(there, key=lambda one: (one.place, one.order))

    def at_counters(self) -> list[Visit]:
        """Everybody called or serving, also at counters no longer configured."""
        return [one for one in self.visits.values() if one.state in {"called", "serving"}]

    def at(self, counter_id: str) -> Visit | None:
        there = [one for one in self.at_counters() if one.counter_id == counter_id]
        assert len(there) <= 1, "two tickets at one counter"
        return there[0] if there else None

    def away(self, counter_id: str) -> str:
        """Why nobody may come there; "" where it is open."""
        state = self.states.get(counter_id, OPEN)[0]
        return "" if state == "open" else f"counter_{state}"

    def _keep(self) -> None:
        """Nobody is left without a service or a counter by a new configuration."""
        before, self.config = self.config, meant_by_hand(self.written, self.by_hand)
        for service in before.services:
            mine = [one for one in self.visits.values() if one.service_id == service.service_id]
            if mine and service.service_id not in [one.service_id for one in self.written.services]:
                did = [one.counter_id for one in before.counters if service.service_id in one.primary + one.backup]
                now_there = [one.counter_id for one in meant_by_hand(self.written, self.by_hand).counters]
                doing = [one for one in now_there if one in did] or now_there
                counters = tuple(
                    replace(one, backup=(*one.backup, service.service_id)) if one.counter_id in doing else one
                    for one in self.config.counters
                )
                services = (*self.config.services, replace(service, hours=NEVER))
                self.config = replace(self.config, services=services, counters=counters)
        for counter in before.counters:
            if self.at(counter.counter_id) and self._counter(counter.counter_id) is None:
                ending = replace(counter, primary=(), backup=())
                self.config = replace(self.config, counters=(*self.config.counters, ending))

    def _counter(self, counter_id: str) -> Counter | None:
        return next((one for one in self.config.counters if one.counter_id == counter_id), None)

    def _offered(self, service_id: str) -> bool:
        return service_id in [one.service_id for one in self.written.services]

    def _does(self, counter_id: str, service_id: str) -> bool:
        counter = self._counter(counter_id)
        return counter is not None and service_id in counter.primary + counter.backup

    def _turn_here(self, visit: Visit, counter_id: str) -> bool:
        """Whether it is called at this counter in its turn: not if it was sent to another that is there for it."""
        there = visit.for_counter
        waits = self._does(there, visit.service_id) and self.states.get(there, OPEN)[0] != "closed"
        return there == counter_id or not waits
