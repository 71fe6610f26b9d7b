"""How long one waits, as everybody is told: in other words only, in time, and not at all once nobody reckons it."""

from __future__ import annotations

from pathlib import Path

from program.clock import ManualClock
from server.edge.waits_shown import AGAIN_MS, OLD_MS, WaitsShown
from server.forecast.forecast import Forecast, Wait
from tests.server.edge.running import Peer, running_server, visit
from tests.server.sample_halls import NOON
from wire.messages import PROTOCOL, FollowTicket, PhoneBoard
from wire.messages.commands import IssueTicket
from wire.messages.session import Hello, Snapshot
from wire.messages.tickets import WaitView
from wire.messages.waits import Waits

MINUTE = 60_000
RANGE = WaitView(says="range", low=25, high=40)


def forecast(at: int = NOON, low: int = 26, **tickets: int) -> Forecast:
    wait = Wait(31 * MINUTE, low * MINUTE, 38 * MINUTE)
    of_tickets = {f"1-{number}": Wait(n * MINUTE, n * MINUTE, (n + 4) * MINUTE) for number, n in tickets.items()}
    return Forecast(at=at, seq=1, issued_now={("apples", "ordinary"): wait}, tickets=of_tickets)


class Making:
    """Whoever makes forecasts."""

    newest: Forecast | None = None

    def __call__(self) -> Forecast | None:
        return self.newest


def test_the_same_words_are_not_said_twice() -> None:
    clock, making = ManualClock(NOON), Making()
    shown = WaitsShown(clock, making)
    assert shown.look(0) is None
    making.newest = forecast()
    first = shown.look(1_000)
    assert first is not None
    assert first.issued_now[0].wait == RANGE
    assert shown.look(2_000) is None
    clock.advance(2_000)
    making.newest = forecast(at=NOON + 2_000, low=27)
    assert shown.look(3_000) is None, "27 minutes are said as 26 are"
    making.newest = forecast(at=NOON + 2_000, low=31)
    assert shown.look(4_000) is not None


def test_what_stays_the_same_is_said_again_while_it_is_good() -> None:
    clock, making = ManualClock(NOON), Making()
    shown = WaitsShown(clock, making)
    making.newest = forecast()
    first = shown.look(0)
    assert first is not None
    assert first.good_ms > 2 * AGAIN_MS, "one that is lost on its way takes nothing off"
    clock.advance(AGAIN_MS)
    making.newest = forecast(at=NOON + AGAIN_MS)
    assert shown.look(AGAIN_MS - 1) is None
    assert shown.look(AGAIN_MS) is not None


def test_an_old_forecast_is_taken_off_once() -> None:
    clock, making = ManualClock(NOON), Making()
    shown = WaitsShown(clock, making)
    making.newest = forecast()
    shown.look(0)
    clock.advance(OLD_MS)
    assert shown.look(1_000) is None
    clock.advance(1)
    taken_off = shown.look(2_000)
    assert taken_off is not None
    assert (taken_off.issued_now, taken_off.tickets) == ((), {})
    assert shown.look(2_000 + 10 * AGAIN_MS) is None, "that there is nothing is said once"


def test_one_of_the_future_is_of_a_clock_that_was_set_back() -> None:
    making = Making()
    shown = WaitsShown(ManualClock(NOON), making)
    making.newest = forecast(at=NOON + OLD_MS + 1)
    assert shown.look(0) is None


def next_waits(peer: Peer) -> Waits:
    _, found = peer.until(Waits)
    return found


def test_whoever_joins_is_told_and_so_are_those_who_are_here(tmp_path: Path) -> None:
    making = Making()
    with running_server(tmp_path, forecast=making) as hall, hall.screen("kiosk") as kiosk:
        making.newest = forecast()
        hall.on_loop(hall.hub.look_at_waits)
        assert next_waits(kiosk).issued_now[0].wait == RANGE
        with hall.socket(who="display") as display:
            display.send(Hello(protocol=PROTOCOL, role="display", name="x"))
            display.until(Snapshot)
            assert next_waits(display).issued_now[0].wait == RANGE


def test_a_phone_finds_its_number_and_loses_it_with_the_forecast(tmp_path: Path) -> None:
    making = Making()
    with running_server(tmp_path, forecast=making) as hall:
        token = str(hall.post(IssueTicket(key="issue-0001", visit=visit())).json()["token"])
        with hall.socket("/ws/phone") as phone:
            phone.send(FollowTicket(protocol=PROTOCOL, token=token))
            _, board = phone.until(PhoneBoard)
            assert board.waits == {}
            making.newest = forecast(A001=12)
            hall.on_loop(hall.hub.look_at_waits)
            _, board = phone.until(PhoneBoard)
            assert board.waits == {"A001": WaitView(says="range", low=10, high=20)}
            assert board.waits_good_ms > 0
            making.newest = None
            hall.on_loop(hall.hub.look_at_waits)
            _, board = phone.until(PhoneBoard)
            assert board.waits == {}


def test_nobody_else_is_told(tmp_path: Path) -> None:
    """Who may not hear who is next does not hear how long either."""
    making = Making()
    with running_server(tmp_path, forecast=making) as hall, hall.screen("devices") as devices:
        making.newest = forecast()
        hall.on_loop(hall.hub.look_at_waits)
        hall.post(IssueTicket(key="issue-0001", visit=visit()))
        assert devices.next_type() == "hall_moved"
