"""What a hall sees by itself as time passes: a line that has grown too long, a counter that is away for long. Each
stands until it is over, as facts say; `server.domain.watching` says when.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from server.domain.config import Counter, HallConfig


class WatchWhat(StrEnum):
    RESERVE = "reserve"
    """A counter (`subject`) calls for its reserve service (`about`) too, since many wait for it, or long."""
    LONG_WAIT = "long_wait"
    """Somebody waits for a service (`subject`) longer than he should."""
    DEPUTY = "deputy"
    """A counter (`subject`) is closed, or paused for long, and another (`about`) stands in for it."""


@dataclass(frozen=True, slots=True, order=True)
class Watch:
    what: WatchWhat
    subject: str
    about: str = ""


def with_reserves(config: HallConfig, standing: Sequence[Watch]) -> HallConfig:
    """With the reserve services that are called for now, each at its counter like any other."""
    opened = {(one.subject, one.about) for one in standing if one.what is WatchWhat.RESERVE}
    if not opened:
        return config
    counters = tuple(_opened(one, opened, config) for one in config.counters)
    return config if counters == config.counters else replace(config, counters=counters)


def _opened(counter: Counter, opened: set[tuple[str, str]], config: HallConfig) -> Counter:
    reserve = counter.reserve
    wanted = reserve is not None and (counter.counter_id, reserve.service_id) in opened
    if reserve is None or not wanted or counter.does(reserve.service_id) or config.service(reserve.service_id) is None:
        return counter
    return replace(counter, primary=(*counter.primary, reserve.service_id))
