"""The round between calls: what is in it, how often, when; and that each called service's guide has its time."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from itertools import pairwise

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QGuiApplication

from display.board import ItemsChanged, Moment, MonitorsChanged
from display.content_layout import content_layout
from display.content_page import content_page
from display.legibility import Monitor
from display.playlist import OWED_MS
from display.programme import QUESTION_MS, SHOW_MS, Entry, Kind, Times, Vacancy, round_of
from display.words import TURN_MS
from screen import SHARED_QML
from tests.display.large_halls import Kind as HallKind
from tests.display.large_halls import large_hall
from tests.display.scene import seen, wrong
from tests.display.screens import CATALOG, Screens
from tests.display.walls import Wall
from tests.real_hall import MORNING, RealHall, sample_config, sample_view
from wire.messages.hall import HallView, QuestionView

LAYOUT = content_layout(Monitor(1920, 1080, 55.0, 6.0))
FILE = SHARED_QML / "Screen" / "icons" / "card.svg"
PICTURE = Entry("item:9", Kind.PICTURE, file=str(FILE), title={"zh-TW": "徵才活動", "en": "Job fair"})

QUARTER_PAST_NINE = MORNING + 60_000
MIDNIGHT = MORNING + (14 * 60 + 46) * 60_000


def on(wall: Wall) -> str:
    return wall.board.content.service_id or wall.board.content.entry


def shown(wall: Wall, turns: int) -> list[str]:
    seen = []
    for _ in range(turns):
        seen.append(on(wall))
        wall.wait(max(100, wall.board.content.until - wall.steady))
    return seen


def test_what_else_there_is_stands_between_the_guides() -> None:
    keys = [one.key for one in round_of(sample_view(), (PICTURE,), MORNING)]
    assert sorted(keys) == sorted({*keys})
    assert {"notice:0", "notice:1", "notice:2", PICTURE.key} <= {*keys}
    places = [place for place, key in enumerate(keys) if key.startswith("notice")]
    assert all(later - sooner > 1 for sooner, later in pairwise(places)), keys


@given(st.lists(st.integers(1, 5), min_size=1, max_size=6))
def test_an_entry_comes_as_often_as_it_weighs(weights: list[int]) -> None:
    items = tuple(Entry(f"item:{place}", Kind.PICTURE, weight=weight, file="f") for place, weight in enumerate(weights))
    keys = [one.key for one in round_of(sample_view(), items, MORNING)]
    assert [keys.count(one.key) for one in items] == weights
    assert [key for key in keys if ":" not in key] == [one.service_id for one in sample_view().services]


def test_a_round_shows_everything_and_begins_anew() -> None:
    often = replace(PICTURE, ms=5_000, weight=3)
    wall = Wall().start().told(ItemsChanged((often,)))
    keys = [one.key for one in round_of(sample_view(), (often,), MORNING)]
    assert shown(wall, 2 * len(keys)) == keys * 2


@pytest.mark.parametrize(
    ("times", "moment", "held"),
    [
        (Times(), "2026-11-23T09:00", True),
        (Times(first="2026-11-24"), "2026-11-23T23:59", False),
        (Times(first="2026-11-24"), "2026-11-24T00:00", True),
        (Times(last="2026-11-23"), "2026-11-23T23:59", True),
        (Times(last="2026-11-23"), "2026-11-24T00:00", False),
        (Times(weekdays=frozenset({2})), "2026-11-23T09:00", False),
        (Times(weekdays=frozenset({0})), "2026-11-23T09:00", True),
        (Times(start=600, end=720), "2026-11-23T09:59", False),
        (Times(start=600, end=720), "2026-11-23T10:00", True),
        (Times(start=600, end=720), "2026-11-23T12:00", False),
        (Times(start=1320, end=120, weekdays=frozenset({0})), "2026-11-24T01:59", True),
        (Times(start=1320, end=120, weekdays=frozenset({0})), "2026-11-23T01:59", False),
    ],
)
def test_an_entry_has_its_dates_days_and_hours(times: Times, moment: str, held: bool) -> None:
    assert times.hold(datetime.fromisoformat(moment)) is held


def test_what_has_expired_leaves_the_round_and_what_is_gone_leaves_at_once() -> None:
    wall = Wall(RealHall(replace(sample_config(), notices=()))).start()
    over = replace(PICTURE, key="item:1", times=Times(last="2026-11-22"))
    wall.told(ItemsChanged((PICTURE, over)))
    seen = shown(wall, 40)
    assert PICTURE.key in seen
    assert "item:1" not in seen
    while on(wall) != PICTURE.key:
        wall.wait(SHOW_MS)
    wall.wait(1_000).told(ItemsChanged(()))
    assert on(wall) != PICTURE.key


@pytest.mark.parametrize(
    "times",
    [
        Times(last="2026-11-23", start=480, end=555),
        Times(start=480, end=555),
        Times(start=480, end=555, first="2026-11-23"),
    ],
    ids=["date and hours", "hours", "first date and hours"],
)
@pytest.mark.parametrize("shifted", [0, 3_600_000], ids=["time passes", "the clock is set"])
def test_what_is_on_goes_when_its_time_is_over_though_its_turn_is_not(times: Times, shifted: int) -> None:
    wall = Wall(RealHall(replace(sample_config(), notices=()))).start()
    wall.told(ItemsChanged((replace(PICTURE, ms=600_000, times=times, weight=99),)))
    while on(wall) != PICTURE.key:
        wall.wait(SHOW_MS)
    assert wall.now.wall < QUARTER_PAST_NINE
    wall.hall.pass_ms(shifted)
    wall.wait(QUARTER_PAST_NINE - wall.now.wall - 100) if not shifted else None
    assert shifted or on(wall) == PICTURE.key
    wall.wait(100)
    assert on(wall) not in {PICTURE.key, ""}
    assert PICTURE.key not in shown(wall, 20)


def test_vacancies_whose_last_is_over_go_though_their_turn_is_not() -> None:
    jobs = Entry("item:0", Kind.VACANCIES, ms=600_000, vacancies=(Vacancy("作業員", last="2026-11-23"),), weight=9)
    wall = Wall(RealHall(at=MIDNIGHT - 120_000)).start().told(ItemsChanged((jobs,)))
    while on(wall) != jobs.key:
        wall.wait(SHOW_MS)
    while wall.now.wall < MIDNIGHT:
        assert content_page(wall.board, wall.now, LAYOUT, CATALOG).slide.rows or on(wall) != jobs.key
        wall.wait(1_000)
    assert on(wall) not in {jobs.key, ""}


def test_a_call_takes_the_screen_from_anything() -> None:
    wall = Wall().start().told(ItemsChanged((replace(PICTURE, weight=20),)))
    while on(wall) != PICTURE.key:
        wall.wait(SHOW_MS)
    wall.called("youth", "6")
    page = content_page(wall.board, wall.now, LAYOUT, CATALOG)
    assert (page.bar.called, page.slide.kind, page.bar.digits) == (True, "", "001")


def test_of_several_services_called_together_each_guide_has_its_time() -> None:
    """Three counters call within three seconds: nobody's guide is gone for good after a moment."""
    wall = Wall().start()
    times: dict[str, int] = {}
    for service_id, counter_id in (("benefit-again", "2"), ("training", "5"), ("youth", "6")):
        wall.called(service_id, counter_id)
        wall.wait(1_000)
    for _ in range(500):
        times[on(wall)] = times.get(on(wall), 0) + 100
        wall.wait(100)
    for service_id in ("benefit-again", "training", "youth"):
        assert times.get(service_id, 0) >= SHOW_MS - 1_000, times


def test_a_turn_that_is_owed_and_interrupted_is_owed_still() -> None:
    """Calls that come while it is made up for: who was called first of them has had nothing else."""
    wall = Wall(RealHall(replace(sample_config(), notices=()))).start()
    times: dict[str, int] = {}

    def passed(ms: int) -> None:
        for _ in range(ms // 100):
            times[on(wall)] = times.get(on(wall), 0) + 100
            wall.wait(100)

    wall.called("training", "5")
    passed(1_000)
    wall.called("youth", "6")
    for service_id, counter_id in (("reply-card", "1"), ("employer", "7"), ("benefit-again", "2")):
        while on(wall) != "training":
            passed(100)
        passed(500)
        wall.called(service_id, counter_id)
        passed(500)
    passed(3 * SHOW_MS)
    assert times["training"] >= SHOW_MS, times


def test_what_is_owed_for_too_long_is_owed_no_more() -> None:
    wall = Wall().start()
    ticket = wall.called("training", "5")
    wall.wait(1_000)
    for _ in range(OWED_MS // 10_000 + 1):
        wall.called("youth", "6")
        wall.wait(5_000)
        # A call that is still on when all others are over would be shown again.
        if wall.board.content.owed and wall.hall.ticket(ticket).state.value == "called":
            wall.hear(wall.hall.arrive(ticket))
        wall.wait(5_000)
    wall.wait(3_000)
    assert on(wall) != "training"


def test_vacancies_are_said_in_pages_and_only_as_long_as_they_are_open() -> None:
    vacancies = tuple(
        Vacancy(f"作業員 {place}", "永康精密", "永康區", "月薪 3 萬元", "2026-11-22" if place == 1 else "")
        for place in range(12)
    )
    jobs = Entry("item:0", Kind.VACANCIES, vacancies=vacancies, weight=30)
    wall = Wall(RealHall(replace(sample_config(), notices=()))).start().told(ItemsChanged((jobs,)))
    while on(wall) != "item:0":
        wall.wait(100)
    titles: list[str] = []
    for _ in range(SHOW_MS // 100 - 1):
        page = content_page(wall.board, wall.now, LAYOUT, CATALOG)
        assert page.bar.service == ("職缺快訊", "Job vacancies")
        titles += [row.title for row in page.slide.rows if row.title not in titles]
        assert page.slide.place.endswith("/3")
        wall.wait(100)
    assert titles == [one.title for place, one in enumerate(vacancies) if place != 1]
    assert page.slide.rows[0].about == "永康精密・永康區・月薪 3 萬元"
    gone = replace(jobs, vacancies=(replace(vacancies[0], last="2026-11-22"),))
    wall.told(ItemsChanged((gone,))).wait(SHOW_MS)
    assert "item:0" not in shown(wall, 10)


def asked(hall: RealHall, questions: int = 3) -> HallView:
    """The hall, of whose services the second has questions."""
    faq = tuple(
        QuestionView(
            question={"zh-TW": f"可以請別人代辦嗎？（{place}）", "en": f"May somebody else come for me? ({place})"},
            answer={
                "zh-TW": "要本人親自辦理；住院時可附證明。",
                "en": "Please come yourself, or send proof.",
            },
        )
        for place in range(questions)
    )
    services = tuple(
        msgspec.structs.replace(
            one, guide=msgspec.structs.replace(one.guide, faq=faq if one.service_id == "benefit-again" else ())
        )
        for one in hall.view.services
    )
    return msgspec.structs.replace(hall.view, services=services)


def test_each_service_has_one_question_in_a_round_and_another_after_a_while() -> None:
    hall = RealHall()
    view = asked(hall)
    found = [
        next(one for one in round_of(view, (), MORNING + place * QUESTION_MS) if one.kind is Kind.QUESTION)
        for place in range(4)
    ]
    assert {one.key for one in found} == {"question:benefit-again"}
    said = [one.title["zh-TW"][-2] for one in found if one.title]
    assert (len({*said}), said[3]) == (3, said[0])
    keys = [one.key for one in round_of(view, (), MORNING)]
    assert keys.count("question:benefit-again") == 1


def test_a_question_stands_with_its_service_and_its_answer() -> None:
    wall = Wall()
    wall.told(msgspec.structs.replace(wall.hall.snapshot(), hall=asked(wall.hall)))
    for _ in range(12):
        if wall.board.content.entry.startswith("question"):
            break
        wall.wait(SHOW_MS)
    page = content_page(wall.board, wall.now, LAYOUT, CATALOG)
    assert (page.bar.prefix, page.bar.service.own, page.slide.label.own) == ("B", "給付服務（再認定）", "常見問題")
    assert page.slide.text.second.startswith("May somebody else come")
    assert page.slide.answer == ("要本人親自辦理；住院時可附證明。", "Please come yourself, or send proof.")


def test_a_question_stays_as_long_as_it_is_on() -> None:
    wall = Wall()
    wall.told(msgspec.structs.replace(wall.hall.snapshot(), hall=asked(wall.hall)))
    while not wall.board.content.entry.startswith("question"):
        wall.wait(SHOW_MS)
    begun = wall.now.wall // QUESTION_MS * QUESTION_MS + QUESTION_MS - 3_000
    moments = [Moment(begun + passed, wall.board.content.since + passed) for passed in (0, 2_000, 4_000, 10_000)]
    assert len({content_page(wall.board, moment, LAYOUT, CATALOG).slide.text for moment in moments}) == 1


def test_legal_basis_and_deadline_take_turns() -> None:
    wall = Wall()
    view = wall.hall.view
    first, *others = view.services
    guide = msgspec.structs.replace(first.guide, deadline={"zh-TW": "離職退保後 2 年內"})
    first = msgspec.structs.replace(first, guide=guide)
    wall.told(
        msgspec.structs.replace(wall.hall.snapshot(), hall=msgspec.structs.replace(view, services=(first, *others)))
    )
    said = set()
    for turn in range(4):
        moment = Moment(wall.now.wall, turn * TURN_MS)
        said.add(content_page(wall.board, moment, LAYOUT, CATALOG).legal)
    law = f"Legal basis: {first.guide.legal_basis['en']}"
    assert said == {"離職退保後 2 年內", "依據：就業保險法第 11 條、第 25 條", law}


@pytest.mark.parametrize("size", [(1920, 1080), (1080, 1920), (1366, 768)], ids=str)
@pytest.mark.parametrize("shared", [False, True], ids=["two-monitors", "one-monitor"])
def test_nothing_of_a_slide_is_cut_or_too_small(qapp: QGuiApplication, size: tuple[int, int], shared: bool) -> None:
    long = Vacancy("餐飲外場服務人員（可排班，英語或越南語溝通能力優先，需輪早晚班）" * 2, "南方飯店", "", "")
    jobs = Entry("item:0", Kind.VACANCIES, vacancies=(*[Vacancy("倉儲人員", "大倉物流", "新市區")] * 5, long))
    with Screens(qapp, *size, shared=shared) as screens:
        wall = Wall().told(ItemsChanged((jobs, PICTURE)))
        wall.told(msgspec.structs.replace(wall.hall.snapshot(), hall=asked(wall.hall)))
        seen = set()
        for _ in range(14):
            screens.draw(wall.board, wall.now)
            seen.add(wall.board.content.entry)
            for window in screens.windows:
                assert wrong(window, 1) == [], on(wall)
            wall.wait(SHOW_MS)
        assert seen == {"", "notice:0", "notice:1", "notice:2", "item:0", "question:benefit-again", PICTURE.key}


def beside(*calls: tuple[str, str], shared: bool = True) -> Wall:
    """Calls, one after the other has had its time, on one monitor with the guides."""
    wall = Wall().start().told(MonitorsChanged(shared=shared))
    for service_id, counter_id in calls:
        wall.called(service_id, counter_id)
        wall.wait(SHOW_MS + 1_000)
    return wall


def guides(wall: Wall, ms: int) -> dict[str, int]:
    """How long the guide of each call was on; "" is one that belongs to no call."""
    times: dict[str, int] = {}
    for _ in range(ms // 100):
        call = wall.board.content.call
        number = "" if call is None else call.ticket.number
        times[number] = times.get(number, 0) + 100
        wall.wait(100)
    return times


def test_beside_a_call_that_stands_no_other_guide_has_its_turn() -> None:
    wall = beside(("training", "5"))
    assert wall.cards() == [wall.board.calls[0].ticket.number]
    assert guides(wall, 60_000) == {wall.board.calls[0].ticket.number: 60_000}


def test_the_guides_of_the_calls_that_stand_have_the_same_time() -> None:
    wall = beside(("training", "5"), ("youth", "6"), ("training", "7"))
    times = guides(wall, 9 * SHOW_MS)
    assert len(times) == 3
    assert max(times.values()) - min(times.values()) <= 1_000, times


@pytest.mark.parametrize("ending", ["arrive", "miss", "cancel"])
def test_with_the_last_call_that_stands_its_guide_goes(ending: str) -> None:
    wall = Wall().start().told(MonitorsChanged(shared=True))
    first = wall.called("training", "5")
    wall.wait(SHOW_MS + 1_000)
    second = wall.called("youth", "6")
    wall.wait(SHOW_MS + 1_000)
    assert wall.board.content.service_id == "training"
    wall.ends(ending, first)
    assert wall.board.content.service_id == "youth"
    wall.wait(300)
    wall.ends(ending, second).wait(300)
    assert wall.board.content.call is None
    assert guides(wall, 60_000) == {"": 60_000}


def test_a_snapshot_and_a_link_that_is_back_bring_the_guide_of_the_call_that_stands() -> None:
    wall = beside(("training", "5"))
    number = wall.cards()[0]
    wall.link(up=False).wait(3 * SHOW_MS)
    assert wall.board.stale
    wall.start().wait(100)
    assert guides(wall, 30_000) == {number: 30_000}


def test_on_a_monitor_of_its_own_the_round_goes_on_beside_the_calls() -> None:
    assert "" in guides(beside(("training", "5"), shared=False), 30_000)
    wall = beside(("training", "5"), shared=False).told(MonitorsChanged(shared=True))
    assert "" not in guides(wall, 30_000)


@pytest.mark.parametrize("size", [(1920, 1080), (1080, 1920), (1366, 768)], ids=str)
@pytest.mark.parametrize("languages", [("zh-TW",), ("zh-TW", "en"), ("zh-TW", "th")], ids="+".join)
def test_what_is_asked_or_said_fills_its_monitor(
    qapp: QGuiApplication, size: tuple[int, int], languages: tuple[str, ...]
) -> None:
    """A text that stands alone is as large as its room or twice as large as a guide's."""
    with Screens(qapp, *size, calm=True) as screens:
        for kind in ("question:", "notice:"):
            wall = Wall(RealHall(large_hall(HallKind(8, 8, languages=languages)))).start()
            while not wall.board.content.entry.startswith(kind):
                wall.wait(max(100, wall.board.content.until - wall.steady))
            screens.draw(wall.board, wall.now)
            assert wrong(screens.content, screens.guide.least_second) == []
            texts = [one for one in seen(screens.content) if one.where.split(" ")[0] in {"slideText", "questionText"}]
            (text,) = texts
            inks = [one.ink for one in seen(screens.content) if "ContentSlide" in one.where or "slide" in one.where]
            wished = screens.guide.body * (1.5 if kind == "question:" else 2.0)
            room = screens.guide.footer.y - screens.guide.bar.height
            filled = (max(ink.bottom() for ink in inks) - min(ink.top() for ink in inks)) / room
            assert text.size >= 1.8 * wished or filled > 0.6, (kind, text.size / wished, filled)
