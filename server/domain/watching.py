"""When what a hall sees by itself begins, and when it is over: later than it began, so that nothing goes on and off
with every call. It is looked for before whatever is decided, and in between by the author's own timer; what changes is
a fact. So who is next depends on what stands and not on the clock, and a replay finds the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from server.domain.config import HallConfig
from server.domain.counter_states import CounterStatus
from server.domain.events import WatchChanged
from server.domain.hall import Hall
from server.domain.watch import Watch, WatchWhat

MINUTE_MS = 60_000


def changes(hall: Hall, now: int) -> tuple[WatchChanged, ...]:
    """What has begun and what is over at this instant."""
    standing, wanted = frozenset(hall.watches), seen(hall, now)
    over = (WatchChanged(one, on=False) for one in sorted(standing - wanted))
    return (*over, *(WatchChanged(one, on=True) for one in sorted(wanted - standing)))


def watched(hall: Hall, event: WatchChanged) -> Hall:
    """Raises ValueError for what stands already, or never did."""
    return replace(hall, seq=hall.seq + 1, watches=watches_after(hall.watches, event))


def watches_after(standing: tuple[Watch, ...], event: WatchChanged) -> tuple[Watch, ...]:
    """What stands after it. Raises ValueError for what stands already, or never did."""
    others = tuple(one for one in standing if one != event.watch)
    if event.on is (len(others) < len(standing)):
        raise ValueError(f"{event.watch} cannot begin twice, nor end before it began")
    return tuple(sorted((*others, event.watch))) if event.on else others


def seen(hall: Hall, now: int) -> frozenset[Watch]:
    """What should stand at this instant, given what stands."""
    config = hall.configured
    if config is None or not config.watches:
        return frozenset()
    return frozenset((*_reserves(hall, config, now), *_long_waits(hall, config, now), *_deputies(hall, config, now)))


def stands_in(hall: Hall, counter_id: str, service_id: str) -> str:
    """Id of the counter that stands in for this one, if it does the service; else ""."""
    for one in hall.watches:
        if one.what is WatchWhat.DEPUTY and one.subject == counter_id:
            deputy = hall.config.counter(one.about) if hall.config else None
            return one.about if deputy is not None and deputy.does(service_id) else ""
    return ""


def waited_ms(hall: Hall, service_id: str, now: int) -> int:
    """How long who stands first in a line has waited; 0 where nobody does."""
    first = hall.queue(service_id).first()
    return 0 if first is None else max(0, now - first[0][0])


def _reserves(hall: Hall, config: HallConfig, now: int) -> Iterator[Watch]:
    for counter in config.counters:
        reserve = counter.reserve
        if reserve is None:
            continue
        watch = Watch(WatchWhat.RESERVE, counter.counter_id, reserve.service_id)
        halves = 2 if watch in hall.watches else 1  # over when half of what began it is left
        long = reserve.when_waiting_minutes
        waited = waited_ms(hall, reserve.service_id, now)
        many = reserve.when_waiting
        if (long is not None and waited * halves >= long * MINUTE_MS) or (
            many is not None and hall.waiting(reserve.service_id) * halves > many
        ):
            yield watch


def _long_waits(hall: Hall, config: HallConfig, now: int) -> Iterator[Watch]:
    for service in config.services:
        if service.alert_minutes:
            watch = Watch(WatchWhat.LONG_WAIT, service.service_id)
            limit = service.alert_minutes * MINUTE_MS
            # over when three quarters of it are not reached any more
            if waited_ms(hall, service.service_id, now) >= (limit * 3 // 4 if watch in hall.watches else limit):
                yield watch


def _deputies(hall: Hall, config: HallConfig, now: int) -> Iterator[Watch]:
    """The first of those who may stand in for a counter, and are open."""
    found: set[str] = set()
    for counter in config.counters:
        if hall.counter(counter.counter_id).status is not CounterStatus.OPEN:
            continue
        for away in counter.deputy_for:
            if away not in found and _away_for_long(hall, config, away, counter.deputy_after_minutes * MINUTE_MS, now):
                found.add(away)
                yield Watch(WatchWhat.DEPUTY, away, counter.counter_id)


def _away_for_long(hall: Hall, config: HallConfig, counter_id: str, long_ms: int, now: int) -> bool:
    """Closed; or paused for so long, or until so late. One that nobody has is away for good."""
    here = hall.counter(counter_id)
    if config.counter(counter_id) is None or here.status is CounterStatus.CLOSED:
        return True
    if here.status is not CounterStatus.PAUSED:
        return False
    return now - here.since >= long_ms or (here.back_at is not None and here.back_at - now >= long_ms)
