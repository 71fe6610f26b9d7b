"""What the wall says of its link: why it is not wanted, in every language, before a hall is known and after."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from display.board import Board, Moment
from display.content_layout import content_layout
from display.content_page import content_page
from display.deck import Dwell
from display.legibility import Monitor
from display.link_lines import LISTEN_MS, SAID, Greeting, greetings
from display.live_board import LiveBoard
from display.order_layout import order_layout
from display.order_page import order_page
from display.words import TURN_MS
from program.clock import ManualClock
from program.texts import read_catalog
from tests.display.walls import Wall
from tests.real_hall import MORNING, RealHall, sample_config

CATALOG = read_catalog("display")
LAYOUT = order_layout(Monitor(1920, 1080, 55.0, 15.0))
GUIDE = content_layout(Monitor(1920, 1080, 55.0, 6.0))
WRONG_ZH = "這個螢幕屬於「{}」，但這裡的叫號主機是別的據點。請檢查設定。"
WRONG_EN = 'This screen belongs to hall "{}", but the server here is another\'s. Check the settings.'


def said(wall: Wall) -> dict[str, Greeting]:
    return {one.key: one for one in greetings(wall.board, CATALOG)}


def test_before_a_hall_is_known_the_refusal_names_the_hall_by_its_id() -> None:
    wall = Wall(hall_id="yongkang").link(up=False)
    assert said(wall)["zh-TW"].fault == ""
    wall.link(up=False, refused="wrong_hall")
    for page in (order_page(wall.board, wall.now, LAYOUT, CATALOG), content_page(wall.board, wall.now, GUIDE, CATALOG)):
        assert page.greetings == greetings(wall.board, CATALOG)
    assert said(wall)["zh-TW"].fault == WRONG_ZH.format("yongkang")
    assert said(wall)["en"].fault == WRONG_EN.format("yongkang")
    assert said(wall)["zh-TW"].title == "這個螢幕暫停使用"
    assert said(wall)["zh-TW"].text == "請留意現場人員叫號，有疑問請洽服務台"
    wall.link(up=False)
    assert (said(wall)["zh-TW"].title, said(wall)["zh-TW"].fault) == ("準備中，請稍候", "")


@pytest.mark.parametrize("language", CATALOG.whole)
def test_before_the_server_is_up_the_wall_says_what_the_kiosk_says(language: str) -> None:
    kiosk = read_catalog("kiosk")
    wall = said(Wall())[language]
    assert wall.title == kiosk.text(language, "starting_title")
    assert wall.text.startswith(kiosk.text(language, "starting_body").rstrip("。."))


def test_after_a_minute_without_the_server_the_wall_sends_everybody_to_the_staffs_voice() -> None:
    """Whoever was called last has come; whoever comes now hears it from a clerk."""
    hall = RealHall()
    hall.issue("benefit-again")
    wall = Wall(hall).start()
    wall.hear(hall.next("3"))
    wall.link(up=False).wait(LISTEN_MS - 200)
    page = order_page(wall.board, wall.now, LAYOUT, CATALOG)
    assert [card.digits for card in page.cards] == ["001"]
    wall.wait(200)
    page = order_page(wall.board, wall.now, LAYOUT, CATALOG)
    assert (page.phase, page.cards) == ("welcome", ())
    assert page.title.own == "請聽現場人員叫號"
    assert page.text.own == "叫號畫面斷線中，您的號碼仍保留。"
    assert page.stale.own.startswith("畫面自")
    wall.link(up=True).told(hall.snapshot())
    page = order_page(wall.board, wall.now, LAYOUT, CATALOG)
    assert [card.digits for card in page.cards] == ["001"]


@pytest.mark.parametrize("language", CATALOG.whole)
def test_every_reason_has_a_sentence_of_its_own(language: str) -> None:
    reasons = [*SAID, "a_reason_of_tomorrow"]
    sentences = {said(Wall().link(up=False, refused=reason))[language].fault for reason in reasons}
    assert len(sentences) == len(reasons) == 8
    assert "" not in sentences


def test_a_reason_that_is_not_known_yet_is_a_refusal_all_the_same() -> None:
    sentence = said(Wall().link(up=False, refused="a_reason_of_tomorrow"))["en"].fault
    assert sentence == "The server does not accept this screen. Please see the administrator."


def test_once_a_hall_is_shown_the_strip_says_it_at_once_and_names_the_hall_in_each_language() -> None:
    wall = Wall(hall_id="yongkang").start()
    wall.called("training", "5")
    wall.link(up=False)
    assert order_page(wall.board, wall.now, LAYOUT, CATALOG).stale == ("", "")
    wall.link(up=False, refused="wrong_hall")
    page = order_page(wall.board, wall.now, LAYOUT, CATALOG)
    assert page.greetings == ()
    assert page.stale.own == (
        "畫面自 09:14 起沒有更新，請留意現場人員叫號，或洽服務台。" + WRONG_ZH.format("永康就業中心")
    )
    assert page.stale.second == "", "two such lines are more than the strip holds: they take turns"
    page = order_page(wall.board, Moment(wall.now.wall, wall.now.steady + TURN_MS), LAYOUT, CATALOG)
    assert page.stale.own == (
        "Not updating since 09:14. Please listen for the staff, or ask at the reception desk. "
        + WRONG_EN.format("Yongkang Employment Center")
    )
    guide = content_page(wall.board, wall.now, GUIDE, CATALOG)
    page = order_page(wall.board, wall.now, LAYOUT, CATALOG)
    assert page.stale.own.startswith(guide.stale.own + "。")
    assert guide.stale.own.endswith("或洽服務台")
    assert [card.digits for card in page.cards] == ["001"]
    wall.start()
    assert order_page(wall.board, wall.now, LAYOUT, CATALOG).stale == ("", "")
    assert wall.board.refused == ""


def test_a_hall_of_one_language_says_it_in_that_one() -> None:
    wall = Wall(RealHall(sample_config(("zh-TW",)))).start()
    wall.link(up=False, refused="protocol_too_old")
    stale = order_page(wall.board, wall.now, LAYOUT, CATALOG).stale
    assert stale.own.endswith("螢幕程式太舊，請更新。")
    assert stale.second == ""


def test_the_keeper_hears_why_and_passes_over_what_no_board_draws(qapp: QGuiApplication) -> None:
    owner = QObject()
    seen: list[Board] = []

    def show(board: Board, _now: Moment) -> None:
        seen.append(board)

    hall = RealHall()
    live = LiveBoard(ManualClock(MORNING), Dwell(), "yongkang", show, owner)
    live.link("refused", "revoked")
    assert (live.board.refused, seen[-1].refused) == ("revoked", "revoked")
    live.link("refused", "")
    assert live.board.refused == "refused"
    live.link("lost", "unreachable")
    assert live.board.refused == ""
    live.hear(hall.snapshot())
    live.link("connected", "")
    before = live.board
    assert before.hall is not None
    live.hear(hall.lines())
    assert live.board is before
    live.hear(hall.issue("training"))
    assert live.board.seq == before.seq + 1
