"""The same edge, answering without a store: every command gets a ready answer. The floor of `tickets_http`.

    python -m benchmarks.no_store

Prints a JSON line with its port and a kiosk's token on stderr, ends on SIGTERM.
"""

from __future__ import annotations

import asyncio
import json
import signal
import socket
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import uvicorn
import uvloop

from benchmarks.programs import write_config
from program.clock import SystemClock
from server.audit.anchor_folder import AnchorFolder
from server.audit.anchor_keeper import AnchorKeeper
from server.audit.set_heads import SetHeads
from server.domain.commands import ConfigureHall, Context, IssueTicket
from server.domain.decide import decide
from server.domain.events import AUTHOR, Fact
from server.domain.evolve import replay
from server.domain.hall import Hall
from server.domain.tickets import Channel, Visit
from server.edge.app import hall_edge
from server.edge.known_people import KnownPeople
from server.edge.listen import uvicorn_config
from server.identity.principal import Principal
from server.settings import check
from server.submissions import Answer, AuthorAnswer, KeyEnquiry, Published, Submission
from server.supervision import Supervisor
from server.tokens import TokenMint
from server.troubles import Trouble
from server.what_if.beside import WhatIfBeside

TOKEN = "t" * 43


class NoAuthor:
    """Answers as if the ticket had been written; nothing is, and nobody is told."""

    def __init__(self, hall: Hall, answer: Answer) -> None:
        self.hall = hall
        self._answer = answer

    def facts_so_far(self) -> tuple[tuple[int, Fact], ...]:
        return ()

    async def ask(self, submission: Submission | KeyEnquiry) -> AuthorAnswer:  # noqa: ARG002 - the same answer for all
        return self._answer

    def subscribe(self, listener: Callable[[Sequence[Published]], None]) -> None: ...

    def heartbeat_age_ms(self) -> int:
        return 0

    def troubles(self) -> Sequence[Trouble]:
        return ()


async def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        settings = check(write_config(Path(folder)))
    clock = SystemClock()
    mint = TokenMint(b"n" * 32, settings.hall.hall_id)
    context = Context(clock.now(), mint.hash)
    hall = Hall.empty()
    first = IssueTicket(Visit(settings.hall.services[0].service_id, Channel.KIOSK, "zh-TW"))
    for command in (ConfigureHall(settings.hall), first):
        events = decide(hall, command, context)
        assert isinstance(events, tuple)
        hall = replay((Fact(clock.now(), AUTHOR, "bench", event) for event in events), hall)
    ticket = hall.tickets()[0]
    answer = Answer("ticket_issued", hall.seq, ticket.ticket_id, ticket.number, people_ahead=0, ticket=ticket)
    author = NoAuthor(hall, answer)
    people = KnownPeople()
    people.knows_device(TOKEN, Principal("kiosk", settings.hall.hall_id, "device:1", "kiosk-1", device_id="1"))
    unused = settings.server.anchors
    anchors = AnchorKeeper(AnchorFolder(unused, settings.hall.hall_id), unused, lambda: hall, SetHeads(), clock)
    edge = hall_edge(
        author,
        mint,
        settings.ports.host,
        clock,
        identity=people,
        supervisor=Supervisor(),
        anchors=anchors,
        read_date=lambda _: (),
        what_if=WhatIfBeside("sqlite://", settings.hall.hall_id),
    )
    server = uvicorn.Server(uvicorn_config(edge.hall, "127.0.0.1", 0))
    with socket.create_server(("127.0.0.1", 0), backlog=4096) as listener:
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, setattr, server, "should_exit", True)
        print(json.dumps({"port": listener.getsockname()[1], "kiosk": TOKEN}), file=sys.stderr, flush=True)
        await server._serve([listener])  # noqa: SLF001 - `serve` would take the signals


if __name__ == "__main__":
    uvloop.run(main())
