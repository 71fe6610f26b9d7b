"""Who is next: told on joining, when an event changed it, and when time did; to everybody."""

from __future__ import annotations

from pathlib import Path

from program.clock import ManualClock
from server.domain.config import Interval, WeeklyHours
from server.identity.rights import TOPICS
from tests.server.asking import submission
from tests.server.edge.running import RunningServer, running_server, visit
from tests.server.sample_halls import NOON, sample_hall, sample_service
from wire.messages import PROTOCOL
from wire.messages.commands import CallNext, IssueTicket, MissTicket, RecallTicket
from wire.messages.events import HallMoved, Lines, OpeningChanged
from wire.messages.session import Accepted, AskSnapshot, Hello, Snapshot


def issue(hall: RunningServer, number: int, service: str = "apples") -> str:
    return str(hall.post(IssueTicket(key=f"issue-{number:05}", visit=visit(service))).json()["ticket_id"])


def of_counter(lines: Lines, counter_id: str = "1") -> tuple[tuple[str, ...], int]:
    (counter,) = (one for one in lines.counters if one.counter_id == counter_id)
    return counter.next, counter.waiting


def test_who_joins_hears_who_is_next(hall: RunningServer) -> None:
    first, second = issue(hall, 1), issue(hall, 2)
    with hall.socket(who="display") as peer:
        peer.send(Hello(protocol=PROTOCOL, role="display", name="x"))
        lines = peer.next_lines()
        assert (lines.seq, lines.at) == (hall.seq(), NOON)
        assert of_counter(lines) == ((first, second), 2)


def test_lines_follow_the_event_that_changed_them(hall: RunningServer) -> None:
    with hall.screen("console") as console, hall.screen("display") as display:
        first = issue(hall, 1)
        for peer in (console, display):
            assert isinstance(peer.next(), HallMoved)
            lines = peer.next_lines()
            assert (lines.seq, of_counter(lines)) == (hall.seq(), ((first,), 1))
        console.send(CallNext(key="call-0001", counter_id="1", after=0))
        console.until(Accepted)
        assert of_counter(display.next_lines()) == ((), 0)
        console.send(MissTicket(key="miss-0001", counter_id="1", ticket_id=first))
        console.until(Accepted)
        assert display.next_lines().aside == (first,)


def test_an_event_that_changes_no_line_brings_none(hall: RunningServer) -> None:
    with hall.screen("display") as display:
        first = issue(hall, 1)
        display.next_lines()
        hall.post(CallNext(key="call-0001", counter_id="1", after=0))
        display.next_lines()
        hall.post(RecallTicket(key="again-001", counter_id="1", ticket_id=first))
        recalled = hall.seq()
        hall.on_loop(hall.hub.look_at_lines)
        second = issue(hall, 2)
        lines = display.next_lines()
        assert (lines.seq, of_counter(lines)) == (recalled + 1, ((second,), 1))


def test_a_flood_of_events_ends_with_the_newest_lines(hall: RunningServer) -> None:
    with hall.screen("kiosk") as kiosk, hall.screen("display") as display:
        for number in range(200):
            kiosk.send(IssueTicket(key=f"issue-{number:05}", visit=visit()))
        for _ in range(200):
            kiosk.until(Accepted)
        told = 0
        waiting = 0
        while waiting < 200:
            lines = display.next_lines()
            assert of_counter(lines)[1] > waiting, "none older, none twice"
            waiting, told = of_counter(lines)[1], told + 1
        assert told < 200


def test_somebody_who_joins_takes_the_newest_lines_from_nobody(hall: RunningServer) -> None:
    """Lines gather for a moment after an event. Who joins or asks for a snapshot just then hears the newest, and those
    who were there before hear them none the less."""

    async def two_events_then_somebody_joins() -> None:
        for number in range(2):
            await hall.author.ask(submission(f"issue-{number:03}"))
        hall.hub.everything(TOPICS["display"])

    with hall.screen("display") as display:
        hall.run(two_events_then_somebody_joins)
        while of_counter(display.next_lines()) != (("1-A001", "1-A002"), 2):
            pass


def test_after_everybody_left_and_came_back_nobody_is_behind(hall: RunningServer) -> None:
    """What was told to those who left says nothing of what those who came know."""
    first = issue(hall, 1)
    with hall.screen("display"):
        pass
    hall.post(CallNext(key="call-0001", counter_id="1", after=0))
    with hall.screen("console") as console:
        hall.post(MissTicket(key="miss-0001", counter_id="1", ticket_id=first))
        assert console.next_lines().aside == (first,)


def test_a_snapshot_that_was_asked_for_brings_lines(hall: RunningServer) -> None:
    with hall.screen("display") as display:
        display.send(AskSnapshot())
        _, snapshot = display.until(Snapshot)
        assert display.next_lines().seq == snapshot.seq


def test_a_new_day_brings_lines_with_its_snapshot(hall: RunningServer) -> None:
    with hall.screen("display") as display:
        issue(hall, 1)
        assert of_counter(display.next_lines())[1] == 1
        hall.clock.advance(24 * 3_600_000)
        issue(hall, 2, "books")
        _, snapshot = display.until(Snapshot)
        lines = display.next_lines()
        while lines.seq < snapshot.seq:
            lines = display.next_lines()
        assert of_counter(lines) == ((), 0)
        assert of_counter(lines, "2") == (("2-B001",), 1)


def test_lines_are_looked_at_by_the_clock_too(tmp_path: Path) -> None:
    """A rule may know of time: what nobody was told yet is told at the next look, without an event."""
    office = WeeklyHours(((Interval(8 * 60, 17 * 60),),) * 7)
    clock = ManualClock(NOON + 5 * 3_600_000 - 300)
    config = sample_hall((sample_service("apples", "A", hours=office),), ())
    with running_server(tmp_path, config, clock=clock) as hall, hall.screen("display") as display:

        def forget() -> None:
            hall.hub._lines = None

        hall.on_loop(forget)
        clock.advance(300)
        display.until(OpeningChanged)
        assert display.next_lines().at == clock.now()
