"""Lines fit, lose no character and break where the script allows."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from hardware.printer.text_wrap import Marks, wrap

MARKS = Marks("，。）」.,)", "（「(")


def cells(text: str) -> float:
    """Width in half-width cells: two for Han and full-width marks."""
    return sum(2 if ord(char) > 0x2E7F else 1 for char in text)


def test_short_text_is_one_line() -> None:
    assert wrap("給付認定服務", 20, cells, MARKS) == ["給付認定服務"]


def test_nothing_gives_no_line() -> None:
    assert wrap("", 20, cells, MARKS) == []
    assert wrap("   ", 20, cells, MARKS) == []


def test_words_stay_whole() -> None:
    assert wrap("Missed your number? Ask at the desk.", 20, cells, MARKS) == ["Missed your number?", "Ask at the desk."]


def test_lines_are_even() -> None:
    assert wrap("一二三四五六七八九", 16, cells, MARKS) == ["一二三四五", "六七八九"]


def test_closing_marks_never_begin_a_line() -> None:
    assert wrap("一二三四，五六", 8, cells, MARKS) == ["一二三", "四，五六"]


def test_opening_marks_never_end_a_line() -> None:
    assert wrap("一二三（四五）", 8, cells, MARKS) == ["一二三", "（四五）"]


def test_a_clause_stays_whole_where_that_takes_no_more_lines() -> None:
    """號碼不變 was once torn into 號 and 碼不變."""
    said = "過號請洽服務台，號碼不變，順延 10 分鐘"
    assert wrap(said, 24, cells, MARKS) == ["過號請洽服務台，", "號碼不變，順延 10 分鐘"]
    assert wrap(said, 16, cells, MARKS) == ["過號請洽服務台，", "號碼不變，", "順延 10 分鐘"]


def test_a_word_of_the_language_is_not_torn() -> None:
    """櫃檯 was once torn into 櫃 and 檯."""
    said = "叫號時，您會和其他人一起到同一個櫃檯（最多 2 位）。"
    marks = Marks(MARKS.never_first, MARKS.never_last, ("櫃檯", "一起"))
    for width in range(8, 48):
        lines = wrap(said, width, cells, marks)
        assert all(cells(line) <= width for line in lines)
        assert any("櫃檯" in line for line in lines), lines
        assert any("一起" in line for line in lines), lines
    assert wrap("櫃檯", 2, cells, marks) == ["櫃", "檯"], "where a line holds no more it is torn all the same"


def test_a_clause_is_broken_before_a_line_more_is_taken() -> None:
    assert wrap("一二三，四五六七八，九", 12, cells, MARKS) == ["一二三，四五", "六七八，九"]


def test_long_word_is_broken_between_characters() -> None:
    assert "".join(wrap("Donaudampfschifffahrt", 6, cells, MARKS)) == "Donaudampfschifffahrt"


def test_line_feeds_are_kept() -> None:
    assert wrap("服務免費\n1955", 20, cells, MARKS) == ["服務免費", "1955"]


TEXTS = st.text(alphabet=st.sampled_from("一二號櫃（）「」，。AaBb 12-—.é\n"), max_size=60)


@given(TEXTS, st.integers(4, 40))
def test_no_character_is_lost(text: str, width: int) -> None:
    assert "".join("".join(wrap(text, width, cells, MARKS)).split()) == "".join(text.split())


@given(st.text(alphabet="一二號櫃檯AaBb 12", max_size=60), st.integers(4, 40))
def test_every_line_fits(text: str, width: int) -> None:
    assert all(cells(line) <= width for line in wrap(text, width, cells, MARKS))


def test_what_is_written_around_a_letter_is_not_torn_from_it() -> None:
    """Thai has no spaces between words, and vowels before, behind, above and below a letter."""
    lines = wrap("เอกสารที่ต้องใช้ทำงาน", 4, cells, MARKS)
    assert "".join(lines) == "เอกสารที่ต้องใช้ทำงาน"
    assert len(lines) > 4
    assert not [line for line in lines if line[0] in "ะาำๅ่้๊๋ิีึืุูั็์" or line[-1] in "เแโใไ"]


THAI = ("สอบถาม", "สำนักงาน", "ประกัน", "แรงงาน", "ที่", "การ", "บริการ")


def letters(text: str) -> float:
    """Width of Thai: what is written above or below takes none."""
    return sum(unicodedata.category(char) != "Mn" for char in text)


def test_thai_that_is_longer_than_a_line_breaks_at_listed_words() -> None:
    marks = Marks(words=THAI)
    assert wrap("สอบถามที่สำนักงานประกันแรงงาน", 16, letters, marks) == ["สอบถามที่สำนักงาน", "ประกันแรงงาน"]
    assert wrap("ติดต่อสำนักงานบริการแรงงาน", 14, letters, marks)[-1].endswith("แรงงาน")


def test_thai_that_is_in_no_list_breaks_at_the_least_between_syllables() -> None:
    """Before a vowel that is written first, or behind one that is always last."""
    for line in wrap("ระเบียบการเปลี่ยนโครงการแห่งใหม่", 12, letters, Marks())[1:]:
        assert line[0] in "เแโใไ"


def test_a_listed_thai_word_is_no_part_of_a_longer_syllable() -> None:
    """A vowel behind it is not torn from it."""
    for width in range(2, 9):
        lines = wrap("ที่ทำการะกำ", width, letters, Marks(words=("การ",)))
        assert "".join(lines) == "ที่ทำการะกำ"
        assert not any(line[0] in "ะาำ" for line in lines)
