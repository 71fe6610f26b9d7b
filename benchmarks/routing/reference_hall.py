"""The halls of the figures in docs/routing.md, and their days. Fixed before any rule was run on them: a figure that is
missed is told, and nothing here is changed for its sake.

A day is everything that no rule for who is next can change: who comes when, for what, how long that takes, who never
comes. So two rules are compared on the same days. Halls are written in minutes, as people speak of them; days are in
ms since the doors opened, as the rule counts.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from random import Random

MINUTE_MS = 60_000
SEED = 20_261_127
"""Of the figures in docs/routing.md."""
OTHER_SEEDS = (1_009, 40_961)


@dataclass(frozen=True, slots=True)
class Service:
    name: str
    minutes: float
    variation: float
    """Standard deviation of its times over their mean; they are lognormal."""
    share: float
    """Of the visitors."""


@dataclass(frozen=True, slots=True)
class Counter:
    name: str
    skills: str
    """Names of services, a letter each."""
    break_at: float
    """When its one break is due; somebody who is being served then is finished first."""


@dataclass(frozen=True, slots=True)
class Hall:
    name: str
    services: tuple[Service, ...]
    counters: tuple[Counter, ...]
    officers: tuple[str, ...]
    """Counters one of which the officer of record of `officer_service` sits at."""
    officer_service: str
    loads: tuple[int, ...]
    """Visitors a day, booked and not: normal, busy, too many."""
    shape: tuple[float, ...] = (1.15, 1.45, 1.35, 1.05, 0.75, 0.95, 0.85, 0.45)
    """How the walk-ins spread over the hours, up to a factor."""
    doors_close: float = 480
    hard_close: float = 720
    """Nobody is called from here on."""
    break_minutes: float = 30
    volume_deviation: float = 0.10
    volume_limits: tuple[float, float] = (0.6, 1.4)
    booked_share: float = 0.20
    booked_from: float = 10
    booked_until: float = 450
    booked_step: float = 5
    punctuality: tuple[float, float] = (-6, 7)
    """Mean and deviation of check-in minus appointed time."""
    never_come: float = 0.08
    """Of the booked."""
    priority_share: float = 0.15
    no_show_share: float = 0.08
    """Of the walk-ins: gone when they are called."""
    no_show_minutes: float = 1.5
    """What the call of one who is gone costs."""
    call_minutes: float = 0.5
    """From call to start."""
    transfer_share: float = 0.06
    transfer_factor: float = 0.7
    """Of a service's time, when it is a second leg."""
    officer_share: float = 0.5
    """Of the visitors of `officer_service`."""

    def service(self, name: str) -> Service:
        return next(service for service in self.services if service.name == name)


@dataclass(frozen=True, slots=True)
class Leg:
    service: str
    lasts: int
    """From start to finish."""


@dataclass(frozen=True, slots=True)
class Visitor:
    number: int
    """By check-in; no two of a day have the same."""
    came: int
    slot: int | None
    priority: bool
    gone: bool
    """Is not there when called."""
    legs: tuple[Leg, ...]
    officer: str
    """Counter of the officer of record; empty: has none."""


@dataclass(frozen=True, slots=True)
class Booking:
    slot: int
    service: str
    came: int | None
    """None: never."""


@dataclass(frozen=True, slots=True)
class Day:
    visitors: tuple[Visitor, ...]
    bookings: tuple[Booking, ...]
    volume: float


REFERENCE = Hall(
    name="reference",
    services=(
        Service("A", 8, 0.7, 0.35),
        Service("B", 15, 0.8, 0.30),
        Service("C", 22, 0.5, 0.20),
        Service("D", 5, 0.9, 0.15),
    ),
    counters=(
        Counter("1", "AD", 210),
        Counter("2", "AB", 225),
        Counter("3", "ABD", 240),
        Counter("4", "BC", 255),
        Counter("5", "BC", 270),
        Counter("6", "ABCD", 285),
    ),
    officers=("4", "5", "6"),
    officer_service="C",
    loads=(185, 205, 225),
)
STRESS = replace(REFERENCE, name="stress", priority_share=0.45, booked_share=0.45)
"""Nearly everybody is promised something."""

SMALL = replace(
    REFERENCE,
    name="small",
    counters=(Counter("1", "AD", 210), Counter("2", "ABD", 240), Counter("3", "ABCD", 270)),
    officers=("3",),
    loads=(86, 98, 108),
)
"""A branch office: one counter alone does C."""
APART = replace(
    REFERENCE,
    name="apart",
    counters=(
        Counter("1", "A", 210),
        Counter("2", "AD", 225),
        Counter("3", "B", 240),
        Counter("4", "B", 255),
        Counter("5", "C", 270),
        Counter("6", "C", 285),
    ),
    officers=("5", "6"),
    loads=(165, 185, 205),
)
"""Counters that can hardly help each other."""
POOLED = replace(
    REFERENCE,
    name="pooled",
    counters=tuple(Counter(str(number + 1), "ABCD", 210 + 15 * number) for number in range(12)),
    officers=("10", "11", "12"),
    loads=(370, 410, 450),
)
"""Twice as large, and everybody does everything."""
OTHERS = (SMALL, APART, POOLED)


def ms(minutes: float) -> int:
    return round(minutes * MINUTE_MS)


def day(hall: Hall, visitors: float, number: int, seed: int = SEED) -> Day:
    """Day `number` of the hall with so many visitors in the mean. The same arguments give the same day for ever."""
    random = Random(f"{seed} {hall.name} {visitors} {number}")
    low, high = hall.volume_limits
    volume = min(max(random.gauss(1, hall.volume_deviation), low), high)
    expected = visitors * volume
    bookings = _bookings(hall, round(expected * hall.booked_share), random)
    came = [(booking.came, booking) for booking in bookings if booking.came is not None]
    walked_in = [(at, None) for at in _walk_ins(hall, expected * (1 - hall.booked_share), random)]
    visits = sorted([*came, *walked_in], key=lambda visit: (visit[0], visit[1] is None))
    return Day(
        tuple(_visitor(hall, number, at, booking, random) for number, (at, booking) in enumerate(visits)),
        tuple(bookings),
        volume,
    )


def _bookings(hall: Hall, count: int, random: Random) -> list[Booking]:
    """Evenly over the day, each at a full step."""
    apart = (hall.booked_until - hall.booked_from) / max(count - 1, 1)
    bookings = []
    for place in range(count):
        slot = round((hall.booked_from + place * apart) / hall.booked_step) * hall.booked_step
        late = random.gauss(*hall.punctuality)
        never = random.random() < hall.never_come
        bookings.append(Booking(ms(slot), _service(hall, random).name, None if never else ms(max(slot + late, 0))))
    return bookings


def _walk_ins(hall: Hall, expected: float, random: Random) -> list[int]:
    """Poisson within each part of the day."""
    part = hall.doors_close / len(hall.shape)
    arrivals = []
    for place, weight in enumerate(hall.shape):
        mean = expected * weight / sum(hall.shape)
        at = place * part + random.expovariate(mean / part)
        while at < (place + 1) * part:
            arrivals.append(ms(at))
            at += random.expovariate(mean / part)
    return arrivals


def _visitor(hall: Hall, number: int, at: int, booking: Booking | None, random: Random) -> Visitor:
    service = hall.service(booking.service) if booking else _service(hall, random)
    legs = [_leg(service, 1, random)]
    if random.random() < hall.transfer_share:
        other = random.choice([each for each in hall.services if each is not service])
        legs.append(_leg(other, hall.transfer_factor, random))
    knows = service.name == hall.officer_service and random.random() < hall.officer_share
    return Visitor(
        number=number,
        came=at,
        slot=booking.slot if booking else None,
        priority=random.random() < hall.priority_share,
        gone=booking is None and random.random() < hall.no_show_share,
        legs=tuple(legs),
        officer=random.choice(hall.officers) if knows else "",
    )


def _service(hall: Hall, random: Random) -> Service:
    return random.choices(hall.services, [service.share for service in hall.services])[0]


def _leg(service: Service, factor: float, random: Random) -> Leg:
    spread = math.log(1 + service.variation**2)
    return Leg(
        service.name, ms(random.lognormvariate(math.log(service.minutes) - spread / 2, math.sqrt(spread)) * factor)
    )
