"""What the clock changes: opening, closing, a new day, devices that fell silent; and ranges that run out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from program.clock import ManualClock
from server.domain.config import Interval, SpecialDay, WeeklyHours
from server.edge.devices import SILENT_MS
from server.edge.elapsed import elapsed_ms
from tests.server.edge.deadlines import until
from tests.server.edge.running import RunningServer, running_server, visit
from tests.server.sample_halls import ALWAYS, NOON, both, sample_hall, sample_service
from wire.messages import PROTOCOL
from wire.messages.commands import CallNext, CloseToday, EndEmergency, IssueTicket, RaiseEmergency, ReopenToday
from wire.messages.events import HallMoved, OpeningChanged
from wire.messages.phone import FollowTicket, PhoneBoard
from wire.messages.session import Accepted, DeviceReport, Snapshot

HOUR = 3_600_000
OFFICE = WeeklyHours(((Interval(8 * 60, 17 * 60),),) * 7)


def issue(hall: RunningServer, number: int, service: str = "apples") -> int:
    command = IssueTicket(key=f"issue-{number:05}", visit=visit(service))
    return hall.post(command).status


def test_closing_and_opening_are_told(tmp_path: Path) -> None:
    config = sample_hall((sample_service("apples", "A", hours=OFFICE), sample_service("books", "B")))
    clock = ManualClock(NOON)
    with running_server(tmp_path, config, clock=clock) as hall, hall.screen("display") as display:
        hall.on_loop(hall.hub.look_at_clock)
        clock.advance(5 * HOUR)
        hall.on_loop(hall.hub.look_at_clock)
        _, closed = display.until(OpeningChanged)
        apples, books = closed.services
        assert (apples.open, apples.opens_at, books.open) == (False, NOON + 20 * HOUR, True)
        assert issue(hall, 1) == 409
        clock.advance(15 * HOUR)
        hall.on_loop(hall.hub.look_at_clock)
        before, opened = display.until(OpeningChanged)
        assert opened.services[0].open
        assert opened.services[0].closes_at == NOON + 29 * HOUR
        assert not [event for event in before if isinstance(event, OpeningChanged)]
        states = hall.snapshot()["services"]
        assert [state["open"] for state in states] == [True, True]


def test_after_closing_the_phones_of_those_who_wait_are_told(tmp_path: Path) -> None:
    config = sample_hall((sample_service("apples", "A", hours=OFFICE), sample_service("books", "B")))
    clock = ManualClock(NOON)
    with running_server(tmp_path, config, clock=clock) as hall, hall.socket("/ws/phone") as phone:
        token = hall.post(IssueTicket(key="issue-00001", visit=visit("apples"))).json()["token"]
        phone.send(FollowTicket(protocol=PROTOCOL, token=token))
        phone.next()
        before = phone.next()
        assert isinstance(before, PhoneBoard)
        assert before.over == ()
        clock.advance(5 * HOUR)
        hall.on_loop(hall.hub.look_at_clock)
        after = phone.next()
        assert isinstance(after, PhoneBoard)
        assert after.over == ("apples",)
        assert (after.seq, after.lines) == (before.seq, before.lines)


def test_a_holiday_is_told_when_its_day_comes(tmp_path: Path) -> None:
    config = replace(sample_hall(), days=(SpecialDay("2026-11-25", both("Peace")),))
    clock = ManualClock(NOON)
    with running_server(tmp_path, config, clock=clock) as hall, hall.screen("display") as display:
        clock.advance(24 * HOUR)
        hall.on_loop(hall.hub.look_at_clock)
        _, told = display.until(OpeningChanged)
        assert told.today is not None
        assert told.today.name == dict(both("Peace"))
        assert {(one.open, one.why) for one in told.services} == {(False, "holiday")}


def test_closed_for_today_is_on_every_surface_with_one_act(tmp_path: Path) -> None:
    """What a screen draws by comes in one message, what a phone draws by too, and the same press does no more."""
    with running_server(tmp_path) as hall, hall.screen("display") as display, hall.socket("/ws/phone") as phone:
        token = hall.post(IssueTicket(key="issue-00001", visit=visit("apples"))).json()["token"]
        phone.send(FollowTicket(protocol=PROTOCOL, token=token))
        phone.next()
        phone.next()
        typhoon = CloseToday(key="close-0001", reason="typhoon")
        assert hall.post(typhoon, who="clerk").status == 403
        assert hall.post(ReopenToday(key="open-00000"), who="clerk").status == 403
        assert hall.post(typhoon, who="supervisor").json()["what"] == "hall_closed_today"
        seq = hall.seq()
        _, told = display.until(Snapshot)
        assert (told.seq, told.today.closed) == (seq, "typhoon")
        assert not any(one.open for one in told.services)
        assert [one.waiting for one in told.services] == [1, 0]
        board = phone.next()
        assert isinstance(board, PhoneBoard)
        assert (board.closed, board.lines["apples"]) == ("typhoon", ("A001",))
        assert hall.post(IssueTicket(key="issue-00002", visit=visit("books"))).status == 409
        assert hall.post(CallNext(key="call-0001", counter_id="1", after=0)).json()["number"] == "A001"
        assert hall.post(typhoon, who="supervisor").json()["seq"] == seq
        hall.post(ReopenToday(key="open-00001"), who="supervisor")
        _, again = display.until(Snapshot)
        assert again.today.closed is None
        assert all(one.open for one in again.services)


def test_an_emergency_is_on_every_surface_with_one_act(tmp_path: Path) -> None:
    with running_server(tmp_path) as hall, hall.screen("display") as display, hall.socket("/ws/phone") as phone:
        token = hall.post(IssueTicket(key="issue-00001", visit=visit("apples"))).json()["token"]
        phone.send(FollowTicket(protocol=PROTOCOL, token=token))
        phone.next()
        phone.next()
        fire = RaiseEmergency(key="raise-00001", kind="fire", words="停車場", words_in={"en": "car park"})
        assert hall.post(fire, who="clerk").status == 403
        assert hall.post(EndEmergency(key="end-000001"), who="clerk").status == 403
        assert hall.post(fire, who="supervisor").json()["what"] == "emergency_raised"
        _, told = display.until(Snapshot)
        said = told.today.emergency
        assert said is not None
        assert (said.kind, said.words, set(said.text)) == ("fire", "停車場", {"zh-TW", "en", "vi", "id", "th"})
        assert said.words_in == {"zh-TW": "停車場", "en": "car park"}
        board = phone.next()
        assert isinstance(board, PhoneBoard)
        assert board.emergency == said
        assert hall.post(CallNext(key="call-0001", counter_id="1", after=0)).json()["number"] == "A001"
        hall.post(EndEmergency(key="end-000002"), who="supervisor")
        _, again = display.until(Snapshot)
        assert again.today.emergency is None


def test_the_next_look_is_at_the_next_change(tmp_path: Path) -> None:
    config = sample_hall((sample_service("apples", "A", hours=OFFICE),), ())
    clock = ManualClock(NOON + 5 * HOUR - 300)
    with running_server(tmp_path, config, clock=clock) as hall, hall.screen("display") as display:
        clock.advance(300)
        _, closed = display.until(OpeningChanged)
        assert not closed.services[0].open


def test_the_last_number_is_told(tmp_path: Path) -> None:
    config = sample_hall((sample_service("apples", "A", last=2), sample_service("books", "B")))
    with running_server(tmp_path, config) as hall, hall.screen("display") as display:
        issue(hall, 1)
        issue(hall, 2)
        before, changed = display.until(OpeningChanged)
        assert [getattr(event, "what", "") for event in before] == ["ticket_issued", "ticket_issued"]
        assert [state.numbers_left for state in changed.services] == [False, True]
        assert changed.services[0].waiting == 2
        assert issue(hall, 3) == 409


def test_a_new_day_is_one_snapshot(hall: RunningServer) -> None:
    with hall.screen("console", "counter-1") as console:
        issue(hall, 1)
        issue(hall, 2)
        hall.post(CallNext(key="call-0001", counter_id="1", after=0))
        last = 0
        for _ in range(3):
            event = console.next()
            assert isinstance(event, HallMoved)
            last = event.seq
        hall.clock.advance(24 * HOUR)
        console.send(IssueTicket(key="new-day-1", visit=visit("books", "desk")))
        before, accepted = console.until(Accepted)
        snapshot = next(message for message in before if isinstance(message, Snapshot))
        assert accepted.number == "B001"
        assert snapshot.business_day == 2
        assert snapshot.calls == ()
        for message in before:
            if isinstance(message, HallMoved):
                assert message.prev_seq == last
                last = message.seq
            elif isinstance(message, Snapshot):
                last = message.seq
        console.send(IssueTicket(key="new-day-2", visit=visit("books", "desk")))
        (event,), _ = console.until(Accepted)
        assert isinstance(event, HallMoved)
        assert event.prev_seq == last


def test_a_new_configuration_is_one_snapshot(tmp_path: Path) -> None:
    with running_server(tmp_path) as hall, hall.screen("display") as display:
        changed = sample_hall((sample_service("apples", "A", hours=ALWAYS),), ())
        hall.run(lambda: hall.author.configure(changed))
        snapshot = display.next()
        assert isinstance(snapshot, Snapshot)
        assert [service.service_id for service in snapshot.hall.services] == ["apples"]
        assert snapshot.seq == hall.seq()


def test_a_program_that_fell_silent_is_unknown(hall: RunningServer) -> None:
    with hall.screen("kiosk", "kiosk-1") as kiosk:
        kiosk.send(DeviceReport(device_id="printer", kind="ticket_printer", state="ok"))
        until(lambda: len(hall.on_loop(hall.hub.devices.all)) == 1)
    hall.on_loop(hall.hub.look_at_devices)
    (known,) = hall.on_loop(hall.hub.devices.all)
    assert known.state == "ok"
    hall.on_loop(lambda: hall.hub.devices.silent(at=NOON, elapsed=elapsed_ms() + SILENT_MS))
    (unknown,) = hall.on_loop(hall.hub.devices.all)
    assert unknown.state == "unknown"
