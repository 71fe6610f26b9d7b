"""A socket of staff begins with a ticket of its session: good once, for 30 s, and for nobody else."""

from __future__ import annotations

import pytest
from websockets.exceptions import InvalidStatus
from websockets.typing import Subprotocol

from server.edge.socket_tickets import GOOD_FOR_MS, MOST, PREFIX, SUBPROTOCOL, SocketTickets
from tests.server.edge.running import RunningServer
from wire.messages import PROTOCOL, Probe
from wire.messages.session import Hello, Pulse, Welcome


def brought(ticket: str) -> list[str]:
    return [SUBPROTOCOL, PREFIX + ticket]


def test_a_ticket_is_good_once() -> None:
    tickets = SocketTickets(lambda: 0)
    first, second = tickets.make("s"), tickets.make("s")
    assert tickets.take(brought(second), "s")
    assert not tickets.take(brought(second), "s")
    assert tickets.take(brought(first), "s")


def test_a_ticket_is_good_for_half_a_minute() -> None:
    now = 0
    tickets = SocketTickets(lambda: now)
    just, late = tickets.make("s"), tickets.make("s")
    now = GOOD_FOR_MS - 1
    assert tickets.take(brought(just), "s")
    now = GOOD_FOR_MS
    assert not tickets.take(brought(late), "s")


def test_a_ticket_is_for_its_own_session_and_used_up_by_another() -> None:
    tickets = SocketTickets(lambda: 0)
    ticket = tickets.make("s")
    assert not tickets.take(brought(ticket), "another")
    assert not tickets.take(brought(ticket), "s")
    assert not tickets.take(brought(tickets.make("")), ""), "nobody's"


@pytest.mark.parametrize("odd", ["", "x", "\ud800", "x" * 10_000])
def test_what_is_no_ticket_is_none(odd: str) -> None:
    tickets = SocketTickets(lambda: 0)
    ticket = tickets.make("s")
    for said in ([], [SUBPROTOCOL], brought(odd), brought(ticket + odd) if odd else [PREFIX + "x"]):
        assert not tickets.take(said, "s")
    assert tickets.take(brought(ticket), "s")


def test_two_tickets_at_once_or_another_language_are_none() -> None:
    tickets = SocketTickets(lambda: 0)
    first, second, third = (tickets.make("s") for _ in range(3))
    assert not tickets.take([*brought(first), PREFIX + second], "s")
    assert not tickets.take([PREFIX + third], "s")


def test_who_asks_for_many_has_the_newest_and_takes_nobody_elses() -> None:
    tickets = SocketTickets(lambda: 0)
    another = tickets.make("another")
    made = [tickets.make("s") for _ in range(MOST + 1)]
    assert not tickets.take(brought(made[0]), "s")
    assert all(tickets.take(brought(one), "s") for one in made[1:])
    assert tickets.take(brought(another), "another")


def refused(hall: RunningServer, subprotocols: list[Subprotocol] | None, who: str = "clerk") -> int:
    headers = hall.callers.headers("clerk" if who == "clerk" else "supervisor")
    with (
        pytest.raises(InvalidStatus) as said,
        hall.socket(additional_headers=headers, subprotocols=subprotocols),
    ):
        pass
    return said.value.response.status_code


def test_a_socket_without_its_ticket_is_refused_before_it_stands(hall: RunningServer) -> None:
    own = hall.subprotocols(hall.callers.headers("clerk"))
    assert own is not None
    assert refused(hall, None) == 403
    assert refused(hall, [Subprotocol(SUBPROTOCOL)]) == 403
    assert refused(hall, [Subprotocol(SUBPROTOCOL), Subprotocol(PREFIX + "x" * 43)]) == 403
    with hall.socket(who="clerk", subprotocols=own) as peer:
        assert peer.connection.subprotocol == SUBPROTOCOL
        peer.send(Hello(protocol=PROTOCOL, role="console", name="x"))
        peer.until(Welcome)
        assert refused(hall, own) == 403, "used"
        peer.send(Probe())
        peer.until(Pulse)
    other = hall.subprotocols(hall.callers.headers("clerk"))
    assert refused(hall, other, who="supervisor") == 403
    assert refused(hall, other) == 403, "a stranger has had it"
    assert hall.on_loop(lambda: hall.presence.count) == 0


def test_a_page_that_comes_back_by_itself_keeps_nobody_awake(hall: RunningServer) -> None:
    hall.callers.people.touched.clear()
    with hall.screen("console"):
        pass
    assert hall.callers.people.touched == []


def test_devices_bring_their_token_alone(hall: RunningServer) -> None:
    with hall.screen("display") as peer:
        assert peer.connection.subprotocol is None
