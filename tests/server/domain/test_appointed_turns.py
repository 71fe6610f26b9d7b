"""When an appointment is called: at its time, hardly before, and wherever it goes on to."""

from __future__ import annotations

from dataclasses import replace

import pytest

from server.domain.appointments import late_after
from server.domain.commands import CheckIn
from server.domain.config import SlotRule
from server.domain.events import TicketCalled, TicketIssued
from server.domain.fairness.choices import Rule
from server.domain.fairness.policy import MINUTE_MS, Preset, preset
from server.domain.routing import of_service
from server.domain.tickets import Channel
from tests.server.domain.scene import Scene
from tests.server.domain.test_appointments import HOUR_MS, book, hall_with
from tests.server.sample_halls import NOON

SLOT = NOON + 2 * HOUR_MS


def hall() -> Scene:
    return Scene(replace(hall_with(SlotRule(30, capacity=2)), routing=preset(Preset.PROMISE_FIRST)))


def here(scene: Scene, code: str, at: int) -> str:
    scene.now = at
    (event,) = scene.do(CheckIn(code, Channel.DESK))
    assert isinstance(event, TicketIssued)
    return event.ticket_id


def call(scene: Scene, at: int, counter_id: str = "1") -> TicketCalled:
    scene.now = at
    scene.next(counter_id)
    event = scene.facts[-1].event
    assert isinstance(event, TicketCalled)
    return event


def test_it_is_called_at_its_time_and_not_long_before_while_others_wait() -> None:
    scene = hall()
    code = book(scene, SLOT)
    appointed = here(scene, code, SLOT - HOUR_MS)
    scene.now = SLOT - 30 * MINUTE_MS
    first, second = scene.issue(), scene.issue()
    assert call(scene, SLOT - 11 * MINUTE_MS).ticket_id == first
    assert call(scene, SLOT - 10 * MINUTE_MS, "3") == TicketCalled(appointed, "3", Rule.APPOINTMENT)
    assert scene.ticket(second).passes == 0, "which took its number later"


@pytest.mark.parametrize(("minutes", "is_passed"), [(-1, False), (0, True)])
def test_a_pick_passes_it_from_its_time_on(minutes: int, is_passed: bool) -> None:
    scene = hall()
    appointed = here(scene, book(scene, SLOT), SLOT - HOUR_MS)
    scene.now = SLOT - 20 * MINUTE_MS
    walk_in = scene.issue()
    scene.now = SLOT + minutes * MINUTE_MS
    scene.pick("1", walk_in)
    assert scene.ticket(walk_in).passed == (appointed,) * is_passed
    assert scene.ticket(appointed).passes == is_passed


def test_early_it_is_called_where_nobody_else_waits() -> None:
    scene = hall()
    appointed = here(scene, book(scene, SLOT), SLOT - HOUR_MS)
    assert call(scene, SLOT - 50 * MINUTE_MS) == TicketCalled(appointed, "1", Rule.APPOINTMENT_EARLY)


def test_kept_it_goes_before_who_came_earlier_and_late_it_does_not() -> None:
    scene = hall()
    assert scene.hall.config is not None
    assert late_after(SLOT, scene.hall.config) == SLOT + 10 * MINUTE_MS
    kept, late = book(scene, SLOT), book(scene, SLOT)
    scene.now = SLOT - 20 * MINUTE_MS
    first = scene.issue()
    appointed = here(scene, kept, SLOT)
    missed_time = here(scene, late, SLOT + 11 * MINUTE_MS)
    assert call(scene, scene.now) == TicketCalled(appointed, "1", Rule.APPOINTMENT, (first,))
    assert call(scene, scene.now, "3") == TicketCalled(first, "3", Rule.IN_TURN)
    scene.finish("1", appointed)
    assert call(scene, scene.now) == TicketCalled(missed_time, "1", Rule.IN_TURN)


def test_restored_it_stands_later_than_its_time_and_sent_on_at_its_time_again() -> None:
    scene = hall()
    appointed = here(scene, book(scene, SLOT), SLOT - 5 * MINUTE_MS)
    call(scene, SLOT)
    scene.miss("1", appointed)
    scene.restore(appointed)
    assert scene.ticket(appointed).place == SLOT + 10 * MINUTE_MS
    scene.transfer("", appointed, "books")
    assert scene.ticket(appointed).place == SLOT
    walk_in = scene.issue("books")
    assert list(of_service(scene.hall, "books", scene.now)) == [appointed, walk_in]
