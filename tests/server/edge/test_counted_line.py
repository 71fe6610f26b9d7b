"""What strangers can make happen as often as they like fills no log."""

from __future__ import annotations

import asyncio

from structlog.testing import capture_logs

from server.edge.counted_line import CountedLine


def test_the_first_is_said_at_once_and_the_others_are_counted() -> None:
    async def story() -> None:
        line = CountedLine("strangers_turned_out", every_s=0.02)
        with capture_logs() as lines:
            for number in range(5):
                line.note(block=f"block {number}")
            assert [(one["count"], one["block"]) for one in lines] == [(1, "block 0")]
            assert line.lately == {"block": "block 0"}
            async with asyncio.timeout(10):
                while line.lately:
                    await asyncio.sleep(0.005)
            assert [(one["count"], one["block"]) for one in lines] == [(1, "block 0"), (4, "block 0")]
            line.note(block="later")
            assert [one["count"] for one in lines] == [1, 4, 1]

    asyncio.run(story())
