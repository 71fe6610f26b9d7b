"""A service that a reload deletes is still there for those who wait for it, on every screen, and for nobody else."""

from __future__ import annotations

from tests.server.edge.running import Peer, RunningServer, visit
from tests.server.sample_halls import sample_counter, sample_hall, sample_service
from wire.messages.commands import CallNext, FinishTicket, IssueTicket
from wire.messages.events import HallMoved
from wire.messages.session import Accepted, Refused, Snapshot

LESS = sample_hall((sample_service("apples", "A"),), (sample_counter("2", ("apples",)),))


def services(snapshot: Snapshot) -> dict[str, tuple[bool, bool, int]]:
    """Of each: withdrawn, open, waiting."""
    states = {one.service_id: one for one in snapshot.services}
    return {
        one.service_id: (one.withdrawn, states[one.service_id].open, states[one.service_id].waiting)
        for one in snapshot.hall.services
    }


def guide_of_books(hall: RunningServer) -> tuple[int, str]:
    """What the link of its guide answers in English."""
    answer = hall.request("GET", "/guide/books?lang=en")
    said = ("No more numbers are given for this service", "This service is not offered here")
    assert answer.headers["content-type"].startswith("text/html")
    return answer.status, next((one for one in said if one in answer.body.decode()), "")


def told(peer: Peer, command: IssueTicket | CallNext | FinishTicket) -> Accepted:
    peer.send(command)
    return peer.until(Accepted)[1]


def test_screens_name_and_call_it_until_its_last_ticket_has_gone(hall: RunningServer) -> None:
    async def reload() -> None:
        await hall.author.configure(LESS)

    with hall.screen("console") as console, hall.screen("display") as display:
        book = told(console, IssueTicket(key="issue-001", visit=visit("books", "desk"))).ticket_id
        assert book is not None
        hall.run(reload)
        _, snapshot = display.until(Snapshot)
        assert services(snapshot) == {"apples": (False, True, 0), "books": (True, False, 1)}
        assert snapshot.hall.counters[0].primary == ("apples", "books"), "it did so before"
        console.send(IssueTicket(key="issue-002", visit=visit("books", "desk")))
        assert console.until(Refused)[1].code == "service_closed"
        assert guide_of_books(hall) == (200, "No more numbers are given for this service")
        assert told(console, CallNext(key="call-0001", counter_id="2", after=0)).ticket_id == book
        told(console, FinishTicket(key="done-0001", counter_id="2", ticket_id=book))
        before, snapshot = display.until(Snapshot)
        moved = [one for one in before if isinstance(one, HallMoved)]
        assert [one.what for one in moved] == ["ticket_called", "ticket_finished"], "and rings as ever"
        assert services(snapshot) == {"apples": (False, True, 0)}
        assert snapshot.seq == moved[-1].seq
        assert guide_of_books(hall) == (404, "This service is not offered here"), (
            "whoever still has its link reads words"
        )
