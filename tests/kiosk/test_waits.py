"""What a kiosk says of the wait: before the choice and before the number, for whom it is shorter, and no longer than it
is good."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest

from kiosk.flow_types import ClassToggled, Confirmed, LinkChanged, ServiceChosen, TicketGiven
from kiosk.hall_facts import HallFacts, learn
from kiosk.painter import Painter
from kiosk.paper_news import Paper, PaperEnded
from kiosk.picture import Picture
from kiosk.readiness import Link
from kiosk.timing import Timing
from kiosk.wait_words import wait_words
from program.texts import read_catalog
from tests.kiosk.sample_hall import NOW, hall_at_work, issued, sample_facts
from tests.kiosk.screens import KEY, walked
from wire.messages import Waits
from wire.messages.tickets import WaitView
from wire.messages.waits import NewWait

CATALOG = read_catalog("kiosk")
PAINTER = Painter(CATALOG, Timing(), "en", "yongkang")
NEXT = WaitView(says="next")


def within(low: int, high: int) -> WaitView:
    return WaitView(says="range", low=low, high=high)


def told(*waits: tuple[str, str, WaitView], good_ms: int = 60_000) -> Waits:
    now = tuple(NewWait(service_id=one, visitor_class=whom, wait=wait) for one, whom, wait in waits)
    return Waits(seq=1, at=NOW, good_ms=good_ms, issued_now=now)


def facts_with(*waits: tuple[str, str, WaitView], heard_at: int = 0) -> HallFacts:
    facts = learn(sample_facts(), told(*waits), heard_at)
    assert facts is not None
    return facts


def picture(facts: HallFacts, *events: object, at: int = 0, language: str = "zh-TW") -> Picture:
    flow, _ = walked(*events, language=language, facts=facts)
    return PAINTER.picture(flow, at, NOW)


BOTH = (("benefit-again", "ordinary", within(25, 40)), ("benefit-again", "priority", within(0, 10)))


def test_before_the_choice_a_priority_visitor_reads_a_shorter_wait_than_an_ordinary_one() -> None:
    rows = {row.service_id: row for row in picture(facts_with(*BOTH)).services}
    assert (rows["benefit-again"].wait, rows["benefit-again"].sooner) == ("約 25–40 分鐘", "10 分鐘內")
    assert (rows["benefit-first"].wait, rows["benefit-first"].sooner) == ("", ""), "nothing is known of it"
    english = picture(facts_with(*BOTH), language="en").services[1]
    assert (english.wait, english.sooner) == ("about 25–40 min", "within 10 min")


@pytest.mark.parametrize("language", ["zh-TW", "en"])
def test_what_the_mark_before_a_shorter_wait_means_is_said_where_it_stands(language: str) -> None:
    assert "◆" in picture(facts_with(*BOTH), language=language).body
    assert "◆" not in picture(facts_with(BOTH[0]), language=language).body


def test_one_wait_for_all_is_said_once() -> None:
    facts = facts_with(("benefit-again", "ordinary", within(25, 40)), ("benefit-again", "priority", within(25, 40)))
    assert picture(facts).services[1].sooner == ""
    alone = facts_with(("benefit-again", "ordinary", within(25, 40)))
    assert picture(alone).services[1].sooner == "", "a class that is not named waits as ordinary visitors do"


def test_where_no_time_can_be_said_it_is_said_why() -> None:
    facts = facts_with(
        ("benefit-first", "ordinary", WaitView(says="no_counter")),
        ("benefit-again", "ordinary", WaitView(says="after_closing")),
        ("job-seeking", "ordinary", WaitView(says="after_lunch", low=5, high=10)),
    )
    rows = {row.service_id: row.wait for row in picture(facts).services}
    assert rows["benefit-first"] == "櫃檯暫停中"
    assert rows["benefit-again"] == "可能超過服務時間"
    assert rows["job-seeking"] == "", "a word of tomorrow"


def test_an_empty_line_is_no_promise_where_the_counters_are_busy() -> None:
    busy = picture(facts_with(("reply-card", "ordinary", within(0, 10)))).services[2]
    assert (busy.count, busy.note, busy.wait) == ("0", "人等候", "10 分鐘內")
    free = picture(facts_with(("reply-card", "ordinary", NEXT))).services[2]
    assert (free.count, free.note, free.wait) == ("", "免等候", "")


def test_the_confirming_screen_has_the_wait_beside_the_line() -> None:
    shown = picture(facts_with(*BOTH), ServiceChosen("benefit-again"))
    assert [(row.label, row.value) for row in shown.facts[:2]] == [("等候人數", "9 人"), ("預估等候", "約 25–40 分鐘")]
    unknown = picture(sample_facts(), ServiceChosen("benefit-again"))
    assert "預估等候" not in [row.label for row in unknown.facts]
    busy = picture(facts_with(("reply-card", "ordinary", within(0, 10))), ServiceChosen("reply-card"))
    assert [row.value for row in busy.facts[:2]] == ["0 人", "10 分鐘內"]
    free = picture(facts_with(("reply-card", "ordinary", NEXT)), ServiceChosen("reply-card"))
    assert [row.value for row in free.facts[:2]] == ["0 人", "很快輪到"]


def test_who_is_let_before_others_reads_how_long_before_saying_so_and_then_it_is_the_wait() -> None:
    asked = picture(facts_with(*BOTH), ServiceChosen("benefit-again"))
    assert {row.class_id: row.wait for row in asked.classes}["priority"] == "10 分鐘內"
    chosen = picture(facts_with(*BOTH), ServiceChosen("benefit-again"), ClassToggled("priority"))
    assert chosen.facts[1].value == "10 分鐘內"
    same = facts_with(("benefit-again", "ordinary", within(25, 40)), ("benefit-again", "priority", within(25, 40)))
    assert {row.wait for row in picture(same, ServiceChosen("benefit-again")).classes} == {""}


def test_a_wait_is_shown_as_long_as_it_is_good_and_no_longer() -> None:
    facts = facts_with(*BOTH, heard_at=1_000)
    assert picture(facts, at=61_000).services[1].wait == "約 25–40 分鐘"
    assert picture(facts, at=61_001).services[1].wait == ""
    assert picture(facts, ServiceChosen("benefit-again"), at=61_001).facts[1].label == "辦理時間"


def test_a_new_snapshot_takes_no_wait_off() -> None:
    facts = facts_with(*BOTH)
    again = learn(facts, hall_at_work().snapshot(), 5)
    assert again is not None
    assert picture(again).services[1].wait == "約 25–40 分鐘"


def test_without_a_line_no_wait_is_said() -> None:
    assert {row.wait for row in picture(facts_with(*BOTH), LinkChanged(Link.DOWN)).services} == {""}


def test_nothing_is_known_before_the_first_snapshot() -> None:
    assert learn(None, told(*BOTH), 0) is None


def test_a_number_without_paper_says_its_promise_on_the_screen() -> None:
    given = issued()
    assert given.ticket is not None
    given = replace(given, ticket=msgspec.structs.replace(given.ticket, promise=within(25, 40)))
    taken = (ServiceChosen("benefit-again"), Confirmed(KEY), TicketGiven(KEY, given))
    shown = picture(sample_facts(), *taken, PaperEnded(KEY, Paper.MISSING, "paper_out"))
    assert shown.ahead.endswith("・約 25 到 40 分鐘")


@pytest.mark.parametrize(
    ("wait", "chinese", "english"),
    [
        (within(25, 40), "約 25 到 40 分鐘", "about 25 to 40 minutes"),
        (within(0, 10), "10 分鐘內", "within 10 minutes"),
        (NEXT, "很快輪到", "nearly your turn"),
        (WaitView(says="no_counter"), "櫃檯暫停中，無法估計", "no counter open now, time unknown"),
        (WaitView(says="after_closing"), "可能超過今日服務時間", "perhaps past closing time"),
        (WaitView(says="after_lunch"), "", ""),
        (None, "", ""),
    ],
)
def test_words_in_full(wait: WaitView | None, chinese: str, english: str) -> None:
    assert wait_words(wait, "zh-TW", CATALOG) == chinese
    assert wait_words(wait, "en", CATALOG) == english
