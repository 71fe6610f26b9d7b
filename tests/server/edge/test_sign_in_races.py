"""However a session ends, its open socket ends with it, its token is dead, and nothing is done under a wrong name."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from tests.server.edge.running import Peer, visit
from tests.server.edge.signed_in import LONG, PIN, Browser, StaffedHall, staffed_hall
from wire.errors import Close
from wire.messages import PROTOCOL, AskFate
from wire.messages.commands import CallNext, IssueTicket
from wire.messages.session import Accepted, Hello, Welcome

DEAD_WITHIN_S = 5.0
DAY_MS = 24 * 3_600_000


@pytest.fixture
def staffed(tmp_path: Path) -> Iterator[StaffedHall]:
    with staffed_hall(tmp_path) as hall:
        yield hall


def desk(key: str) -> IssueTicket:
    return IssueTicket(key=key, visit=visit(channel="desk"))


def closed_with(peer: Peer) -> int | None:
    try:
        while True:
            peer.next()
    except ConnectionClosed as end:
        return end.rcvd.code if end.rcvd else None


Ends = Callable[[StaffedHall, Browser, str], object]
ENDS: dict[str, Ends] = {
    "signed out": lambda _, lin, __: lin.twin().post("/api/sign-out"),
    "password changed": lambda _, lin, __: lin.twin().post("/api/password", old=LONG, new="forty quiet ferry boats"),
    "disabled": lambda staffed, _, who: staffed.administrator.post("/api/accounts/disable", account_id=who),
    "another role": lambda staffed, _, who: staffed.administrator.post(
        "/api/accounts/role", account_id=who, role="volunteer"
    ),
    "reset": lambda staffed, _, who: staffed.administrator.post("/api/accounts/reset", account_id=who),
    "ended from elsewhere": lambda staffed, lin, _: elsewhere(staffed, lin),
    "clock a day back": lambda staffed, _, __: staffed.hall.on_loop(lambda: staffed.hall.clock.advance(-DAY_MS)),
    "idle": lambda staffed, _, __: staffed.hall.on_loop(lambda: staffed.hall.clock.advance(15 * 60_000)),
}


def elsewhere(staffed: StaffedHall, lin: Browser) -> object:
    phone = staffed.browser()
    phone.sign_in("lin")
    (other,) = [one for one in phone.get("/api/sessions").json() if not one["own"]]
    return phone.post("/api/sessions/end", session_id=other["session_id"])


@pytest.mark.parametrize("how", ENDS)
def test_an_open_socket_ends_with_its_session_and_its_token_is_dead(staffed: StaffedHall, how: str) -> None:
    who = staffed.hire("lin")
    lin = staffed.browser()
    lin.sign_in("lin")
    with lin.console() as peer:
        peer.send(desk("before-01"))
        peer.until(Accepted)
        began = time.monotonic()
        ENDS[how](staffed, lin, who)
        assert closed_with(peer) == Close.SIGNED_OUT
        assert time.monotonic() - began < DEAD_WITHIN_S
    assert lin.me()["signed_in"] is False
    assert lin.ask(desk("after-001")).status == 401
    assert lin.post("/api/socket-ticket").status == 401
    with pytest.raises(InvalidStatus) as refused, staffed.hall.socket(additional_headers=lin.headers):
        pass
    assert refused.value.response.status_code == 401
    assert staffed.acted() == [("ticket_issued", f"person:{who}")]


def test_a_clock_that_comes_back_wakes_no_session_and_people_sign_in_again(staffed: StaffedHall) -> None:
    staffed.hire("lin")
    lin = staffed.browser()
    lin.sign_in("lin")
    with lin.console() as peer:
        staffed.hall.on_loop(lambda: staffed.hall.clock.advance(-DAY_MS))
        assert closed_with(peer) == Close.SIGNED_OUT
    staffed.hall.on_loop(lambda: staffed.hall.clock.advance(DAY_MS))
    assert lin.me()["signed_in"] is False
    again = staffed.browser()
    again.sign_in("lin")
    assert again.me()["signed_in"] is True


def test_fifty_sign_ins_at_once_are_fifty_sessions_each_under_its_own_name(staffed: StaffedHall) -> None:
    logins = [f"clerk{number}" for number in range(10)]
    ids = {login: staffed.hire(login) for login in logins}

    def one(number: int) -> tuple[str, dict[str, Any], str]:
        login = logins[number % len(logins)]
        browser = staffed.browser()
        told = browser.sign_in(login)
        assert browser.ask(desk(f"parallel-{number:02}")).status == 200
        return login, told, browser.cookies["sid"]

    with ThreadPoolExecutor(50) as pool:
        found = list(pool.map(one, range(50)))
    assert len({token for _, _, token in found}) == 50
    assert all((told["login"], told["account_id"]) == (login, ids[login]) for login, told, _ in found)
    by = dict(staffed.hall.rows("SELECT cause, \"by\" FROM event WHERE type = 'ticket_issued'"))
    assert by == {f"parallel-{number:02}": f"person:{ids[logins[number % len(logins)]]}" for number in range(50)}


def test_who_switches_by_pin_acts_and_nobody_else_does(staffed: StaffedHall) -> None:
    lin, wang = staffed.hire("lin"), staffed.hire("wang")
    counter = staffed.counter("3")
    for login in ("lin", "wang"):
        counter.sign_in(login)
        assert counter.post("/api/pin", pin=PIN if login == "lin" else "470183").status == 200
    of_wang = counter.twin()
    with counter.console() as peer:
        peer.send(desk("wang-0001"))
        peer.until(Accepted)
        switched = counter.post("/api/pin/switch", account_id=lin, pin=PIN)
        assert (switched.status, switched.json()["account_id"]) == (200, lin)
        assert closed_with(peer) == Close.SIGNED_OUT
    assert of_wang.ask(desk("wang-0002")).status in {401, 403}
    with counter.console() as peer:
        peer.send(CallNext(key="lin-00001", counter_id="1", after=0))
        peer.until(Accepted)
    at = f"@device:{counter.me()['device']['device_id']}"
    assert staffed.acted() == [("ticket_issued", f"person:{wang}{at}"), ("ticket_called", f"person:{lin}{at}")]


def test_what_is_pressed_while_somebody_switches_is_in_the_log_under_who_pressed_or_not_at_all(
    staffed: StaffedHall,
) -> None:
    lin, wang = staffed.hire("lin"), staffed.hire("wang")
    counter = staffed.counter("3")
    for login in ("lin", "wang"):
        counter.sign_in(login)
        counter.post("/api/pin", pin=PIN)
    of_wang = counter.twin()
    keys = [f"wang-{number:04}" for number in range(200)]
    with counter.console() as peer, ThreadPoolExecutor(2) as pool:
        for key in keys[:20]:
            peer.send(desk(key))
        switching = pool.submit(counter.post, "/api/pin/switch", account_id=lin, pin=PIN)
        pressed = 20
        try:
            for key in keys[20:]:
                peer.send(desk(key))
                pressed += 1
        except ConnectionClosed:
            pass
        assert switching.result().status == 200
        assert closed_with(peer) == Close.SIGNED_OUT
    assert of_wang.me()["account_id"] == ""
    by = {name for _, name in staffed.acted()}
    assert by == {f"person:{wang}@device:{counter.me()['device']['device_id']}"}
    assert 0 < len(staffed.acted()) <= pressed


def test_a_revoked_device_is_shut_out_at_once_and_for_good(staffed: StaffedHall) -> None:
    kiosk = staffed.enrol("kiosk", "by the door")
    own = {"authorization": f"Bearer {kiosk['token']}"}
    with staffed.hall.screen("kiosk", who="anonymous", additional_headers=own) as peer:
        peer.send(IssueTicket(key="issue-001", visit=visit()))
        peer.until(Accepted)
        (listed,) = staffed.administrator.get("/api/devices").json()
        assert (listed["name"], listed["connected"], listed["address"]) == ("by the door", True, "127.0.0.1")
        began = time.monotonic()
        assert staffed.administrator.post("/api/devices/revoke", device_id=kiosk["device_id"]).status == 200
        assert closed_with(peer) == Close.REVOKED
        assert time.monotonic() - began < DEAD_WITHIN_S
    with pytest.raises(InvalidStatus) as refused, staffed.hall.socket(additional_headers=own):
        pass
    assert refused.value.response.status_code == 401
    assert staffed.acted() == [("ticket_issued", f"device:{kiosk['device_id']}")]


def test_a_renamed_device_stays_and_is_called_anew_at_its_next_greeting(staffed: StaffedHall) -> None:
    kiosk = staffed.enrol("kiosk", "by the door")
    own = {"authorization": f"Bearer {kiosk['token']}"}
    with staffed.hall.screen("kiosk", who="anonymous", additional_headers=own) as peer:
        renamed = staffed.administrator.post("/api/devices/rename", device_id=kiosk["device_id"], name="upstairs")
        assert renamed.status == 200
        peer.send(IssueTicket(key="issue-001", visit=visit()))
        peer.until(Accepted)
    with staffed.hall.socket(additional_headers=own) as again:
        again.send(Hello(protocol=PROTOCOL, role="kiosk", name="x"))
        assert again.until(Welcome)[1].device_name == "upstairs"


def test_a_question_counts_as_a_sign_of_life_and_a_probe_does_not(staffed: StaffedHall) -> None:
    staffed.hire("lin")
    lin = staffed.browser()
    lin.sign_in("lin")
    minutes = 60_000
    with lin.console() as peer:
        for _ in range(3):
            staffed.hall.on_loop(lambda: staffed.hall.clock.advance(10 * minutes))
            peer.send(AskFate(key="key-00001"))
            peer.next()
        staffed.hall.on_loop(lambda: staffed.hall.clock.advance(10 * minutes))
        peer.send("""{"type":"probe"}""")
        peer.next()
        staffed.hall.on_loop(lambda: staffed.hall.clock.advance(5 * minutes))
        assert closed_with(peer) == Close.SIGNED_OUT
