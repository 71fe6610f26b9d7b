"""Two lines of words, dates of the Republic, and texts that exist in every language."""

from __future__ import annotations

import msgspec
import pytest

from display.opening_words import opening_text
from display.words import TURN_MS, Words, spaced, width_em
from program.texts import Catalog, read_catalog
from tests.real_hall import MORNING, sample_view

CATALOG: Catalog = read_catalog("display")
HOUR = 3_600_000


def test_opening_times() -> None:
    assert opening_text(MORNING + 4 * HOUR, MORNING, "Asia/Taipei", "zh-TW", CATALOG) == "13:14 開始"
    assert opening_text(MORNING + 24 * HOUR, MORNING, "Asia/Taipei", "zh-TW", CATALOG) == "週二 09:14 開始"
    assert opening_text(MORNING + 24 * HOUR, MORNING, "Asia/Taipei", "en", CATALOG) == "Tue 09:14"


def test_the_second_line_takes_turns_among_the_further_languages() -> None:
    hall = msgspec.structs.replace(sample_view(), languages=("zh-TW", "en", "vi", "id", "th"))
    seconds = [Words(CATALOG, hall, turn * TURN_MS).second for turn in range(5)]
    assert seconds == ["en", "vi", "id", "th", "en"]


def test_a_language_without_a_text_leaves_its_line_empty() -> None:
    hall = msgspec.structs.replace(sample_view(), languages=("zh-TW", "vi"))
    words = Words(CATALOG, hall, 0)
    assert words.say("missed") == ("過號", "")
    assert words.of_hall({"zh-TW": "甲"}) == ("甲", "")
    assert words.of_hall({"zh-TW": "甲", "vi": "A"}) == ("甲", "A")
    assert words.counter_word() == ("號櫃檯", "")
    assert words.each({"zh-TW": "甲", "vi": "A", "en": "x"}) == ["甲", "A"]


@pytest.mark.parametrize(
    ("languages", "word", "first"),
    [
        (("zh-TW", "en"), ("號櫃檯", "Counter"), False),
        (("en", "zh-TW"), ("Counter", "櫃檯"), True),
        (("zh-TW",), ("號櫃檯", ""), False),
    ],
)
def test_a_counter_in_the_order_of_the_language(languages: tuple[str, ...], word: tuple[str, str], first: bool) -> None:
    words = Words(CATALOG, sample_view(languages), 0)
    assert (words.counter_word(), words.word_first) == (word, first)


@pytest.mark.parametrize(("number", "parts"), [("B027", ("B", "027")), ("027", ("", "027")), ("A1", ("A", "1"))])
def test_a_number_is_set_apart(number: str, parts: tuple[str, str]) -> None:
    assert spaced(number) == parts


def test_han_is_wider_than_latin() -> None:
    assert width_em("號櫃檯") == 3
    assert width_em("Counter") == pytest.approx(7 * 0.62)
