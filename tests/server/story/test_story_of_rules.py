"""By which rule a number was called before another, as a person would tell it."""

from __future__ import annotations

from dataclasses import replace

from server.domain.commands import IssueTicket
from server.domain.events import TicketIssued
from server.domain.fairness.policy import Preset, preset
from server.domain.tickets import Channel, Visit
from tests.server.domain.scene import Scene
from tests.server.sample_halls import sample_hall
from tests.server.story.tales import lines, words


def hall(**values: int) -> Scene:
    return Scene(replace(sample_hall(), routing=replace(preset(Preset.PROMISE_FIRST), **values)))


def prior(scene: Scene, service_id: str = "apples") -> str:
    (event,) = scene.do(IssueTicket(Visit(service_id, Channel.KIOSK, "en", "priority")))
    assert isinstance(event, TicketIssued)
    return event.ticket_id


def test_a_priority_visitor_is_said_to_be_one_to_both() -> None:
    scene = hall()
    first, one = scene.issue(), prior(scene)
    scene.next("1")
    assert lines(scene, one)[1].startswith("林小美叫號（優先），請到 1 號counter")
    assert lines(scene, one, "en")[1].startswith("Called to counter 1 by 林小美 (priority) after")
    assert lines(scene, first)[1:] == ["A002 取號較晚，因優先先叫號"]
    assert lines(scene, first, "en")[1:] == ["A002, taken later, called first: priority"]


def test_who_passed_it_from_another_line_is_told_too() -> None:
    scene = hall()
    first, one = scene.issue("apples"), prior(scene, "books")
    assert scene.next("3") == one
    assert lines(scene, first)[1:] == ["B001 取號較晚，因優先先叫號"]
    scene.undo("3", one)
    assert words(scene, first) == ["ticket_issued"], "a call that was taken back passed nobody"


def test_whose_turn_it_is_since_it_was_passed_so_often_is_told_with_how_often() -> None:
    scene = hall(most_passed=2)
    first = scene.issue()
    for _ in range(2):
        one = prior(scene)
        assert scene.next("1") == one
        scene.finish("1", one)
    later = prior(scene)
    assert scene.next("1") == first
    assert "（已被越過 2 次，輪到）" in lines(scene, first)[-1]
    assert words(scene, later) == ["ticket_issued"]


def test_what_was_simply_in_turn_is_told_as_it_was() -> None:
    scene = hall()
    first = scene.issue()
    scene.next("1")
    assert lines(scene, first)[1] == "林小美叫號，請到 1 號counter；等了不到 1 分鐘，其間同業務沒有叫別的號碼"
