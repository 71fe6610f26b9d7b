"""Who is let in over real sockets, and who is turned out when strangers' room is full."""

from __future__ import annotations

import asyncio
import json
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from server.edge.arrivals import ARRIVAL, Arrival, Arrivals, standing
from server.edge.crowd import Room
from server.edge.in_block import in_block
from server.edge.porch import AT_ONCE, HALL, PLAIN, PUBLIC, Doorway, Porch
from tests.server.certificates.tls_port import made, tls_port, trusting
from tests.server.edge.running import RunningServer, running_server, visit
from wire.messages import PROTOCOL, IssueTicket, Probe
from wire.messages.phone import FollowTicket

WAIT_S = 10.0
SMALL = Room(total=16, strangers=12, phones=8, unknown=10, leaving=4)
NOBODY = {"waiting": 0, "unknown": 0, "phones": 0, "known": 0}


def until(found: Callable[[], bool]) -> None:
    deadline = time.monotonic() + WAIT_S
    while not found():
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.005)


def ended(connection: socket.socket) -> bool:
    """Whether the other side has closed it, as of now."""
    connection.setblocking(False)
    try:
        return connection.recv(1) == b""
    except BlockingIOError:
        return False
    except ConnectionError:
        return True


@contextmanager
def silent(port: int, number: int, *, source: str = "127.0.0.1", says: bytes = b"") -> Iterator[list[socket.socket]]:
    """So many connections that say that and no more."""
    with ExitStack() as held:
        made_now = []
        for _ in range(number):
            one = held.enter_context(socket.create_connection(("127.0.0.1", port), WAIT_S, source_address=(source, 0)))
            one.sendall(says)
            made_now.append(one)
        yield made_now


@pytest.fixture
def arrivals() -> Arrivals:
    return Arrivals(SMALL)


@pytest.fixture
def hall(tmp_path: Path, arrivals: Arrivals) -> Iterator[RunningServer]:
    with running_server(tmp_path, arrivals=arrivals) as server:
        yield server


def counts(hall: RunningServer, arrivals: Arrivals) -> dict[str, int]:
    return hall.on_loop(lambda: arrivals.crowd.counts)


def test_half_requests_lock_nobody_out(hall: RunningServer, arrivals: Arrivals) -> None:
    clerk = HTTPConnection("127.0.0.1", hall.port, timeout=WAIT_S)
    headers = hall.callers.headers("clerk")
    clerk.request("GET", "/api/me", headers=headers)
    assert clerk.getresponse().read()
    used = clerk.sock
    with hall.screen("console") as console, silent(hall.port, 40, says=b"GET / HTTP/1.1\r\n") as half:
        until(lambda: ended(half[29]))
        assert all(map(ended, half[:30]))
        assert not any(map(ended, half[30:]))
        console.send(Probe())
        assert console.next_type() == "pulse"
        clerk.request("GET", "/api/me", headers=headers)
        assert clerk.getresponse().read()
        assert clerk.sock is used, "it had to come again"
        assert hall.request("GET", "/api/me", who="clerk").status == 200  # another one, from the same address
        assert counts(hall, arrivals)["unknown"] <= SMALL.unknown
    clerk.close()


def test_a_phone_with_its_ticket_stays(hall: RunningServer, arrivals: Arrivals) -> None:
    token = hall.post(IssueTicket(key="k" * 22, visit=visit())).json()["token"]
    with hall.socket("/ws/phone") as phone:
        phone.send(FollowTicket(protocol=PROTOCOL, token=token))
        assert phone.next_type() == "phone_ticket"
        assert phone.next_type() == "phone_board"
        assert counts(hall, arrivals)["phones"] == 1
        with silent(hall.port, 40) as crowd:
            until(lambda: ended(crowd[0]))
            phone.send(Probe())
            assert phone.next_type() == "pulse"


def test_a_socket_that_says_nothing_of_itself_is_a_stranger(hall: RunningServer, arrivals: Arrivals) -> None:
    with hall.socket("/ws/phone") as phone:
        until(lambda: counts(hall, arrivals)["unknown"] == 1)
        with silent(hall.port, 30, source="127.0.2.1") as elsewhere:
            until(lambda: ended(elsewhere[0]))
            assert counts(hall, arrivals)["phones"] == 0
        assert phone.connection.protocol.close_code is None


def test_nothing_is_kept_of_who_has_gone(hall: RunningServer, arrivals: Arrivals) -> None:
    for _ in range(3):
        with silent(hall.port, 20, says=b"GET /t HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n"):
            pass
        hall.request("GET", "/health")
        with hall.screen("kiosk"):
            pass
    until(lambda: counts(hall, arrivals) == NOBODY)


def test_the_end_of_a_server_waits_for_nobody_whom_it_turned_out(
    tmp_path: Path, arrivals: Arrivals, caplog: pytest.LogCaptureFixture
) -> None:
    """Also those that had to go while they were being let in."""
    with running_server(tmp_path, arrivals=arrivals) as hall, silent(hall.port, 60) as crowd:
        until(lambda: ended(crowd[49]))
    assert not [record for record in caplog.records if record.levelname == "ERROR"]
    assert not arrivals.leaving


def test_a_signed_out_page_is_a_stranger_again(hall: RunningServer, arrivals: Arrivals) -> None:
    page = HTTPConnection("127.0.0.1", hall.port, timeout=WAIT_S)
    for headers, kind in ((hall.callers.headers("clerk"), "known"), ({}, "unknown")):
        page.request("GET", "/api/me", headers=headers)
        page.getresponse().read()
        assert counts(hall, arrivals) == {**NOBODY, kind: 1}
    page.close()


def test_one_line_says_that_strangers_are_turned_out_and_it_is_a_trouble(
    hall: RunningServer, arrivals: Arrivals
) -> None:
    assert not arrivals.troubles()
    with capture_logs() as lines, silent(hall.port, 60) as crowd:
        until(lambda: ended(crowd[47]))
    said = [line for line in lines if line["event"] == "strangers_turned_out"]
    assert [(line["count"], line["block"]) for line in said] == [(1, "127.0.0.0/24")]
    (trouble,) = arrivals.troubles()
    assert (trouble.part, trouble.code, trouble.blocks) == ("arrivals", "strangers_turned_out", False)


def test_what_a_proxy_passes_on_counts_for_whom_it_speaks(arrivals: Arrivals) -> None:
    arrivals.begin()
    proxy, turned_out = in_block("127.0.0.1"), list[Arrival]()
    with socket.socket() as nobody:
        passed_on = [Arrival(arrivals, proxy, nobody, turned_out.append) for _ in range(SMALL.unknown)]
        for number, one in enumerate(passed_on):
            arrivals.crowd.arrive(one, proxy)
            arrivals.crowd.enter(one)
            attacker = "203.0.113.66"
            source = attacker if number in (4, 5) else f"198.51.{number}.7"
            standing({"state": {ARRIVAL: one}}, "unknown", source=source)
        late = Arrival(arrivals, proxy, nobody, turned_out.append)
        arrivals.crowd.arrive(late, proxy)
        assert list(arrivals.crowd.enter(late)) == [passed_on[4]]


def test_handshakes_that_never_begin_or_never_end_are_ended(tmp_path: Path) -> None:
    shown, pem = made(tmp_path)
    arrivals = Arrivals(SMALL)
    with tls_port(shown.context(), arrivals=arrivals, handshake_s=0.2) as port:
        with silent(port.port, 3) as mute, silent(port.port, 3, says=b"\x16\x03\x01\x02\x00\x01") as half:
            until(lambda: all(map(ended, (*mute, *half))))
        until(lambda: port.on_loop(lambda: arrivals.crowd.counts) == NOBODY)
        assert _asks(port.port, trusting(pem)) == b"https"


def test_no_handshake_locks_anybody_out_of_an_encrypted_port(tmp_path: Path) -> None:
    shown, pem = made(tmp_path)
    arrivals = Arrivals(SMALL)
    with tls_port(shown.context(), arrivals=arrivals) as port, silent(port.port, 40, says=b"\x16\x03\x01\x02\x00"):
        assert _asks(port.port, trusting(pem)) == b"https"
        assert sum(port.on_loop(lambda: arrivals.crowd.counts).values()) <= SMALL.strangers + 1


def test_handshakes_take_turns_between_sources(tmp_path: Path) -> None:
    """Behind a flood of them from elsewhere one is let in next, and the pace is kept."""
    shown, pem = made(tmp_path)
    arrivals = Arrivals(Room(total=400, strangers=300, phones=200, unknown=300, leaving=4))
    slow = Doorway(per_s=20, burst=1)
    with tls_port(shown.context(), arrivals=arrivals, doorway=slow) as port:
        with silent(port.port, 200, source="127.0.2.1", says=b"\x16\x03\x01\x02\x00"):
            assert _asks(port.port, trusting(pem)) == b"https"
            left = port.on_loop(lambda: arrivals.crowd.counts)["waiting"]
        assert left > 0, "the flood was served first"
        until(lambda: port.on_loop(lambda: arrivals.crowd.counts) == NOBODY)


def test_where_somebody_is_known_one_waits_for_no_flood_of_blocks(tmp_path: Path) -> None:
    """Each of its sources would have a turn before a newcomer's."""
    shown, pem = made(tmp_path)
    arrivals = Arrivals(Room(total=400, strangers=300, phones=200, unknown=300, leaving=4))
    with tls_port(shown.context(), arrivals=arrivals, doorway=Doorway(per_s=20, burst=1)) as port, ExitStack() as held:
        assert _asks(port.port, trusting(pem)) == b"https"
        port.on_loop(lambda: _heard(arrivals, "127.0.0.1"))
        for number in range(60):
            held.enter_context(silent(port.port, 1, source=f"127.1.{number}.1", says=b"\x16\x03\x01\x02\x00"))
        until(lambda: port.on_loop(lambda: arrivals.crowd.counts)["waiting"] > 40)
        assert _asks(port.port, trusting(pem)) == b"https"
        assert port.on_loop(lambda: arrivals.crowd.counts)["waiting"] > 20, "they were served first"


def _heard(arrivals: Arrivals, source: str) -> None:
    """Somebody known, from there."""
    with socket.socket() as nobody:
        arrival = Arrival(arrivals, in_block(source), nobody, lambda _: None)
        standing({"state": {ARRIVAL: arrival}}, "known", source=source)


def test_a_source_is_known_by_who_was_heard_from_it_and_a_proxy_by_whom_it_speaks_for() -> None:
    arrivals = Arrivals(SMALL)
    arrivals.begin()
    proxy, stranger, clerk = "10.0.0.1", "203.0.113.66", "198.51.100.7"
    with socket.socket() as nobody:
        passed_on = Arrival(arrivals, in_block(proxy), nobody, lambda _: None)
        standing({"state": {ARRIVAL: passed_on}}, "unknown", source=stranger)
        assert not arrivals.known_from(in_block(proxy))
        standing({"state": {ARRIVAL: passed_on}}, "known", source=clerk)
    assert [arrivals.known_from(in_block(one)) for one in (proxy, clerk, stranger)] == [True, True, False]


def test_hundreds_who_come_together_cost_no_turn_of_the_loop_alone() -> None:
    async def accepted_in_the_first_turn() -> int:
        arrivals = Arrivals(Room(total=200, strangers=150, phones=50, unknown=100, leaving=100))
        with socket.create_server(("127.0.0.1", 0), backlog=100) as listener, ExitStack() as held:
            for _ in range(3 * AT_ONCE):
                held.enter_context(socket.create_connection(listener.getsockname(), WAIT_S))
            porch = Porch(arrivals, listener, lambda _: asyncio.Protocol(), None, PLAIN)
            porch.open()
            deadline = time.monotonic() + WAIT_S
            while not (accepted := sum(arrivals.crowd.counts.values())):
                assert time.monotonic() < deadline, "nobody was accepted"
                await asyncio.sleep(0)
            porch.close()
        return accepted

    assert asyncio.run(accepted_in_the_first_turn()) == AT_ONCE


@pytest.mark.parametrize("says", [b"GET / HTTP/1.1\r\n\r\n", b"garbage", b"\x80\x2e\x01"])
def test_what_begins_no_handshake_costs_no_turn(tmp_path: Path, says: bytes) -> None:
    """At one in a hundred seconds, a single turn would be the next one's."""
    shown, pem = made(tmp_path)
    arrivals = Arrivals(Room(total=400, strangers=300, phones=200, unknown=300, leaving=4))
    with tls_port(shown.context(), arrivals=arrivals, doorway=Doorway(per_s=0.01, burst=1)) as port:
        with silent(port.port, 20, says=says) as flood:
            until(lambda: all(map(ended, flood)))
            assert port.on_loop(lambda: arrivals.crowd.counts) == NOBODY
        assert _asks(port.port, trusting(pem)) == b"https"


@pytest.mark.parametrize(("doorway", "connections", "within_s"), [(HALL, 60 * 3, 2.0), (PUBLIC, 10_000, 60.0)])
def test_a_hall_and_its_phones_are_back_soon_after_a_restart(
    doorway: Doorway, connections: int, within_s: float
) -> None:
    """A console is a page, its files and its socket."""
    pace, now, let_in = doorway.pace(), 0.0, 0
    while let_in < connections:
        now += pace.wait_s(now) + 1e-9
        let_in += pace.take(now)
    assert now <= within_s


def test_who_has_hung_up_costs_no_handshake(tmp_path: Path) -> None:
    """At one a second, those who have gone would keep the next one waiting for longer than he does."""
    shown, pem = made(tmp_path)
    arrivals = Arrivals(Room(total=400, strangers=300, phones=200, unknown=300, leaving=4))
    with tls_port(shown.context(), arrivals=arrivals, doorway=Doorway(per_s=1, burst=1)) as port:
        assert _asks(port.port, trusting(pem)) == b"https"
        with silent(port.port, 20), silent(port.port, 20, says=b"\x16\x03\x01\x02\x00"):
            pass
        assert _asks(port.port, trusting(pem)) == b"https"
        until(lambda: port.on_loop(lambda: arrivals.crowd.counts) == NOBODY)


def _asks(port: int, context: ssl.SSLContext) -> bytes:
    with (
        socket.create_connection(("127.0.0.1", port), WAIT_S) as plain,
        context.wrap_socket(plain, server_hostname="localhost") as client,
    ):
        client.sendall(b"GET / HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n")
        answer = b""
        while chunk := client.recv(4096):
            answer += chunk
    return answer.partition(b"\r\n\r\n")[2]


@dataclass
class _Elsewhere:
    port: int
    clerk: dict[str, str]

    def asks(self) -> HTTPConnection:
        """A clerk, who has had an answer."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=WAIT_S)
        self.again(connection)
        return connection

    def again(self, connection: HTTPConnection) -> None:
        connection.request("GET", "/api/snapshot", headers=self.clerk)
        response = connection.getresponse()
        assert (response.status, bool(response.read())) == (200, True)


@contextmanager
def _few(folder: Path, room: str) -> Iterator[tuple[_Elsewhere, Path]]:
    """A server with 64 descriptors in a process of its own, and where its log goes."""
    log = folder / "log"
    command = [sys.executable, "-m", "tests.server.edge.few_descriptors", str(folder), "64", room]
    with (
        log.open("w") as lines,
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=lines, stderr=lines) as server,
    ):
        until((folder / "found").exists)
        yield _Elsewhere(**json.loads((folder / "found").read_text())), log
        server.communicate(timeout=WAIT_S)
        assert server.returncode == 0, log.read_text()


def test_with_64_descriptors_one_client_locks_nobody_out(tmp_path: Path) -> None:
    with _few(tmp_path, "own") as (hall, log):
        known = hall.asks()
        used = known.sock
        with silent(hall.port, 200):
            for _ in range(3):
                hall.asks().close()
            hall.again(known)
            assert known.sock is used, "it had to come again"
        known.close()
    lines = log.read_text()
    assert "Traceback" not in lines
    assert "no_descriptors" not in lines, "strangers had more than there are"


def test_when_there_are_no_descriptors_left_known_connections_go_on_and_one_line_says_it(tmp_path: Path) -> None:
    with _few(tmp_path, "endless") as (hall, log):
        known = hall.asks()
        used = known.sock
        with silent(hall.port, 200):
            hall.again(known)
            assert known.sock is used, "it had to come again"
            until(lambda: "no_descriptors" in log.read_text())
            hall.asks().close()
        known.close()
    lines = log.read_text()
    assert lines.count("no_descriptors") == 1
    assert "Traceback" not in lines
