"""How long each visitor takes at a counter: as long as he did where he was, as others did where he was not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from random import Random

from server.domain.config import HallConfig
from server.what_if.day import Leg
from server.what_if.replay_of_day import DayPlan, Handled, Handling

OF_COUNTER = 5
"""So many of a service at a counter tell how long it takes there; fewer, and the service tells it."""
UNKNOWN_MS = 10 * 60_000
"""Of a service of which nothing is known, not even what its guide says."""


class Handlings:
    """What was seen of how long visitors take: by service, and by service and counter."""

    def __init__(self, legs: Iterable[Leg], config: HallConfig) -> None:
        self._config = config
        self._seen: dict[tuple[str, str], list[Handling]] = defaultdict(list)
        for leg in legs:
            if leg.took_ms is not None and leg.came and not leg.together:
                handling = Handling(leg.turn_ms, leg.took_ms)
                self._seen[leg.service_id, ""].append(handling)
                self._seen[leg.service_id, leg.counter_id].append(handling)
        for one in self._seen.values():
            one.sort(key=lambda handling: handling.took_ms)

    def of(self, service_id: str, counter_id: str) -> Sequence[Handling]:
        """Shortest first; never empty."""
        here = self._seen.get((service_id, counter_id), ())
        if len(here) >= OF_COUNTER:
            return here
        return self._seen.get((service_id, "")) or (self._said(service_id),)

    def _said(self, service_id: str) -> Handling:
        service = self._config.service(service_id)
        minutes = service.guide.minutes if service is not None else None
        return Handling(0, UNKNOWN_MS if minutes is None else minutes * 60_000)


@dataclass(frozen=True, slots=True)
class _Own:
    counter_id: str
    handling: Handling


def as_happened(plan: DayPlan, handlings: Handlings) -> Handled:
    """Everybody as long as he took, wherever he is called; who was not called, as long as the median of his service."""
    own = [_own(leg, plan.until) for _, leg in plan.legs]

    def handled(index: int, _: str) -> Handling:
        known = own[index]
        if known is not None:
            return known.handling
        seen = handlings.of(plan.legs[index][1].service_id, "")
        return seen[len(seen) // 2]

    return handled


def redrawn(plan: DayPlan, handlings: Handlings, seed: str) -> Handled:
    """Everybody as long as he took where he was; at another counter as long as one of those whom it was seen to serve.
    The same seed, the same draw for the same visitor, whatever else is changed in the day."""
    random = Random(seed)  # noqa: S311 - no secret
    own = [_own(leg, plan.until) for _, leg in plan.legs]
    draws = [random.random() for _ in plan.legs]

    def handled(index: int, counter_id: str) -> Handling:
        known = own[index]
        if known is not None and known.counter_id == counter_id:
            return known.handling
        seen = handlings.of(plan.legs[index][1].service_id, counter_id)
        return seen[int(draws[index] * len(seen))]

    return handled


def _own(leg: Leg, until: int) -> _Own | None:
    """None: nobody knows. Who is still at the counter stays there."""
    if leg.called_at is None:
        return None
    took_ms = until - leg.called_at if leg.took_ms is None else leg.took_ms
    return _Own(leg.counter_id, Handling(leg.turn_ms, took_ms))
