"""One phone among a thousand that never reads delays neither a screen nor another phone."""

from __future__ import annotations

import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from websockets.sync.client import ClientConnection, connect

from benchmarks.phone_clients import Swarm
from tests.server.edge.deaf import deaf_peer
from tests.system.hall_server import HallServer, issue, write_config
from wire.codec import decode_server, encode
from wire.messages import PROTOCOL, FollowTicket, HallMoved, Hello

pytestmark = pytest.mark.system

PHONES = 1_000
IN_LINE = 300
ROUNDS = 40
GENEROUS_S = 15.0
"""For one event to reach everybody. A sender that waits for the phone that never reads needs for ever."""


@dataclass
class Heard:
    """What a run with a thousand phones heard."""

    screen: list[int] = field(default_factory=list)
    behind: int = 0
    dropped_after: int | None = None
    seconds: list[float] = field(default_factory=list)


class Kiosk:
    def __init__(self, server: HallServer) -> None:
        self._line = server.line()
        self._issued = 0

    def issue(self) -> tuple[int, str]:
        """Log position and token of a new ticket."""
        self._issued += 1
        _, answer = self._line.ask(issue(f"slow-{self._issued:06}", "job-seeking"))
        assert answer["type"] == "accepted", answer
        return int(answer["seq"]), str(answer["token"])

    def close(self) -> None:
        self._line.close()

    def phones(self) -> int:
        return int(self._line.get("/health")["phones"])


def next_seq(screen: ClientConnection) -> int:
    """Log position of the next ticket that the screen is told of."""
    while True:
        message = decode_server(screen.recv(timeout=GENEROUS_S))
        if isinstance(message, HallMoved) and message.what == "ticket_issued":
            return message.seq


def run(config: Path, *, deaf: bool) -> Heard:
    heard = Heard()
    with ExitStack() as stack:
        server = stack.enter_context(HallServer(config, forked=True))
        kiosk = Kiosk(server)
        stack.callback(kiosk.close)
        tokens = [kiosk.issue()[1] for _ in range(IN_LINE)]
        url, headers = f"ws://127.0.0.1:{server.port}/ws", server.entry.device(server.door, "display")
        screen = stack.enter_context(connect(url, additional_headers=headers, compression=None, proxy=None))
        screen.send(encode(Hello(protocol=PROTOCOL, role="display", name="display-1")), text=True)
        greeting = FollowTicket(protocol=PROTOCOL, token=tokens[0])
        swarm = Swarm(server.port, tokens[1])
        stack.callback(swarm.close)
        if deaf:
            swarm.open(PHONES // 2)
            stack.enter_context(deaf_peer(server.port, "/ws/phone", greeting))
            swarm.open(PHONES - 1)
        else:
            swarm.open(PHONES)
        assert kiosk.phones() == PHONES
        for number in range(ROUNDS):
            begun = time.monotonic()
            seq, _ = kiosk.issue()
            heard.screen.append(next_seq(screen) - seq)
            heard.behind += swarm.expect(seq, GENEROUS_S)[2]
            heard.seconds.append(time.monotonic() - begun)
            if heard.dropped_after is None and kiosk.phones() < PHONES:
                heard.dropped_after = number
        assert swarm.lost == 0
    return heard


def test_nobody_waits_for_the_phone_that_never_reads(tmp_path: Path) -> None:
    runs = []
    for name, deaf in (("quiet", False), ("deaf", True)):
        folder = tmp_path / name
        folder.mkdir()
        runs.append(run(write_config(folder, numbers=9_000), deaf=deaf))
    quiet, stuck = runs
    for heard in runs:
        assert heard.screen == [0] * ROUNDS, "the screen is told of each ticket, and of that one next"
        assert heard.behind == 0, "every phone that reads gets each board"
    assert quiet.dropped_after is None
    assert stuck.dropped_after is not None, "the phone that never reads is let go"
    assert stuck.dropped_after > 0, "it had a chance"
    slowest, usual = sorted(stuck.seconds)[-3], sorted(quiet.seconds)[-3]
    assert slowest < 5 * usual + 1.0, "no round waits for it"
