"""A whole server in this process for tests of the edge: real log, real author, real uvicorn on a free port."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Sequence
from concurrent.futures import Future
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, TypeVar

import uvloop
from sqlalchemy import Engine, text
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from program.clock import ManualClock
from server.audit.anchor_folder import AnchorFolder
from server.audit.anchor_keeper import AnchorKeeper
from server.audit.set_heads import SetHeads
from server.author import Author
from server.domain.config import HallConfig
from server.edge.access import Surface
from server.edge.app import HallEdge, hall_edge
from server.edge.arrivals import Arrivals
from server.edge.known_people import KnownPeople
from server.edge.listen import EdgeServer, serve_all
from server.edge.socket_tickets import PREFIX, SUBPROTOCOL
from server.edge.waits_shown import NewestForecast, no_forecast
from server.edge.what_if_routes import WhatIfAsked
from server.identity.identity import Identity
from server.identity.principal import Role
from server.identity.rights import TOPICS
from server.number_pace import NumberPace
from server.storage.engine import open_engine
from server.storage.log import HallLog
from server.storage.migrate import migrate
from server.storage.reader import PassingReader
from server.supervision import Supervisor
from server.tokens import TokenMint
from server.troubles import TroubleSource
from server.what_if.beside import WhatIfBeside
from tests.server.edge.callers import KnownCallers
from tests.server.sample_halls import NOON, sample_hall
from wire.codec import decode_server, encode
from wire.messages import PROTOCOL, Command, IssueTicket, KeyQuestion, Lines, ServerMessage, Visit
from wire.messages.session import Hello
from wire.messages.session import Role as ScreenRole

T = TypeVar("T")
WAIT_S = 30.0
"""Longer than the server itself waits for anything that it is asked, as for what would have been."""
ADDRESSES = ("wss://192.0.2.1:8765/ws", "wss://hall.example:8765/ws")


def visit(service_id: str = "apples", channel: str = "kiosk", language: str = "en") -> Visit:
    return Visit(service_id=service_id, channel=channel, language=language)


@dataclass
class Answered:
    status: int
    headers: dict[str, str]
    body: bytes
    cookies: tuple[str, ...] = ()
    """Each `set-cookie` line."""

    def json(self) -> Any:
        return json.loads(self.body)


class RunningServer:
    """Made by `running_server`."""

    def __init__(self, callers: KnownCallers, url: str, author: Author, clock: ManualClock, edge: HallEdge) -> None:
        """Call it on the server's event loop."""
        self.port = callers.port
        self.callers = callers
        self._url = url
        self.author = author
        self.clock = clock
        self.hub = edge.hub
        self.presence = edge.presence
        self._loop = asyncio.get_running_loop()

    def on_loop(self, call: Callable[[], T]) -> T:
        """Runs a function on the server's event loop and returns what it returned."""
        done: Future[T] = Future()

        def run() -> None:
            try:
                done.set_result(call())
            except BaseException as fault:  # noqa: BLE001 - raised again where it is waited for
                done.set_exception(fault)

        self._loop.call_soon_threadsafe(run)
        return done.result(WAIT_S)

    def run(self, call: Callable[[], Coroutine[Any, Any, T]]) -> T:
        """Runs a coroutine on the server's event loop and returns what it returned."""
        return asyncio.run_coroutine_threadsafe(call(), self._loop).result(WAIT_S)

    def request(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        headers: dict[str, str] | None = None,
        *,
        who: Role = "anonymous",
    ) -> Answered:
        """`headers` come beside or instead of those that say who asks."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=WAIT_S)
        try:
            connection.request(method, path, body, self.callers.headers(who) | (headers or {}))
            response = connection.getresponse()
            found = {name.lower(): value for name, value in response.getheaders()}
            cookies = tuple(response.headers.get_all("set-cookie", ()))
            return Answered(response.status, found, response.read(), cookies)
        finally:
            connection.close()

    def post(self, body: bytes | Command | KeyQuestion, *, who: Role | None = None, **headers: str) -> Answered:
        """By somebody who may: a number at the kiosk is a kiosk's matter, all else a clerk's."""
        raw = body if isinstance(body, bytes) else encode(body)
        sent = {"content-type": "application/json"} | {name.replace("_", "-"): text for name, text in headers.items()}
        at_kiosk = isinstance(body, IssueTicket) and body.visit.channel == "kiosk"
        return self.request("POST", "/api/commands", raw, sent, who=who or ("kiosk" if at_kiosk else "clerk"))

    def snapshot(self) -> Any:
        """As a clerk is told."""
        return self.request("GET", "/api/snapshot", who="clerk").json()

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        """What a query finds in the store."""
        engine = open_engine(self._url)
        try:
            with engine.connect() as connection:
                return [tuple(row) for row in connection.execute(text(statement))]
        finally:
            engine.dispose()

    def seq(self) -> int:
        return self.on_loop(lambda: self.author.hall.seq)

    @contextmanager
    def socket(
        self,
        path: str = "/ws",
        *,
        who: Role = "anonymous",
        called: str = "",
        name: str = "127.0.0.1",
        additional_headers: dict[str, str] | None = None,
        **options: Any,
    ) -> Iterator[Peer]:
        """`called` is the device's name; `name` is what the client believes this server to be called. Who comes with a
        session brings a ticket of it, unless `subprotocols` say what is brought."""
        options |= {"address": ("127.0.0.1", self.port), "compression": None, "proxy": None}
        with self.callers.one(who, called) as headers:
            options["additional_headers"] = headers | (additional_headers or {})
            if path == "/ws" and "subprotocols" not in options:
                options["subprotocols"] = self.subprotocols(options["additional_headers"])
            if "origin" in options:
                options["additional_headers"].pop("origin", None)
            with connect(f"ws://{name}:{self.port}{path}", max_size=None, max_queue=None, **options) as connection:
                yield Peer(connection)

    def subprotocols(self, headers: dict[str, str]) -> list[Subprotocol] | None:
        """With which a page opens a socket of staff that sends these: with a new ticket. None for whoever gets none."""
        if "authorization" in headers or "cookie" not in headers:
            return None
        sent = headers | {"content-type": "application/json"}
        answer = self.request("POST", "/api/socket-ticket", b"{}", sent)
        return (
            [Subprotocol(SUBPROTOCOL), Subprotocol(PREFIX + answer.json()["ticket"])] if answer.status == 200 else None
        )

    @contextmanager
    def screen(self, role: ScreenRole, name: str = "screen-1", **options: Any) -> Iterator[Peer]:
        """A greeted screen; the greeting, the snapshot and the lines have been read. A console is a clerk's."""
        who: Role = "clerk" if role == "console" else role
        with self.socket("/ws", **{"who": who, "called": name, **options}) as peer:
            peer.send(Hello(protocol=PROTOCOL, role=role, name=name))
            assert peer.next_type() == "welcome"
            assert peer.next_type() == "snapshot"
            if "lines" in TOPICS[who]:
                peer.next_lines()
            yield peer


class Peer:
    """The client's end of a WebSocket. Who is next is told outside the stream, and read apart from it here."""

    def __init__(self, connection: ClientConnection) -> None:
        self.connection = connection
        self._lines: list[Lines] = []
        """Read on the way to something else."""
        self._others: list[ServerMessage] = []

    def send(self, message: Any) -> None:
        raw = message if isinstance(message, str | bytes) else encode(message)
        self.connection.send(raw, text=True if isinstance(raw, bytes) else None)

    def next(self) -> ServerMessage:
        """The next message that is not of the lines."""
        while not self._others:
            self._read()
        return self._others.pop(0)

    def next_lines(self) -> Lines:
        """The next message of who is next."""
        while not self._lines:
            self._read()
        return self._lines.pop(0)

    def lines_so_far(self) -> list[Lines]:
        """What was read of the lines on the way to something else."""
        found, self._lines = self._lines, []
        return found

    def _read(self) -> None:
        message = decode_server(self.connection.recv(timeout=WAIT_S))
        assert message is not None
        if isinstance(message, Lines):
            self._lines.append(message)
        else:
            self._others.append(message)

    def next_type(self) -> str:
        return str(self.next().__struct_config__.tag)

    def until(self, kind: type[T]) -> tuple[list[ServerMessage], T]:
        """The next message of a kind, and what came before it."""
        before: list[ServerMessage] = []
        while True:
            message = self.next()
            if isinstance(message, kind):
                return before, message
            before.append(message)


@asynccontextmanager
async def _knowing(identity: Identity | None) -> AsyncIterator[None]:
    if identity is None:
        yield
        return
    await identity.start()
    try:
        yield
    finally:
        await identity.stop()


@contextmanager
def running_server(
    folder: Path,
    config: HallConfig | None = None,
    surface: Surface = "staff",
    clock: ManualClock | None = None,
    *,
    send_buffer: int | None = None,
    troubles: Sequence[TroubleSource] = (),
    people: KnownPeople | None = None,
    identity: Identity | None = None,
    arrivals: Arrivals | None = None,
    heads: SetHeads | None = None,
    pace: NumberPace | None = None,
    forecast: NewestForecast = no_forecast,
    what_if: WhatIfAsked | None = None,
) -> Iterator[RunningServer]:
    """Stops cleanly at the end and raises what the server's thread raised. With `surface` "public" its port is the one
    that has that alone.

    Nobody is known at first but `people`; `RunningServer.callers` makes more known as a test needs them. An `identity`
    knows people and devices instead of them, and starts and stops with the server. `send_buffer` bounds what the system
    takes for a peer that does not read, in bytes; `arrivals` say how many connections there may be; `heads` where
    anchors say that both logs end; `forecast` has the newest; `what_if` says what would have
    been, instead of a process beside it.
    """
    here = arrivals or Arrivals()
    url = f"sqlite:///{folder / 'hall.db'}"
    used_clock = clock or ManualClock(NOON)
    used = config or sample_hall()
    known = people or KnownPeople()
    started: Future[RunningServer] = Future()
    servers: list[EdgeServer] = []
    over = threading.Event()

    async def serve() -> None:
        engine = open_engine(url)
        migrate(engine)
        mint = TokenMint(b"s" * 32, used.hall_id)
        author = Author(HallLog(engine, used.hall_id), used, clock=used_clock, mint=mint, name="test", pace=pace)
        await author.start()
        try:
            async with _knowing(identity):
                await listen(author, mint, engine)
        finally:
            await author.stop()
            engine.dispose()

    async def listen(author: Author, mint: TokenMint, engine: Engine) -> None:
        anchors = AnchorKeeper(
            AnchorFolder(folder / "anchors", used.hall_id),
            folder / "anchor.key",
            lambda: author.hall,
            heads or SetHeads(),
            used_clock,
        )
        edge = hall_edge(
            author,
            mint,
            "127.0.0.1",
            used_clock,
            identity=identity or known,
            addresses=lambda: ADDRESSES,
            supervisor=Supervisor(),
            anchors=anchors,
            read_date=PassingReader(engine, used.hall_id).of_date,
            what_if=what_if or WhatIfBeside(url, used.hall_id),
            troubles=troubles,
            refusals=identity,
            forecast=forecast,
        )
        with (
            socket.create_server(("127.0.0.1", 0), backlog=4096) as port,
            socket.create_server(("127.0.0.1", 0)) as other,
        ):
            if send_buffer is not None:
                port.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, send_buffer)
            servers.append(EdgeServer(edge.hall, port, "hall", arrivals=here))
            servers.append(EdgeServer(edge.public, other, "public", arrivals=here))
            task = asyncio.create_task(serve_all(servers))
            while not all(server.started for server in servers):
                await asyncio.sleep(0.005)
            if over.is_set():  # it started too late for whoever waited: nobody else will end it
                servers[0].end()
            numbers = [listener.getsockname()[1] for listener in (port, other)]
            used_port = numbers[surface == "public"]
            started.set_result(RunningServer(KnownCallers(known, used_port), url, author, used_clock, edge))
            await task

    def run() -> None:
        try:
            with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
                runner.run(serve())
        except BaseException as fault:
            if not started.done():
                started.set_exception(fault)
            raise

    thread = threading.Thread(target=run, name="server under test")
    thread.start()
    try:
        yield started.result(WAIT_S)
    finally:
        over.set()
        for server in servers:
            server.end()
        thread.join(WAIT_S)
        assert not thread.is_alive()


__all__ = ["Peer", "RunningServer", "running_server", "visit"]
