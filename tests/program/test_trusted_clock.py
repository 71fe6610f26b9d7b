"""Time by a clock that is set: what is believed, what is not, and until when."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from program.clock import Correction
from program.trusted_clock import SLACK_MS, Reading, SteppedTime, SystemTime, TrustedClock, judge

NOON = 1_795_492_800_000
HOUR = 3_600_000
DAY = 24 * HOUR
YEARS = 3_652 * DAY

passing = st.integers(0, 40 * DAY)
jumps = st.integers(SLACK_MS + 1, 20 * YEARS).flatmap(lambda ms: st.sampled_from((ms, -ms)))
slips = st.integers(-SLACK_MS, SLACK_MS)


@given(passed=passing, slip=slips)
def test_what_elapsed_explains_is_believed_and_a_small_step_is_followed(passed: int, slip: int) -> None:
    found = judge(Reading(NOON, 5), Reading(NOON, 5), Reading(NOON + passed + slip, 5 + passed))
    assert (found.now, found.off) == (NOON + passed + slip, 0)


@given(passed=passing, jump=jumps)
def test_a_jump_is_named_and_time_goes_on_by_what_elapsed(passed: int, jump: int) -> None:
    found = judge(Reading(NOON, 5), Reading(NOON, 5), Reading(NOON + passed + jump, 5 + passed))
    assert (found.now, found.off) == (NOON + passed, jump)


@given(story=st.lists(st.tuples(passing, jumps | slips), max_size=12))
def test_whatever_steps_come_the_time_told_is_the_true_one_but_for_what_each_day_allows(
    story: list[tuple[int, int]],
) -> None:
    source = SteppedTime(NOON, vouched=True)
    clock = TrustedClock(source)
    true, set_by = NOON, 0
    for passed, step in story:
        source.wait(passed)
        source.step(step)
        true, set_by = true + passed, set_by + step
        allowed = SLACK_MS + SLACK_MS * (true - NOON) // DAY
        told, off = clock.now(), clock.off()
        assert abs(told - true) <= allowed
        assert told + off == true + set_by, "off is what the wall clock shows besides"
        assert off or abs(set_by) <= allowed


def test_a_jump_by_hand_is_never_offered_as_a_correction() -> None:
    for vouched in (False, True):
        source = SteppedTime(NOON, vouched=vouched)
        clock = TrustedClock(source)
        source.step(26 * HOUR)
        assert (clock.now(), clock.off(), clock.correction()) == (NOON, 26 * HOUR, None)


def test_a_time_nobody_vouched_for_is_corrected_by_who_knows() -> None:
    source = SteppedTime(NOON)
    clock = TrustedClock(source)
    source.wait(60_000)
    source.step(-2 * HOUR, vouched=True)
    assert clock.now() == NOON + 60_000, "not before it was taken over"
    offered = clock.correction()
    assert offered == Correction(since=NOON, by_ms=-2 * HOUR)
    clock.correct(offered.by_ms)
    assert (clock.now(), clock.off(), clock.correction()) == (NOON + 60_000 - 2 * HOUR, 0, None)
    source.step(2 * HOUR)
    assert clock.correction() is None


def test_a_time_that_was_vouched_for_is_doubted_when_the_network_says_another() -> None:
    source = SteppedTime(NOON)
    clock = TrustedClock(source)
    source.step(1_000, vouched=True)
    source.wait(2_000)
    clock.now()
    for vouched in (False, True):  # the network sets it at once, or says later that what was set is right
        source.step(HOUR, vouched=vouched)
        told = clock.now()
    source.wait(60_000)
    assert clock.correction() == Correction(told, 2 * HOUR, vouched=True)
    clock.correct(2 * HOUR)
    assert (clock.now(), clock.off()) == (told + 60_000 + 2 * HOUR, 0)
    source.wait(60_000)
    source.step(2 * HOUR, vouched=True)
    assert clock.correction() == Correction(told + 120_000 + 2 * HOUR, 2 * HOUR, vouched=True), "of this jump"


def test_small_steps_do_not_add_up_to_a_day() -> None:
    source = SteppedTime(NOON)
    clock = TrustedClock(source)
    for _ in range(240):
        source.wait(1_000)
        source.step(290_000)
        clock.now()
    true = NOON + 240_000
    assert clock.now() - true <= SLACK_MS
    assert clock.off() > 19 * HOUR - SLACK_MS
    source.step(-240 * 290_000)
    assert (clock.now(), clock.off()) == (true, 0)


def test_a_clock_set_right_by_hand_each_day_is_followed_for_years() -> None:
    source = SteppedTime(NOON)
    clock = TrustedClock(source)
    for _ in range(800):
        for _ in range(24):
            source.wait(HOUR)
            clock.now()
        source.step(-SLACK_MS + 20_000)
        assert clock.off() == 0


def test_small_steps_of_who_knows_the_time_are_followed() -> None:
    source = SteppedTime(NOON)
    clock = TrustedClock(source)
    for _ in range(240):
        source.wait(1_000)
        source.step(290_000, vouched=True)
        assert clock.off() == 0


def test_a_clock_beside_the_halls_takes_over_its_time_and_comes_back_with_it() -> None:
    source = SteppedTime(NOON + YEARS)
    clock = TrustedClock(source)
    clock.agree_with(NOON)
    source.wait(HOUR)
    assert (clock.now(), clock.off()) == (NOON + HOUR, YEARS)
    clock.agree_with(NOON + HOUR - SLACK_MS)
    assert clock.now() == NOON + HOUR, "a heartbeat is some seconds old"
    source.step(-YEARS)
    assert (clock.now(), clock.off()) == (NOON + HOUR, 0)


def test_this_computers_clocks_agree_with_themselves() -> None:
    source = SystemTime()
    clock = TrustedClock(source)
    before = source.read()
    now = clock.now()
    after = source.read()
    assert before.wall <= now <= after.wall
    assert before.elapsed <= after.elapsed
    assert clock.off() == 0
    assert source.vouched() in {True, False}
