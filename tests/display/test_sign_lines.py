"""The LED sign: the newest call at once, its like in turn, and between calls the opening and the notices."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from display.board import Board
from display.legibility import Monitor
from display.link_lines import LISTEN_MS
from display.order_layout import order_layout
from display.order_page import order_page
from display.sign_lines import pieces, sign_message
from display.sign_turns import CALL_MS, TURN_MS
from hardware.led.message import DARK, GAP, Kind, SignMessage, spread
from program.texts import read_catalog
from server.domain.closing import ClosingReason
from tests.display.halls import numbered_from
from tests.display.large_halls import Kind as HallKind
from tests.display.large_halls import large_hall
from tests.display.walls import Wall
from tests.real_hall import MORNING, RealHall, sample_config

CATALOG = read_catalog("display")
LAYOUT = order_layout(Monitor(1920, 1080, 55.0, 15.0))


def sign(wall: Wall) -> SignMessage:
    return sign_message(wall.board, wall.now, CATALOG)


def test_before_a_snapshot_it_is_dark() -> None:
    assert sign_message(Board(), Wall().now, CATALOG) == DARK


def test_a_call_is_shown_at_once_with_its_counter() -> None:
    wall = Wall(RealHall(numbered_from({"training": 12}))).start()
    wall.called("training", "5")
    message = sign(wall)
    assert (message.text, message.kind) == ("E012 → 5 號櫃檯", Kind.CALL)
    assert message.short_text.replace(" ", "") == "E012→5"


@pytest.mark.parametrize(
    ("prefix", "number"), [("A1", f"A1{GAP}001"), ("12", f"12{GAP}001"), ("2B", f"2B{GAP}001"), ("", "001")]
)
def test_a_number_is_parted_where_the_wall_parts_it(prefix: str, number: str) -> None:
    """Of "A 1001" nobody knows that it is his."""
    config = sample_config()
    services = tuple(replace(one, prefix=prefix) if one.service_id == "training" else one for one in config.services)
    wall = Wall(RealHall(replace(config, services=services))).start()
    wall.called("training", "5")
    message = sign(wall)
    assert spread(message, message.text) == f"{number} → 5 號櫃檯"
    assert spread(message, message.short_text) == f"{number} → 5"
    card = order_page(wall.board, wall.now, LAYOUT, CATALOG).cards[0]
    assert f"{card.letter}{GAP}{card.digits}".strip() == number


def test_in_english_the_word_comes_first() -> None:
    wall = Wall(RealHall(numbered_from({"training": 12}, ("en", "zh-TW")))).start()
    wall.called("training", "5")
    assert sign(wall).text == "E012 → Counter 5"


def test_calls_together_take_turns_the_newest_first() -> None:
    wall = Wall().start()
    wall.called("training", "5")
    wall.wait(100)
    wall.called("youth", "6")
    seen = []
    for _ in range(3):
        seen.append(sign(wall).text[:4])
        wall.wait(TURN_MS)
    assert seen == ["G001", "E001", "G001"]


def test_a_recall_is_shown_again() -> None:
    wall = Wall().start()
    ticket = wall.called("training", "5")
    wall.wait(CALL_MS + 1_000)
    assert sign(wall).kind is Kind.NOTICE
    wall.hear(wall.hall.recall(ticket))
    assert sign(wall).text.startswith("E001")


def test_between_calls_every_notice_has_its_turn_from_the_first() -> None:
    wall = Wall().start()
    wall.called("training", "5")
    wall.wait(CALL_MS)
    seen: list[str] = []
    for _ in range(1_400):
        text = sign(wall).text
        if not seen or seen[-1] != text:
            seen.append(text)
        wall.wait(100)
    assert len(set(seen)) == 7
    assert seen[0].startswith("服務免費")
    assert seen[1].startswith("All services")


def test_a_closed_service_says_when_it_opens_and_a_closed_hall_says_it_once() -> None:
    hall = RealHall()
    hall.closed["migrant-transfer"] = MORNING + 4 * 3_600_000
    wall = Wall(hall).start()
    wall.called("training", "5")
    wall.wait(CALL_MS)
    message = sign(wall)
    assert (message.text, message.kind) == ("H 轉換雇主 13:14 開始", Kind.OPENING)
    hall.closed = {one.service_id: MORNING + 24 * 3_600_000 for one in hall.config.services}
    wall.start()
    assert sign(wall).text == "下次服務：週二 09:14 開始"


def test_a_lost_link_shows_no_old_call() -> None:
    wall = Wall().start()
    wall.called("training", "5")
    wall.link(up=False).wait(2_000)
    assert sign(wall).text == "叫號暫停更新，請洽服務台"


def test_away_for_long_the_sign_says_as_the_wall_does_to_listen_for_the_staff() -> None:
    wall = Wall().start()
    wall.called("training", "5")
    wall.link(up=False).wait(LISTEN_MS - 1_000)
    assert sign(wall).text == "叫號暫停更新，請洽服務台"
    said = set()
    for _ in range(40):
        said.add(sign(wall.wait(1_000)).text)
    assert said == {"請聽現場人員叫號", "Please listen for our staff"}
    assert order_page(wall.board, wall.now, LAYOUT, CATALOG).title.own in said


def test_a_closed_hall_whose_server_is_away_has_nobody_to_listen_to() -> None:
    hall = RealHall(at=MORNING + 10 * 3_600_000)
    wall = Wall(hall).start().link(up=False).wait(LISTEN_MS + 3_000)
    assert sign(wall).text == "下次服務：週二 08:00 開始"
    shut = RealHall()
    shut.close_today(ClosingReason.TYPHOON)
    wall = Wall(shut).start().link(up=False).wait(LISTEN_MS + 3_000)
    assert {sign(wall.wait(1_000)).text for _ in range(60)} >= {"因颱風，今日停止服務", "已取號的民眾請洽現場人員。"}


def test_a_long_notice_is_said_in_parts_and_never_cut() -> None:
    whole = "All services are free. Never hand your papers or passbook to strangers"
    assert pieces(whole) == ["All services are free.", "Never hand your papers or passbook to strangers"]
    assert pieces("短。也短。") == ["短。也短。"]
    assert pieces("Short. And short.") == ["Short. And short."]
    assert pieces("一二，三四五", 4) == ["一二，", "三四五"]
    assert pieces("") == []
    assert pieces("。  aaa", 4) == ["。", "aaa"], "no part is empty"


@given(st.text(alphabet="ab 。，. 號", max_size=300), st.integers(4, 64))
def test_parts_keep_every_character_and_fit(text: str, longest: int) -> None:
    parts = pieces(text, longest)
    assert all(0 < len(part) <= longest for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


@pytest.mark.parametrize("numbers", ["none", "two"])
@pytest.mark.parametrize("labels", ["four", "named"])
def test_the_longest_number_and_label_are_said_whole(numbers: str, labels: str) -> None:
    hall = RealHall(large_hall(HallKind(20, 20, numbers, labels, "long")))
    wall = Wall(hall).start()
    for counter in hall.view.counters[:4]:
        wall.called("s01", counter.counter_id)
        message = sign(wall)
        number = wall.listed()[0]
        whole = f"{counter.label} 號櫃檯" if counter.with_noun else counter.label
        assert (message.text, message.short_text) == (f"{number} → {whole}", f"{number} → {counter.label}")


def test_a_counter_whose_noun_no_sign_holds_is_told_by_its_label() -> None:
    config = numbered_from({"training": 12}, ("en", "zh-TW"))
    noun = (("en", "Joint service counter of the unemployment benefits section, third floor"), ("zh-TW", "櫃檯"))
    wall = Wall(RealHall(replace(config, counter_noun=noun))).start()
    wall.called("training", "5")
    assert sign(wall).text == "E012 → 5"


def test_a_closed_service_with_a_long_name_still_says_when_it_opens() -> None:
    config = sample_config()
    name = (("zh-TW", "就業" * 40), ("en", "x"))
    services = tuple(replace(one, short_name=name) if one.service_id == "training" else one for one in config.services)
    hall = RealHall(replace(config, services=services))
    hall.closed["training"] = MORNING + 4 * 3_600_000
    wall = Wall(hall).start()
    seen = set()
    for _ in range(1_800):
        seen.add(sign(wall).text)
        wall.wait(100)
    assert any("13:14 開始" in text for text in seen)
    assert sum(text.count("就業") for text in seen) == 40
