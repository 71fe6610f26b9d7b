"""What a hall sees by itself: when it begins and is over, what it changes, and that the lines shown say the same."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.commands import (
    CloseCounter,
    ConfigureHall,
    KeepWatch,
    OpenCounter,
    OpenDay,
    PauseCounter,
    TransferTicket,
)
from server.domain.config import Counter, HallConfig, Reserve
from server.domain.counter_states import PauseReason
from server.domain.events import WatchChanged
from server.domain.evolve import replay
from server.domain.fairness.choices import Rule
from server.domain.fairness.policy import Preset, preset
from server.domain.hall import Hall
from server.domain.routing import first
from server.domain.watch import Watch, WatchWhat
from tests.server.asking import issue
from tests.server.domain.scene import Scene
from tests.server.sample_halls import sample_counter, sample_hall, sample_service

MINUTE = 60_000


def hall_of(*counters: Counter, alert: int = 0) -> HallConfig:
    services = tuple(replace(sample_service(one, one[0].upper()), alert_minutes=alert) for one in ("apples", "books"))
    return replace(sample_hall(services, counters), routing=preset(Preset.PROMISE_FIRST))


def reserve(*, minutes: int | None = None, people: int | None = None) -> HallConfig:
    two = replace(sample_counter("2", ("books",)), reserve=Reserve("apples", minutes, people))
    return hall_of(sample_counter("1", ("apples",)), two)


def look(scene: Scene) -> list[tuple[WatchWhat, str, str, bool]]:
    events = scene.do(KeepWatch())
    assert all(isinstance(one, WatchChanged) for one in events)
    seen = [(one.watch, one.on) for one in events if isinstance(one, WatchChanged)]
    return [(watch.what, watch.subject, watch.about, on) for watch, on in seen]


def later(scene: Scene, minutes: float) -> None:
    scene.now += int(minutes * MINUTE)


def line(scene: Scene, counter_id: str) -> list[str]:
    counter = scene.hall.config.counter(counter_id) if scene.hall.config else None
    return list(first(scene.hall, counter, 99, scene.now)) if counter else []


def served(scene: Scene, counter_id: str) -> str | None:
    there = scene.next(counter_id)
    if there is not None:
        scene.finish(counter_id, there)
    return there


OPENS, ENDS = (WatchWhat.RESERVE, "2", "apples", True), (WatchWhat.RESERVE, "2", "apples", False)


def test_a_reserve_counter_calls_for_a_line_that_has_waited_long_and_stops_when_half_of_it_is_left() -> None:
    scene = Scene(reserve(minutes=20))
    earliest = scene.issue()
    later(scene, 15)
    second = scene.issue()
    assert look(scene) == []
    assert line(scene, "2") == []
    assert scene.next("2") is None
    later(scene, 5)
    assert look(scene) == [OPENS]
    assert look(scene) == [], "it is said once"
    assert line(scene, "2") == [earliest, second]
    assert served(scene, "2") == earliest
    later(scene, 5)
    assert look(scene) == [], "who is first has waited ten minutes: half of the limit, and not less"
    third = scene.issue()
    assert served(scene, "2") == second
    assert look(scene) == [ENDS]
    assert line(scene, "2") == []
    assert line(scene, "1") == [third]


def test_a_reserve_counter_calls_for_a_line_of_many() -> None:
    scene = Scene(reserve(people=4))
    for _ in range(4):
        scene.issue()
    assert look(scene) == []
    scene.issue()
    assert look(scene) == [OPENS]
    seen = []
    while scene.hall.waiting("apples"):
        served(scene, "2")
        seen.append((scene.hall.waiting("apples"), look(scene)))
        if seen[-1][1]:
            break
    assert seen == [(4, []), (3, []), (2, [ENDS])]


def test_a_service_that_a_reserve_counter_was_given_is_another_of_its_own() -> None:
    scene = Scene(reserve(people=1))
    scene.issue(), scene.issue()
    look(scene)
    assert scene.hall.config is not None
    assert scene.hall.config.counter("2") == replace(scene.hall.configured.counter("2"), primary=("books", "apples"))  # type: ignore[union-attr,type-var]
    scene.do(OpenDay("2026-11-25"))
    assert scene.hall.watches == ()
    assert scene.hall.config.counter("2") is not None
    assert line(scene, "2") == []


def test_what_a_new_file_does_not_watch_for_is_over() -> None:
    scene = Scene(reserve(people=1))
    scene.issue(), scene.issue()
    assert look(scene) == [OPENS]
    scene.do(ConfigureHall(hall_of(sample_counter("1", ("apples",)), sample_counter("2", ("books",)))))
    assert look(scene) == [ENDS]
    assert line(scene, "2") == []


def test_a_long_wait_is_said_once_and_taken_back() -> None:
    scene = Scene(hall_of(sample_counter("1", ("apples", "books")), alert=40))
    scene.issue()
    later(scene, 20)
    scene.issue()
    later(scene, 15)
    assert look(scene) == []
    later(scene, 10)
    assert look(scene) == [(WatchWhat.LONG_WAIT, "apples", "", True)]
    later(scene, 5)
    assert look(scene) == []
    served(scene, "1")
    assert look(scene) == [], "the next has waited thirty minutes of forty"
    served(scene, "1")
    assert look(scene) == [(WatchWhat.LONG_WAIT, "apples", "", False)]


def deputies() -> Scene:
    stands_in = replace(sample_counter("2", ("apples",)), deputy_for=("1",), deputy_after_minutes=15)
    return Scene(hall_of(sample_counter("1", ("apples",)), stands_in, sample_counter("3", ("apples",))))


def sent_to_one(scene: Scene) -> tuple[str, str]:
    """Who came first, and who was sent to counter 1."""
    mine = scene.issue()
    assert scene.next("1") == mine
    earlier = scene.issue()
    scene.do(TransferTicket(mine, "apples", "1", to_counter="1"))
    return earlier, mine


@pytest.mark.parametrize("away", ["closed", "paused so long", "paused until late", "paused until just so late"])
def test_a_deputy_draws_the_visitors_of_a_counter_that_is_away_for_long(away: str) -> None:
    scene = deputies()
    earlier, mine = sent_to_one(scene)
    assert line(scene, "2") == [earlier]
    minutes = {"paused until late": 30, "paused until just so late": 15}.get(away)
    back_at = None if minutes is None else scene.now + minutes * MINUTE
    scene.do(CloseCounter("1") if away == "closed" else PauseCounter("1", PauseReason.MEETING, back_at))
    scene.now -= 1_000
    if away == "paused so long":
        assert look(scene) == []
        assert line(scene, "2") == line(scene, "3") == [earlier], "one that pauses comes back"
        later(scene, 15)
    assert look(scene) == [(WatchWhat.DEPUTY, "1", "2", True)]
    assert line(scene, "2")[0] == mine
    assert line(scene, "3")[0] == earlier, "held off from the others"
    scene.do(OpenCounter("1"))
    assert look(scene) == [(WatchWhat.DEPUTY, "1", "2", False)]
    assert line(scene, "1")[0] == mine
    assert line(scene, "2") == [earlier]


def test_who_was_sent_to_an_officer_is_called_by_the_deputy_of_the_counter_that_he_left() -> None:
    scene = deputies()
    scene.by = "person:amy"
    scene.do(OpenCounter("1"))
    scene.next("1")
    scene.by = "somebody"
    mine, other = scene.issue(), scene.issue()
    scene.by = "person:amy"
    assert served(scene, "1") == mine
    scene.by = "somebody"
    scene.do(TransferTicket(other, "apples", to_officer="amy"))
    assert line(scene, "2") == line(scene, "3") == []
    scene.do(CloseCounter("1"))
    assert line(scene, "2") == []
    look(scene)
    assert line(scene, "2") == [other]
    assert line(scene, "3") == []
    scene.do(CloseCounter("2"))
    assert look(scene) == [(WatchWhat.DEPUTY, "1", "2", False)]
    assert line(scene, "3") == []


def test_a_log_that_ends_what_never_began_is_damaged() -> None:
    scene = Scene(reserve(people=1))
    watch = Watch(WatchWhat.RESERVE, "2", "apples")
    with pytest.raises(ValueError, match="cannot begin twice, nor end before"):
        scene.happen(WatchChanged(watch, on=False))
    scene.happen(WatchChanged(watch, on=True))
    with pytest.raises(ValueError, match="cannot begin twice"):
        scene.happen(WatchChanged(watch, on=True))


steps = st.lists(
    st.tuples(st.sampled_from(("issue", "1", "2", "look", "close", "open")), st.integers(0, 12)), max_size=40
)


@given(steps, st.sampled_from([None, 5, 20]), st.sampled_from([2, 6]))
def test_the_lines_shown_are_who_is_called_whatever_the_hall_has_seen(
    taken: list[tuple[str, int]], minutes: int | None, people: int
) -> None:
    two = replace(sample_counter("2", ("books",)), reserve=Reserve("apples", minutes, people), deputy_for=("1",))
    scene = Scene(hall_of(sample_counter("1", ("apples",)), two, alert=10))
    turns = 0
    for step, pause in taken:
        later(scene, pause)
        turns += len(look(scene)) if step == "look" else 0
        if step == "issue":
            scene.do(issue("apples" if pause % 3 else "books"))
        elif step in {"1", "2"}:
            scene.do(OpenCounter(step))
            expected = line(scene, step)
            assert served(scene, step) == (expected[0] if expected else None)
        elif step in {"open", "close"}:
            scene.do(OpenCounter("1") if step == "open" else CloseCounter("1"))
    look(scene)
    assert look(scene) == [], "what stands now stands until something happens"
    assert replay(scene.facts, Hall.empty()).canonical() == scene.hall.canonical()
    assert scene.hall.config is not None
    done = {one for counter in scene.hall.config.counters for one in counter.primary}
    assert done == {"apples", "books"}, "everybody is called somewhere"


@given(st.lists(st.sampled_from((True, True, False)), min_size=12, max_size=60))
def test_a_reserve_counter_does_not_come_and_go_with_every_call(taken: list[bool]) -> None:
    """Between a beginning and an end half of the limit has been called, and the other way round as many have come."""
    scene = Scene(reserve(people=6))
    since = 0
    for comes in taken:
        if comes:
            scene.issue()
        else:
            served(scene, "1")
        since += 1
        if look(scene):
            assert since >= 3
            since = 0


def test_nothing_is_seen_in_a_hall_that_watches_for_nothing() -> None:
    scene = Scene(hall_of(sample_counter("1", ("apples", "books"))))
    scene.issue()
    later(scene, 400)
    assert look(scene) == []
    assert scene.hall.config is not None
    assert not scene.hall.config.watches


def test_the_rule_says_that_the_deputy_draws_them() -> None:
    scene = deputies()
    _, mine = sent_to_one(scene)
    scene.do(CloseCounter("1"))
    look(scene)
    scene.next("2")
    assert scene.ticket(mine).counter_id == "2"
    assert scene.ticket(mine).rule in {Rule.OFFICER, Rule.IN_TURN}
