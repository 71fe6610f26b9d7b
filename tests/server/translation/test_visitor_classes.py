"""Who is served sooner, as screens, phones and paper hear of it."""

from __future__ import annotations

from dataclasses import replace

from server.domain.commands import IssueTicket
from server.domain.tickets import Channel, Visit
from server.domain.visitor_classes import VisitorClass
from server.translation.hall import hall_view
from server.translation.phone import phone_ticket
from server.translation.tickets import ticket_view
from tests.server.sample_halls import both, sample_counter, sample_hall, sample_service
from tests.server.translation.story import Story

CLASSES = (
    VisitorClass("elderly", both("elderly"), both("65 and over"), priority=True),
    VisitorClass("young", both("young"), both("15 to 29")),
)


def test_a_hall_without_classes_offers_to_be_served_sooner_in_our_words() -> None:
    (only,) = hall_view(sample_hall()).visitor_classes
    assert (only.class_id, only.priority) == ("priority", True)
    assert set(only.name) == set(only.who) == {"zh-TW", "en"}
    assert "孕婦" in only.who["zh-TW"]


def test_a_ticket_tells_whether_its_class_is_served_sooner() -> None:
    story = Story(replace(sample_hall(), visitor_classes=CLASSES))
    for class_id, sooner in (("elderly", True), ("young", False), ("ordinary", False), ("priority", True)):
        answer = story.do(IssueTicket(Visit("apples", Channel.KIOSK, "en", class_id)))
        ticket = story.ticket(str(answer.ticket_id))
        told = ticket_view(ticket, story.config)
        assert (told.priority, told.marked) == (sooner, sooner), class_id
        assert phone_ticket(ticket, story.config, 1).priority is sooner
        assert told.visit.visitor_class == class_id


def test_a_class_is_asked_for_where_it_makes_a_difference_and_what_is_for_some_alone_is_announced() -> None:
    counters = (
        replace(sample_counter("1", ("apples",)), express=True),
        replace(sample_counter("2", ("books",), ("apples",)), classes=("young",)),
        sample_counter("3", ("pears",), ("plums",)),
        replace(sample_counter("4", ("plums",)), express=True),
    )
    services = tuple(
        sample_service(one, one[0].upper() + one[-2].upper()) for one in ("apples", "books", "pears", "plums")
    )
    view = hall_view(replace(sample_hall(services, counters), visitor_classes=CLASSES))
    told = {one.service_id: (one.classes, one.only_for, one.announced.get("en", "")) for one in view.services}
    assert told == {
        "apples": (("elderly", "young"), (), "Express counter"),
        "books": (("elderly",), ("young",), "Only for 15 to 29"),
        "pears": (("elderly",), (), ""),
        "plums": (("elderly",), (), "Express counter"),
    }
    assert {one.service_id: set(one.announced) for one in view.services}["books"] == {"zh-TW", "en"}
    assert [(one.classes, one.express) for one in view.counters[:2]] == [((), True), (("young",), False)]
