"""A socket ends with its session or device also where nobody could say that it has ended."""

from __future__ import annotations

import asyncio
from typing import cast

import pytest
from websockets.exceptions import ConnectionClosed

from server.edge.noted import Noted
from server.edge.presence import Presence
from server.edge.socket import HallSocket
from server.identity.principal import Principal
from tests.server.edge.running import Peer, RunningServer
from wire.errors import Close
from wire.messages import Probe
from wire.messages.session import Pulse
from wire.messages.session import Role as Said

WITHIN_S = 10.0


def close_code(peer: Peer) -> int | None:
    try:
        while True:
            peer.next()
    except ConnectionClosed as end:
        return end.rcvd.code if end.rcvd else None


@pytest.mark.parametrize(
    ("said", "ended", "code"),
    [("console", "session-of-clerk", Close.SIGNED_OUT), ("kiosk", "mine", Close.REVOKED)],
)
def test_an_end_that_nobody_could_tell_is_found(hall: RunningServer, said: Said, ended: str, code: int) -> None:
    with hall.screen(said, "mine") as peer, hall.screen("display", "another") as stays:
        hall.on_loop(hall.presence.look_again)
        peer.send(Probe())
        peer.until(Pulse)
        hall.callers.people.touched.clear()
        hall.on_loop(lambda: hall.callers.people.forget(ended))
        hall.on_loop(hall.presence.look_again)
        assert close_code(peer) == code
        stays.send(Probe())
        stays.until(Pulse)
        assert hall.callers.people.touched == []


def test_sockets_are_looked_at_for_as_long_as_the_server_runs() -> None:
    looks = 0

    def again() -> Principal:
        nonlocal looks
        looks += 1
        return Principal("clerk", "sample", "person:lin", session_id="s")

    async def whole() -> None:
        presence = Presence(Noted())
        presence.enter(cast("HallSocket", object()), again(), again)
        watching = asyncio.create_task(presence.watch(every_s=0.001))
        async with asyncio.timeout(WITHIN_S):
            while looks < 3:
                await asyncio.sleep(0)
        watching.cancel()

    asyncio.run(whole())
