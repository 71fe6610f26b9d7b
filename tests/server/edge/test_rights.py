"""The table of rights holds over HTTP and over sockets; and the log says who acted, not what a greeting says."""

from __future__ import annotations

from collections.abc import Callable
from typing import get_args

import pytest

from server.identity.principal import Role as Asker
from server.identity.rights import MESSAGES as RIGHTS
from tests.server.edge.running import RunningServer, visit
from wire.messages import PROTOCOL, AskFate, CancelKey, Command, KeyQuestion, Visit
from wire.messages.commands import (
    ArriveTicket,
    CallNext,
    FinishTicket,
    HoldTicket,
    IssueTicket,
    MissTicket,
    RecallTicket,
    RestoreTicket,
    ResumeTicket,
)
from wire.messages.session import Accepted, Fate, Hello, Refused, Role, Welcome

Asked = Command | KeyQuestion
KEY = "right-123"
ASKED: dict[type, Callable[[str], Asked]] = {
    IssueTicket: lambda channel: IssueTicket(key=KEY, visit=visit(channel=channel)),
    CallNext: lambda _: CallNext(key=KEY, counter_id="1", after=0),
    RecallTicket: lambda _: RecallTicket(key=KEY, counter_id="1", ticket_id="1-A001"),
    ArriveTicket: lambda _: ArriveTicket(key=KEY, counter_id="1", ticket_id="1-A001"),
    FinishTicket: lambda _: FinishTicket(key=KEY, counter_id="1", ticket_id="1-A001"),
    MissTicket: lambda _: MissTicket(key=KEY, counter_id="1", ticket_id="1-A001"),
    RestoreTicket: lambda _: RestoreTicket(key=KEY, ticket_id="1-A001"),
    HoldTicket: lambda _: HoldTicket(key=KEY, counter_id="1", ticket_id="1-A001", reason="papers"),
    ResumeTicket: lambda _: ResumeTicket(key=KEY, counter_id="1", ticket_id="1-A001"),
    AskFate: lambda _: AskFate(key=KEY),
    CancelKey: lambda _: CancelKey(key=KEY),
}
AS: dict[Role, Asker] = {"kiosk": "kiosk", "display": "display", "devices": "devices", "console": "clerk"}
OWN_CHANNEL: dict[Asker, str] = {"kiosk": "kiosk", "display": "kiosk", "devices": "kiosk", "clerk": "desk"}


def test_everything_that_can_be_asked_is_tried() -> None:
    assert set(ASKED) == {*get_args(Command), *get_args(KeyQuestion)}


def reached_the_hall(code: str | None) -> bool:
    """Accepted, or refused by the hall itself and not at the door."""
    return code in {None, "not_at_counter", "unknown_ticket", "unknown_counter"}


@pytest.mark.parametrize("role", get_args(Role))
def test_over_a_socket(hall: RunningServer, role: Role) -> None:
    with hall.screen(role) as peer:
        for kind, ask in ASKED.items():
            seq = hall.seq()
            peer.send(ask(OWN_CHANNEL[AS[role]]))
            message = peer.next()
            while not isinstance(message, Accepted | Refused | Fate):
                message = peer.next()
            assert message.key == KEY
            code = message.code if isinstance(message, Refused) else None
            if kind in RIGHTS[AS[role]]:
                assert code in {None, "key_reused"} or reached_the_hall(code), (kind, code)
            else:
                assert code == "not_allowed", kind
                assert hall.seq() == seq


def test_over_http(hall: RunningServer) -> None:
    for kind, ask in ASKED.items():
        answer = hall.post(ask(OWN_CHANNEL["clerk"]), who="clerk")
        assert kind in RIGHTS["clerk"], "a clerk may ask everything"
        code = answer.json().get("code")
        assert code in {None, "key_reused"} or reached_the_hall(code), (kind, code)


@pytest.mark.parametrize("role", get_args(Role))
def test_the_welcome_says_what_may_be_asked(hall: RunningServer, role: Role) -> None:
    with hall.socket(who=AS[role]) as peer:
        peer.send(Hello(protocol=PROTOCOL, role=role, name="x"))
        _, welcome = peer.until(Welcome)
    assert set(welcome.rights) == {kind.__struct_config__.tag for kind in RIGHTS[AS[role]]}  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("role", "channel", "allowed"),
    [
        ("kiosk", "kiosk", True),
        ("kiosk", "desk", False),
        ("display", "kiosk", False),
        ("console", "desk", True),
        ("console", "kiosk", False),
    ],
)
def test_a_number_is_taken_only_by_the_channel_that_is_ones_own(
    hall: RunningServer, role: Role, channel: str, allowed: bool
) -> None:
    seq = hall.seq()
    with hall.screen(role) as peer:
        peer.send(IssueTicket(key=KEY, visit=visit(channel=channel)))
        if allowed:
            peer.until(Accepted)
        else:
            _, refused = peer.until(Refused)
            assert (refused.code, refused.key) == ("not_allowed", KEY)
            assert hall.seq() == seq


def test_a_class_of_visitors_that_this_hall_does_not_know_is_malformed(hall: RunningServer) -> None:
    royal = Visit(service_id="apples", channel="kiosk", language="en", visitor_class="royal")
    seq = hall.seq()
    answer = hall.post(IssueTicket(key=KEY, visit=royal))
    assert (answer.status, answer.json()["code"], answer.json()["key"]) == (400, "malformed", KEY)
    with hall.screen("kiosk") as kiosk:
        kiosk.send(IssueTicket(key=KEY, visit=royal))
        _, refused = kiosk.until(Refused)
        assert (refused.code, refused.key) == ("malformed", KEY)
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
