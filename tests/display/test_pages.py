"""What both monitors say, word for word."""

from __future__ import annotations

from dataclasses import replace

from display.board import Moment
from display.content_layout import content_layout
from display.content_page import ContentPage, content_page
from display.legibility import Monitor
from display.needs import needs
from display.order_layout import order_layout
from display.order_page import OrderPage, order_page
from display.words import NOTHING, TURN_MS
from program.texts import read_catalog
from server.domain.closing import ClosingReason
from server.domain.commands import PauseCounter
from server.domain.config import Guide
from server.domain.counter_states import PauseReason
from tests.display.halls import numbered_from
from tests.display.large_halls import Kind, large_hall
from tests.display.walls import Wall
from tests.real_hall import MORNING, RealHall, sample_config

CATALOG = read_catalog("display")
LAYOUT = order_layout(Monitor(1920, 1080, 55.0, 15.0))
GUIDE = content_layout(Monitor(1920, 1080, 55.0, 6.0))


def order(wall: Wall) -> OrderPage:
    return order_page(wall.board, wall.now, LAYOUT, CATALOG)


def content(wall: Wall) -> ContentPage:
    return content_page(wall.board, wall.now, GUIDE, CATALOG)


def test_no_server_yet() -> None:
    page, guide = order(Wall()), content(Wall())
    assert page == OrderPage("connecting", greetings=guide.greetings)
    assert guide == ContentPage(greetings=guide.greetings)
    assert [(one.key, one.title, one.fault) for one in guide.greetings] == [
        ("zh-TW", "準備中，請稍候", ""),
        ("en", "Getting ready", ""),
    ]


def test_an_empty_morning_welcomes() -> None:
    page = order(Wall().start())
    assert page.phase == "welcome"
    assert page.title == ("歡迎光臨", "Welcome")
    assert page.clock == "09:14"
    assert page.date == ("115年11月23日（一）", "Mon 23 Nov 2026")
    assert page.board_title == ("目前號碼", "Now serving")
    assert {row.says for row in page.counters} == {"free"}
    assert [row.label for row in page.counters] == list("12345678")
    assert [row.status for row in page.services] == ["0 人"] * 8
    assert [row.prefix for row in page.services] == list("ABCDEFGH")


def test_the_date_is_that_of_the_hours_beside_it_also_before_the_day_is_opened() -> None:
    wall = Wall().start()
    wall.hall.pass_ms(15 * 3_600_000)
    page = order(wall)
    assert wall.board.date == "2026-11-23"
    assert (page.clock, page.date) == ("00:14", ("115年11月24日（二）", "Tue 24 Nov 2026"))


def test_a_closed_hall_says_when_it_opens() -> None:
    hall = RealHall()
    hall.closed = {one.service_id: MORNING + 24 * 3_600_000 for one in hall.config.services}
    page = order(Wall(hall).start())
    assert page.title == ("目前非服務時間", "Closed at this hour")
    assert page.text == ("下次服務：週二 09:14 開始", "Open Tue 09:14")
    assert {row.status for row in page.services} == {"週二 09:14 開始"}
    assert page.waiting_title.own == "受理時間", "nobody waits, and nobody is counted"
    assert not any(row.open or row.counted for row in page.services)


def test_one_service_that_counts_its_line_says_so_itself_among_those_that_are_closed() -> None:
    hall = RealHall()
    hall.issue("youth")
    hall.closed = {one.service_id: MORNING + 24 * 3_600_000 for one in hall.config.services}
    page = order(Wall(hall).start())
    assert page.waiting_title.own == "受理狀況"
    assert [row.status for row in page.services if row.counted] == ["1 人等候"]


def test_most_of_a_page_title_it() -> None:
    """Each page of services that take turns, so that none is titled with what it does not say."""
    hall = RealHall(large_hall(Kind(20)))
    hall.issue("s00")
    hall.closed = {one.service_id: MORNING + 24 * 3_600_000 for one in hall.config.services}
    wall = Wall(hall).start()
    layout = order_layout(Monitor(1920, 1080, 55.0, 15.0), needs(hall.view, CATALOG))
    titles: dict[str, list[str]] = {}
    for _ in range(2 * layout.services.pages):
        page = order_page(wall.board, wall.now, layout, CATALOG)
        titles.setdefault(page.services[0].key, []).append(page.waiting_title.own)
        wall.wait(6_000)
    assert titles.pop("s00") == ["受理狀況", "Services"]
    assert titles
    assert all(one == ["受理時間", "Hours"] for one in titles.values())
    hall = RealHall()
    hall.closed = {"youth": MORNING + 24 * 3_600_000}
    assert order(Wall(hall).start()).waiting_title.own == "等候人數"
    wall = Wall(RealHall()).start()
    wall.hear(wall.hall.close_today(ClosingReason.TYPHOON))
    assert order(wall).waiting_title.own == "受理狀況", "no hour is told"


def test_where_room_is_a_closed_service_says_that_it_opens() -> None:
    for services, said in ((1, "Opens Tue 09:14"), (20, "Tue 09:14")):
        hall = RealHall(large_hall(Kind(services, numbers="two", languages=("en", "zh-TW"))))
        hall.closed = {one.service_id: MORNING + 24 * 3_600_000 for one in hall.config.services}
        wall = Wall(hall).start()
        layout = order_layout(Monitor(1920, 1080, 55.0, 6.0), needs(hall.view, CATALOG))
        page = order_page(wall.board, wall.now, layout, CATALOG)
        assert page.services[-1].status == said, services


def test_a_closed_service_still_counts_who_waits() -> None:
    hall = RealHall()
    hall.issue("youth")
    hall.closed["youth"] = None
    wall = Wall(hall).start()
    youth = next(row for row in order(wall).services if row.key == "youth")
    assert (youth.open, youth.counted, youth.status) == (True, True, "1 人")
    wall.hear(hall.call("1-G001", "6"))
    youth = next(row for row in order(wall).services if row.key == "youth")
    assert youth.status == "停止取號"


def test_a_call_says_who_goes_where() -> None:
    wall = Wall(RealHall(numbered_from({"benefit-again": 27}))).start()
    wall.called("benefit-again", "3", priority=True)
    page = order(wall)
    (card,) = page.cards
    assert (card.letter, card.digits, card.marked, card.counter) == ("B", "027", True, "3")
    assert (card.word, card.wordSecond) == ("號櫃檯", "Counter")
    assert (card.name, card.nameSecond) == ("給付服務（再認定）", "Benefits – monthly certification")
    (row,) = [one for one in page.counters if one.digits]
    assert (row.label, row.says, row.letter, row.digits, row.marked) == ("3", "called", "B", "027", True)
    guide = content(wall)
    assert guide.bar.called
    assert (guide.bar.letter, guide.bar.digits, guide.bar.counter) == ("B", "027", "3")
    assert guide.title == ("每月再認定怎麼辦", "Monthly certification, step by step")
    assert [step.label for step in guide.guide.steps] == ["1", "2", "3", "4"]
    assert guide.guide.papers[1].note == "再認定前 30 天內的紀錄"
    assert guide.facts == "約 10 分鐘・免費"
    assert guide.legal.startswith("每月親自辦理")
    assert guide.next_in == "下一則 12 秒"
    wall.wait(4_100)
    assert content(wall).next_in == "Next in 8 s"


def test_the_foot_of_a_guide_speaks_each_language_of_the_hall_in_its_turn() -> None:
    wall = Wall().start()
    wall.called("benefit-again", "3")
    assert wall.board.hall is not None
    guide = next(one.guide for one in wall.board.hall.services if one.service_id == "benefit-again")

    def foot(turn: int) -> tuple[str, str, str]:
        page = content_page(wall.board, Moment(wall.now.wall, turn * TURN_MS), GUIDE, CATALOG)
        return page.facts, page.legal, page.next_in.split()[0]

    own = [
        ("約 10 分鐘・免費", text, "下一則") for text in ("依據：就業保險法第 29 條、第 30 條", guide.deadline["zh-TW"])
    ]
    laws = (f"Legal basis: {guide.legal_basis['en']}", guide.deadline["en"])
    second = [("about 10 min · Free of charge", text, "Next") for text in laws]
    assert [foot(turn) for turn in range(4)] == [own[0], second[0], own[1], second[1]]
    page = content_page(wall.board, wall.now, GUIDE, CATALOG)
    assert page.bar.counter_word == ("號櫃檯", "Counter")


def test_the_guide_says_where_and_for_whom_a_service_is_done() -> None:
    said = {}
    for service_id, counter_id in (("reply-card", "1"), ("youth", "6")):
        wall = Wall().start()
        wall.called(service_id, counter_id)
        said[service_id] = content(wall).facts
    assert said == {"reply-card": "快速櫃檯・約 2 分鐘・免費", "youth": "限 15 至 29 歲・約 25 分鐘・免費"}


def test_missed_numbers_are_said_with_what_to_do_in_both_languages_and_move_no_row() -> None:
    wall = Wall().start()
    before = order(wall)
    for number in range(1, 10):
        ticket = wall.called("reply-card", str(number % 8 + 1))
        wall.wait(1_000).hear(wall.hall.miss(ticket))
    page = order(wall)
    assert [row.key for row in page.counters] == [row.key for row in before.counters]
    assert page.missed.startswith("C\u2009009\u2002C\u2009008")
    assert page.missed_rule == before.missed_rule
    assert page.missed_rule.own == "過號請洽服務台，號碼不變，順延 10 分鐘"
    assert page.missed_rule.second.startswith("Missed your number?")
    shown = page.missed.count("C")
    assert page.missed_more == (f"另有 {9 - shown} 號", f"and {9 - shown} more")


def test_missed_numbers_take_the_room_that_the_counters_leave_and_nobody_is_told_of_none() -> None:
    wall = Wall(RealHall(large_hall(Kind(1, 1)))).start()
    layout = order_layout(Monitor(1920, 1080, 55.0, 15.0), needs(wall.hall.view, CATALOG))
    crowded = order_layout(Monitor(1920, 1080, 55.0, 15.0), needs(RealHall().view, CATALOG))
    assert layout.counters.missed.lines > crowded.counters.missed.lines == 1
    assert order_page(wall.board, wall.now, layout, CATALOG).missed == ""
    for _ in range(5):
        wall.hear(wall.hall.miss(wall.called("s00", "c0")))
    page = order_page(wall.board, wall.now, layout, CATALOG)
    assert page.missed.replace("\n", "\u2002").split("\u2002") == [f"A\u2009{one:03}" for one in (5, 4, 3, 2, 1)]
    assert page.missed_more.own == ""


def test_beside_a_guide_each_language_has_its_turn_to_say_what_to_do_when_one_has_missed() -> None:
    wall = Wall().start()
    layout = order_layout(Monitor(1920, 1080, 55.0, 15.0), needs(wall.hall.view, CATALOG), shared=True)
    said = {order_page(wall.wait(6_000).board, wall.now, layout, CATALOG).missed_rule for _ in range(4)}
    assert said == {(wall.hall.view.missed_rule[tag], "") for tag in ("zh-TW", "en")}


def test_a_counter_says_that_it_is_paused_until_when_and_who_is_served_there() -> None:
    wall = Wall().start()
    ticket = wall.called("youth", "6")
    wall.wait(1_000).hear(wall.hall.arrive(ticket))
    wall.hall.ask(PauseCounter("4", PauseReason.LUNCH, back_at=wall.hall.at + 30 * 60_000))
    wall.hall.ask(PauseCounter("5", PauseReason.BREAK))
    rows = {row.label: row for row in order(wall.hear()).counters}
    assert (rows["6"].says, rows["6"].letter, rows["6"].digits) == ("serving", "G", "001")
    assert (rows["4"].own, rows["4"].second) == ("09:44 恢復", "Back 09:44")
    assert (rows["5"].own, rows["5"].second) == ("暫停服務", "Paused")
    assert (rows["1"].own, rows["1"].digits) == ("", "")


def test_a_call_that_is_the_newest_again_does_not_pulse_again() -> None:
    wall = Wall().start()
    first = wall.called("training", "5")
    wall.wait(4_000)
    second = wall.called("youth", "6")
    assert [card.flashes > 0 for card in order(wall).cards] == [True, False]
    wall.wait(4_000).hear(wall.hall.arrive(second))
    wall.wait(500)
    (card,) = order(wall).cards
    assert (card.key, card.flashes) == (first, 0)
    wall.hear(wall.hall.recall(first))
    (card,) = order(wall).cards
    assert card.flashes > 0


def test_counters_beyond_one_page_have_theirs_and_that_of_a_new_call_is_on_at_once() -> None:
    wall = Wall(RealHall(large_hall(Kind(1, 20)))).start()
    layout = order_layout(Monitor(1920, 1080, 55.0, 15.0), needs(wall.hall.view, CATALOG))
    assert layout.counters.pages > 1
    seen = {order_page(wall.wait(8_000).board, wall.now, layout, CATALOG).board_place for _ in range(4)}
    assert seen == {f"{page + 1}/{layout.counters.pages}" for page in range(layout.counters.pages)}
    wall.called("s00", "c19")
    page = order_page(wall.board, wall.now, layout, CATALOG)
    assert page.board_place == f"{layout.counters.pages}/{layout.counters.pages}"
    assert [row.label for row in page.counters if row.says == "called"] == ["20"]


def test_a_stale_board_says_since_when_and_what_to_do() -> None:
    wall = Wall().start()
    wall.link(up=False).wait(3_000)
    for page in (order(wall), content(wall)):
        assert page.stale.own == "畫面自 09:14 起沒有更新，請留意現場人員叫號，或洽服務台"
        assert page.stale.second.startswith("Not updating since 09:14. Please listen")


def test_english_first() -> None:
    wall = Wall(RealHall(sample_config(("en", "zh-TW")))).start()
    wall.called("training", "5")
    page = order(wall)
    assert page.hall == ("Yongkang Employment Center", "永康就業中心")
    assert page.date == ("Mon 23 Nov 2026", "115年11月23日（一）")
    assert page.word_first
    assert page.cards[0].word == "Counter"
    wall.link(up=False).wait(3_000)
    assert order(wall).stale.second == "畫面自 09:14 起沒有更新，請留意現場人員叫號，或洽服務台"


def test_between_calls_the_round_of_guides_is_shown() -> None:
    wall = Wall().start()
    page = content(wall)
    assert not page.bar.called
    assert [dot.prefix for dot in page.bar.dots if dot.current] == ["A"]
    assert len(page.bar.dots) == 8


def test_a_hall_that_is_closed_for_today_has_no_guides_between_calls() -> None:
    hall = RealHall()
    hall.issue("benefit-again")
    wall = Wall(hall).start()
    wall.hear(hall.close_today(ClosingReason.TYPHOON))
    page = content(wall)
    assert (page.guided, page.title.own, page.bar.service.own) == (False, "因颱風，今日停止服務", "永康就業中心")
    assert page.slide.answer == ("已取號的民眾請洽現場人員。", "If you have a number, please see our staff.")
    wall.hear(hall.next("3"))
    assert (content(wall).bar.called, content(wall).guided) == (True, True)
    wall.wait(13_000)
    assert content(wall).title.own == "因颱風，今日停止服務"
    wall.hear(hall.reopen_today())
    assert content(wall).guided or content(wall).slide.kind in {"notice", "question"}


def test_a_hall_without_guides_and_notices_still_has_a_page() -> None:
    config = sample_config()
    bare = tuple(replace(one, guide=Guide()) for one in config.services)
    wall = Wall(RealHall(replace(config, services=bare, notices=()))).start()
    assert content(wall).title.own == content(wall).slide.text.own == "歡迎光臨"
    assert order(wall).ticker == ()
    assert order(wall).notice_now == ""
    wall.called("youth", "6")
    page = content(wall)
    assert (page.bar.called, page.bar.digits, page.title.own) == (True, "001", "青年專櫃（15 至 29 歲）")
    assert page.slide.text.own == page.title.own
    assert (page.papers_title, page.guided) == (NOTHING, False), "of papers nobody knows anything"


def test_what_is_known_of_a_service_without_steps_and_papers_is_said() -> None:
    config = sample_config()
    known = Guide(
        notice=(("zh-TW", "請先填表"), ("en", "Fill in a form first")), fee=(("zh-TW", "免費"), ("en", "Free"))
    )
    few = tuple(replace(one, guide=known) for one in config.services)
    wall = Wall(RealHall(replace(config, services=few, notices=()))).start()
    wall.called("youth", "6")
    page = content(wall)
    assert (page.bar.called, page.slide.text) == (True, ("請先填表", "Fill in a form first"))
    assert page.facts.endswith("免費")


def test_notices_are_said_in_every_language() -> None:
    page = order(Wall().start())
    assert len(page.ticker) == 6
    assert page.ticker[1].notice.startswith("All services are free")
    assert page.notice_now in [row.notice for row in page.ticker]
