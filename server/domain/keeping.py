"""What a configuration no longer has and somebody still needs: it stays in force until they have gone.

* A service with live tickets gives no numbers any more, but is called: by those of the counters that are left which did
  it before, or by all of them when none did.
* A counter with somebody there calls nobody else, but ends what it has begun.

Everything is read off the hall, so the same log makes the same hall, and a start finds what a reload left.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from server.domain.config import Counter, HallConfig, Service, WeeklyHours

NEVER = WeeklyHours(((),) * 7)


def in_force(
    configured: HallConfig, before: HallConfig | None, wanted: Iterable[str], taken: Iterable[str]
) -> HallConfig:
    """`configured` with what is still needed of `before`, which was in force until now; `configured` itself when that
    is nothing. `wanted` are ids of the services that somebody has a number for, looked at only where one is gone;
    `taken` those of the counters where somebody is.
    """
    if before is None:
        return configured
    gone = [one for one in before.services if configured.service(one.service_id) is None]
    needed = set(wanted) if gone else set()
    services = [replace(one, hours=NEVER) for one in gone if one.service_id in needed]
    at_work = set(taken)
    counters = [
        replace(one, primary=(), backup=())
        for one in before.counters
        if one.counter_id in at_work and configured.counter(one.counter_id) is None
    ]
    if not services and not counters:
        return configured
    return replace(
        configured,
        services=(*configured.services, *services),
        counters=(*_with(configured.counters, services, before), *counters),
    )


def _with(counters: tuple[Counter, ...], services: list[Service], before: HallConfig) -> tuple[Counter, ...]:
    """The counters, who do the services too."""
    for service_id in (one.service_id for one in services):
        were = {one.counter_id: one for one in before.counters}
        does = {
            one.counter_id
            for one in counters
            if service_id in (*one.primary, *one.backup)
            or ((was := were.get(one.counter_id)) and service_id in (*was.primary, *was.backup))
        }
        counters = tuple(
            _doing(one, service_id, were.get(one.counter_id)) if not does or one.counter_id in does else one
            for one in counters
        )
    return counters


def _doing(counter: Counter, service_id: str, was: Counter | None) -> Counter:
    if service_id in (*counter.primary, *counter.backup):
        return counter
    if was is not None and service_id in was.primary:
        return replace(counter, primary=(*counter.primary, service_id))
    return replace(counter, backup=(*counter.backup, service_id))
