"""What the other counters do by themselves when it is the onlooker's turn."""

from __future__ import annotations

import pytest

from demo.going_on import COMES_AFTER_MS, SEEN_WAITING_MS, SERVED_AFTER_MS, Turn, turn
from wire.messages import Visit
from wire.messages.tickets import Stage, TicketView

NOW = 1_795_395_600_000
LONG = 60_000


def ticket(
    ticket_id: str, stage: Stage, ago: int, *, service: str = "training", counter: str | None = None
) -> TicketView:
    visit = Visit(service_id=service, channel="kiosk", language="zh-TW")
    return TicketView(
        ticket_id=ticket_id,
        number="E001",
        visit=visit,
        state=stage,
        stage=stage,
        allows={},
        issued_at=NOW - ago,
        since=NOW - ago,
        counter_id=counter,
    )


@pytest.mark.parametrize(
    ("ago", "does"), [(0, ""), (COMES_AFTER_MS - 1, ""), (COMES_AFTER_MS, "arrived"), (LONG, "arrived")]
)
def test_whoever_was_called_comes_after_a_while(ago: int, does: Turn) -> None:
    tickets = [ticket("one", "called", ago, counter="5"), ticket("two", "in_line", LONG)]
    assert turn("5", "two", tickets, NOW, ()) == does
    assert turn("4", "two", tickets, NOW, ()) == "next", "another counter's call is not theirs"


@pytest.mark.parametrize(("ago", "does"), [(SERVED_AFTER_MS - 1, ""), (SERVED_AFTER_MS, "next")])
def test_the_next_is_called_when_the_one_at_the_counter_had_time(ago: int, does: Turn) -> None:
    tickets = [ticket("one", "serving", ago, counter="5"), ticket("two", "in_line", LONG)]
    assert turn("5", "two", tickets, NOW, ()) == does


@pytest.mark.parametrize(("ago", "does"), [(SEEN_WAITING_MS - 1, ""), (SEEN_WAITING_MS, "next")])
def test_a_number_is_first_seen_waiting(ago: int, does: Turn) -> None:
    assert turn("5", "two", [ticket("two", "in_line", ago)], NOW, ()) == does


def test_the_onlookers_numbers_are_left() -> None:
    tickets = [ticket("two", "in_line", LONG, service="benefit-again")]
    assert turn("2", "two", tickets, NOW, {"benefit-again"}) == ""
    assert turn("2", "two", tickets, NOW, ()) == "next"


def test_nobody_is_called_who_is_not_there() -> None:
    assert turn("5", None, [ticket("one", "serving", LONG, counter="5")], NOW, ()) == ""
    assert turn("5", "two", [ticket("two", "aside", LONG)], NOW, ()) == ""
