"""Every cell of the rights of a hall, held against a running server: over HTTP, over the sockets of screens and phones.

What a role may is read from the tables that `docs/rights.md` is printed from; what a server does is tried.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import get_args

import pytest
from msgspec import structs
from websockets.exceptions import InvalidStatus

from server.domain.config import SlotRule
from server.identity.principal import DEVICE_KINDS, STAFF_ROLES, Role
from server.identity.rights import CHANNELS, MESSAGES, TOPICS
from tests.server.edge.asked import ASKED, Asked
from tests.server.edge.running import Peer, RunningServer, running_server, visit
from tests.server.sample_halls import NOON, sample_hall, sample_service
from wire.codec import encode
from wire.messages import (
    PROTOCOL,
    AnchorPrinted,
    Appointments,
    Command,
    DeviceReport,
    GiveUpTicket,
    KeyQuestion,
    Lines,
    Practice,
    Probe,
)
from wire.messages.commands import BookAppointment, CheckIn, IssueTicket
from wire.messages.events import HallMoved
from wire.messages.phone import FollowTicket, PhoneBoard
from wire.messages.session import Accepted, DeviceChanged, Fate, Hello, Pulse, Refused, Snapshot, Welcome
from wire.messages.session import Role as Said

ROLES: tuple[Role, ...] = get_args(Role)
EVERY_CHANNEL = sorted(set().union(*CHANNELS.values()))
WATCHERS = [role for role in ROLES if TOPICS[role]]
TOLD_BY = {
    "hall": HallMoved,
    "lines": Lines,
    "devices": DeviceChanged,
    "practice": Practice,
    "appointments": Appointments,
}
SAYS_CHANNEL = {IssueTicket, BookAppointment, CheckIn}
APPOINTED = replace(sample_service("books", "B"), appointments=SlotRule(30, capacity=len(ROLES)))


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    config = sample_hall((sample_service("apples", "A"), APPOINTED))
    with running_server(tmp_path_factory.mktemp("matrix"), config) as server:
        yield server


def tries(role: Role, over: str) -> Iterator[tuple[Asked, bool]]:
    """Everything that this role may try, and whether it may. Each command has a key of its own."""
    for kind, ask in ASKED.items():
        for channel in EVERY_CHANNEL if kind in SAYS_CHANNEL else [""]:
            key = f"{role}-{over}-{kind.__name__}-{channel}"
            may = kind in MESSAGES[role] and (kind not in SAYS_CHANNEL or channel in CHANNELS[role])
            yield ask(key, channel), may


def said(role: Role) -> Said:
    if role in STAFF_ROLES:
        return "console"
    return next(word for word in get_args(Said) if word == role)


def test_everything_that_can_be_sent_is_tried() -> None:
    sent = {*get_args(Command), *get_args(KeyQuestion), DeviceReport, AnchorPrinted, GiveUpTicket}
    assert set(ASKED) == sent
    assert sent == set().union(*MESSAGES.values()), "and somebody may send it"
    assert set(TOLD_BY) == set().union(*TOPICS.values())


@pytest.mark.parametrize("role", WATCHERS)
def test_what_each_role_may_send_over_a_socket(hall: RunningServer, role: Role) -> None:
    with hall.socket(who=role) as peer:
        peer.send(Hello(protocol=PROTOCOL, role=said(role), name="x"))
        _, welcome = peer.until(Welcome)
        assert set(welcome.rights) == {kind.__struct_config__.tag for kind in MESSAGES[role]}  # type: ignore[attr-defined]
        for asked, may in tries(role, "socket"):
            seq = hall.seq()
            peer.send(asked)
            peer.send(Probe())
            answers = [one for one in peer.until(Pulse)[0] if isinstance(one, Accepted | Refused | Fate)]
            codes = {one.code for one in answers if isinstance(one, Refused)}
            assert ("not_allowed" in codes) is not may, (asked, answers)
            assert may or hall.seq() == seq, asked


@pytest.mark.parametrize("role", ROLES)
def test_what_each_role_may_send_over_http(hall: RunningServer, role: Role) -> None:
    for asked, may in tries(role, "http"):
        if isinstance(asked, DeviceReport | AnchorPrinted | GiveUpTicket):
            continue
        seq = hall.seq()
        answer = hall.request("POST", "/api/commands", encode(asked), {"content-type": "application/json"}, who=role)
        assert (answer.status in {401, 403}) is not may, (asked, answer)
        assert answer.status < 500
        assert may or hall.seq() == seq, asked


@pytest.mark.parametrize("role", WATCHERS)
def test_what_each_role_is_told_over_a_socket(hall: RunningServer, role: Role) -> None:
    with (
        hall.screen("kiosk", f"for-{role}") as kiosk,
        hall.socket(who=role) as peer,
    ):
        peer.send(Hello(protocol=PROTOCOL, role=said(role), name="x"))
        kiosk.send(DeviceReport(device_id="printer", kind="ticket_printer", state="warning", code=f"told-{role}"))
        kiosk.send(IssueTicket(key=f"told-{role}", visit=visit()))
        kiosk.until(Accepted)
        learning = structs.replace(visit(channel="desk"), practice=True)
        command = encode(IssueTicket(key=f"learns-{role}", visit=learning))
        json = {"content-type": "application/json"}
        assert hall.request("POST", "/api/commands", command, json, who="clerk").status == 200
        to_come = structs.replace(visit("books", "desk"), slot=NOON + 3_600_000)
        book = encode(BookAppointment(key=f"books-{role}", visit=to_come))
        assert hall.request("POST", "/api/commands", book, json, who="clerk").status == 200
        hall.on_loop(hall.hub.look_at_lines)
        peer.send(Probe())
        told = everything_until_pulse(peer)
        assert {topic for topic, kind in TOLD_BY.items() if any(isinstance(one, kind) for one in told)} == TOPICS[role]
        hall.on_loop(lambda: None)
        snapshot = next(one for one in told if isinstance(one, Snapshot))
        peer.send("""{"type":"ask_snapshot"}""")
        newest = peer.until(Snapshot)[1]
        assert bool(newest.devices) is ("devices" in TOPICS[role])
        assert snapshot.hall == newest.hall


def everything_until_pulse(peer: Peer) -> list[object]:
    before, _ = peer.until(Pulse)
    return [*before, *peer.lines_so_far()]


@pytest.mark.parametrize("role", ["counter", "pending"])
def test_who_hears_no_topic_has_no_socket(hall: RunningServer, role: Role) -> None:
    with pytest.raises(InvalidStatus) as refused, hall.socket(who=role):
        pass
    assert refused.value.response.status_code == 403


@pytest.mark.parametrize("role", ["anonymous", "phone"])
def test_nobody_known_has_no_socket(hall: RunningServer, role: Role) -> None:
    with pytest.raises(InvalidStatus) as refused, hall.socket(who=role):
        pass
    assert refused.value.response.status_code == 401


def test_every_role_is_tried_at_the_socket() -> None:
    assert {*WATCHERS, "counter", "pending", "anonymous", "phone"} == set(ROLES)


@pytest.mark.parametrize("role", ROLES)
def test_who_may_read_the_snapshot_over_http(hall: RunningServer, role: Role) -> None:
    with hall.screen("kiosk", f"snapshot-{role}") as kiosk:
        kiosk.send(DeviceReport(device_id="printer", kind="ticket_printer", state="warning", code="paper_out"))
        kiosk.send(Probe())
        kiosk.until(Pulse)
        answer = hall.request("GET", "/api/snapshot", who=role)
    if "hall" in TOPICS[role]:
        assert answer.status == 200
        assert bool(answer.json()["devices"]) is ("devices" in TOPICS[role])
    else:
        assert answer.status == (403 if role in {*DEVICE_KINDS, "pending"} else 401)


def test_a_phone_may_give_its_own_number_up_and_nothing_else(hall: RunningServer) -> None:
    with hall.screen("kiosk", "for-phones") as kiosk:
        kiosk.send(IssueTicket(key="for-the-phone", visit=visit()))
        token = kiosk.until(Accepted)[1].token
    with hall.socket("/ws/phone") as phone:
        phone.send(FollowTicket(protocol=PROTOCOL, token=token))
        phone.until(PhoneBoard)
        for asked, may in tries("phone", "phone"):
            assert may is isinstance(asked, GiveUpTicket)
            if may:
                continue
            seq = hall.seq()
            phone.send(asked)
            assert phone.until(Refused)[1].code == "not_allowed", asked
            assert hall.seq() == seq


@pytest.mark.parametrize("role", [role for role in ROLES if role not in {"anonymous", "phone"}])
def test_a_phones_socket_gives_nobody_more(hall: RunningServer, role: Role) -> None:
    """Whoever opens it, whatever else they may."""
    with hall.screen("kiosk", f"phone-of-{role}") as kiosk:
        kiosk.send(IssueTicket(key=f"phone-of-{role}", visit=visit()))
        token = kiosk.until(Accepted)[1].token
    with hall.socket("/ws/phone", who=role) as phone:
        phone.send(FollowTicket(protocol=PROTOCOL, token=token))
        phone.until(PhoneBoard)
        for asked, _ in tries(role, "phone"):
            if isinstance(asked, GiveUpTicket):
                continue
            seq = hall.seq()
            phone.send(asked)
            assert phone.until(Refused)[1].code == "not_allowed", asked
            assert hall.seq() == seq
