"""Sockets end with what they speak for: a session, a device; and a device is here once."""

from __future__ import annotations

import json
import time
from typing import get_args

import pytest
from structlog.testing import capture_logs
from websockets.exceptions import ConnectionClosed, InvalidStatus

from program.clock import ManualClock
from server.edge.noted import Note, Noted
from server.edge.presence import ANSWERS_WITHIN_S, SHOWN_MS, TakenIdentities
from server.identity.principal import STAFF_ROLES, Principal, Role
from tests.server.edge.deadlines import until
from tests.server.edge.deaf import deaf_peer
from tests.server.edge.running import ADDRESSES, Peer, RunningServer, visit
from wire.errors import Close
from wire.messages import PROTOCOL, AskFate, AskSnapshot, CallNext, Probe
from wire.messages.commands import IssueTicket
from wire.messages.session import Accepted, Fate, Hello, Pulse, Refused, Welcome
from wire.messages.session import Role as Said

KIOSK = "kiosk-1"
NOTICED_S = 5.0
"""However a session or a device ended, its sockets are closed by then."""


def kiosk(hall: RunningServer) -> dict[str, str]:
    """What every program sends that has this kiosk's token."""
    return hall.callers.headers("kiosk", KIOSK)


def said(role: Role) -> Said:
    return next(word for word in get_args(Said) if word == role)


def closed(peer: Peer) -> tuple[list[str], int | None]:
    """Codes of what was still refused, and what the socket closed with."""
    codes: list[str] = []
    try:
        while True:
            message = peer.next()
            if isinstance(message, Refused):
                codes.append(message.code)
    except ConnectionClosed as end:
        return codes, end.rcvd.code if end.rcvd else None


def test_a_counter_that_says_it_is_a_program_is_shown_out_before_a_word(hall: RunningServer) -> None:
    token = hall.callers.headers("counter")["cookie"].removeprefix("device=")
    with hall.socket("/ws", additional_headers={"authorization": f"Bearer {token}"}) as peer:
        assert closed(peer) == (["not_allowed"], Close.REVOKED)
    assert hall.on_loop(lambda: hall.hub.screens) == 0


@pytest.mark.parametrize("cookie", [{}, {"cookie": "sid=of-nobody"}, {"cookie": "device=of-nobody"}])
def test_a_page_of_nobody_gets_neither_ticket_nor_socket(hall: RunningServer, cookie: dict[str, str]) -> None:
    sent = cookie | {"origin": f"http://127.0.0.1:{hall.port}"}
    asked = hall.request("POST", "/api/socket-ticket", b"{}", sent | {"content-type": "application/json"})
    assert (asked.status, asked.json()["code"]) == (401, "not_signed_in")
    with pytest.raises(InvalidStatus) as refused, hall.socket("/ws", additional_headers=sent):
        pass
    assert refused.value.response.status_code == 401


@pytest.mark.parametrize("token", [{}, {"authorization": "Bearer of-nobody"}, {"authorization": "Basic x"}])
def test_a_program_of_nobody_gets_no_socket(hall: RunningServer, token: dict[str, str]) -> None:
    with pytest.raises(InvalidStatus) as refused, hall.socket("/ws", additional_headers=token):
        pass
    assert refused.value.response.status_code == 401
    assert json.loads(refused.value.response.body)["code"] == "not_signed_in"


@pytest.mark.parametrize(
    ("role", "said"), [("kiosk", "display"), ("display", "kiosk"), ("kiosk", "console"), ("devices", "display")]
)
def test_a_device_is_what_it_was_enrolled_as(hall: RunningServer, role: Role, said: Said) -> None:
    with hall.socket("/ws", who=role) as peer:
        peer.send(Hello(protocol=PROTOCOL, role=said, name="x"))
        assert closed(peer) == (["not_allowed"], Close.REVOKED)
    assert hall.on_loop(lambda: hall.hub.screens) == 0


@pytest.mark.parametrize("said", ["kiosk", "display", "devices"])
def test_people_are_no_devices(hall: RunningServer, said: Said) -> None:
    with hall.socket("/ws", who="administrator") as peer:
        peer.send(Hello(protocol=PROTOCOL, role=said, name="x"))
        assert closed(peer) == (["not_allowed"], Close.SIGNED_OUT)


@pytest.mark.parametrize("role", ["kiosk", "display", "devices", *STAFF_ROLES])
def test_a_socket_ends_with_what_it_speaks_for_and_says_why(hall: RunningServer, role: Role) -> None:
    person = role in STAFF_ROLES
    mine = hall.screen("console" if person else said(role), "mine", who=role)
    with mine as peer, hall.screen("kiosk", "another") as stays:
        began = time.monotonic()
        hall.on_loop(lambda: hall.callers.people.end(f"session-of-{role}" if person else "mine"))
        assert closed(peer) == ([], Close.SIGNED_OUT if person else Close.REVOKED)
        assert time.monotonic() - began < NOTICED_S
        stays.send(Probe())
        assert isinstance(stays.until(Pulse)[1], Pulse)
    until(lambda: hall.on_loop(lambda: hall.hub.screens) == 0)


def test_a_socket_that_has_not_greeted_ends_too(hall: RunningServer) -> None:
    with hall.socket("/ws", who="clerk") as peer:
        until(lambda: hall.on_loop(lambda: hall.presence.count) == 1)
        hall.on_loop(lambda: hall.callers.people.end("session-of-clerk"))
        assert closed(peer) == ([], Close.SIGNED_OUT)


def test_a_revoked_counter_ends_the_sockets_of_who_sits_there(hall: RunningServer) -> None:
    seat = hall.callers.headers("counter")["cookie"]
    lin = Principal("clerk", "sample", "person:lin", "Lin", session_id="session-of-lin", device_id="counter")
    hall.callers.people.knows_person("token-of-lin", lin)
    at_counter = {"cookie": f"sid=token-of-lin; {seat}", "origin": f"http://127.0.0.1:{hall.port}"}
    sits = hall.screen("console", who="anonymous", additional_headers=at_counter)
    with sits as peer, hall.screen("console", who="supervisor") as elsewhere:
        hall.on_loop(lambda: hall.callers.people.end("counter"))
        assert closed(peer) == ([], Close.SIGNED_OUT)
        elsewhere.send(Probe())
        elsewhere.until(Pulse)


@pytest.mark.parametrize("asked", [CallNext(key="late-0001", counter_id="1", after=0), AskFate(key="late-0001")])
def test_a_session_that_has_ended_acts_no_more_even_where_nobody_was_told_yet(
    hall: RunningServer, asked: CallNext | AskFate
) -> None:
    with hall.screen("kiosk", KIOSK) as kiosk:
        kiosk.send(IssueTicket(key="issue-001", visit=visit()))
        kiosk.until(Accepted)
    with hall.screen("console") as peer:
        seq = hall.seq()
        hall.on_loop(lambda: hall.callers.people.forget("session-of-clerk"))
        peer.send(asked)
        assert closed(peer) == (["not_allowed"], Close.SIGNED_OUT)
    assert hall.seq() == seq


def test_only_what_a_person_does_keeps_a_session_awake(hall: RunningServer) -> None:
    with hall.screen("console") as peer:
        hall.callers.people.touched.clear()
        for asks_by_itself in (Probe(), AskSnapshot()):
            peer.send(asks_by_itself)
        peer.until(Pulse)
        assert hall.callers.people.touched == []
        peer.send(AskFate(key="key-00001"))
        peer.until(Fate)
        assert hall.callers.people.touched == ["token-of-clerk"]


def test_a_second_program_with_one_identity_is_refused_and_reported(hall: RunningServer) -> None:
    with hall.screen("kiosk", KIOSK) as first, capture_logs() as lines:
        with hall.socket("/ws", additional_headers=kiosk(hall)) as second:
            second.send(Hello(protocol=PROTOCOL, role="kiosk", name=KIOSK))
            assert closed(second) == (["not_allowed"], Close.IDENTITY_TAKEN)
        health = hall.request("GET", "/health", who="clerk").json()
        assert health["status"] == "warning"
        assert [(one["part"], one["code"]) for one in health["troubles"]] == [("devices", "identity_taken")]
        assert KIOSK in health["troubles"][0]["detail"]
        first.send(IssueTicket(key="issue-001", visit=visit()))
        first.until(Accepted)
    (said,) = [line for line in lines if line["event"] == "identity_taken"]
    assert (said["device"], said["name"], said["source"]) == (KIOSK, KIOSK, "127.0.0.1")


def test_once_the_first_has_gone_the_next_is_welcome_at_once(hall: RunningServer) -> None:
    """Else each but the first would wait until the one before it has not answered."""
    starts, began = 9, time.monotonic()
    for _ in range(starts):
        with hall.screen("kiosk", KIOSK):
            pass
    assert time.monotonic() - began < (starts - 1) * ANSWERS_WITHIN_S


def test_a_program_whose_pc_lost_its_power_does_not_keep_its_own_next_start_out(hall: RunningServer) -> None:
    hello = Hello(protocol=PROTOCOL, role="kiosk", name=KIOSK)
    with deaf_peer(hall.port, "/ws", hello, headers=kiosk(hall)) as dead:
        until(lambda: hall.on_loop(lambda: hall.hub.screens) == 1)
        began = time.monotonic()
        with hall.screen("kiosk", KIOSK) as next_start:
            assert ANSWERS_WITHIN_S <= time.monotonic() - began < NOTICED_S
            next_start.send(IssueTicket(key="issue-001", visit=visit()))
            next_start.until(Accepted)
            assert dead.hear(NOTICED_S)[1] == Close.IDENTITY_TAKEN
            assert hall.on_loop(hall.presence.taken.troubles) == ()


def test_a_connection_that_is_cut_while_it_is_asked_gives_way_at_once(hall: RunningServer) -> None:
    hello = Hello(protocol=PROTOCOL, role="kiosk", name=KIOSK)
    with deaf_peer(hall.port, "/ws", hello, headers=kiosk(hall)) as dying:
        until(lambda: hall.on_loop(lambda: hall.hub.screens) == 1)
        with hall.socket("/ws", additional_headers=kiosk(hall)) as second:
            began = time.monotonic()
            second.send(hello)
            until(lambda: hall.on_loop(lambda: hall.presence.count) == 2)
            dying.reset()
            assert isinstance(second.next(), Welcome)
            assert time.monotonic() - began < ANSWERS_WITHIN_S


def test_of_several_that_come_after_a_dead_one_the_first_is_in(hall: RunningServer) -> None:
    hello = Hello(protocol=PROTOCOL, role="kiosk", name=KIOSK)
    own = kiosk(hall)
    with (
        deaf_peer(hall.port, "/ws", hello, headers=own),
        hall.socket("/ws", additional_headers=own) as second,
        hall.socket("/ws", additional_headers=own) as third,
    ):
        until(lambda: hall.on_loop(lambda: hall.presence.count) == 3)
        second.send(hello)
        third.send(hello)
        answers = [second.next(), third.next()]
    assert sorted(str(one.__struct_config__.tag) for one in answers) == ["refused", "welcome"]


def test_a_taken_identity_is_a_trouble_for_as_long_as_somebody_tries() -> None:
    now = 0
    taken = TakenIdentities(noted := Noted(), lambda: now)
    second = Principal("kiosk", "sample", "device:k", KIOSK, device_id="k")
    with capture_logs() as lines:
        for tried_at in (0, 30_000, 60_000):
            now = tried_at
            taken.refuse(second, "192.0.2.7")
    assert len(lines) == 1
    assert list(noted.notes) == [Note("device_twice", "192.0.2.7", "k")]
    now = 60_000 + SHOWN_MS - 1
    assert [(one.code, one.name) for one in taken.troubles()] == [("identity_taken", KIOSK)]
    now += 1
    assert taken.troubles() == ()
    with capture_logs() as lines:
        taken.refuse(second, "192.0.2.7")
    assert len(lines) == 1, "it is said again when it comes again"


def test_two_people_and_two_pages_of_one_session_are_no_second_program(hall: RunningServer) -> None:
    with (
        hall.screen("console") as one,
        hall.screen("console") as other,
        hall.screen("console", who="supervisor") as third,
    ):
        for peer in (one, other, third):
            peer.send(Probe())
            peer.until(Pulse)


def test_a_device_is_welcomed_by_its_name_and_told_where_the_server_is(hall: RunningServer) -> None:
    told: dict[Role, tuple[str, tuple[str, ...]]] = {"display": ("display", ADDRESSES), "clerk": ("", ())}
    for role, (name, addresses) in told.items():
        with hall.socket("/ws", who=role) as peer:
            peer.send(Hello(protocol=PROTOCOL, role="console" if role == "clerk" else "display", name="x"))
            _, welcome = peer.until(Welcome)
        assert (welcome.device_name, welcome.addresses) == (name, addresses)


def test_staff_see_when_a_device_was_here_what_it_runs_and_how_wrong_its_clock_is(hall: RunningServer) -> None:
    with hall.socket("/ws", additional_headers=kiosk(hall)) as peer:
        computers = hall.clock.now() + 3_600_000
        hall.callers.people.clock = ManualClock(computers)  # a rehearsal: the hall's time is made up
        fast = computers + 90_000
        peer.send(Hello(protocol=PROTOCOL, role="kiosk", name="x", version="1.2.3", at=fast))
        peer.until(Welcome)
        assert hall.callers.people.heard[KIOSK] == ("127.0.0.1", "1.2.3", 90_000)
        assert hall.request("GET", "/api/me").json()["server_time"] == computers
        assert hall.on_loop(lambda: hall.presence.connected(KIOSK))
    until(lambda: not hall.on_loop(lambda: hall.presence.connected(KIOSK)))


def test_a_probe_that_comes_back_late_or_twice_is_nothing(hall: RunningServer) -> None:
    """Pongs that nobody asked for, as RFC 6455 section 5.5.3 allows."""
    with hall.screen("kiosk", KIOSK) as kiosk:
        kiosk.connection.pong(b"unasked for")
        kiosk.send(Probe())
        kiosk.until(Pulse)
