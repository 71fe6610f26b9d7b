"""The attackers, a process of its own: the last of all in line for a core, and at most half of one for all together.

    python -m tests.system.strangers PORT TOKEN [SOURCES]

Takes orders on its stdin, a JSON line each: `{"attacks": {"half heads": 500}}` begins these with so many connections
and is answered with `{"ready": true}` when each connection was tried; `{}` ends them, answered with what came of each
and with what share of a core it took. Ends with its stdin.
"""

from __future__ import annotations

import asyncio
import json
import resource
import sys
from contextlib import suppress
from dataclasses import asdict

import uvloop

from tests.system.strangers.attacks import AGAIN_S, ATTACKS, Attack
from tests.system.strangers.half_core import HalfCore, be_the_last
from tests.system.strangers.line import Gone, Place, Tally

TRIED_WITHIN_S = 5.0


class Siege:
    """Attacks that run."""

    def __init__(self, place: Place, sizes: dict[str, int]) -> None:
        self._place = place
        self.tallies = {name: Tally() for name in sizes}
        self._tasks = [
            asyncio.create_task(_over_and_over(ATTACKS[name], place, self.tallies[name], number))
            for name, size in sizes.items()
            for number in range(size)
        ]
        self._sizes = sizes

    async def begun(self) -> None:
        """Comes when each connection was tried, or has waited for long."""
        with suppress(TimeoutError):
            async with asyncio.timeout(TRIED_WITHIN_S):
                while any(
                    tally.opened + tally.refused < self._sizes[name] or not tally.opened
                    for name, tally in self.tallies.items()
                ):
                    await asyncio.sleep(0.01)

    async def end(self) -> dict[str, object]:
        share = self._place.half.share()
        for task in self._tasks:
            task.cancel()
        ended = await asyncio.gather(*self._tasks, return_exceptions=True)
        for line in list(self._place.lines):
            line.leave()
        faults = [repr(one) for one in ended if not isinstance(one, asyncio.CancelledError)]
        return {
            "attacks": {name: asdict(tally) for name, tally in self.tallies.items()},
            "share": share,
            "faults": faults,
        }


async def _over_and_over(attack: Attack, place: Place, tally: Tally, number: int) -> None:
    while True:
        with suppress(Gone):
            await attack.once(place, tally, number)
        await asyncio.sleep(AGAIN_S)


def _tell(word: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(word) + "\n")
    sys.stdout.flush()


async def main(port: int, token: str, sources: int) -> None:
    loop = asyncio.get_running_loop()
    siege: Siege | None = None
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        order = json.loads(line)
        if siege is not None:
            _tell(await siege.end())
            siege = None
        if order:
            siege = Siege(Place(port, token, HalfCore(), sources), order["attacks"])
            await siege.begun()
            _tell({"ready": True})


if __name__ == "__main__":
    be_the_last()
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    uvloop.run(main(int(sys.argv[1]), sys.argv[2], int(sys.argv[3]) if sys.argv[3:] else 0))
