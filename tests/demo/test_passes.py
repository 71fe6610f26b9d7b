"""Passes are counted from what every screen is told; and what a kiosk says of the wait is read off its button."""

from __future__ import annotations

import pytest

from demo.fair_lines import both
from demo.passes import Passes
from demo.programs import DemoFault
from server.domain import commands
from server.domain.tickets import PickReason
from tests.real_hall import RealHall


def counted(hall: RealHall) -> Passes:
    """What has been told of the hall since."""
    passes = Passes()
    for message in hall.messages:
        passes.hear(message)
    return passes


def hall_of(*services: str, priority: bool = False) -> tuple[RealHall, list[str]]:
    hall = RealHall()
    hall.messages.append(hall.snapshot())
    ids = []
    for one in services:
        hall.pass_ms(1_000)
        ids.append(hall.issue(one, priority=priority).tickets[0].ticket_id)
    return hall, ids


def test_who_came_earlier_and_could_have_been_called_is_passed() -> None:
    hall, (first, second, third) = hall_of("benefit-again", "benefit-again", "benefit-again")
    hall.call(third, "3")
    hall.call(second, "2")
    assert counted(hall).worst() == 2, "the first twice, the second once"
    hall.call(first, "3")
    assert counted(hall).worst() == 2


def test_a_call_in_turn_or_for_what_the_counter_does_not_do_passes_nobody() -> None:
    hall, (_, second, third) = hall_of("youth", "benefit-again", "benefit-again")
    hall.call(second, "3")
    hall.call(third, "2")
    assert counted(hall).worst() == 0


def test_a_persons_choice_and_a_repeated_call_pass_nobody() -> None:
    hall, (_, second) = hall_of("benefit-again", "benefit-again")
    hall.ask(commands.PickTicket("3", second, PickReason.UNWELL))
    assert hall.recall(second).rings, "it was picked"
    assert counted(hall).worst() == 0


def test_only_ordinary_visitors_are_counted() -> None:
    hall, (_, second) = hall_of("benefit-again", "benefit-again", priority=True)
    hall.call(second, "3")
    assert counted(hall).worst() == 0


def test_both_waits_are_read_off_a_button() -> None:
    assert both("B | 給付服務（再認定） | 9 | 人等候 | 約 25–40 分鐘 | 約 5–15 分鐘") == ((25, 40), (5, 15))
    assert both("B | 9 | 人等候 | 15 分鐘內 | 很快輪到") == ((0, 15), (0, 0))
    with pytest.raises(DemoFault, match="two waits"):
        both("B | 給付服務（再認定） | 9 | 人等候")
