"""How a screen's conversation begins: who it is, of which hall and protocol; and who gets no socket at all."""

from __future__ import annotations

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from tests.server.edge.running import RunningServer, visit
from wire.errors import Close
from wire.messages import OLDEST_ACCEPTED, PROTOCOL
from wire.messages.commands import CallNext, IssueTicket
from wire.messages.phone import FollowTicket
from wire.messages.session import Accepted, Hello, Refused, Snapshot, Welcome


def test_greeting_names_versions_and_hall_then_everything_as_it_is(hall: RunningServer) -> None:
    with hall.socket(who="display") as peer:
        peer.send(Hello(protocol=PROTOCOL, role="display", name="display-1"))
        welcome = peer.next()
        assert isinstance(welcome, Welcome)
        assert (welcome.protocol, welcome.oldest) == (PROTOCOL, OLDEST_ACCEPTED)
        assert welcome.hall_id == "sample"
        assert welcome.server
        snapshot = peer.next()
        assert isinstance(snapshot, Snapshot)
        assert snapshot.seq == hall.seq()
        assert [service.service_id for service in snapshot.hall.services] == ["apples", "books"]
        assert peer.next_lines().seq == snapshot.seq


@pytest.mark.parametrize(
    ("protocol", "code"), [(OLDEST_ACCEPTED - 1, "protocol_too_old"), (PROTOCOL + 1, "protocol_too_new")]
)
def test_another_protocol_is_refused_and_closed(hall: RunningServer, protocol: int, code: str) -> None:
    with hall.socket(who="display") as peer:
        peer.send(Hello(protocol=protocol, role="display", name="display-1"))
        refused = peer.next()
        assert isinstance(refused, Refused)
        assert refused.code == code
        with pytest.raises(ConnectionClosed) as closed:
            peer.next()
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == Close.PROTOCOL


@pytest.mark.parametrize("hall_id", ["another", "Sample", "sample "])
def test_a_screen_of_another_hall_is_refused_and_closed(hall: RunningServer, hall_id: str) -> None:
    with hall.socket(who="kiosk") as peer:
        peer.send(Hello(protocol=PROTOCOL, role="kiosk", name="kiosk-1", hall_id=hall_id))
        refused = peer.next()
        assert isinstance(refused, Refused)
        assert (refused.code, refused.detail) == ("wrong_hall", "sample")
        with pytest.raises(ConnectionClosed) as closed:
            peer.next()
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == Close.WRONG_HALL == 4004
    assert hall.on_loop(lambda: hall.hub.screens) == 0


@pytest.mark.parametrize("hall_id", ["", "sample"])
def test_a_screen_of_this_hall_or_of_any_is_welcome(hall: RunningServer, hall_id: str) -> None:
    with hall.socket(who="kiosk") as peer:
        peer.send(Hello(protocol=PROTOCOL, role="kiosk", name="kiosk-1", hall_id=hall_id))
        assert isinstance(peer.next(), Welcome)
        assert isinstance(peer.next(), Snapshot)
        peer.send(IssueTicket(key="issue-one", visit=visit()))
        peer.until(Accepted)


def test_three_faults_before_the_greeting_close_the_socket(hall: RunningServer) -> None:
    with hall.socket(who="display") as peer:
        peer.send("nonsense")
        peer.send(IssueTicket(key="too-early", visit=visit()))
        peer.send(FollowTicket(protocol=PROTOCOL, token="x" * 22))
        codes = [peer.until(Refused)[1].code for _ in range(3)]
        with pytest.raises(ConnectionClosed) as closed:
            peer.next()
        assert codes == ["malformed", "hello_first", "hello_first"]
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == Close.MALFORMED


def test_two_faults_and_then_a_greeting_are_forgiven(hall: RunningServer) -> None:
    with hall.socket(who="display") as peer:
        peer.send("nonsense")
        peer.send("nonsense")
        peer.send(Hello(protocol=PROTOCOL, role="display", name="display-1"))
        before, _ = peer.until(Welcome)
        assert len(before) == 2


def test_a_second_greeting_is_refused(hall: RunningServer) -> None:
    with hall.screen("display") as peer:
        peer.send(Hello(protocol=PROTOCOL, role="console", name="counter-1"))
        _, refused = peer.until(Refused)
        assert refused.code == "not_allowed"
        peer.send(CallNext(key="call-role", counter_id="1", after=0))
        _, refused = peer.until(Refused)
        assert refused.code == "not_allowed"


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:1", "https://127.0.0.1"])
@pytest.mark.parametrize("path", ["/ws", "/ws/phone"])
def test_a_page_from_elsewhere_gets_no_socket(hall: RunningServer, origin: str, path: str) -> None:
    """Although the cookie of somebody who is signed in goes along."""
    with pytest.raises(InvalidStatus) as refused, hall.socket(path, who="clerk", origin=origin):
        pass
    assert refused.value.response.status_code == 403


def test_own_pages_and_programs_get_one(hall: RunningServer) -> None:
    with hall.screen("console", origin=f"http://127.0.0.1:{hall.port}"):
        pass
    cookie = {"cookie": hall.callers.headers("clerk")["cookie"]}
    with pytest.raises(InvalidStatus) as refused, hall.socket(additional_headers=cookie):
        pass
    assert refused.value.response.status_code == 403
