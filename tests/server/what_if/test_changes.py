"""What could have been otherwise, read from words, and what it makes of a day."""

from __future__ import annotations

from dataclasses import replace

import pytest

from server.domain.fairness.policy import AS_THEY_COME, Preset, preset
from server.what_if.changes import (
    Change,
    ChangeRefused,
    CounterPauses,
    CounterServices,
    ExtraCounter,
    Fault,
    OtherPreset,
    change_of_words,
    changed,
)
from server.what_if.day import Day, Presence
from tests.server.sample_halls import NOON, grouped, sample_counter, sample_hall, sample_service

HALL = sample_hall(
    services=(sample_service("apples", "A"), sample_service("books", "B"), sample_service("more", "B", 801, 899)),
    counters=(replace(sample_counter("one", ("apples",)), label="1"), sample_counter("2", ("books",))),
)
MINUTE = 60_000
NOON_MINUTE = 720


def presence(counter_id: str, start: int, end: int, *primary: str) -> Presence:
    """From and to in minutes after noon."""
    return Presence(counter_id, NOON + start * MINUTE, NOON + end * MINUTE, frozenset(primary or {"apples"}))


DAY = Day(
    date="2026-11-24",
    config=HALL,
    policy=preset(Preset.FIRST_COME),
    arrivals=(),
    presences=(presence("one", 0, 60), presence("2", 0, 240), presence("one", 120, 240)),
    officers=(),
    until=NOON + 240 * MINUTE,
)


@pytest.mark.parametrize(
    ("words", "change"),
    [
        ("extra A 10-12", ExtraCounter(("apples",), 600, 720)),
        ("extra apples,B 10:30-12:05", ExtraCounter(("apples", "books", "more"), 630, 725)),
        ("extra a,apples 0-24:00", ExtraCounter(("apples",), 0, 1440)),
        ("pause 1 11:00–11:30", CounterPauses("one", 660, 690)),
        ("pause one 11", CounterPauses("one", 660, 1440)),
        ("services 2 A,B/B", CounterServices("2", ("apples", "books", "more"))),
        ("services 2 A 9-", CounterServices("2", ("apples",), (), 540, 1440)),
        ("services 2 books/A 9-10", CounterServices("2", ("books",), ("apples",), 540, 600)),
        ("preset balanced", OtherPreset(Preset.BALANCED)),
        ("preset promise-first", OtherPreset(Preset.PROMISE_FIRST)),
    ],
)
def test_words_are_understood(words: str, change: Change) -> None:
    assert change_of_words(words, HALL) == change


@pytest.mark.parametrize(
    ("words", "fault", "said", "known"),
    [
        ("", Fault.NOT_UNDERSTOOD, "", ()),
        ("one more counter", Fault.NOT_UNDERSTOOD, "one more counter", ()),
        ("extra Z 10-12", Fault.NO_SERVICE, "Z", ("A", "B", "B")),
        ("extra , 10-12", Fault.NEEDS_SERVICES, "", ("A", "B", "B")),
        ("extra A 10", Fault.NO_TIME, "10", ()),
        ("extra A 12-10", Fault.NO_TIME, "12:00-10:00", ()),
        ("extra A 10-10", Fault.NO_TIME, "10:00-10:00", ()),
        ("extra A 10-25", Fault.NO_TIME, "25", ()),
        ("extra A 10:7-11", Fault.NO_TIME, "10:7", ()),
        ("extra A 10:70-12", Fault.NO_TIME, "10:70", ()),
        ("extra A 24:30-25", Fault.NO_TIME, "24:30", ()),
        ("extra A ²-12", Fault.NO_TIME, "²", ()),
        ("extra A -12", Fault.NO_TIME, "", ()),
        ("pause 9 11", Fault.NO_COUNTER, "9", ("1", "2")),
        ("pause 1 24:00", Fault.NO_TIME, "24:00-24:00", ()),
        ("preset fair", Fault.NO_PRESET, "fair", ("promise_first", "balanced", "first_come")),
        ("services 2 /A", Fault.NEEDS_SERVICES, "", ("A", "B", "B")),
    ],
)
def test_what_is_no_change_is_refused_with_what_would_be_one(
    words: str, fault: Fault, said: str, known: tuple[str, ...]
) -> None:
    with pytest.raises(ChangeRefused) as refused:
        change_of_words(words, HALL)
    assert (refused.value.fault, refused.value.said, refused.value.known) == (fault, said, known)


@pytest.mark.parametrize("words", ["extra A 10-12", "extra A,B 10-12", "services 2 A"])
def test_what_would_make_no_difference_to_a_group_is_refused(words: str) -> None:
    services = (grouped(HALL.services[0]), *HALL.services[1:])
    with pytest.raises(ChangeRefused) as refused:
        change_of_words(words, replace(HALL, services=services))
    assert (refused.value.fault, refused.value.said) == (Fault.CALLED_TOGETHER, "A")
    change_of_words("services 2 A,B", replace(HALL, services=services))


def test_an_extra_counter_is_there_from_then_to_then() -> None:
    day = changed(DAY, [ExtraCounter(("books",), NOON_MINUTE, NOON_MINUTE + 90)])
    assert day.presences == (*DAY.presences, presence("extra-1", 0, 90, "books"))


def test_two_extra_counters_are_two() -> None:
    change = ExtraCounter(("books",), 600, 720)
    assert [one.counter_id for one in changed(DAY, [change, change]).presences[3:]] == ["extra-1", "extra-2"]


def test_a_counter_that_pauses_is_not_there_meanwhile() -> None:
    day = changed(DAY, [CounterPauses("one", NOON_MINUTE + 30, NOON_MINUTE + 150)])
    assert day.presences == (presence("one", 0, 30), presence("2", 0, 240), presence("one", 150, 240))
    day = changed(DAY, [CounterPauses("2", NOON_MINUTE + 60, NOON_MINUTE + 70)])
    assert day.presences[1:3] == (presence("2", 0, 60), presence("2", 70, 240))


def test_a_counter_does_other_services_while_it_is_there() -> None:
    day = changed(DAY, [CounterServices("one", ("books",), ("apples",), NOON_MINUTE + 30, NOON_MINUTE + 150)])
    other = replace(presence("one", 30, 60, "books"), backup=frozenset({"apples"}))
    assert day.presences == (
        presence("2", 0, 240),
        presence("one", 0, 30),
        other,
        replace(other, start=NOON + 120 * MINUTE, end=NOON + 150 * MINUTE),
        presence("one", 150, 240),
    )


def test_another_preset_is_another_policy() -> None:
    assert changed(DAY, [OtherPreset(Preset.BALANCED)]).policy == preset(Preset.BALANCED)


def test_what_is_set_beside_a_preset_stays_beside_another() -> None:
    set_beside = {"most_passed": 12, "officer_ms": 0, "grace_ms": 20 * MINUTE}
    day = replace(DAY, policy=replace(DAY.policy, **set_beside))
    for one in Preset:
        assert changed(day, [OtherPreset(one)]).policy == replace(preset(one), **set_beside)
    assert changed(replace(DAY, policy=AS_THEY_COME), [OtherPreset(one)]).policy == preset(one)


def test_one_change_comes_after_the_other() -> None:
    pause = CounterPauses("2", NOON_MINUTE, NOON_MINUTE + 240)
    assert changed(DAY, [pause, OtherPreset(Preset.BALANCED)]).presences == (
        presence("one", 0, 60),
        presence("one", 120, 240),
    )
