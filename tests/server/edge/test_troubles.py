"""What is wrong in the server: health names it, the log has a line in and a line out, staff see it like a device."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

from structlog.testing import capture_logs

from program.clock import ManualClock
from server.edge.outbox import Outbox
from server.edge.phones import Phone
from server.edge.socket import HallSocket
from server.edge.trouble_watch import TroubleWatch
from server.identity.rights import TOPICS
from server.troubles import Trouble
from tests.server.edge.deadlines import until
from tests.server.edge.running import running_server, visit
from tests.server.sample_halls import NOON
from wire.errors import Close
from wire.messages import PROTOCOL
from wire.messages.commands import IssueTicket
from wire.messages.events import HallMoved
from wire.messages.phone import FollowTicket, PhoneBoard
from wire.messages.session import DeviceChanged

SLOW = Trouble("disk", "little_space", "3 MB left", blocks=False)
FULL = Trouble("store", "disk_full", "no space left on device", blocks=True)


def test_health_lists_them_and_says_no_only_while_one_blocks(tmp_path: Path) -> None:
    wrong: list[Trouble] = []
    with running_server(tmp_path, troubles=(lambda: wrong,)) as hall:
        for troubles, status, word in [([], 200, "ok"), ([SLOW], 200, "warning"), ([SLOW, FULL], 503, "trouble")]:
            wrong[:] = troubles
            answer = hall.request("GET", "/health", who="clerk")
            assert (answer.status, answer.json()["status"]) == (status, word)
        assert answer.json()["troubles"] == [
            {"part": "store", "code": "disk_full", "detail": "no space left on device", "blocks": True},
            {"part": "disk", "code": "little_space", "detail": "3 MB left", "blocks": False},
        ]
        for who in ("anonymous", "kiosk", "volunteer"):
            told = hall.request("GET", "/health", who=who).json()["troubles"]
            assert [(one["code"], one["detail"]) for one in told] == [("disk_full", ""), ("little_space", "")]


def test_the_public_learns_codes_only(tmp_path: Path) -> None:
    with running_server(tmp_path, surface="public", troubles=(lambda: [FULL],)) as hall:
        answer = hall.request("GET", "/health")
        assert (answer.status, answer.json()) == (503, {"status": "trouble", "troubles": ["disk_full"]})


def test_staff_see_them_come_and_go(tmp_path: Path) -> None:
    wrong: list[Trouble] = []
    with running_server(tmp_path, troubles=(lambda: wrong,)) as hall, hall.screen("console") as console:
        wrong[:] = [FULL]
        _, came = console.until(DeviceChanged)
        assert (came.device.kind, came.device.device_id, came.device.state, came.device.code) == (
            "server",
            "store",
            "trouble",
            "disk_full",
        )
        assert [one["code"] for one in hall.snapshot()["devices"]] == ["disk_full"]
        wrong.clear()
        _, went = console.until(DeviceChanged)
        assert (went.device.device_id, went.device.state, went.device.code) == ("store", "ok", "")
        assert hall.snapshot()["devices"] == []


def test_one_line_in_and_one_out() -> None:
    wrong: list[Trouble] = []
    told: list[Sequence[Trouble]] = []
    watch = TroubleWatch((lambda: wrong,), told.append)
    with capture_logs() as lines:
        for troubles in [[], [SLOW], [SLOW], [SLOW, FULL], [SLOW], [], []]:
            wrong[:] = troubles
            watch.look()
    assert [(one["event"], one["code"]) for one in lines] == [
        ("trouble", "little_space"),
        ("trouble", "disk_full"),
        ("trouble_over", "disk_full"),
        ("trouble_over", "little_space"),
    ]
    assert told == [(SLOW,), (FULL, SLOW), (SLOW,), ()]


def test_a_part_that_cannot_say_how_it_is_is_a_trouble_itself() -> None:
    def broken() -> Sequence[Trouble]:
        raise KeyError("lost")

    watch = TroubleWatch((broken, lambda: [FULL]), lambda _: None)
    with capture_logs() as lines:
        assert [(one.part, one.code) for one in watch.now()] == [("store", "disk_full"), ("troubles", "task_failed")]
        watch.now()
    assert [one["event"] for one in lines] == ["trouble_source_failed"], "its traceback once"


def _on_a_loop() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


class OnceFaulty(ManualClock):
    """Fails once when the event loop asks it, after it was told to."""

    fails = False

    def now(self) -> int:
        if self.fails and _on_a_loop():
            self.fails = False
            raise LookupError("no time")
        return super().now()


def test_phones_hear_again_after_a_fault_in_their_task(tmp_path: Path) -> None:
    clock = OnceFaulty(NOON)
    with running_server(tmp_path, clock=clock) as hall:
        token = hall.post(IssueTicket(key="issue-0001", visit=visit())).json()["token"]
        with hall.socket("/ws/phone") as phone:
            phone.send(FollowTicket(protocol=PROTOCOL, token=token))
            phone.until(PhoneBoard)
            clock.fails = True
            hall.post(IssueTicket(key="issue-0002", visit=visit()))
            until(lambda: bool(hall.request("GET", "/health").json()["troubles"]))
            (trouble,) = hall.request("GET", "/health").json()["troubles"]
            assert (trouble["part"], trouble["code"]) == ("phones", "task_failed")
            hall.post(IssueTicket(key="issue-0003", visit=visit()))
            _, board = phone.until(PhoneBoard)
            assert board.lines["apples"] == ("A001", "A002", "A003")


class FaultySocket:
    """A connection that fails by a fault of ours once it is written to."""

    open = ready = True
    well = True

    def __init__(self) -> None:
        self.closed: list[int] = []

    def write(self, _: bytes) -> None:
        if not self.well:
            raise LookupError("a fault of ours")

    def offer(self, frames: bytes) -> bool:
        self.write(frames)
        return True

    def drop(self, code: int, _: str) -> None:
        self.closed.append(code)


def test_one_connections_fault_keeps_no_other_from_its_news(tmp_path: Path) -> None:
    with running_server(tmp_path) as hall, hall.screen("display") as display, hall.socket("/ws/phone") as phone:
        token = hall.post(IssueTicket(key="issue-0001", visit=visit())).json()["token"]
        phone.send(FollowTicket(protocol=PROTOCOL, token=token))
        phone.until(PhoneBoard)
        sockets = [FaultySocket() for _ in range(3)]
        hub, (ticket,) = hall.hub, hall.author.hall.tickets()

        def join() -> None:
            for one in sockets[:2]:
                hub.join(Outbox(cast("HallSocket", cast("Any", one))), b"", TOPICS["display"])
            hub.phones.join(Phone(cast("HallSocket", cast("Any", sockets[2]))), ticket)
            for one in sockets:
                one.well = False

        hall.on_loop(join)
        hall.post(IssueTicket(key="issue-0002", visit=visit()))
        _, moved = display.until(HallMoved)
        while moved.seq < hall.seq():
            _, moved = display.until(HallMoved)
        board = phone.until(PhoneBoard)[1]
        while board.seq < hall.seq():
            board = phone.until(PhoneBoard)[1]
        until(lambda: [one.closed for one in sockets] == [[Close.FAULT]] * 3)
        assert (hub.screens, len(hub.phones)) == (1, 1)
        assert hall.request("GET", "/health").json()["troubles"] == []
