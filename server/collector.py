"""Python's garbage collector, at rest instead of in the middle of a call.

Left to itself it starts wherever an object is made: in the author's thread between decision and commit as well as on
the event loop. Its counter misleads it too: it counts objects made less objects released, so that ten thousand phones
that each renew a timer count as nothing, and the pass that comes at last looks through all of them at once. A pass
over everything takes half a second with that many phones.
"""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable

YOUNG_EVERY_S = 0.25
"""Often, because a pass takes as long as what was made since the last one is much."""
FULL_EVERY_S = 600.0
FULL_REST_S = 2.0
"""A full pass waits until nobody has asked for this long."""
FULL_LATEST_S = 3_600.0
"""In a hall without such a moment it comes in any that nobody waits in."""
THRESHOLDS = (50_000, 20, 10_000)
"""For a flood of orders without any rest: the collector still comes by itself, seldom."""


async def collect_at_rest(rested_s: Callable[[], float]) -> None:
    """For as long as the server runs: what is young four times a second, everything about every ten minutes.

    `rested_s` says for how many seconds nobody has waited for an answer; 0 while somebody does. Then nothing is
    collected.
    """
    gc.set_threshold(*THRESHOLDS)
    loop = asyncio.get_running_loop()
    last_full = loop.time()
    while True:
        await asyncio.sleep(YOUNG_EVERY_S)
        rested = rested_s()
        if not rested:
            continue
        since = loop.time() - last_full
        if since >= (FULL_EVERY_S if rested >= FULL_REST_S else FULL_LATEST_S):
            gc.collect()
            last_full = loop.time()
        else:
            gc.collect(1)
