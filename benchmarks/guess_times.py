"""How long a wrong guess takes at an account that exists and at one that does not, and at tokens of both kinds.

    python -m benchmarks.guess_times [--quick] [--json]

The identity's own doors with the hasher that halls run, without a network: what is hidden there nobody sees from
further away. Known and unknown take turns in random order, each guess from an address of its own, and the figure is the
quotient of the medians with the interval that holds it at 99 % (a bootstrap over the pairs). Equal means: the interval
has 1 in it, or the quotient is within 2 % of it, which is far below what a network lets anybody see.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from server.identity.hashing import Argon2Hasher
from tests.near_misses import TOKEN_LETTERS
from tests.server.identity.people import PLAIN, People, added, enrolled, first_administrator

NEAR = 0.02
DRAWS = 2_000
TOKENS_AT_ONCE = 200


@dataclass(frozen=True)
class Found:
    known_ms: float
    unknown_ms: float
    low: float
    high: float

    @property
    def ratio(self) -> float:
        return self.known_ms / self.unknown_ms

    @property
    def equal(self) -> bool:
        return self.low <= 1.0 <= self.high or abs(self.ratio - 1.0) <= NEAR


def compared(known: list[float], unknown: list[float], chance: random.Random) -> Found:
    """Seconds of each, one pair after the other."""
    pairs = list(zip(known, unknown, strict=True))
    drawn = []
    for _ in range(DRAWS):
        left, right = zip(*chance.choices(pairs, k=len(pairs)), strict=True)
        drawn.append(statistics.median(left) / statistics.median(right))
    drawn.sort()
    return Found(
        1000 * statistics.median(known),
        1000 * statistics.median(unknown),
        drawn[len(drawn) // 200],
        drawn[-1 - len(drawn) // 200],
    )


async def in_turns(
    known: Callable[[int], Awaitable[object]], unknown: Callable[[int], Awaitable[object]], pairs: int
) -> Found:
    """Each called with the number of the guess."""
    chance = random.Random(23)
    times: dict[bool, list[float]] = {True: [], False: []}
    for number in range(pairs):
        for which in chance.sample((True, False), 2):
            begun = time.perf_counter()
            await (known if which else unknown)(number)
            times[which].append(time.perf_counter() - begun)
    return compared(times[True], times[False], chance)


def source(number: int) -> str:
    return f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"


async def measure(folder: Path, pairs: int) -> dict[str, Found]:
    people = People(folder, PLAIN, Argon2Hasher())
    async with people.open() as identity:
        administrator = await first_administrator(identity)
        device = await enrolled(identity, "3")
        await added(identity, "bob")
        disabled = await added(identity, "carol")
        await identity.disable("person:test", disabled)

        async def sign_in(login: str, number: int) -> object:
            people.clock.advance(3_600_000)  # what was guessed before is long past
            return await identity.sign_in(login, "no idea at all", "", source=source(number))

        async def reset(login: str, number: int) -> object:
            people.clock.advance(3_600_000)
            return await identity.reset_password(login, "ABCDEFGHJKLM", "a long new password", source=source(number))

        return {
            "password": await in_turns(
                lambda number: sign_in("bob", number), lambda number: sign_in(f"no{number}", number), pairs
            ),
            "disabled account": await in_turns(
                lambda number: sign_in("carol", number), lambda number: sign_in(f"no{number}", number), pairs
            ),
            "new password by code": await in_turns(
                lambda number: reset("bob", number), lambda number: reset(f"no{number}", number), pairs
            ),
            "session": await in_turns(*_tokens(identity.principal_of_session, administrator.token), pairs),
            "device": await in_turns(*_tokens(identity.principal_of_device, device.token), pairs),
        }


def _tokens(
    look: Callable[[str], object], real: str
) -> tuple[Callable[[int], Awaitable[object]], Callable[[int], Awaitable[object]]]:
    """Wrong tokens: those that begin as the real one does, and those that share nothing with it. Many at once, since
    one takes a microsecond."""
    chance = random.Random(29)

    def guesses(kept: int) -> list[str]:
        rest = len(real) - kept
        return [real[:kept] + "".join(chance.choices(TOKEN_LETTERS, k=rest)) for _ in range(TOKENS_AT_ONCE)]

    near, far = guesses(len(real) - 4), guesses(0)

    async def nearly(_: int) -> object:
        return [look(one) for one in near]

    async def not_at_all(_: int) -> object:
        return [look(one) for one in far]

    return nearly, not_at_all


def main() -> int:
    parser = argparse.ArgumentParser(description="whether the time of a refusal tells what exists")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = asyncio.run(measure(Path(folder), 60 if options.quick else 400))
    met = all(one.equal for one in found.values())
    if options.json:
        rows = {name: {"ratio": one.ratio, "low": one.low, "high": one.high} for name, one in found.items()}
        print(json.dumps({"rows": rows, "met": met}))
        return 0 if met else 1
    print(f"{'a wrong guess at':22} {'known':>9} {'unknown':>9}   ratio   99 % between")
    for name, one in found.items():
        print(
            f"{name:22} {one.known_ms:6.3f} ms {one.unknown_ms:6.3f} ms {one.ratio:7.3f}   {one.low:.3f} and "
            f"{one.high:.3f}{'' if one.equal else '  not equal'}"
        )
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
