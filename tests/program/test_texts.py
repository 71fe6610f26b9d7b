from __future__ import annotations

import pytest

from program.texts import Catalog, in_language

ZH = {"hello": "您好", "ahead": "前面還有 {count} 人"}
EN = {"hello": "Hello", "ahead": "People ahead: {count}"}


def test_text_in_a_language_with_its_fields() -> None:
    catalog = Catalog({"zh-TW": ZH, "en": EN})
    assert catalog.languages == ("zh-TW", "en")
    assert catalog.text("en", "ahead", count=3) == "People ahead: 3"
    assert catalog.text("zh-TW", "hello") == "您好"
    assert catalog.all("en") == EN


def test_no_space_stands_between_two_han_characters() -> None:
    catalog = Catalog({"zh-TW": {"go": "請到 {counter}"}})
    assert catalog.text("zh-TW", "go", counter="3 號櫃檯") == "請到 3 號櫃檯"
    assert catalog.text("zh-TW", "go", counter="服務台") == "請到服務台"


def test_a_language_the_room_does_not_speak_falls_back_whole() -> None:
    assert Catalog({"zh-TW": ZH, "en": EN}).text("th", "hello") == "您好"


def test_an_unknown_key_is_our_fault() -> None:
    with pytest.raises(KeyError):
        Catalog({"zh-TW": ZH}).text("zh-TW", "goodbye")


@pytest.mark.parametrize(
    ("english", "says"),
    [
        ({"hello": "Hello"}, r"missing \['ahead'\]"),
        ({**EN, "bye": "Bye"}, r"unknown \['bye'\]"),
        ({**EN, "ahead": "Many people ahead"}, r"other fields in \['ahead'\]"),
    ],
)
def test_languages_that_disagree_are_refused(english: dict[str, str], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        Catalog({"zh-TW": ZH, "en": english})


def test_reference_language_is_needed() -> None:
    with pytest.raises(ValueError, match="zh-TW"):
        Catalog({"en": EN})


def test_a_halls_own_text_falls_back_to_its_first_language() -> None:
    assert in_language({"zh-TW": "櫃檯", "en": "Counter"}, "en") == "Counter"
    assert in_language({"zh-TW": "櫃檯"}, "vi") == "櫃檯"
    assert in_language({}, "en") == ""
