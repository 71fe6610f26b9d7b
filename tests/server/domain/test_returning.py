"""The house rule for who missed the call: where a restored number stands, who goes before it, who is not put back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.commands import ConfigureHall, Declined, Refusal, RestoreTicket
from server.domain.config import HallConfig, MissedReturn
from server.domain.events import TicketRestored
from server.domain.life import allowed
from tests.server.domain.scene import Scene
from tests.server.sample_halls import sample_hall

FIRST = "1-A001"


def missed(config: HallConfig, waiting: int) -> Scene:
    """A001 was called and did not come; so many wait for the same."""
    scene = Scene(config)
    for _ in range(waiting + 1):
        scene.issue()
    scene.next("1")
    scene.miss("1", FIRST)
    return scene


def callers_before(scene: Scene, ticket_id: str) -> int:
    """How many are called before it, one after the other, while newcomers go on coming."""
    for count in range(30):
        called = scene.next("1")
        if called == ticket_id:
            return count
        assert called is not None
        scene.finish("1", called)
        scene.issue()
    raise AssertionError("it was never called")


@pytest.mark.parametrize("minutes", [0, 10, 45])
def test_own_reference_plus_minutes_is_the_default(minutes: int) -> None:
    config = sample_hall(restore_delay_minutes=minutes)
    assert config.missed_return is MissedReturn.OWN_REFERENCE_PLUS
    scene = missed(config, 2)
    place = scene.ticket(FIRST).place
    assert scene.do(RestoreTicket(FIRST)) == (TicketRestored(FIRST, place + minutes * 60_000),)


@given(st.integers(1, 6), st.integers(0, 8), st.integers(0, 4))
def test_after_callers_counts_people_and_no_newcomer_goes_before(callers: int, waiting: int, later: int) -> None:
    """Where fewer wait than go before, it comes after all of them; and a long wait takes nobody's place."""
    scene = missed(sample_hall(missed_return=MissedReturn.AFTER_CALLERS, missed_callers=callers), waiting)
    scene.now += later * 3_600_000 // 8
    scene.restore(FIRST)
    for _ in range(later):
        scene.issue()
    assert callers_before(scene, FIRST) == min(callers, waiting)


def test_two_who_come_back_behind_the_same_caller_go_by_their_numbers() -> None:
    scene = missed(sample_hall(missed_return=MissedReturn.AFTER_CALLERS, missed_callers=1), 3)
    scene.next("1")
    scene.miss("1", "1-A002")
    scene.restore(FIRST)
    scene.restore("1-A002")
    assert scene.hall.line("apples") == ("1-A003", FIRST, "1-A002", "1-A004")


def test_who_was_called_out_of_turn_gains_nothing_by_missing() -> None:
    scene = Scene(sample_hall(missed_return=MissedReturn.AFTER_CALLERS, missed_callers=1))
    first, second, third = scene.issue(), scene.issue(), scene.issue()
    scene.pick("1", third)
    scene.miss("1", third)
    scene.restore(third)
    assert scene.hall.line("apples") == (first, second, third)


def test_where_the_desk_decides_a_restored_number_stands_where_it_stood() -> None:
    scene = missed(sample_hall(missed_return=MissedReturn.ASK_DESK), 3)
    scene.now += 3_600_000
    scene.restore(FIRST)
    assert scene.hall.line("apples")[0] == FIRST


def test_where_a_new_number_is_taken_nobody_is_put_back_until_the_hall_has_another_rule() -> None:
    config = sample_hall(missed_return=MissedReturn.NEW_NUMBER)
    scene = missed(config, 1)
    assert scene.refusal(RestoreTicket(FIRST)) == Declined(Refusal.NEW_NUMBER, "restore is used up", FIRST)
    assert "restore" not in allowed(scene.ticket(FIRST), config)
    scene.do(ConfigureHall(sample_hall()))
    assert isinstance(scene.do(RestoreTicket(FIRST))[0], TicketRestored)
