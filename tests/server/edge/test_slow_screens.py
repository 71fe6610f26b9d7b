"""A console that does not read is dropped with 4008 and harms nobody."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from tests.server.edge.deadlines import until
from tests.server.edge.deaf import DeafPeer, deaf_peer
from tests.server.edge.running import RunningServer, running_server, visit
from wire.errors import Close
from wire.messages import PROTOCOL
from wire.messages.commands import IssueTicket
from wire.messages.events import HallMoved
from wire.messages.session import Accepted, Hello

DEAF = Hello(protocol=PROTOCOL, role="console", name="deaf")
TICKETS = 700


@pytest.fixture
def small(tmp_path: Path) -> Iterator[RunningServer]:
    with running_server(tmp_path, send_buffer=4096) as server:
        yield server


def deaf_console(server: RunningServer) -> AbstractContextManager[DeafPeer]:
    who = server.callers.headers("clerk")
    brought = ", ".join(server.subprotocols(who) or ())
    return deaf_peer(server.port, "/ws", DEAF, who | {"sec-websocket-protocol": brought})


def flood(server: RunningServer, screens: int) -> list[int]:
    """Issues tickets over one connection until only so many screens are left beside it, `TICKETS` at most.

    Returns the seqs that this connection was told of.
    """
    seen: list[int] = []
    with server.screen("kiosk", "kiosk-1") as kiosk:
        while server.hub.screens > screens + 1 and len(seen) < TICKETS:
            kiosk.send(IssueTicket(key=f"flood-{len(seen):05}", visit=visit()))
            before, _ = kiosk.until(Accepted)
            seen += [event.seq for event in before if isinstance(event, HallMoved)]
    return seen


def test_a_deaf_console_is_dropped_and_nobody_else(small: RunningServer) -> None:
    with small.screen("display") as display, deaf_console(small) as deaf:
        until(lambda: small.hub.screens == 2)
        first = small.seq() + 1
        seen = flood(small, screens=1)
        texts, code = deaf.hear(10)
        assert code == Close.SLOW
        assert 3 < texts < 3 + 2 * len(seen)
        assert len(seen) < TICKETS
        assert seen == list(range(first, first + len(seen)))
        heard = [display.next() for _ in seen]
        assert [event.seq for event in heard if isinstance(event, HallMoved)] == seen
        until(lambda: small.hub.screens == 1)


def test_one_that_never_reads_again_is_cut(small: RunningServer) -> None:
    with deaf_console(small):
        until(lambda: small.hub.screens == 1)
        flood(small, screens=0)
        until(lambda: small.hub.screens == 0, seconds=20)
    with small.screen("console", "deaf") as back:
        back.send(IssueTicket(key="back-1234", visit=visit("books", "desk")))
        back.until(Accepted)


def test_a_server_stops_although_somebody_does_not_read(tmp_path: Path) -> None:
    with running_server(tmp_path, send_buffer=4096) as server, deaf_console(server):
        until(lambda: server.hub.screens == 1)
        flood(server, screens=0)
