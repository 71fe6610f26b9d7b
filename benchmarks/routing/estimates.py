"""How long one will wait, told when the number is taken: by replay, as the product tells it, and by the formulas of
others. All of them see the same hall at the same instant.

Days follow each other: each is told by what the days before it taught, service times and errors both.
"""

from __future__ import annotations

import statistics
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain

from benchmarks.routing.measures import Samples
from benchmarks.routing.reference_hall import SEED, Day, Hall, day, ms
from benchmarks.routing.rules import FairLine, Waiter, desk_of
from benchmarks.routing.simulate import Outcome, Simulation
from server.domain.fairness.claims import Claim, Desk
from server.domain.fairness.place_in_line import key
from server.domain.fairness.policy import Policy
from server.domain.promise import Promise
from server.forecast.calibration import Calibration, calibrate
from server.forecast.estimate import AHEAD_MS, estimate
from server.forecast.forecast import Wait
from server.forecast.hall_now import OVERDUE_MS, UNSAID_PAUSE_MS
from server.forecast.now import Here, Now, Seat, ServiceNow
from server.forecast.past import SLOT_MS, Kept, PastDay
from server.forecast.service_times import LEARNT_DAYS, Learnt, learn

REPLAY, NO_ROSTER = "replay", "replay, no roster"
ZMS, QL, LES = "ZMS", "QL", "LES"
MATTERS_MS = ms(1)
"""Who waits no longer needs no estimate, and is not counted."""
ORDINARY, PRIORITY = "ordinary", "priority"


@dataclass(frozen=True, slots=True)
class Told:
    """Somebody who walked in, and what each way of telling said to him then."""

    waited: int
    points: Mapping[str, float]
    bands: Mapping[str, tuple[int, int]]


@dataclass(slots=True)
class _Way:
    """One way of telling a point, and the errors that it made."""

    past: deque[PastDay] = field(default_factory=lambda: deque(maxlen=LEARNT_DAYS))
    calibration: Calibration = field(default_factory=Calibration)

    def learn(self, kept: tuple[Kept, ...]) -> None:
        self.past.append(PastDay("", kept=kept))
        self.calibration = calibrate(self.past)


@dataclass(slots=True)
class _Asked:
    waiter: Waiter
    points: dict[str, float]
    bands: dict[str, tuple[int, int]]


class Telling:
    def __init__(self, hall: Hall, policy: Policy, runs: int | None = None) -> None:
        self.hall = hall
        self.policy = policy
        self._runs = runs
        self._past: deque[PastDay] = deque(maxlen=LEARNT_DAYS)
        self._learnt = Learnt()
        self._ways = {name: _Way() for name in (REPLAY, NO_ROSTER, *_FORMULAS)}
        self.asked: list[_Asked] = []

    def play(self, day: Day, *, tell: bool = True) -> list[Told]:
        """A day of the hall, which is learnt from; empty unless somebody is told."""
        self.asked = []
        line = FairLine(self.policy)
        outcome = Simulation(self.hall, day, line, self._tell if tell else None).run()
        waited = {call.waiter.number: call.wait for call in outcome.calls if call.waiter.leg == 0}
        for name, way in self._ways.items():
            asked = [one for one in self.asked if name in one.points and one.waiter.number in waited]
            if asked:
                way.learn(tuple(_kept(one, name, waited[one.waiter.number]) for one in asked))
        self._past.append(_past_day(self.hall, day, outcome))
        self._learnt = learn(self._past)
        return [
            Told(waited[one.waiter.number], one.points, one.bands)
            for one in self.asked
            if waited.get(one.waiter.number, 0) > MATTERS_MS and len(one.points) == len(self._ways)
        ]

    def _tell(self, simulation: Simulation, waiter: Waiter) -> None:
        if waiter.leg or waiter.visitor.slot is not None:
            return
        asked = _Asked(waiter, {}, {})
        state = State(simulation, waiter, self.policy)
        for name, formula in _FORMULAS.items():
            if (minutes := formula(state)) is not None:
                point = minutes * ms(1)
                asked.points[name] = point
                asked.bands[name] = self._ways[name].calibration.band(point, point, point)
        for name, roster in ((REPLAY, True), (NO_ROSTER, False)):
            now = now_of(simulation, self.policy, roster=roster)
            told = estimate(now, self._learnt, self._ways[name].calibration, runs=self._runs).tickets[
                str(waiter.number)
            ]
            if isinstance(told, Wait):
                asked.points[name] = told.point_ms
                asked.bands[name] = (told.low_ms, told.high_ms)
        self.asked.append(asked)


def _kept(asked: _Asked, name: str, waited: int) -> Kept:
    point, (low, high) = round(asked.points[name]), asked.bands[name]
    visitor = asked.waiter.visitor
    promise = Promise(point, low, high, visitor.came)
    return Kept(asked.waiter.service, _class(visitor.priority), promise, visitor.came, waited)


def _class(priority: bool) -> str:
    return PRIORITY if priority else ORDINARY


def _past_day(hall: Hall, day: Day, outcome: Outcome) -> PastDay:
    """As `server.forecast.past` reads it out of a hall's log."""
    served = [
        (call.waiter.service, ms(hall.call_minutes) + call.waiter.visitor.legs[call.waiter.leg].lasts)
        for call in outcome.calls
        if not call.waiter.visitor.gone
    ]
    missed = [(call.waiter.service, ms(hall.no_show_minutes)) for call in outcome.calls if call.waiter.visitor.gone]
    came = [
        (visitor.legs[0].service, _class(visitor.priority), visitor.came // SLOT_MS)
        for visitor in day.visitors
        if visitor.slot is None
    ]
    return PastDay("", tuple(served), tuple(missed), came=tuple(came))


def now_of(simulation: Simulation, policy: Policy, *, roster: bool) -> Now:
    """The hall as its estimate sees it, told of it as the server is. Without a roster nobody says when a break
    will be, or ends."""
    hall, at = simulation.hall, simulation.now
    length = ms(hall.break_minutes)
    line = simulation.line
    assert isinstance(line, FairLine)
    seats = []
    for desk in simulation.desks.values():
        begins = ms(desk.counter.break_at)
        away = ((begins, begins + length),) if roster and not desk.had_break else ()
        here = () if desk.serves is None else (Here(desk.serves.service, desk.since, came=False),)
        back_at = desk.back_at or 0
        if back_at and not roster:
            meant = back_at - length + UNSAID_PAUSE_MS
            back_at = meant if meant > at else at + OVERDUE_MS
        seats.append(Seat(desk_of(desk.counter), here, back_at, away))
    newcomers = tuple(  # the others pass nobody who waits now
        Claim(f"new {service.name}", service.name, at, 10**6, at, priority=True, visitor_class=PRIORITY)
        for service in hall.services
    )
    return Now(
        at=at,
        seq=0,
        day=0,
        date="",
        midnight=0,
        policy=policy,
        open_counters=simulation.open_counters(),
        seats=tuple(seats),
        services=tuple(ServiceNow(service.name, None, None) for service in hall.services),
        claims=tuple(line.claims()),
        newcomers=newcomers,
        booked=tuple(_booked(simulation, policy)),
    )


def _booked(simulation: Simulation, policy: Policy) -> Iterator[Claim]:
    """Whose appointment may still be kept, and matters to who waits now; as if each came at its time."""
    at = simulation.now
    for place, booking in enumerate(simulation.day.bookings):
        here = booking.came is not None and booking.came <= at
        if not here and booking.slot + policy.grace_ms >= at > booking.slot - AHEAD_MS:
            yield Claim(
                f"booked {place}", booking.service, booking.slot, 10**6 + place, booking.slot, slot=booking.slot
            )


class State:
    """The hall at the instant when somebody has joined the line, as the formulas count it. They are given the true mean
    of a service, which no hall knows, and how many counters are open."""

    def __init__(self, simulation: Simulation, waiter: Waiter, policy: Policy) -> None:
        self.simulation = simulation
        self.waiter = waiter
        self.open = [desk.counter for desk in simulation.desks.values() if desk.back_at is None]
        self.able = [counter for counter in self.open if waiter.service in counter.skills]
        line = simulation.line
        assert isinstance(line, FairLine)
        anywhere = Desk("", frozenset(service.name for service in simulation.hall.services))
        claims = line.claims()
        mine = next(claim for claim in claims if claim.ticket_id == str(waiter.number))
        places = {claim.ticket_id: key(claim, anywhere, policy, frozenset()) for claim in claims}
        self.ahead = [claim for claim in claims if places[claim.ticket_id] < places[mine.ticket_id]]
        self.others = [claim for claim in claims if claim is not mine]

    @property
    def minutes(self) -> float:
        """That the service takes."""
        return self.simulation.hall.service(self.waiter.service).minutes

    @property
    def minutes_of_all(self) -> float:
        return sum(service.share * service.minutes for service in self.simulation.hall.services)


def _ahead_in_service(state: State) -> float | None:
    ahead = sum(claim.service_id == state.waiter.service for claim in state.ahead)
    return (ahead + 1) * state.minutes / len(state.able) if state.able else None


def _ahead_in_hall(state: State) -> float | None:
    return (len(state.ahead) + 1) * state.minutes_of_all / len(state.open) if state.open else None


def _ahead_in_hall_at_able(state: State) -> float | None:
    return (len(state.ahead) + 1) * state.minutes_of_all / len(state.able) if state.able else None


def _ahead_at_able(state: State) -> float | None:
    skills = {skill for counter in state.able for skill in counter.skills}
    ahead = sum(claim.service_id in skills for claim in state.ahead)
    return (ahead + 1) * state.minutes_of_all / len(state.able) if state.able else None


def _in_service(state: State) -> float | None:
    waiting = sum(claim.service_id == state.waiter.service for claim in state.others)
    return (waiting + 1) * state.minutes / len(state.able) if state.able else None


def _last_of_service(state: State) -> float | None:
    calls = (call for call in reversed(state.simulation.calls) if call.waiter.leg == 0)
    last = next((call for call in calls if call.waiter.service == state.waiter.service), None)
    return 0.0 if last is None else last.wait / ms(1)


ZMS_READINGS: dict[str, Callable[[State], float | None]] = {
    f"{ZMS}: line of the service": _ahead_in_service,
    f"{ZMS}: line of the hall, all open counters": _ahead_in_hall,
    f"{ZMS}: line of the hall, able counters": _ahead_in_hall_at_able,
    f"{ZMS}: line of the able counters": _ahead_at_able,
}
"""(Position + 1) × mean / open counters, as ZMS reckons; it has no skills, so what its line is in a hall that has some
can be read in four ways. It is compared by the one that errs least."""
_FORMULAS: dict[str, Callable[[State], float | None]] = {**ZMS_READINGS, QL: _in_service, LES: _last_of_service}


def told_days(
    hall: Hall,
    load: int,
    policy: Policy,
    *,
    learn_days: int,
    test_days: int,
    errors_from: int,
    runs: int | None = None,
    seed: int = SEED,
) -> Iterator[list[Told]]:
    """What was told on each of the days to test. Errors are learnt from day `errors_from` on; before, service times
    only."""
    telling = Telling(hall, policy, runs)
    for number in range(learn_days + test_days):
        told = telling.play(day(hall, load, number, seed), tell=number >= errors_from)
        if number >= learn_days:
            yield told


@dataclass(frozen=True, slots=True)
class Errors:
    """By day. Minutes."""

    days: tuple[tuple[Told, ...], ...]

    @property
    def names(self) -> tuple[str, ...]:
        return (REPLAY, NO_ROSTER, *_FORMULAS)

    def missed_by(self, name: str) -> Samples:
        return self._each(lambda told: abs(told.points[name] - told.waited) / ms(1))

    def held(self, name: str) -> Samples:
        return self._each(lambda told: float(told.bands[name][0] <= told.waited <= told.bands[name][1]))

    def widths(self, name: str) -> Samples:
        return self._each(lambda told: (told.bands[name][1] - told.bands[name][0]) / ms(1))

    def mean_error(self, name: str) -> float:
        """Mean absolute."""
        return statistics.fmean(chain.from_iterable(self.missed_by(name)))

    def bias(self, name: str) -> float:
        """Above 0: told too long."""
        found = self._each(lambda told: (told.points[name] - told.waited) / ms(1))
        return statistics.fmean(chain.from_iterable(found))

    def zms(self) -> str:
        """The reading of its formula that errs least."""
        return min(ZMS_READINGS, key=self.mean_error)

    def _each(self, value: Callable[[Told], float]) -> Samples:
        return [[value(told) for told in day] for day in self.days]
