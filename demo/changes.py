"""What a scene claims to change: false before it, true after it. A check of what was there anyway shows nothing."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from demo.programs import DemoFault

LOOK_EVERY_S = 0.03


@dataclass(frozen=True)
class Claim:
    """Something that a surface will show, or with `shown` false no longer shows."""

    surface: str
    """The wall's order monitor, the phone …: named in a fault."""
    look: Callable[[], Awaitable[str]]
    """What can be read there now."""
    pattern: str
    """A regular expression, searched for in what is read."""
    shown: bool = True
    within_s: float = 20.0

    async def fault(self) -> str:
        """What is not as claimed; empty when it is."""
        text = await self.look()
        if bool(re.search(self.pattern, text)) is self.shown:
            return ""
        return f"{self.surface} should {'' if self.shown else 'no longer '}show {self.pattern!r}, shows: {text}"

    async def comes_true(self) -> None:
        """Waits for it. Raises DemoFault when it takes longer than `within_s`."""
        deadline = asyncio.get_running_loop().time() + self.within_s
        while fault := await self.fault():
            if asyncio.get_running_loop().time() > deadline:
                raise DemoFault(fault)
            await asyncio.sleep(LOOK_EVERY_S)


@asynccontextmanager
async def changes(*claims: Claim) -> AsyncIterator[None]:
    """What is done inside makes every claim true. Raises DemoFault when one is true before, or none of it comes."""
    for claim in claims:
        if not await claim.fault():
            raise DemoFault(
                f"{claim.surface}: {claim.pattern!r} is so before anything was done; the scene shows nothing"
            )
    yield
    # At the same time: what one waits for must not keep it from seeing what soon passes.
    await asyncio.gather(*(claim.comes_true() for claim in claims))


def whole(ticket: str) -> str:
    """A ticket's number as a pattern, the whole of it: "B001" may stand with a gap of any kind, but is not in "BB001"
    or "B0012".
    """
    return rf"(?<![A-Z0-9]){ticket[0]}[\s|]*{ticket[1:]}(?![0-9])"
