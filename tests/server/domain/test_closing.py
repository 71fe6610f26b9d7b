"""Closed for today: no more numbers, nobody's taken away, and over with the business day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.by_hand import HandValue, HandWhat
from server.domain.closing import ClosingReason
from server.domain.commands import CloseToday, ConfigureHall, Declined, OpenDay, Refusal, ReopenToday, SetByHand
from server.domain.events import HallClosedToday, HallReopened
from server.domain.hall import Hall
from server.domain.opening import Shut, opening
from tests.server.domain.scene import Scene, issue
from tests.server.sample_halls import sample_counter, sample_hall, sample_service

TYPHOON = CloseToday(ClosingReason.TYPHOON)
DAY = 24 * 3_600_000


def gives(scene: Scene, service_id: str) -> bool:
    answer = scene.ask(issue(service_id))
    assert not isinstance(answer, Declined) or answer.code is Refusal.SERVICE_CLOSED
    return not isinstance(answer, Declined)


def test_no_service_gives_a_number_and_who_waits_is_called() -> None:
    scene = Scene()
    waiting = scene.issue("apples")
    assert scene.do(TYPHOON) == (HallClosedToday(ClosingReason.TYPHOON),)
    assert not gives(scene, "apples")
    assert not gives(scene, "books")
    assert scene.hall.line("apples") == (waiting,)
    assert scene.next("1") == waiting
    scene.finish("1", waiting)


def test_it_opens_again_as_if_nothing_had_been() -> None:
    scene = Scene()
    before = scene.hall.config
    scene.do(TYPHOON)
    assert scene.do(ReopenToday()) == (HallReopened(),)
    assert gives(scene, "apples")
    assert scene.hall.config == before
    assert scene.hall.written is None


def test_the_same_again_changes_nothing_and_another_reason_does() -> None:
    scene = Scene()
    assert scene.do(ReopenToday()) == ()
    scene.do(TYPHOON)
    assert scene.do(TYPHOON) == ()
    assert scene.do(CloseToday(ClosingReason.OUTAGE)) == (HallClosedToday(ClosingReason.OUTAGE),)
    assert scene.hall.closed_today is ClosingReason.OUTAGE


def test_the_next_business_day_opens_as_always() -> None:
    scene = Scene()
    scene.issue("apples")
    scene.do(TYPHOON)
    config = scene.hall.config
    assert config is not None
    told = opening(config.services[0], config, scene.now)
    assert (told.open, told.why, told.opens_at) == (False, Shut.OVER, 1_795_492_800_000 + DAY // 2)
    scene.now += DAY
    scene.do(OpenDay("2026-11-25"))
    assert scene.hall.closed_today is None
    assert gives(scene, "apples")


def test_a_file_that_is_read_again_opens_nothing_also_a_new_service() -> None:
    scene = Scene()
    scene.do(TYPHOON)
    more = (sample_service("apples", "A"), sample_service("pears", "C"))
    scene.do(ConfigureHall(sample_hall(more, (sample_counter("1", ("apples", "pears")),))))
    assert not gives(scene, "pears")
    scene.do(ReopenToday())
    assert gives(scene, "pears")


def test_what_a_supervisor_closed_by_hand_stays_closed_after_it() -> None:
    scene = Scene()
    scene.do(SetByHand(HandWhat.SERVICE_CLOSED, "apples", HandValue()))
    scene.do(TYPHOON)
    scene.do(ReopenToday())
    assert not gives(scene, "apples")
    assert gives(scene, "books")


@pytest.mark.parametrize(
    "event", [HallReopened(), HallClosedToday(ClosingReason.OTHER)], ids=["reopened", "closed_again"]
)
def test_a_log_that_says_it_twice_is_damaged(event: HallReopened | HallClosedToday) -> None:
    scene = Scene()
    if isinstance(event, HallClosedToday):
        scene.do(CloseToday(event.reason))
    with pytest.raises(ValueError, match="cannot be closed"):
        scene.happen(event)


acts = st.lists(st.sampled_from(["close", "outage", "reopen", "issue", "next", "configure", "roll"]), max_size=25)


@given(acts)
def test_numbers_are_given_exactly_while_it_is_not_closed(story: list[str]) -> None:
    scene, closed, day = Scene(), False, 25
    before: Hall = scene.hall
    for act in story:
        before = scene.hall
        match act:
            case "close" | "outage":
                scene.do(TYPHOON if act == "close" else CloseToday(ClosingReason.OUTAGE))
                closed = True
            case "reopen":
                scene.do(ReopenToday())
                closed = False
            case "issue":
                assert gives(scene, "apples") is not closed
                if not closed:
                    scene.issue("apples")
            case "next":
                scene.next("3") if scene.hall.counter("3").free else None
            case "configure":
                scene.do(ConfigureHall(sample_hall(recall_limit=day)))
            case "roll":
                scene.now += DAY
                scene.do(OpenDay((date(2026, 11, 1) + timedelta(days=day)).isoformat()))
                closed, day = False, day + 1
        if act in {"close", "outage", "reopen"}:
            assert scene.hall.lines == before.lines
            assert scene.hall.live == before.live
    assert (scene.hall.closed_today is not None) is closed
