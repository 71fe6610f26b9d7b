"""Pages of services: the laws hold for any number of services and whatever the visitor touches."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.flow import begin, step
from kiosk.flow_types import (
    Event,
    Finished,
    Flow,
    HallLearnt,
    LanguageChosen,
    LinkChanged,
    PageTurned,
    PrinterChanged,
    Screen,
    ServiceChosen,
    Tick,
    Touched,
    WentBack,
)
from kiosk.hall_facts import HallFacts
from kiosk.paging import ONE_PAGE, PER_PAGE, pages
from kiosk.readiness import Link, Printer
from kiosk.timing import Timing
from tests.kiosk.sample_hall import sample_facts
from wire.messages.tickets import ServiceState

TIMING = Timing()
LANGUAGES = ("zh-TW", "en")
SAMPLE = sample_facts()


def facts_of(count: int) -> HallFacts:
    """A hall of so many services, all open."""
    samples = SAMPLE.hall.services
    services = tuple(
        msgspec.structs.replace(samples[place % len(samples)], service_id=f"s{place}") for place in range(count)
    )
    states = {one.service_id: ServiceState(service_id=one.service_id, waiting=0, open=True) for one in services}
    return HallFacts(msgspec.structs.replace(SAMPLE.hall, services=services), states)


def fed(flow: Flow, *events: Event, at: int = 0) -> Flow:
    for event in events:
        flow, _ = step(flow, event, at, TIMING)
    return flow


def started(count: int) -> Flow:
    ready = (HallLearnt(facts_of(count), LANGUAGES), LinkChanged(Link.UP), PrinterChanged(Printer.READY))
    return fed(begin(LANGUAGES, 0), *ready)


def shown(flow: Flow) -> tuple[str, ...]:
    return tuple(one.service_id for one in flow.pages[flow.page])


@given(st.lists(st.integers(), max_size=200))
def test_everything_is_on_exactly_one_page_in_its_order(things: list[int]) -> None:
    dealt = pages(things)
    assert [thing for page in dealt for thing in page] == things
    sizes = [len(page) for page in dealt]
    assert sizes == sorted(sizes, reverse=True)
    assert max(sizes) - min(sizes) <= 1
    assert len(dealt) == 1 or max(sizes) <= PER_PAGE


@pytest.mark.parametrize(
    ("count", "sizes"), [(0, [0]), (1, [1]), (8, [8]), (9, [5, 4]), (20, [5] * 4), (45, [6] * 5 + [5] * 3)]
)
def test_pages_of_halls(count: int, sizes: list[int]) -> None:
    assert [len(page) for page in pages(range(count))] == sizes
    assert ONE_PAGE == 8


@given(st.integers(ONE_PAGE + 1, 60), st.sampled_from((1, -1)), st.integers(0, 30))
def test_a_page_button_always_leads_elsewhere_and_round_to_every_service(count: int, by: int, before: int) -> None:
    flow = fed(started(count), *[PageTurned(1)] * before)
    seen: list[str] = []
    for _ in flow.pages:
        seen += shown(flow)
        then = fed(flow, PageTurned(by))
        assert shown(then) != shown(flow)
        assert shown(fed(then, PageTurned(-by))) == shown(flow)
        flow = then
    assert sorted(seen) == sorted(f"s{place}" for place in range(count))
    assert len(seen) == count


touches = st.sampled_from(
    (
        *(PageTurned(by) for by in (1, -1)),
        *(LanguageChosen(one) for one in LANGUAGES),
        *(ServiceChosen(f"s{place}") for place in (0, 7, 19)),
        WentBack(),
        Finished(),
        Touched(),
        Tick(),
    )
)
sizes = st.sampled_from((0, 1, 8, 9, 20, 45)).map(lambda count: HallLearnt(facts_of(count), LANGUAGES))


@given(st.sampled_from((1, 8, 20, 45)), st.lists(st.one_of(touches, touches, sizes), max_size=30))
def test_whatever_comes_there_is_a_page_and_only_its_buttons_turn_it(count: int, events: list[Event]) -> None:
    flow = started(count)
    for event in events:
        before, flow = flow, fed(flow, event)
        assert 0 <= flow.page < len(flow.pages)
        if isinstance(event, LanguageChosen | ServiceChosen | Touched | WentBack):
            assert flow.page == before.page
        if isinstance(event, PageTurned) and before.screen is not Screen.HOME:
            assert flow == replace(before, touched_at=flow.touched_at)
    home = fed(flow, Tick(), at=TIMING.idle + TIMING.countdown)
    assert (home.screen, home.page, home.language) == (Screen.HOME, 0, "zh-TW")


def test_who_looks_into_a_service_comes_back_to_its_page_and_the_next_visitor_to_the_first() -> None:
    looking = fed(started(20), PageTurned(1), PageTurned(1), ServiceChosen("s11"))
    assert looking.screen is Screen.CONFIRM
    assert fed(looking, WentBack()).page == 2
    left = fed(looking, Tick(), at=TIMING.idle + TIMING.countdown)
    assert (left.screen, left.page) == (Screen.HOME, 0)


def test_an_untouched_home_screen_goes_to_its_first_page_and_a_touched_one_stays() -> None:
    flow = fed(started(20), PageTurned(1))
    assert fed(flow, Tick(), at=TIMING.idle - 1).page == 1
    assert fed(flow, Tick(), at=TIMING.idle).page == 0
    touched = fed(flow, Touched(), at=TIMING.idle - 1)
    assert fed(touched, Tick(), at=TIMING.idle).page == 1


def test_fewer_services_leave_the_visitor_on_the_last_page() -> None:
    flow = fed(started(45), *[PageTurned(1)] * 7)
    assert flow.page == 7
    assert fed(flow, HallLearnt(facts_of(20), LANGUAGES)).page == 3
