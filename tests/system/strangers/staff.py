"""Those who work while strangers attack: a kiosk that takes numbers and a clerk who calls them, each over one encrypted
socket that must never close."""

from __future__ import annotations

import time
from contextlib import AbstractContextManager, ExitStack
from types import TracebackType
from typing import Self

from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from server.edge.socket_tickets import PREFIX, SUBPROTOCOL
from tests.system.entry import Door, Entry, Headers
from wire.codec import decode_server, encode
from wire.messages import PROTOCOL, Accepted, CallNext, Command, Hello, IssueTicket, Refused, Visit
from wire.messages.session import Role

ANSWER_WITHIN_S = 20.0
COUNTER, SERVICE = "1", "reply-card"


class Held(AssertionError):
    """A clerk or visitor did not get what they asked for."""


class Screen:
    """One socket of a hall, greeted."""

    def __init__(self, door: Door, role: Role, headers: Headers) -> None:
        self._stack = ExitStack()
        self._connection = self._stack.enter_context(_socket(door, headers, _brought(door, headers)))
        self._connection.send(encode(Hello(protocol=PROTOCOL, role=role, name=f"{role}-under-attack")), text=True)
        self._asked = 0
        self._prefix = role

    def ask(self, command: Command) -> tuple[Accepted, float]:
        """What was answered, and after how many seconds. Raises Held, or ConnectionClosed when the server has closed
        the socket."""
        begun = time.perf_counter()
        self._connection.send(encode(command), text=True)
        while True:
            try:
                raw = self._connection.recv(timeout=max(0.0, begun + ANSWER_WITHIN_S - time.perf_counter()))
            except TimeoutError:
                raise Held(f"no answer to {command} within {ANSWER_WITHIN_S:.0f} s") from None
            answer = decode_server(raw)
            if isinstance(answer, Accepted | Refused) and answer.key == command.key:
                break
        seconds = time.perf_counter() - begun
        if isinstance(answer, Refused):
            raise Held(f"{command} was refused: {answer.code} {answer.detail}")
        return answer, seconds

    def key(self) -> str:
        self._asked += 1
        return f"{self._prefix}-press-{self._asked:06}"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self._stack.close()


class Kiosk(Screen):
    def __init__(self, door: Door, entry: Entry) -> None:
        super().__init__(door, "kiosk", entry.device(door))

    def take(self) -> tuple[str, float]:
        """The token on the paper of a new number, and the seconds until it was there."""
        visit = Visit(service_id=SERVICE, channel="kiosk", language="zh-TW")
        answer, seconds = self.ask(IssueTicket(key=self.key(), visit=visit))
        return answer.token, seconds


class Clerk(Screen):
    def __init__(self, door: Door, entry: Entry) -> None:
        super().__init__(door, "console", entry.person(door))
        self._called = 0

    def next(self) -> float:
        """Seconds from the press to its answer. Somebody must be waiting."""
        command = CallNext(
            key=self.key(),
            counter_id=COUNTER,
            after=self._called,
            present="served" if self._called else None,
            patience_ms=int(ANSWER_WITHIN_S * 1000),
        )
        answer, seconds = self.ask(command)
        if answer.what != "ticket_called":
            raise Held(f"nobody was called: {answer}")
        self._called += 1
        return seconds


def _brought(door: Door, headers: Headers) -> list[Subprotocol] | None:
    """The ticket with which a page opens its socket; a device needs none."""
    if "cookie" not in headers:
        return None
    status, answer, _ = door.ask("/api/socket-ticket", {}, headers)
    if status != 200:
        raise Held(f"no ticket for a socket: {status} {answer}")
    return [Subprotocol(SUBPROTOCOL), Subprotocol(PREFIX + answer["ticket"])]


def _socket(
    door: Door, headers: Headers, brought: list[Subprotocol] | None
) -> AbstractContextManager[ClientConnection]:
    return connect(
        f"{door.origin.replace('http', 'ws', 1)}/ws",
        ssl=door.tls,
        additional_headers=headers,
        subprotocols=brought,
        compression=None,
        proxy=None,
        max_size=None,
        max_queue=None,
    )
