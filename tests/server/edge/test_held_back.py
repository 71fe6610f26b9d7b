"""Somebody sends a request's head while they may, and the end of its body when they may no more: nothing is done."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Iterator
from http.client import HTTPResponse
from pathlib import Path

import msgspec
import pytest

from server.edge.way import Denied
from server.edge.whole_request import MAX_BODY_BYTES, Message, whole_request
from tests.server.edge.entrance import Entrance, run
from tests.server.edge.running import WAIT_S, visit
from tests.server.edge.signed_in import PIN, Browser, StaffedHall, staffed_hall
from wire.codec import MAX_CLIENT_BYTES, encode
from wire.messages.commands import IssueTicket


@pytest.fixture
def staffed(tmp_path: Path) -> Iterator[StaffedHall]:
    with staffed_hall(tmp_path) as hall:
        yield hall


class Held:
    """A request of which the server waits for the second half."""

    def __init__(self, staffed: StaffedHall, path: str, body: bytes, headers: dict[str, str]) -> None:
        port = staffed.hall.port
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=WAIT_S)
        sent = {"host": f"127.0.0.1:{port}", "content-type": "application/json"} | headers
        sent |= {"content-length": str(len(body)), "expect": "100-continue"}
        head = f"POST {path} HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in sent.items())
        self._socket.sendall(head.encode() + b"\r\n")
        told = b""
        while not told.endswith(b"\r\n\r\n"):
            told += self._socket.recv(1)
        assert told.startswith(b"HTTP/1.1 100"), "it is the body that is waited for"
        self._socket.sendall(body[:5])
        self._rest = body[5:]

    def let_go(self) -> int:
        """The status."""
        self._socket.sendall(self._rest)
        response = HTTPResponse(self._socket)
        response.begin()
        response.read()
        self._socket.close()
        return response.status


def desk(channel: str = "desk") -> bytes:
    return encode(IssueTicket(key="held-0001", visit=visit(channel=channel)))


ACCOUNT = msgspec.json.encode({"login": "evil", "name": "Evil", "role": "administrator"})
BODIES = {"/api/commands": desk(), "/api/accounts": ACCOUNT}


def lower(staffed: StaffedHall, _: Browser, who: str) -> int:
    return staffed.administrator.post("/api/accounts/role", account_id=who, role="volunteer").status


def sign_out(_: StaffedHall, boss: Browser, __: str) -> int:
    return boss.twin().post("/api/sign-out").status


ENDS: dict[str, Callable[[StaffedHall, Browser, str], int]] = {"role lowered": lower, "signed out": sign_out}


@pytest.mark.parametrize("path", BODIES)
@pytest.mark.parametrize("how", [*ENDS, "nothing"])
def test_a_person_acts_with_the_rights_of_the_last_byte(staffed: StaffedHall, how: str, path: str) -> None:
    who = staffed.hire("boss", "administrator")
    boss = staffed.browser()
    boss.sign_in("boss")
    held = Held(staffed, path, BODIES[path], boss.headers)
    ended = how in ENDS
    assert not ended or ENDS[how](staffed, boss, who) < 300
    status = held.let_go()
    assert status in {401, 403} if ended else status < 300
    assert done(staffed) == ([] if ended else [path])


@pytest.mark.parametrize("path", BODIES)
@pytest.mark.parametrize("how", ["switched by PIN", "counter revoked"])
def test_a_person_at_a_counter_acts_while_it_is_theirs(staffed: StaffedHall, how: str, path: str) -> None:
    lin = staffed.hire("lin")
    staffed.hire("boss", "administrator")
    counter = staffed.counter("3")
    counter.sign_in("lin")
    assert counter.post("/api/pin", pin=PIN).status == 200
    counter.sign_in("boss")
    held = Held(staffed, path, BODIES[path], counter.headers)
    if how == "switched by PIN":
        assert counter.twin().post("/api/pin/switch", account_id=lin, pin=PIN).status == 200
    else:
        (device,) = staffed.administrator.get("/api/devices").json()
        assert staffed.administrator.post("/api/devices/revoke", device_id=device["device_id"]).status == 200
    assert held.let_go() in {401, 403}
    assert done(staffed) == []


def test_a_device_acts_until_it_is_revoked(staffed: StaffedHall) -> None:
    kiosk = staffed.enrol("kiosk", "by the door")
    held = Held(staffed, "/api/commands", desk("kiosk"), {"authorization": f"Bearer {kiosk['token']}"})
    assert staffed.administrator.post("/api/devices/revoke", device_id=kiosk["device_id"]).status == 200
    assert held.let_go() == 401
    assert done(staffed) == []


def done(staffed: StaffedHall) -> list[str]:
    """Which of the paths have had an effect."""
    evil = [one for one in staffed.administrator.get("/api/accounts").json() if one["login"] == "evil"]
    return ["/api/commands"] * len(staffed.acted()) + ["/api/accounts"] * len(evil)


def test_whoever_never_ends_is_told_so_and_cut(tmp_path: Path) -> None:
    async def story(here: Entrance) -> None:
        administrator = await here.administrator()
        administrator.stalls = True
        answer = await administrator.post("/api/accounts", login="lin", name="lin", role="clerk")
        assert (answer.status, answer.body["code"]) == (408, "too_slow")
        assert answer.headers["connection"] == "close"
        assert [one.login for one in await here.identity.accounts()] == ["chen"]

    run(tmp_path, story, whole_within_s=0.01)


def test_no_more_is_read_than_shows_that_it_is_too_large() -> None:
    assert MAX_CLIENT_BYTES <= MAX_BODY_BYTES
    given = 0

    async def endless() -> Message:
        nonlocal given
        given += 1000
        return {"type": "http.request", "body": b"x" * 1000, "more_body": True}

    async def read() -> Message:
        whole = await whole_request(endless, WAIT_S)
        assert whole is not None
        assert not isinstance(whole, Denied)
        return await whole()

    assert len(asyncio.run(read())["body"]) == given == 17_000


def test_who_goes_away_is_asked_for_nothing() -> None:
    async def gone() -> Message:
        return {"type": "http.disconnect"}

    assert asyncio.run(whole_request(gone, WAIT_S)) is None
