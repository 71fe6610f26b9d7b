"""How long a visitor takes: as he did where he was, as others did where he was not."""

from __future__ import annotations

from dataclasses import replace

from server.domain.fairness.policy import Preset, preset
from server.what_if.day import Arrival, Day, Leg
from server.what_if.handling import Handlings, as_happened, redrawn
from server.what_if.replay_of_day import DayPlan, Handling, replayed
from tests.server.sample_halls import NOON, sample_hall, sample_service

MINUTE = 60_000
GUIDED = sample_service("apples", "A")
HALL = sample_hall(services=(replace(GUIDED, guide=replace(GUIDED.guide, minutes=7)), sample_service("books", "B")))


def leg(took: int | None, counter_id: str = "1", service_id: str = "apples", **more: object) -> Leg:
    called = None if took is None else NOON
    given = {"called_at": called, "counter_id": counter_id if called else "", "took_ms": took and took * MINUTE}
    return replace(Leg(service_id, NOON, NOON), **(given | more))  # type: ignore[arg-type]


def day_of(*legs: Leg) -> Day:
    arrivals = tuple(Arrival(f"1-{order}", NOON, order, (one,)) for order, one in enumerate(legs, 1))
    return Day("2026-11-24", HALL, preset(Preset.FIRST_COME), arrivals, (), (), NOON + 100 * MINUTE)


def took(handlings: Handlings, service_id: str, counter_id: str) -> list[float]:
    return [one.took_ms / MINUTE for one in handlings.of(service_id, counter_id)]


def test_a_counter_that_has_served_enough_says_how_long_it_takes_there() -> None:
    legs = [*(leg(minutes) for minutes in (9, 7, 8, 5, 6)), *(leg(minutes, "2") for minutes in (1, 2, 3, 4))]
    handlings = Handlings(legs, HALL)
    assert took(handlings, "apples", "1") == [5, 6, 7, 8, 9]
    assert took(handlings, "apples", "2") == [1, 2, 3, 4, 5, 6, 7, 8, 9], "four are too few"
    assert took(handlings, "apples", "extra-1") == [1, 2, 3, 4, 5, 6, 7, 8, 9]


def test_who_did_not_come_or_came_with_others_says_nothing() -> None:
    handlings = Handlings([leg(9), leg(1, came=False), leg(2, together=True), leg(None)], HALL)
    assert took(handlings, "apples", "") == [9]


def test_of_what_nobody_has_been_served_for_the_guide_says_it() -> None:
    assert took(Handlings([], HALL), "apples", "1") == [7]
    assert took(Handlings([], HALL), "books", "1") == [10]
    assert took(Handlings([], HALL), "gone", "1") == [10]


def test_who_is_where_he_was_takes_as_long_as_he_did_and_elsewhere_as_others() -> None:
    legs = [leg(minutes) for minutes in (1, 1, 1, 1, 1)] + [leg(minutes, "2") for minutes in (9, 9, 9, 9, 9)]
    plan = DayPlan(day_of(*legs, leg(None)))
    handlings = Handlings((one for _, one in plan.legs), HALL)
    handled = redrawn(plan, handlings, "seed")
    assert [handled(0, "1").took_ms, handled(5, "2").took_ms] == [MINUTE, 9 * MINUTE]
    assert [handled(0, "2").took_ms, handled(5, "1").took_ms] == [9 * MINUTE, MINUTE]
    assert [handled(10, "1").took_ms, handled(10, "2").took_ms] == [MINUTE, 9 * MINUTE], "who was not called"
    own = as_happened(plan, handlings)
    assert [own(0, "2").took_ms, own(5, "1").took_ms] == [MINUTE, 9 * MINUTE]


def test_another_seed_is_another_draw_and_the_same_is_the_same() -> None:
    plan = DayPlan(day_of(*(leg(minutes) for minutes in range(1, 60))))
    handlings = Handlings((one for _, one in plan.legs), HALL)

    def draws(seed: str) -> list[Handling]:
        handled = redrawn(plan, handlings, seed)
        return [handled(index, "9") for index in range(59)]

    assert draws("a") == draws("a") != draws("b")


def test_who_is_still_at_the_counter_stays_there() -> None:
    still = leg(None, called_at=NOON + MINUTE, counter_id="1")
    plan = DayPlan(day_of(still))
    assert as_happened(plan, Handlings([], HALL))(0, "1").took_ms == 99 * MINUTE


def test_who_was_sent_to_an_officer_waits_where_that_one_is() -> None:
    day = day_of(leg(5, officer="7"), leg(5, "2"))
    day = replace(day, officers=((NOON - 1, "7", "2"), (NOON + MINUTE, "7", "3")))
    first, second = DayPlan(day).claims
    assert (first.only_at, first.officer_at, second.only_at) == ("2", "", "")
    of_record = replace(day, arrivals=(replace(day.arrivals[1], officer="7"),))
    assert DayPlan(of_record).claims[0].officer_at == "2"
    assert DayPlan(replace(of_record, officers=())).claims[0].officer_at == ""


def test_nobody_is_called_where_nobody_is() -> None:
    plan = DayPlan(day := day_of(leg(5)))
    (stood,) = replayed(plan, day, as_happened(plan, Handlings([], HALL)))
    assert stood is not None
    assert (stood.called_at, stood.waited_ms(day.until)) == (None, 100 * MINUTE)
