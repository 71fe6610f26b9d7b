"""What the public may reach stands apart from what is the staff's, whatever a proxy makes of a request."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from websockets.exceptions import InvalidStatus

from tests.server.edge.running import RunningServer, running_server, visit
from tests.server.edge.test_phones import follow
from tests.server.sample_halls import sample_hall
from wire.messages.commands import IssueTicket

ISSUE = IssueTicket(key="issue-1234", visit=visit())
PUBLIC = "queue.example.tw"


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[RunningServer]:
    """A hall whose tickets lead to a name that a proxy on the same PC answers to."""
    with running_server(tmp_path, replace(sample_hall(), phone_url=f"https://{PUBLIC}/t")) as server:
        yield server


def test_a_foreign_post_under_the_public_name_is_no_script(hall: RunningServer) -> None:
    """The proxy is this computer's own, so the peer is loopback; and who posts without a browser sends no origin."""
    seq = hall.seq()
    assert hall.post(ISSUE, host=PUBLIC).status == 403
    for who in ("kiosk", "clerk"):
        assert hall.post(ISSUE, who=who, host=PUBLIC, origin=f"https://{PUBLIC}").status == 403
        assert hall.post(ISSUE, who=who, origin=f"https://{PUBLIC}").status == 403
    assert hall.seq() == seq
    assert hall.post(ISSUE).status == 200


def test_a_reload_takes_the_new_address_and_drops_the_old_at_once(hall: RunningServer) -> None:
    moved = replace(sample_hall(), phone_url="https://numbers.example.tw/t")
    assert hall.request("GET", "/t", headers={"host": PUBLIC}).status == 200
    assert hall.request("GET", "/t", headers={"host": "numbers.example.tw"}).status == 400
    hall.run(lambda: hall.author.configure(moved))
    assert hall.request("GET", "/t", headers={"host": "numbers.example.tw"}).status == 200
    assert hall.request("GET", "/t", headers={"host": PUBLIC}).status == 400


UPGRADE = {
    "connection": "upgrade",
    "upgrade": "websocket",
    "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
    "sec-websocket-version": "13",
}
STAFF_ONLY = ("/", "/console", "/api/snapshot", "/api/commands", "/schema/openapi.json", "/ws")


def reached(hall: RunningServer, path: str, **headers: str) -> int:
    sent = UPGRADE if path.startswith("/ws") else {}
    sent = {**sent, **{name.replace("_", "-"): text for name, text in headers.items()}}
    return hall.request("GET", path, headers=sent, who="kiosk").status


def test_under_the_public_name_there_is_the_phone_page_and_nothing_else(hall: RunningServer) -> None:
    for path in ("/t", "/health", "/assets/phone.mjs"):
        assert reached(hall, path, host=PUBLIC) == 200
    assert [reached(hall, path, host=PUBLIC) for path in STAFF_ONLY] == [404] * len(STAFF_ONLY)
    assert [reached(hall, path, x_forwarded_for="203.0.113.9") for path in STAFF_ONLY] == [404] * len(STAFF_ONLY)


def test_the_phone_page_may_open_its_socket_also_where_the_proxy_is_secure(hall: RunningServer) -> None:
    """Browsers before 2022 do not take a socket for the page's own."""
    policy = hall.request("GET", "/t", headers={"host": PUBLIC}).headers["content-security-policy"]
    assert f"connect-src 'self' ws://{PUBLIC} wss://{PUBLIC};" in policy


def test_the_public_name_is_encrypted_for_ever_and_no_other(hall: RunningServer) -> None:
    header = "strict-transport-security"
    for path in ("/t", "/health", "/assets/phone.mjs", "/nothing"):
        passed_on = hall.request("GET", path, headers={"host": PUBLIC, "x-forwarded-proto": "https"})
        assert passed_on.headers[header] == "max-age=31536000", path
    assert header not in hall.request("GET", "/t", headers={"host": PUBLIC}).headers, "in the clear"
    assert header not in hall.request("GET", "/t").headers


def test_the_publics_health_is_a_word(hall: RunningServer) -> None:
    assert hall.request("GET", "/health", headers={"host": PUBLIC}).json() == {"status": "ok"}


def test_a_phone_is_served_under_the_public_name(hall: RunningServer) -> None:
    token = str(hall.post(ISSUE).json()["token"])
    with hall.socket("/ws/phone", name=PUBLIC, additional_headers={"origin": f"https://{PUBLIC}"}) as phone:
        ticket, board = follow(phone, token)
        assert (ticket.number, board.lines["apples"]) == ("A001", ("A001",))


def test_a_port_of_its_own_has_the_public_surface_alone(tmp_path: Path) -> None:
    with running_server(tmp_path, surface="public") as public:
        for path in ("/t", "/health", "/assets/phone.mjs"):
            assert reached(public, path) == 200
        assert [reached(public, path) for path in STAFF_ONLY] == [404] * len(STAFF_ONLY)
        seq = public.seq()
        assert public.post(ISSUE).status == 403
        assert public.post(ISSUE, origin=f"http://127.0.0.1:{public.port}").status == 403
        assert public.seq() == seq


def test_two_host_headers_are_none(hall: RunningServer) -> None:
    with socket.create_connection(("127.0.0.1", hall.port), timeout=10) as line:
        line.sendall(
            f"GET /api/snapshot HTTP/1.1\r\nHost: {PUBLIC}\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode()
        )
        assert line.makefile("rb").readline().split()[1] == b"400"


def test_a_refused_socket_is_no_fault_of_ours(hall: RunningServer, caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(InvalidStatus), hall.socket("/ws", name="evil.example"):
        pass
    assert [record.getMessage() for record in caplog.records if record.levelname == "ERROR"] == []
