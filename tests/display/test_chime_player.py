"""One chime for each asked one, in turn; what a player held back is not made up for; staff hear of the trouble."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from display.chime_player import HANGS_MS, Chimes, SoundHealth
from display.chime_turns import CHIME_MS, LATE_MS, TURN_WITHIN_MS, ChimeTurns
from display.sound import RecordingPlayer, SoundFault

WAV = Path("/nowhere/chime.wav")
SILENCE = Path("/nowhere/silence.wav")


def each(instants: list[float]) -> list[tuple[float, str]]:
    """Asked for then, each for another ticket."""
    return [(at, f"1-A{place:03}") for place, at in enumerate(instants)]


def played(turns: ChimeTurns, now: float, *, until: float = 0.0, length: float = CHIME_MS) -> tuple[int, float]:
    """How many chimes a player plays that is free from `now` on, and when the last of them is over."""
    count = 0
    while turns.asked:
        turns, rings = turns.take(max(now, turns.asked[0][0]))
        if rings:
            count += 1
            now = max(now, turns.free_at - CHIME_MS) + length
    return count, now


def test_what_is_asked_at_once_is_played_in_turn_also_by_a_slow_player() -> None:
    turns = ChimeTurns().ask(each([0.0] * 12))
    assert played(turns, 0.0) == (12, 12 * CHIME_MS)
    assert played(turns, 0.0, length=2 * CHIME_MS)[0] == 12


def test_what_a_hung_player_held_back_is_dropped_soon_after_its_turn() -> None:
    """Twelve calls in thirty seconds, and nothing to be heard."""
    every = [place * 2_500.0 for place in range(12)]
    turns, rings = ChimeTurns().ask(each(every[:1])).take(0.0)
    assert rings
    turns = turns.ask(each(every[1:]))
    count, _ = played(turns, 30_000.0)
    assert count == len([at for at in every if 30_000 - at <= LATE_MS]) == 1


def test_of_many_at_once_only_those_are_played_whose_turn_it_still_is() -> None:
    turns, _ = ChimeTurns().ask(each([0.0] * 12)).take(0.0)
    count, _ = played(turns, 9_500.0)
    assert count == 5, "turns at 7 to 11 s"


def test_nobody_waits_longer_than_a_minute() -> None:
    count, over = played(ChimeTurns().ask(each([0.0] * 200)), 0.0)
    assert count == TURN_WITHIN_MS / CHIME_MS + 1
    assert over <= TURN_WITHIN_MS + CHIME_MS


def test_a_chime_whose_call_was_taken_back_is_not_played_and_the_others_are() -> None:
    turns = ChimeTurns().ask([(0.0, "1-A001"), (0.0, "1-A002"), (0.0, "1-A001")])
    assert turns.without(["1-A001"]).asked == ((0.0, "1-A002"),)
    sounding, rings = turns.take(0.0)
    assert rings
    assert played(sounding.without(["1-A001", "1-A009"]), CHIME_MS)[0] == 1


def test_what_is_hushed_before_its_turn_is_never_heard() -> None:
    clock, player = Clock(), Hanging()
    with ringing(player, clock) as chimes:
        chimes.ring(["1-A001"])
        assert player.entered.wait(30)
        chimes.ring(["1-A002", "1-A003"])
        chimes.hush(["1-A001", "1-A002"])
        player.free.set()
        until(lambda: len(player.played) == 2)
        chimes.hush([])
        chimes.ring(["1-A002"])
        until(lambda: len(player.played) == 3)
    assert len(player.played) == 3, "the one that sounded already, the other one, and a new call"


class Clock:
    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


class Hanging(RecordingPlayer):
    """Plays for ever until it is freed."""

    def __init__(self) -> None:
        super().__init__()
        self.free = threading.Event()
        self.entered = threading.Event()

    def play(self, path: Path) -> None:
        self.entered.set()
        assert self.free.wait(20)
        super().play(path)


@contextmanager
def ringing(
    player: RecordingPlayer, clock: Clock, chime: Callable[[], Path] = lambda: WAV, **how: float
) -> Iterator[Chimes]:
    chimes = Chimes(player, chime, lambda: SILENCE, clock, **how)
    chimes.start()
    try:
        until(lambda: chimes.health().tried)
        yield chimes
    finally:
        chimes.stop()


def test_every_asked_chime_is_played() -> None:
    player = RecordingPlayer()
    with ringing(player, Clock()) as chimes:
        chimes.ring(["1-A001", "1-A002"])
        chimes.ring([])
        chimes.ring(["1-A001"])
        until(lambda: len(player.played) == 3)
        assert chimes.health() == SoundHealth(tried=True)
    assert player.played == [WAV] * 3


def test_after_a_hung_player_there_is_no_burst_of_chimes() -> None:
    clock, player = Clock(), Hanging()
    with ringing(player, clock) as chimes:
        chimes.ring(["1-A001"])
        assert player.entered.wait(30)
        for _ in range(11):
            clock.now += 2_500
            chimes.ring(["1-A001"])
        assert chimes.health().fault is SoundFault.PLAYER_HANGS
        clock.now += 2_500
        player.free.set()
        until(lambda: len(player.played) == 2)
        until(lambda: chimes.health().fault is None)
        clock.now += 10_000
        chimes.ring(["1-A001"])
        until(lambda: len(player.played) == 3)
    assert len(player.played) == 3, "the hung one, the one that was still worth hearing, and a new one"


def test_staff_hear_of_a_player_that_cannot_even_be_ended() -> None:
    clock, player = Clock(), Hanging()
    with ringing(player, clock) as chimes:
        chimes.ring(["1-A001"])
        assert player.entered.wait(30)
        clock.now += HANGS_MS
        assert chimes.health().fault is None
        clock.now += 1
        assert chimes.health().fault is SoundFault.PLAYER_HANGS
        player.free.set()


@pytest.mark.parametrize("fault", [SoundFault.PLAYER_MISSING, SoundFault.NO_SOUND])
def test_trouble_is_known_before_the_first_call_and_logged_once(fault: SoundFault) -> None:
    player = RecordingPlayer()
    player.fault = fault
    with capture_logs() as logs, ringing(player, Clock()) as chimes:
        assert chimes.health().fault is fault
        chimes.ring(["1-A001", "1-A002", "1-A003"])
        player.fault = None
        chimes.ring(["1-A001"])
        until(lambda: chimes.health().fault is None)
    assert [entry["event"] for entry in logs] == ["chime_not_heard", "chime_heard_again"]


def test_sound_that_comes_back_is_noticed_without_a_call() -> None:
    player = RecordingPlayer()
    player.fault = SoundFault.NO_SOUND
    with ringing(player, Clock(), try_again_ms=10.0) as chimes:
        assert chimes.health().fault is SoundFault.NO_SOUND
        player.fault = None
        until(lambda: chimes.health().fault is None)
    assert player.played == []


def test_a_cache_that_cannot_be_written_is_no_end_either() -> None:
    def unwritable() -> Path:
        raise PermissionError(13, "read-only")

    with ringing(RecordingPlayer(), Clock(), unwritable) as chimes:
        chimes.ring(["1-A001"])
        until(lambda: chimes.health().fault is SoundFault.NO_CHIME)


def until(true: Callable[[], bool], seconds: float = 30.0) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.005)
