"""The server's clock as a screen carries it: as good as the quickest message, whatever comes late."""

from __future__ import annotations

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from tests.wire.talks import WELCOME, moved, snapshot
from wire.messages import HallMoved, Pulse
from wire.server_clock import ASK_MS, DRIFT, ServerClock

BEGAN = 1_764_000_000_000
"""The server's clock at 0 of the screen's."""


def heard_at(now: float, *, slow: float = 0.0, ahead: int = 0) -> Pulse:
    """A pulse that arrives at `now`, by a server whose clock was set `ahead`."""
    return Pulse(at=int(BEGAN + ahead + now - slow))


def made_at(now: float, *, ahead: int = 0) -> HallMoved:
    return msgspec.structs.replace(moved(6, 5), at=int(BEGAN + ahead + now))


def asked(clock: ServerClock, sent: float, now: float, *, ahead: int = 0) -> None:
    """A probe, and its answer as soon as that can be."""
    clock.ask(sent)
    clock.hear(now, heard_at(now, ahead=ahead))


def test_it_knows_nothing_before_it_has_heard() -> None:
    clock = ServerClock()
    assert clock.read(5.0) is None
    for other in (snapshot(5), moved(6, 5)):
        clock.hear(5.0, other)
    assert clock.read(5.0) is None, "these were made before they were sent"


def test_what_comes_late_does_not_set_it_back() -> None:
    clock = ServerClock()
    clock.begin(0.0)
    clock.hear(4.0, msgspec.structs.replace(WELCOME, at=BEGAN + 2))
    clock.ask(10_000.0)
    clock.hear(85_000.0, Pulse(at=BEGAN + 10_001))  # read after a freeze of 75 s
    off = clock.read(85_000.0)
    assert off is not None
    assert -2 - DRIFT * 85_000 <= off - (BEGAN + 85_000) <= 0


def test_a_clock_that_is_set_forward_or_back_is_followed_at_the_next_answer() -> None:
    clock = ServerClock()
    asked(clock, 0.0, 1.0)
    for now, ahead in ((30_000.0, 3_600_000), (60_000.0, 0), (90_000.0, -7_000)):
        asked(clock, now - 5, now, ahead=ahead)
        assert clock.read(now) == BEGAN + ahead + now


def test_an_event_that_is_earlier_than_what_the_line_has_said_tells_at_once_that_the_clock_was_set_back() -> None:
    clock = ServerClock()
    asked(clock, 0.0, 1.0)
    clock.hear(4_000.0, made_at(3_990.0, ahead=-3_600_000))
    assert clock.read(4_000.0) == BEGAN - 3_600_000 + 3_990
    clock.hear(4_500.0, made_at(4_490.0, ahead=-3_600_000))
    assert clock.read(4_500.0) == BEGAN - 3_600_000 + 4_490
    asked(clock, 5_000.0, 5_001.0, ahead=-3_600_000)
    assert clock.read(5_001.0) == BEGAN - 3_600_000 + 5_001
    clock.hear(6_000.0, made_at(5_990.0, ahead=-3_900_000))
    assert clock.read(6_000.0) == BEGAN - 3_900_000 + 5_990, "and once more"


def test_events_that_come_late_in_their_order_do_not_set_it_back() -> None:
    clock = ServerClock()
    asked(clock, 0.0, 1.0)
    for made in (3_000.0, 3_500.0, 60_000.0):
        clock.hear(80_000.0, made_at(made))  # read after a freeze
    assert clock.read(80_000.0) == BEGAN + 80_000
    clock.hear(80_100.0, heard_at(80_100.0))
    clock.hear(80_200.0, made_at(79_300.0))  # on its way to the disk while the time was told
    assert clock.read(80_200.0) == BEGAN + 80_200


def test_an_event_of_another_line_says_nothing_of_the_clock() -> None:
    clock = ServerClock()
    asked(clock, 0.0, 1.0)
    clock.begin(10_000.0)
    clock.hear(10_001.0, made_at(2_000.0))
    assert clock.read(10_001.0) == BEGAN + 10_001


def test_it_wants_to_ask_once_in_a_while_unless_nobody_answers_with_the_time() -> None:
    clock, never = ServerClock(), ServerClock(asked=False)
    for one in (clock, never):
        one.begin(1_000.0)
    assert clock.ask_at == 1_000 + ASK_MS
    clock.ask(20_000.0)
    assert clock.ask_at == 20_000 + ASK_MS
    never.ask(20_000.0)
    assert never.ask_at == float("inf")


@given(
    st.lists(
        st.tuples(
            st.floats(0, 60_000), st.booleans(), st.one_of(st.floats(0, 2_000), st.just(75_000.0)), st.floats(0, 50)
        ),
        min_size=1,
        max_size=40,
    )
)
def test_it_is_never_ahead_and_behind_by_no_more_than_the_quickest_way_and_drift(
    said: list[tuple[float, bool, float, float]],
) -> None:
    """Messages in order, each `slow` on its way; some answer what was asked a while before they were sent."""
    clock = ServerClock()
    now = 0.0
    quickest = float("inf")
    for wait, answers, slow, going in said:
        now += wait + slow
        if answers:
            clock.ask(now - slow - going)
        clock.hear(now, heard_at(now, slow=slow))
        quickest = min(quickest, slow)
        read = clock.read(now)
        assert read is not None
        behind = BEGAN + now - read
        assert 0 <= round(behind, 2) <= quickest + DRIFT * now + 1.01
