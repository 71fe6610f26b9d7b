"""Who has hung up, though nobody reads."""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import Callable

from server.edge.hang_ups import HangUps


def descriptors() -> int:
    return len(os.listdir("/proc/self/fd"))  # noqa: PTH208 - counts, and needs no paths


def test_it_is_heard_behind_what_nobody_reads_and_no_descriptor_is_kept_when_all_are_forgotten() -> None:
    async def story() -> None:
        hang_ups, heard = HangUps(), asyncio.Queue[str]()
        before = descriptors()
        pairs = {name: socket.socketpair() for name in ("stays", "goes")}

        def tells(name: str) -> Callable[[], None]:
            def tell() -> None:
                hang_ups.forget(pairs[name][0])
                heard.put_nowait(name)

            return tell

        for name, (ours, theirs) in pairs.items():
            theirs.sendall(b"what nobody reads")
            hang_ups.watch(ours, tells(name))
        pairs["goes"][1].close()
        async with asyncio.timeout(10):
            assert await heard.get() == "goes"
        assert heard.empty()
        hang_ups.forget(pairs["stays"][0])
        for pair in pairs.values():
            for one in pair:
                one.close()
        assert descriptors() == before

    asyncio.run(story())
