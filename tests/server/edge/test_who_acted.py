"""The log says who acted, and from which key a fact follows; a visit that no hall knows is refused before it."""

from __future__ import annotations

from tests.server.edge.running import RunningServer, visit
from wire.messages import AskFate, Visit
from wire.messages.commands import CallNext, IssueTicket, MissTicket, RestoreTicket
from wire.messages.session import Accepted, Fate, Refused

KEY = "right-123"


def test_a_class_of_visitors_that_this_hall_does_not_know_is_refused(hall: RunningServer) -> None:
    royal = Visit(service_id="apples", channel="kiosk", language="en", visitor_class="royal")
    seq = hall.seq()
    answer = hall.post(IssueTicket(key=KEY, visit=royal))
    assert (answer.status, answer.json()["code"], answer.json()["key"]) == (422, "unknown_class", KEY)
    with hall.screen("kiosk") as kiosk:
        kiosk.send(IssueTicket(key=KEY, visit=royal))
        _, refused = kiosk.until(Refused)
        assert (refused.code, refused.key) == ("unknown_class", KEY)
        assert hall.seq() == seq
        kiosk.send(AskFate(key=KEY))
        assert kiosk.until(Fate)[1].fate == "none"
        kiosk.send(IssueTicket(key=KEY, visit=visit()))
        assert kiosk.until(Accepted)[1].number == "A001", "the key is still good"


def acted(hall: RunningServer) -> list[tuple[str, str]]:
    """Type and `by` of every row of the log after the first."""
    return hall.rows('SELECT type, "by" FROM event WHERE seq > 1 ORDER BY seq')


def test_the_log_says_who_acted_and_not_what_a_greeting_says(hall: RunningServer) -> None:
    with hall.screen("kiosk", "I am the mayor", called="kiosk-1") as kiosk, hall.screen("console", "c 9") as console:
        kiosk.send(IssueTicket(key="issue-001", visit=visit()))
        kiosk.until(Accepted)
        console.send(IssueTicket(key="issue-002", visit=visit(channel="desk")))
        console.send(CallNext(key="call-0001", counter_id="2", after=0))
        console.send(MissTicket(key="miss-0001", counter_id="2", ticket_id="1-A001"))
        console.send(RestoreTicket(key="back-0001", ticket_id="1-A001"))
        console.send(CallNext(key="call-0009", counter_id="counter 9", after=0))
        for _ in range(4):
            console.until(Accepted)
        assert console.until(Refused)[1].code == "unknown_counter"
    hall.post(IssueTicket(key="issue-003", visit=visit()))
    hall.post(CallNext(key="call-0002", counter_id="1", after=0))
    assert acted(hall) == [
        ("ticket_issued", "device:kiosk-1"),
        ("ticket_issued", "person:clerk"),
        ("ticket_called", "person:clerk"),
        ("ticket_missed", "person:clerk"),
        ("ticket_restored", "person:clerk"),
        ("ticket_issued", "device:kiosk"),
        ("ticket_called", "person:clerk"),
    ]


def test_the_log_says_which_key_each_fact_follows_from(hall: RunningServer) -> None:
    for key in ("issue-001", "issue-002"):
        hall.post(IssueTicket(key=key, visit=visit()))
    hall.post(CallNext(key="call-0001", counter_id="1", after=0))
    hall.post(CallNext(key="call-0002", counter_id="1", after=1, present="served"))
    assert hall.rows("SELECT type, cause FROM event WHERE seq > 1 ORDER BY seq") == [
        ("ticket_issued", "issue-001"),
        ("ticket_issued", "issue-002"),
        ("ticket_called", "call-0001"),
        ("ticket_finished", "call-0002"),
        ("ticket_called", "call-0002"),
    ]
