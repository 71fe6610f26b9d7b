"""What a number went through, as a person would tell it."""

from __future__ import annotations

import pytest

from server.domain.by_hand import HandValue, HandWhat
from server.domain.closing import ClosingReason
from server.domain.commands import (
    CloseToday,
    CorrectTime,
    FinishTicket,
    OpenDay,
    ReopenToday,
    SetByHand,
    TransferTicket,
    UndoCall,
)
from server.domain.config import Counter
from server.domain.events import DayOpened, Fact, TicketCalled
from server.domain.tickets import Outcome
from server.story.story import PASSED, story_of
from tests.server.domain.scene import Scene
from tests.server.sample_halls import grouped, sample_counter, sample_hall, sample_service
from tests.server.story.tales import LANGUAGES, day_of, lines, told, words

MINUTE = 60_000


def test_a_whole_morning_is_told() -> None:
    scene = Scene()
    scene.issue()
    number = scene.issue()
    scene.next("1")
    scene.now += 12 * MINUTE
    scene.next("3")
    scene.now += 2 * MINUTE
    scene.recall("3", number)
    scene.now += 3 * MINUTE
    scene.miss("3", number)
    scene.now += 4 * MINUTE
    scene.restore(number)
    scene.now += MINUTE
    scene.next("3")
    scene.arrive("3", number)
    scene.hold("3", number)
    scene.resume("3", number)
    scene.now += 20 * MINUTE
    scene.finish("3", number)
    assert lines(scene, number) == [
        "在取號機取號，辦理「apples」，當時前面有 1 人",
        "林小美叫號，請到 3 號counter；等了 12 分鐘，其間同業務先叫了 1 個更早的號碼",
        "林小美再次叫號，請到 3 號counter（第 1 次重叫）",
        "叫號後等了 5 分鐘，沒有到 3 號counter，由林小美設為過號",
        "由林小美恢復排隊，排在 12:10 取號的位置",
        "林小美叫號，請到 3 號counter；等了 1 分鐘，其間同業務沒有叫別的號碼",
        "到 3 號counter 報到，開始受理",
        "林小美在 3 號counter 暫時保留，原因：補拿或影印證件",
        "回到 3 號counter，由林小美續辦",
        "在 3 號counter 辦理完成",
    ]
    assert lines(scene, number, "en") == [
        "Taken at the kiosk for apples, with 1 ahead in line",
        "Called to counter 3 by 林小美 after waiting 12 min; earlier numbers of the service called meanwhile: 1",
        "Called again to counter 3 by 林小美 (repeat 1)",
        "Waited 5 min after the call, nobody came to counter 3; marked as missed by 林小美",
        "Put back in line by 林小美, at the place of a number taken at 12:10",
        "Called to counter 3 by 林小美 after waiting 1 min; no other number of the service was called meanwhile",
        "Arrived at counter 3; service began",
        "Set aside at counter 3 by 林小美: Fetching or copying a paper",
        "Back at counter 3, continued by 林小美",
        "Finished at counter 3",
    ]


def test_i_was_never_called_is_answered() -> None:
    scene = Scene()
    number = scene.issue()
    scene.now += 8 * MINUTE
    assert told(scene, number).answer["zh-TW"] == "還沒有叫到，已等候 8 分鐘"
    scene.next("1")
    scene.recall("1", number)
    assert told(scene, number).answer == {
        "zh-TW": "有叫過號：12:08 請到 1 號counter、12:08 再次請到 1 號counter",
        "en": "It was called: 12:08 to counter 1, 12:08 again to counter 1",
    }


def test_a_number_that_was_never_called_says_so_when_the_day_has_ended() -> None:
    scene = Scene()
    number = scene.issue()
    lapsed, _ = scene.ask(OpenDay("2026-11-25")) or ()  # type: ignore[misc]
    scene.happen(lapsed)
    assert told(scene, number).answer["en"] == "It was never called"
    assert lines(scene, number)[-1] == "服務日結束，一直沒有叫到這個號碼，號碼失效"


def test_who_went_before_by_coming_back_is_told() -> None:
    scene = Scene()
    missed, number = scene.issue(), scene.issue()
    scene.now += 30 * MINUTE
    late = scene.issue()
    assert scene.next("1") == missed
    scene.miss("1", missed)
    assert scene.next("1") == number
    scene.miss("1", number)
    scene.restore(missed)
    assert scene.next("1") == missed
    scene.finish("1", missed)
    scene.next("1")
    assert words(scene, late) == ["ticket_issued", PASSED, "ticket_called"]
    assert lines(scene, late)[1] == "A001 取號較早，回到排隊後先叫號"
    assert "沒有" not in lines(scene, late)[2], "A002 was before it anyway"


def test_who_went_before_a_number_that_came_back_is_told_with_the_rule() -> None:
    scene = Scene()
    number = scene.issue()
    later = [scene.issue() for _ in range(7)]
    scene.next("1")
    scene.miss("1", number)
    scene.restore(number)
    for _ in later:
        scene.next("1")
        scene.finish("1", (*scene.hall.counter("1").tickets, "")[0])
    assert lines(scene, number)[-1] == (
        "A002、A003、A004、A005、A006 等 7 個號碼取號較晚，但先叫號：本號恢復後排在 12:10 取號的位置，在後面"
    ), "told while it still waits"
    assert told(scene, number).lines[-1].what == PASSED
    scene.next("1")
    assert words(scene, number)[-2:] == [PASSED, "ticket_called"]


def test_a_call_for_another_service_passes_nobody() -> None:
    scene = Scene(sample_hall(counters=(sample_counter("1", ("apples",)), sample_counter("2", ("books",)))))
    number = scene.issue("apples")
    assert scene.next("2") is None
    book = scene.issue("books")
    assert scene.next("2") == book
    assert words(scene, number) == ["ticket_issued"]


def test_numbers_are_found_as_people_write_them() -> None:
    scene = Scene()
    number = scene.issue()
    day = day_of(scene)
    for written in ("A001", "a001", " A001 ", "a 001", number):
        assert day.ticket_id(written) == number
    assert story_of(day, "A002", LANGUAGES, scene.now) is None


def test_a_new_day_knows_nothing_of_the_numbers_before() -> None:
    scene = Scene()
    scene.issue()
    scene.do(OpenDay("2026-11-25"))
    assert isinstance(scene.facts[-1].event, DayOpened)
    assert day_of(scene).ticket_id("A001") is None
    scene.issue()
    assert day_of(scene).ticket_id("A001") == "2-A001"


def test_a_counter_that_was_opened_by_hand_is_told_by_its_label() -> None:
    scene = Scene()
    ticket_id = scene.issue("apples")
    scene.do(SetByHand(HandWhat.EXTRA_COUNTER, "extra-1", HandValue("臨", ("apples",))))
    scene.next("extra-1")
    assert any("臨" in line for line in lines(scene, ticket_id))


def test_a_call_that_was_taken_back_is_told_and_the_wait_goes_on() -> None:
    scene = Scene()
    number, other = scene.issue(), scene.issue()
    scene.now += 5 * MINUTE
    scene.next("1")
    scene.do(UndoCall("1", number))
    scene.now += MINUTE
    scene.next("1")
    assert lines(scene, number)[2:] == [
        "林小美收回叫號，回到原來的順位",
        "林小美叫號，請到 1 號counter；等了 6 分鐘，其間同業務沒有叫別的號碼",
    ]
    assert told(scene, number).answer["zh-TW"] == (
        "有叫過號：12:05 請到 1 號counter（隨即收回）、12:06 請到 1 號counter"
    )
    assert scene.next("3") == other
    scene.do(UndoCall("3", other))
    assert words(scene, other) == ["ticket_issued", "ticket_called", "call_undone"]


def test_who_was_called_and_taken_back_has_passed_nobody() -> None:
    scene = Scene()
    missed, number = scene.issue(), scene.issue()
    scene.now += 30 * MINUTE
    late = scene.issue()
    scene.next("1")
    scene.miss("1", missed)
    scene.next("1")
    scene.restore(missed)
    assert scene.next("3") == missed
    scene.do(UndoCall("3", missed))
    assert words(scene, late) == ["ticket_issued"]
    assert scene.next("3") == missed
    assert words(scene, late) == ["ticket_issued", PASSED]
    assert number in scene.hall.counter("1").tickets


def test_what_came_of_the_visit_is_told() -> None:
    scene = Scene()
    number = scene.issue()
    scene.next("1")
    scene.arrive("1", number)
    scene.do(FinishTicket("1", number, Outcome.PAPERS_MISSING))
    assert lines(scene, number)[-1] == "在 1 號counter 受理結束：文件不齊，需補件後再來"


def test_who_was_called_together_is_told_with_whom() -> None:
    apples = grouped(sample_service("apples", "A"), 3)
    scene = Scene(sample_hall((apples, sample_service("books", "B"))))
    first, *_ = (scene.issue() for _ in range(3))
    scene.group("1")
    scene.recall("1", first)
    story = told(scene, first)
    assert [line.what for line in story.lines] == ["ticket_issued", "group_called", "ticket_recalled"]
    assert story.lines[1].text["zh-TW"].startswith("林小美叫號，和 A002、A003 一起請到")
    assert "（一起叫號：人數已滿）；" in story.lines[1].text["zh-TW"]
    assert "together with A002, A003 (enough were here), after waiting" in story.lines[1].text["en"]
    assert [(call.counter_id, call.again) for call in story.calls] == [("1", False), ("1", True)]


def test_a_counter_whose_label_is_a_name_is_called_by_it() -> None:
    scene = Scene(sample_hall(counters=(Counter("1", "服務台", ("apples",)),)))
    number = scene.issue()
    scene.next("1")
    assert told(scene, number).answer["zh-TW"] == "有叫過號：12:00 請到服務台"


def test_who_came_over_from_another_service_is_told_and_the_wait_is_whole() -> None:
    scene = Scene()
    book = scene.issue("books")
    scene.now += 10 * MINUTE
    number = scene.issue("apples")
    scene.now += 10 * MINUTE
    scene.transfer("", book, "apples")
    scene.next("1")
    assert lines(scene, book)[1:] == [
        "由林小美從「books」轉到「apples」排隊，號碼不變，排在 12:00 取號的位置",
        "林小美叫號，請到 1 號counter；等了 20 分鐘，其間同業務沒有叫別的號碼",
    ]
    assert words(scene, number) == ["ticket_issued", PASSED]
    assert lines(scene, number)[1] == "B001 取號較早，從別的業務轉來後先叫號"
    scene.arrive("1", book)
    scene.transfer("1", book, "apples")
    assert lines(scene, book)[-1] == "由林小美放回「apples」排隊，排在 12:00 取號的位置"


def test_a_hall_that_was_closed_while_a_number_waited_is_told() -> None:
    scene = Scene()
    ticket_id = scene.issue()
    scene.do(CloseToday(ClosingReason.TYPHOON))
    scene.do(ReopenToday())
    assert lines(scene, ticket_id)[1:3] == ["林小美宣布因颱風，今日停止服務", "林小美宣布恢復服務"]
    assert lines(scene, ticket_id, "en")[1:3] == [
        "林小美 closed the hall for today because of the typhoon",
        "林小美 opened the hall again",
    ]


def test_who_was_called_elsewhere_while_a_number_waits_for_its_counter_is_told() -> None:
    scene = Scene()
    number = scene.issue()
    scene.do(TransferTicket(number, "apples", to_counter="3"))
    later = scene.issue()
    assert scene.next("1") == later
    assert lines(scene, number)[1:] == [
        "由林小美放回「apples」排隊，排在 12:00 取號的位置，指定由 3 號counter 叫號",
        "A002 取號較晚，由其他櫃檯先叫號：本號指定由 3 號counter 叫號",
    ]
    assert scene.next("3") == number


def test_a_wait_over_a_correction_of_the_time_is_as_long_as_it_was() -> None:
    scene = Scene()
    fast = 2 * 60 * MINUTE
    scene.now += fast
    since = scene.now
    number = scene.issue()
    scene.now += 5 * MINUTE - fast
    scene.do(CorrectTime(since, -fast, "電池沒電"))
    other = scene.issue()
    scene.now += 5 * MINUTE
    scene.next("1")
    scene.miss("1", number)
    scene.restore(number)
    assert lines(scene, number)[1:] == [
        "主機時間校正了 120 分鐘（電池沒電），排隊順序不變",
        "林小美叫號，請到 1 號counter；等了 10 分鐘，其間同業務沒有叫別的號碼",
        "叫號後等了不到 1 分鐘，沒有到 1 號counter，由林小美設為過號",
        "由林小美恢復排隊，排在 12:10 取號的位置",
    ]
    assert words(scene, other) == ["ticket_issued"], "before it came"


def test_who_was_called_first_by_no_rule_that_we_know_is_told_all_the_same() -> None:
    """As a log of another program may have it."""
    scene = Scene()
    number, later = scene.issue(), scene.issue()
    scene.happen(TicketCalled(later, "1"))
    assert lines(scene, number)[-1] == "A002 取號較晚，但先叫號"


def test_nothing_happens_to_a_number_that_was_not_given() -> None:
    day = day_of(Scene())
    with pytest.raises(ValueError, match="was not given"):
        day.take(2, Fact(0, "", "", TicketCalled("1-A001", "1")))
