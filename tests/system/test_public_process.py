"""The public surface as a process of its own: it and the server die and come back, in any order, and phones go on."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from demo.hall import free_port
from tests.postgres import Cluster, postgres
from tests.server.test_forecaster import gone
from tests.system.hall_server import ROOT, HallServer, issue, with_waits, write_config
from wire.codec import decode_server, encode
from wire.messages import PROTOCOL, Accepted, GiveUpTicket, Refused
from wire.messages.phone import FollowTicket, PhoneBoard, PhoneTicket
from wire.messages.session import Probe, Pulse

pytestmark = pytest.mark.system

__all__ = ["postgres"]

PUBLIC = ("-m", "server", "public")
WAIT_S = 30.0


def public_config(folder: Path, database: str = "sqlite:///data/hall.db") -> Path:
    """The public port is the same after a restart."""
    path = write_config(folder, database)
    text = path.read_text(encoding="utf-8")
    own = f"port = 0\npublic_port = {free_port()}\npublic_process = true"
    path.write_text(re.sub("^port = 0$", own, text, flags=re.MULTILINE), encoding="utf-8")
    return path


class Phone:
    def __init__(self, connection: ClientConnection, token: str) -> None:
        self._connection = connection
        connection.send(encode(FollowTicket(protocol=PROTOCOL, token=token)), text=True)
        ticket = self._next()
        assert isinstance(ticket, PhoneTicket)
        self.ticket = ticket

    def _next(self) -> Any:
        message = decode_server(self._connection.recv(timeout=WAIT_S))
        if isinstance(message, PhoneTicket):
            self.ticket = message
        return message

    def board(self, seq: int) -> PhoneBoard:
        """The first board that knows of `seq`."""
        while True:
            message = self._next()
            if isinstance(message, PhoneBoard) and message.seq >= seq:
                return message

    def waits(self, wanted: set[str]) -> set[str]:
        """Numbers of whom a board says how long they wait: of the first that says it of those wanted, else of the last
        that came in time. A forecast may be older than a number that the board already has."""
        deadline, said = time.monotonic() + WAIT_S, set[str]()
        while said != wanted and time.monotonic() < deadline:
            message = self._next()
            if isinstance(message, PhoneBoard):
                said = set(message.waits)
        return said

    def becomes(self, state: str) -> bool:
        """Reads on until its own ticket is in that state."""
        while self.ticket.state != state:
            self._next()
        return True

    def gives_up(self, key: str) -> Accepted | Refused:
        """What is answered; whatever comes before it is passed over."""
        self._connection.send(encode(GiveUpTicket(key=key)), text=True)
        while not isinstance(message := self._next(), Accepted | Refused):
            pass
        return message

    def answers(self) -> bool:
        self._connection.send(encode(Probe()), text=True)
        return isinstance(self._next(), Pulse)

    def cut(self) -> None:
        """Returns when the other side has gone."""
        with suppress(ConnectionClosed):
            while True:
                self._next()


@contextmanager
def phone(public: HallServer, token: str) -> Iterator[Phone]:
    url = f"ws://127.0.0.1:{public.port}/ws/phone"
    with connect(url, compression=None, proxy=None, max_size=None) as connection:
        yield Phone(connection, token)


def health(public: HallServer) -> tuple[int, dict[str, object]]:
    connection = http.client.HTTPConnection("127.0.0.1", public.port, timeout=WAIT_S)
    try:
        connection.request("GET", "/health")
        response = connection.getresponse()
        return response.status, json.loads(response.read())
    finally:
        connection.close()


def until(true: Callable[[], bool], seconds: float = WAIT_S) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "did not happen in time"
        time.sleep(0.05)


def told(server: HallServer, command: dict[str, object]) -> dict[str, Any]:
    status, answer = server.ask(command)
    assert status == 200, answer
    return answer


def call(key: str, after: int) -> dict[str, object]:
    present = {"present": "served"} if after else {}
    return {"type": "call_next", "key": key, "counter_id": "5", "after": after, "patience_ms": 60_000, **present}


def kills(config: Path, *, silence: bool) -> None:
    """`silence`: the server stays away until its absence is said."""
    with HallServer(config, forked=True) as server:
        first = told(server, issue("key-00001"))
        second = told(server, issue("key-00002"))
        told(server, call("call-0001", 0))
        with HallServer(config, PUBLIC, forked=True) as public:
            until(lambda: health(public) == (200, {"status": "ok"}))
            with phone(public, second["token"]) as waiting:
                assert (waiting.ticket.number, waiting.ticket.state) == ("E002", "waiting")
                called = told(server, call("call-0002", 1))
                assert [one.number for one in waiting.board(called["seq"]).calls] == ["E002"]
                public.kill()
                waiting.cut()
            # The server does not notice; what happens meanwhile is in the log.
            third = told(server, issue("key-00003"))
        with HallServer(config, PUBLIC, forked=True) as public:
            until(lambda: health(public) == (200, {"status": "ok"}))
            with phone(public, first["token"]) as over, phone(public, third["token"]) as waiting:
                assert (over.ticket.number, over.ticket.state) == ("E001", "served"), "also of who has left"
                assert waiting.board(third["seq"]).lines["training"] == ("E003",)
                server.kill()
                if silence:
                    until(lambda: health(public) == (503, {"status": "trouble", "troubles": ["server_silent"]}))
                assert waiting.answers(), "phones stay where they are"
                with HallServer(config, forked=True) as again:
                    fourth = told(again, issue("key-00004"))
                    assert waiting.board(fourth["seq"]).lines["training"] == ("E003", "E004")
                    until(lambda: health(public) == (200, {"status": "ok"}))
                    with phone(public, fourth["token"]) as new:
                        assert new.ticket.number == "E004"
            public.signal(signal.SIGHUP)
            public.signal(signal.SIGTERM)
            assert public.ended() == 0


def test_both_die_and_come_back_on_sqlite(tmp_path: Path) -> None:
    kills(public_config(tmp_path), silence=True)


@pytest.mark.postgres
def test_both_die_and_come_back_on_postgresql(tmp_path: Path, postgres: Cluster) -> None:
    kills(public_config(tmp_path, postgres.new_database()), silence=False)


def test_it_may_start_first_and_needs_no_secret(tmp_path: Path) -> None:
    config = public_config(tmp_path)
    with HallServer(config, PUBLIC, forked=True) as public:
        unread = (503, {"status": "trouble", "troubles": ["log_unreadable"]})
        until(lambda: health(public) == unread)
        assert not (tmp_path / "data").exists(), "it makes nothing"
        with HallServer(config, forked=True) as server:
            token = told(server, issue("key-00001"))["token"]
            until(lambda: health(public)[0] == 200)
            (tmp_path / "data" / "phone.key").unlink()
            with phone(public, token) as waiting:
                assert waiting.ticket.number == "E001"
        assert public.logged("log_unreadable")
        assert public.logged("log_readable")


def test_phones_are_told_how_long_one_waits(tmp_path: Path) -> None:
    """By a process beside this one, which ends with it."""
    config = with_waits(public_config(tmp_path))
    with HallServer(config, forked=True) as server, HallServer(config, PUBLIC, forked=True) as public:
        until(lambda: health(public) == (200, {"status": "ok"}))
        first = told(server, issue("key-00001"))
        second = told(server, issue("key-00002"))
        with phone(public, second["token"]) as waiting:
            assert waiting.waits(both := {"E001", "E002"}) == both
            called = told(server, call("call-0001", 0))
            waiting.board(called["seq"])
            assert waiting.waits({"E002"}) == {"E002"}, "reckoned anew"
        beside = int(public.logged("forecast_begun")["pid"])
        public.kill()
        until(lambda: gone(beside))
        assert first["number"] == "E001"


@pytest.mark.parametrize("encryption", [False, True])
def test_a_visitor_gives_the_number_up_over_it(tmp_path: Path, *, encryption: bool) -> None:
    """It shows the server the visitor's token, and the server's own certificate is the only one that it believes."""
    config = public_config(tmp_path)
    text = config.read_text("utf-8").replace("port = 0\npublic", f"port = {free_port()}\npublic")
    config.write_text(text.replace("encryption = false", f"encryption = {str(encryption).lower()}"), "utf-8")
    with HallServer(config, forked=True) as server, HallServer(config, PUBLIC, forked=True) as public:
        until(lambda: health(public)[0] == 200)
        token = told(server, issue("key-00001"))["token"]
        with phone(public, token) as waiting:
            assert waiting.ticket.gives_up == ("in_line", "called", "aside")
            answer = waiting.gives_up("given-up-1")
            assert isinstance(answer, Accepted)
            assert (answer.what, answer.number) == ("ticket_given_up", "E001")
            assert waiting.becomes("cancelled")
        server.kill()
        with phone(public, token) as waiting:
            assert waiting.gives_up("given-up-2") == Refused(code="unavailable", key="given-up-2")


def test_the_configuration_comes_with_the_log(tmp_path: Path) -> None:
    config = public_config(tmp_path)
    with HallServer(config, forked=True) as server, HallServer(config, PUBLIC, forked=True) as public:
        until(lambda: health(public)[0] == 200)
        assert page(public, "numbers.example.tw") == 400
        text = config.read_text(encoding="utf-8")
        config.write_text(text.replace("http://127.0.0.1:8766/t", "https://numbers.example.tw/t"), encoding="utf-8")
        server.signal(signal.SIGHUP)
        server.logged("config_taken")
        until(lambda: page(public, "numbers.example.tw") == 200)


def page(public: HallServer, host: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", public.port, timeout=WAIT_S)
    try:
        connection.request("GET", "/t", headers={"host": host})
        return connection.getresponse().status
    finally:
        connection.close()


def test_a_port_of_its_own_may_be_the_servers_to_serve(tmp_path: Path) -> None:
    config = write_config(tmp_path)
    text = config.read_text(encoding="utf-8")
    config.write_text(re.sub("^port = 0$", "port = 0\npublic_port = 0", text, flags=re.MULTILINE), encoding="utf-8")
    with HallServer(config, forked=True) as server:
        token = told(server, issue("key-00001"))["token"]
        own = server.port
        server.port = int(server.logged("public_listening")["port"])
        assert server.port != own
        assert server.ask(issue("key-00002"))[0] == 403
        with phone(server, token) as waiting:
            assert waiting.ticket.number == "E001"
        server.signal(signal.SIGTERM)
        assert server.ended() == 0


def test_a_hall_that_did_not_ask_for_it_is_told(tmp_path: Path) -> None:
    config = write_config(tmp_path)
    done = subprocess.run(
        [sys.executable, *PUBLIC, "--config", str(config)],
        cwd=ROOT,
        env=os.environ,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 78
    assert done.stderr.startswith(f"{config}: server.public_process: is false")
