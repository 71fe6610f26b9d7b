"""No line of a screen tears a word of the language's list; what is measured is what is drawn."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication, QTextLayout, QTextOption

from program.language import languages, spoken_in
from screen.line_breaks import REFERENCE_PX, broken_lines, reference_font
from screen.shortener import SPARE, Shortener
from screen.typeface import use_typeface
from screen.whole_words import JOINER, joined, plain
from screen.widths import INK_EM, LINE_EM, fits, pieces
from tests.real_hall import ROOT

EMERGENCY = "請遠離玻璃，就地掩護，並聽從現場人員引導。"


@pytest.fixture(autouse=True)
def _typeface(qapp: QGuiApplication) -> None:
    """What measures keeps the font that it met first, for the tests that follow too."""
    use_typeface(qapp)


def shipped() -> Iterator[str]:
    """Every Chinese text of the programs, of the sample hall and of its guides."""
    files = [ROOT / "config.toml", ROOT / "program" / "languages" / "zh-TW.toml", *sorted((ROOT / "guides").glob("*"))]
    for file in files:
        if file.suffix == ".toml":
            yield from _texts(tomllib.loads(Path(file).read_text("utf-8")))


def _texts(value: object) -> Iterator[str]:
    match value:
        case str():
            yield from value.split("\n")
        case list():
            for one in value:
                yield from _texts(one)
        case dict():
            for key, one in value.items():
                if key not in {"en", "vi", "id", "th", "whole_words"}:
                    yield from _texts(one)


def torn(text: str, ends: list[int]) -> list[str]:
    """The words of the list inside which a line ends, where they are found as a reader finds them: from the left."""
    words = sorted(languages()["zh-TW"].style.whole_words, key=len, reverse=True)
    found, at = [], 0
    while at < len(text):
        word = next((one for one in words if text.startswith(one, at)), text[at])
        found += [word for end in ends if at < end < at + len(word)]
        at += len(word)
    return found


@pytest.mark.parametrize("ems", [6.5, 9.2, 12.7, 17.9])
def test_no_shipped_text_is_torn_inside_a_word_of_the_list(ems: float) -> None:
    wrapped = 0
    for text in set(shipped()):
        lines = broken_lines(text, bold=True, room=ems * REFERENCE_PX)
        assert sum(line.length for line in lines) == len(text)
        assert torn(text, [line.start + line.length for line in lines]) == [], text
        wrapped += len(lines) > 1
    assert wrapped > 200


SAID = (
    "新住民 及 外國人 由 承辦人 確認 資格 與 補助 期間 ， 繼續 查詢 紀錄",
    "恢復 後 這裡 會 自動 繼續 ， 說明 常見 問題",
    "請勿 將 證件 、 存摺 交給 來路 不明 的 人",
    "實際 資格 由 本中心 及 勞保局 審核 ， 逾期 視為 未 申請",
    "本人 存摺 影本 、 眷屬 戶口名簿 與 定期 契約 及 診斷 書面",
    "勞動部 勞動力 發展署 雲嘉南 分署",
)


@pytest.mark.parametrize("said", SAID)
def test_words_that_programs_and_guides_say_are_of_the_list(said: str) -> None:
    """Held by hand: what is no word of the list is torn, and the test above does not know it for a word."""
    words = said.split()
    whole = {sum(map(len, words[:count])) for count in range(1, len(words) + 1)}
    for tenths in range(43, 140):
        lines = broken_lines("".join(words), bold=True, room=tenths / 10 * REFERENCE_PX)
        assert {line.start + line.length for line in lines} <= whole


def test_no_line_that_says_not_to_take_the_lift_ends_at_the_stairs() -> None:
    """A fire's message would say the opposite: "thang" alone is a ladder or stairs, "thang máy" the lift."""
    texts = spoken_in("emergency")["vi"].texts["emergency"].values()
    lift = [text for text in texts if "thang" in text]
    assert len(lift) == 2
    for text in lift:
        assert "thang\xa0máy." in pieces(text)
        for tenths in range(60, 400):
            for line in broken_lines(text, bold=True, room=tenths / 10 * REFERENCE_PX):
                assert not text[: line.start + line.length].rstrip(" ").endswith("thang"), tenths


def test_without_the_joiners_words_are_torn() -> None:
    found = set()
    for room in range(300, 1300, 50):
        layout = QTextLayout(EMERGENCY, reference_font(True))
        layout.setTextOption(_anywhere())
        found.update(torn(EMERGENCY, _ends(layout, room)))
    assert len(found) > 2


@pytest.mark.parametrize("bold", [False, True])
def test_what_is_drawn_breaks_where_it_was_measured_and_is_as_wide(bold: bool) -> None:
    for room in (330, 650, 910, 1290):
        drawn = QTextLayout(joined(EMERGENCY), reference_font(bold))
        drawn.setTextOption(_anywhere())
        ends = [len(plain(joined(EMERGENCY)[:end])) for end in _ends(drawn, room)]
        measured = broken_lines(EMERGENCY, bold=bold, room=room)
        assert ends == [line.start + line.length for line in measured]
        assert max(line.width for line in measured) <= room
        assert [line.start for line in measured[1:]] == [one.start + one.length for one, _ in pairwise(measured)]


def test_a_word_that_is_wider_than_its_place_is_broken_after_all() -> None:
    assert len(broken_lines("身心障礙者", bold=True, room=2.5 * REFERENCE_PX)) == 3


def test_what_stands_in_one_line_is_given_as_it_is() -> None:
    shortener = Shortener()
    assert shortener.laid(EMERGENCY, True, 100.0 * len(EMERGENCY) + 99, 100.0, 3) == EMERGENCY
    assert shortener.laid(EMERGENCY, True, 700.0, 100.0, 4) == joined(EMERGENCY) != EMERGENCY
    assert plain(joined(EMERGENCY)) == EMERGENCY
    assert JOINER not in EMERGENCY


def _anywhere() -> QTextOption:
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    return option


def _ends(layout: QTextLayout, room: float) -> list[int]:
    ends = []
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(room)
        ends.append(line.textStart() + line.textLength())
    layout.endLayout()
    return ends


LONG_NAME = "辦理中高齡者及高齡者就業促進計畫與身心障礙者職務再設計補助以及新住民獨力負擔家計者服務窗口"


def test_a_word_is_rather_torn_than_the_end_of_a_name_cut() -> None:
    """Only where whole words have no room; the check that has no typeface says the same."""
    shortener, torn_somewhere = Shortener(), 0
    for ems in range(8, 30):
        room = (ems + 0.5) * REFERENCE_PX
        whole, fewest = (
            len(broken_lines(LONG_NAME, bold=True, room=room / SPARE, torn=torn)) for torn in (False, True)
        )
        for lines in (fewest, whole):
            assert shortener.shown(LONG_NAME, True, room, REFERENCE_PX, lines) == LONG_NAME
            height = REFERENCE_PX * (INK_EM + (lines - 1) * LINE_EM)
            assert fits(LONG_NAME, room * 1.02, height, REFERENCE_PX, bold=True)
        assert shortener.laid(LONG_NAME, True, room, REFERENCE_PX, whole) == joined(LONG_NAME)
        if fewest < whole:
            assert shortener.laid(LONG_NAME, True, room, REFERENCE_PX, fewest) == LONG_NAME
            torn_somewhere += 1
        assert shortener.shown(LONG_NAME, True, room, REFERENCE_PX, fewest - 1).endswith("…")
    assert torn_somewhere
