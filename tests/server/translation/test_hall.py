"""The hall as configured, on the wire."""

from __future__ import annotations

from dataclasses import replace

import msgspec

from server.domain.config import Counter, Guide, Note, NumberRange, Paper, SpecialDay
from server.domain.fairness.policy import Preset, preset
from server.domain.hall import Hall
from server.domain.visitor_classes import VisitorClass
from server.translation.hall import hall_view, openings, service_states, today_view
from tests.server.sample_halls import NEVER, NOON, both, sample_hall, sample_service
from tests.server.translation.story import Story
from wire.messages.hall import GuideView, HallView, TodayView


def test_a_layout_is_told_the_longest_number_and_a_screen_which_label_is_a_name() -> None:
    services = (sample_service("apples", "AB", 1001, 1999), sample_service("books", "", 1, 90))
    no_offline = replace(sample_service("pears", "P", 1, 1200), offline=NumberRange(10_000, 9_999))
    counters = (Counter("1", "3A", ("apples",)), Counter("2", "服務台", ("books",)))
    view = hall_view(replace(sample_hall((*services, no_offline)), counters=counters))
    assert [service.last_number for service in view.services] == ["AB1999", "090", "P1200"]
    assert [(counter.label, counter.with_noun) for counter in view.counters] == [("3A", True), ("服務台", False)]


def test_a_configured_hall_is_told_whole() -> None:
    guide = Guide(
        title=both("title"),
        steps=(both("first"), both("second")),
        papers=(Paper(both("card"), both("or passport")),),
        notice=both("notice"),
        legal_basis=both("law"),
        fee=both("free"),
        minutes=7,
    )
    config = replace(
        sample_hall((replace(sample_service("apples", "A"), guide=guide), sample_service("books", "B"))),
        notices=(both("news"),),
        missed_rule=both("rule"),
        phone_url="http://127.0.0.1:8765/t",
        notes=(Note("27", both("papers are there")),),
        visitor_classes=(VisitorClass("young", both("young"), both("below 30")),),
    )
    view = hall_view(config)
    told_guide = msgspec.to_builtins(view.services[0].guide)
    says_nothing = msgspec.to_builtins(GuideView())
    assert {name: said for name, said in told_guide.items() if said != says_nothing[name]} == {
        "title": dict(both("title")),
        "steps": (dict(both("first")), dict(both("second"))),
        "papers": ({"name": dict(both("card")), "note": dict(both("or passport"))},),
        "notice": dict(both("notice")),
        "legal_basis": dict(both("law")),
        "fee": dict(both("free")),
        "minutes": 7,
    }
    assert [(counter.label, counter.primary, counter.backup) for counter in view.counters] == [
        ("1", ("apples",), ()),
        ("2", ("books",), ("apples",)),
        ("3", ("apples", "books"), ()),
    ]
    assert msgspec.to_builtins(view.notes) == ({"code": "27", "text": dict(both("papers are there"))},)
    assert msgspec.to_builtins(view.visitor_classes) == (
        {"class_id": "young", "name": dict(both("young")), "who": dict(both("below 30")), "priority": False},
    )
    assert view.most_passed == 0, "nobody's passes are counted"
    assert hall_view(replace(config, routing=preset(Preset.BALANCED))).most_passed == 8
    for field in msgspec.structs.fields(HallView):
        if field.name not in {"services", "guides", "counters", "notices", "notes", "visitor_classes", "most_passed"}:
            own = getattr(config, field.name)
            is_text = (
                isinstance(own, tuple)
                and all(isinstance(item, tuple) for item in own)
                and "languages" not in field.name
            )
            assert getattr(view, field.name) == (dict(own) if is_text else own), field.name


def test_services_tell_who_waits_whether_they_are_open_and_have_numbers() -> None:
    story = Story(sample_hall((sample_service("apples", "A", last=1), sample_service("books", "B", hours=NEVER))))
    now_open = openings(story.config, NOON)
    assert [(one.waiting, one.open, one.numbers_left) for one in service_states(story.hall, now_open)] == [
        (0, True, True),
        (0, False, True),
    ]
    story.issue()
    assert [(one.waiting, one.open, one.numbers_left) for one in service_states(story.hall, now_open)] == [
        (1, True, False),
        (0, False, True),
    ]


def test_a_hall_without_configuration_has_no_services() -> None:
    assert service_states(Hall.empty(), {}) == ()


def test_a_closed_service_says_why() -> None:
    story = Story(sample_hall((sample_service("apples", "A"), sample_service("books", "B", hours=NEVER))))
    assert [one.why for one in service_states(story.hall, openings(story.config, NOON))] == [None, "day_off"]


def test_today_is_told_by_its_name_and_what_no_list_knows() -> None:
    config = replace(sample_hall(), days=(SpecialDay("2026-11-24", both("Peace")),), calendar_years=(2026,))
    story = Story(config)
    assert today_view(story.hall, NOON) == TodayView(name=dict(both("Peace")))
    assert today_view(story.hall, NOON + 24 * 3_600_000).name == {}


def test_nobody_at_work_is_told_of_the_next_year_before_it_is_near() -> None:
    story = Story(replace(sample_hall(), calendar_years=(2026,)))
    day = 24 * 3_600_000
    assert today_view(story.hall, NOON).unlisted == ()
    assert today_view(story.hall, NOON + 6 * day).unlisted == ()
    assert today_view(story.hall, NOON + 7 * day).unlisted == (2027,)
    assert today_view(Story(sample_hall()).hall, NOON).unlisted == (2026,)
