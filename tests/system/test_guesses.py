"""Strangers who guess at a real, encrypted server: nothing is found, forged headers help nobody, and whoever shares
their address works on."""

from __future__ import annotations

import http.client
import os
import random
import ssl
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import count, islice
from typing import Any

import pytest
from websockets.exceptions import InvalidStatus, WebSocketException
from websockets.sync.client import ClientConnection, connect

from server.identity.throttle import FROM_SOURCE, OF_SOURCE
from tests.near_misses import TOKEN_LETTERS, near_codes, near_misses
from tests.system.entry import LOGIN, PASSWORD, WAIT_S, ask
from tests.system.hall_server import HallServer
from tests.system.strangers.rig import encrypted_config
from tests.system.strangers.staff import Clerk, Kiosk
from wire.codec import decode_server, encode
from wire.messages import PROTOCOL, Refused
from wire.messages.phone import FollowTicket

FULL = os.environ.get("JIAOHAO_FULL") == "1"
pytestmark = [pytest.mark.system, pytest.mark.timeout(0 if FULL else 240)]

GUESSES = 200_000 if FULL else 1_000
WORK_EVERY = max(100, GUESSES // 500)
"""As often as a day has numbers for."""
CODES_EVERY = 20
"""Of them fewer are heard, and each is written down."""
FAR = "127.0.0.77"
"""Another computer than the clerk's."""
FOUND = 200
HANG_UP_S = 0.1
FORGED = (
    {"x-forwarded-for": "127.0.0.1"},
    {"x-forwarded-for": "203.0.113.9", "x-forwarded-proto": "https"},
    {"forwarded": "for=203.0.113.9;proto=https"},
    {"x-real-ip": "203.0.113.9"},
    {"client-ip": "203.0.113.9"},
    {"true-client-ip": "203.0.113.9"},
)


@dataclass
class Hall:
    server: HallServer
    kiosk: Kiosk
    clerk: Clerk
    phone_token: str

    def from_(self, source: str) -> http.client.HTTPSConnection:
        door = self.server.door
        return http.client.HTTPSConnection(
            "127.0.0.1", door.port, timeout=WAIT_S, context=door.tls, source_address=(source, 0)
        )

    def work(self) -> None:
        """A visitor and a clerk go on."""
        self.kiosk.take()
        self.clerk.next()

    def signs_in(self, source: str, headers: dict[str, str] | None = None, password: str = PASSWORD) -> str:
        """What becomes of it: "" or the code of the refusal."""
        with closing(self.from_(source)) as connection:
            body = {"login": LOGIN, "password": password}
            status, answer, _ = ask(connection, "/api/sign-in", body, {"origin": self.server.url} | (headers or {}))
        return "" if status == FOUND else str(answer["code"])


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    with (
        HallServer(encrypted_config(tmp_path_factory.mktemp("guessed")), forked=True) as server,
        Kiosk(server.door, server.entry) as kiosk,
        Clerk(server.door, server.entry) as clerk,
    ):
        yield Hall(server, kiosk, clerk, kiosk.take()[0])


def guesses(hall: Hall) -> Iterator[tuple[str, str, dict[str, Any] | None, dict[str, str]]]:
    """What is guessed at, and the path, body and headers of the guess. Does not end."""
    chance = random.Random(17)
    door, entry = hall.server.door, hall.server.entry
    order = {"kind": "display", "name": "never enrolled"}
    code = entry.allowed(door, lambda headers: door.ask("/api/devices/code", order, headers))["code"]
    sessions = near_misses(entry.cookie(door).partition("=")[2], TOKEN_LETTERS, chance)
    devices = near_misses(entry.token(door), TOKEN_LETTERS, chance)
    codes = near_codes(code, chance)
    for number in count():
        session, device = next(sessions), next(devices)
        yield "session", "/api/me", None, {"cookie": f"__Host-sid={session}"}
        yield "device", "/api/snapshot", None, {"authorization": f"Bearer {device}"}
        yield "kiosk's word", "/api/commands", {"type": "probe"}, {"authorization": f"Bearer {device}"}
        if number % CODES_EVERY:
            continue
        letters = next(codes)
        yield "code of a device", "/api/enrol", {"code": letters, "version": "x"}, {}
        yield "code of the first", "/api/first", first_with(letters), {}
        yield "password", "/api/sign-in", {"login": f"made-up-{number % 50}", "password": letters}, {}


def first_with(code: str) -> dict[str, str]:
    return {"code": f"{code}ABCD", "login": "mallory", "name": "M", "password": "one more long password"}


def test_nothing_is_found_by_guessing_and_the_neighbours_work_on(hall: Hall) -> None:
    """The strangers have the clerk's own address."""
    heard: Counter[str] = Counter()
    begun = time.monotonic()
    with closing(hall.server.door.connection()) as connection:
        for number, (what, path, body, headers) in enumerate(islice(guesses(hall), GUESSES)):
            status, answer, cookies = ask(connection, path, body, headers)
            assert not cookies or what == "session", (what, answer)
            if what == "session" and status == FOUND:
                assert answer["signed_in"] is False
            else:
                assert 400 <= status < 500, (what, status, answer)
                heard[what] += answer["code"] in {"wrong_code", "wrong_credentials"}
            if number % WORK_EVERY == 0:
                hall.work()
    closed = 1 + int((time.monotonic() - begun) * 1_000 // FROM_SOURCE.lock_ms)
    assert heard["code of a device"] <= FROM_SOURCE.count * closed, "of five wrong codes on, none is heard for a while"
    assert heard["password"] <= OF_SOURCE.count * closed
    assert hall.signs_in("127.0.0.1") == "", "who is known at this address is"
    hall.work()


def test_no_phone_finds_a_ticket_by_guessing(hall: Hall) -> None:
    tokens = near_misses(hall.phone_token, TOKEN_LETTERS, random.Random(19))
    door = hall.server.door
    assert door.tls is not None
    said: Counter[str] = Counter()
    for _ in range(GUESSES // 100):
        try:
            with at_the_phones(door.port, door.tls) as phone:
                for token in islice(tokens, 3):
                    phone.send(encode(FollowTicket(protocol=PROTOCOL, token=token)), text=True)
                    answer = decode_server(phone.recv(timeout=WAIT_S))
                    assert isinstance(answer, Refused), answer
                    said[answer.code] += 1
        except InvalidStatus as refused:
            assert refused.response.status_code == 429
            said["paced"] += 1
        except (WebSocketException, ConnectionError, ssl.SSLEOFError):
            said["closed"] += 1
    assert set(said) <= {"unknown_token", "malformed", "paced", "closed"}
    assert said["unknown_token"]
    hall.work()


def at_the_phones(port: int, tls: ssl.SSLContext) -> ClientConnection:
    """One that hangs up as it likes: who was shown out is held, and does not wait for that."""
    address = f"wss://127.0.0.1:{port}/ws/phone"
    return connect(address, ssl=tls, compression=None, proxy=None, close_timeout=HANG_UP_S)


def test_a_forged_forwarded_header_changes_nothing(hall: Hall) -> None:
    """Neither whose guesses are counted nor who is heard."""
    for forged in FORGED:
        codes = {hall.signs_in(FAR, forged, "no idea at all") for _ in range(2)}
        assert codes == {"not_allowed"}, "who says that he passes something on is the public"
    assert hall.signs_in(FAR) == "", "nothing was counted against where it came from"
    assert hall.signs_in("127.0.0.1") == "", "nor against the address that was named"
    assert [hall.signs_in(FAR, None, "no idea at all") for _ in range(6)][-1] == "locked"
    for forged in FORGED:
        assert hall.signs_in(FAR, forged) == "not_allowed"
    assert hall.signs_in(FAR) == "locked"
    assert hall.signs_in("127.0.0.1") == ""


def test_who_shares_the_address_of_those_who_guess_works_on(hall: Hall) -> None:
    with closing(hall.server.door.connection()) as connection:
        for number in range(30):
            body = {"login": f"made-up-{number}", "password": "no idea at all"}
            answer = ask(connection, "/api/sign-in", body)[1]
    assert answer["code"] == "locked"
    hall.work()
    assert hall.signs_in("127.0.0.1") == ""
    assert hall.server.entry.allowed(
        hall.server.door, lambda headers: hall.server.door.ask("/api/sessions", headers=headers)
    )
