"""Who takes numbers in a burst is told when to come again, and staff see who it is until it is over."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from structlog.testing import capture_logs

from server.edge.known_people import KnownPeople
from server.edge.number_bursts import MOST_NAMED, SHOWN_MS, NumberBursts
from server.edge.trouble_watch import TroubleWatch
from server.identity.principal import Principal, Role
from server.number_pace import NumberLimits, NumberPace
from server.troubles import Trouble
from tests.server.edge.running import running_server, visit
from wire.messages import CallNext
from wire.messages.commands import IssueTicket
from wire.messages.session import Accepted, DeviceChanged, Refused

FEW = NumberPace(NumberLimits(a_minute=1, at_once=2))
KIOSK = Principal("kiosk", "sample", "device:k-1", "大門取號機", device_id="k-1")


def test_the_one_too_many_is_told_when_to_come_again_and_staff_who_it_is(tmp_path: Path) -> None:
    people = KnownPeople()
    with running_server(tmp_path, pace=FEW, people=people) as hall, hall.screen("console") as console:
        answers = [hall.post(IssueTicket(key=f"burst-{number:03}", visit=visit())) for number in range(4)]
        assert [one.status for one in answers] == [200, 200, 429, 429]
        no = answers[2].json()
        assert (no["type"], no["code"], no["key"]) == ("refused", "too_many_numbers", "burst-002")
        assert 0 < no["retry_after_s"] <= 60
        assert answers[2].headers["retry-after"] == str(no["retry_after_s"])
        assert hall.post(IssueTicket(key="burst-001", visit=visit())).json() == answers[1].json(), "no number is new"
        assert [what for what, _, _ in people.told] == ["numbers_burst"]
        _, came = console.until(DeviceChanged)
        told = came.device
        assert (told.kind, told.state, told.code, told.detail) == ("server", "warning", "numbers_burst", "kiosk")
        console.send(CallNext(key="call-0001", counter_id="1", after=0))
        assert console.until(Accepted)[1].number == "A001", "whatever a kiosk does, a clerk calls"


def test_each_kiosk_and_each_person_has_a_pace_of_its_own(tmp_path: Path) -> None:
    with running_server(tmp_path, pace=FEW) as hall:
        takers: list[tuple[Role, str]] = [("kiosk", "kiosk"), ("clerk", "desk"), ("volunteer", "desk")]
        for who, channel in takers:
            codes = []
            for number in range(3):
                command = IssueTicket(key=f"{who}-{number:05}", visit=visit(channel=channel))
                answer = hall.post(command, who=who).json()
                codes.append(answer.get("code") or answer["type"])
            assert codes == ["accepted", "accepted", "too_many_numbers"], who
        with hall.screen("kiosk", "another") as other:
            for number in range(3):
                other.send(IssueTicket(key=f"other-{number:04}", visit=visit()))
            assert [other.until(Accepted)[1].number for _ in range(2)] == ["A007", "A008"]
            _, refused = other.until(Refused)
            assert (refused.code, refused.key) == ("too_many_numbers", "other-0002")
            assert refused.retry_after_s is not None


class Elapsed:
    def __init__(self) -> None:
        self.at = 0

    def __call__(self) -> int:
        return self.at


def bursts(elapsed: Elapsed, began: Callable[[Principal], object] = id) -> NumberBursts:
    return NumberBursts(lambda device_id: {"c-3": "三號櫃檯的電腦"}.get(device_id, ""), began, elapsed)


def test_the_staff_log_hears_of_each_burst_once() -> None:
    elapsed, heard = Elapsed(), list[str]()
    found = bursts(elapsed, lambda principal: heard.append(principal.actor))
    for _ in range(3):
        found.refuse(KIOSK)
    assert heard == ["device:k-1"]
    elapsed.at = SHOWN_MS
    found.refuse(KIOSK)
    assert heard == ["device:k-1", "device:k-1"]


def test_it_goes_away_when_nobody_was_refused_for_a_while() -> None:
    elapsed = Elapsed()
    found = bursts(elapsed)
    told: list[list[Trouble]] = []
    watch = TroubleWatch((found.troubles,), lambda troubles: told.append(list(troubles)))
    with capture_logs() as lines:
        for _ in range(500):
            found.refuse(KIOSK)
        watch.look()
        elapsed.at = SHOWN_MS - 1
        found.refuse(KIOSK)
        elapsed.at = 2 * SHOWN_MS - 2
        watch.look()
        elapsed.at = 2 * SHOWN_MS - 1
        watch.look()
    assert [[one.code for one in troubles] for troubles in told] == [["numbers_burst"], []]
    assert [line["event"] for line in lines] == ["numbers_burst", "trouble", "trouble_over"]


def test_it_is_named_as_staff_know_it_and_the_log_has_ids() -> None:
    elapsed = Elapsed()
    found = bursts(elapsed)
    at_counter = Principal("clerk", "sample", "person:p-7@device:c-3", "王小明", "s-1", "c-3")
    nowhere = Principal("volunteer", "sample", "person:p-8", "陳志工", "s-2")
    watch = TroubleWatch((found.troubles,), lambda _: None)
    with capture_logs() as lines:
        found.refuse(at_counter)
        assert [one.name for one in found.troubles()] == ["三號櫃檯的電腦"]
        found.refuse(nowhere)
        found.refuse(KIOSK)
        watch.look()
    told = lines.pop()
    assert told["code"] == "numbers_burst"
    assert not [name for name in ("陳志工", "王小明", "三號") if name in str(told)], "health has the same detail"
    (trouble,) = found.troubles()
    assert trouble.name == "三號櫃檯的電腦, 大門取號機, 陳志工"
    assert not trouble.blocks
    assert [line["by"] for line in lines] == ["person:p-7@device:c-3", "person:p-8", "device:k-1"]
    assert "王小明" not in str(lines)
    for number in range(20):
        found.refuse(Principal("kiosk", "sample", f"device:{number}", "機" * 40, device_id=str(number)))
        found.refuse(Principal("kiosk", "sample", f"device:n{number}", f"{number:040}", device_id=f"n{number}"))
    (trouble,) = found.troubles()
    assert len(trouble.name.split(", ")) == MOST_NAMED
    assert len(trouble.name) <= 200, "as long as a screen is told of"
