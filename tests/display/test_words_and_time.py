"""Two lines of words, dates of the Republic, and texts that exist in every language."""

from __future__ import annotations

import msgspec
import pytest

from display.opening_words import opening_text
from display.words import NO_COUNTER, NOTHING, TURN_MS, Words, spaced, width_em
from program.texts import Catalog, read_catalog
from tests.real_hall import MORNING, sample_view
from wire.messages.hall import CounterView
from wire.messages.tickets import TicketView, Visit

CATALOG: Catalog = read_catalog("display")
HOUR = 3_600_000


def test_opening_times() -> None:
    assert opening_text(MORNING + 4 * HOUR, MORNING, "Asia/Taipei", "zh-TW", CATALOG) == "13:14 開始"
    assert opening_text(MORNING + 24 * HOUR, MORNING, "Asia/Taipei", "zh-TW", CATALOG) == "週二 09:14 開始"
    assert opening_text(MORNING + 24 * HOUR, MORNING, "Asia/Taipei", "en", CATALOG) == "Tue 09:14"


def test_a_weekday_that_comes_sooner_has_its_date_beside_it() -> None:
    """Before the nine days of a New Year, 週一 alone would be the Monday that is off."""
    said = [
        opening_text(MORNING + days * 24 * HOUR, MORNING, "Asia/Taipei", tag, CATALOG, whole=True)
        for days in (6, 7, 10)
        for tag in ("zh-TW", "en")
    ]
    assert said[:2] == ["週日 09:14 開始", "Opens Sun 09:14"]
    assert said[2:4] == ["11/30（一） 09:14 開始", "Opens Mon 30 Nov 09:14"]
    assert said[4:] == ["12/3（四） 09:14 開始", "Opens Thu 3 Dec 09:14"]


def test_the_second_line_takes_turns_among_the_further_languages() -> None:
    hall = msgspec.structs.replace(sample_view(), languages=("zh-TW", "en", "vi", "id", "th"))
    seconds = [Words(CATALOG, hall, turn * TURN_MS).second for turn in range(5)]
    assert seconds == ["en", "vi", "id", "th", "en"]


def test_a_language_without_a_text_leaves_its_line_empty() -> None:
    hall = msgspec.structs.replace(sample_view(), languages=("zh-TW", "vi"))
    words = Words(CATALOG, hall, 0)
    assert words.say("missed") == ("過號", "Lỡ lượt")
    assert words.of_hall({"zh-TW": "甲"}) == ("甲", "")
    assert words.of_hall({"zh-TW": "甲", "vi": "A"}) == ("甲", "A")
    assert words.counter("3").word == ("號櫃檯", "")
    assert words.each({"zh-TW": "甲", "vi": "A", "en": "x"}) == ["甲", "A"]


@pytest.mark.parametrize(
    ("languages", "word", "whole", "first"),
    [
        (("zh-TW", "en"), ("號櫃檯", "Counter"), "3 號櫃檯", False),
        (("en", "zh-TW"), ("Counter", "櫃檯"), "Counter 3", True),
        (("zh-TW",), ("號櫃檯", ""), "3 號櫃檯", False),
    ],
)
def test_a_counter_in_the_order_of_the_language(
    languages: tuple[str, ...], word: tuple[str, str], whole: str, first: bool
) -> None:
    words = Words(CATALOG, sample_view(languages), 0)
    assert words.counter("3") == ("3", word, whole)
    assert words.word_first == first


@pytest.mark.parametrize("languages", [("zh-TW", "en"), ("en", "zh-TW")])
def test_a_counter_whose_label_is_a_name_stands_alone(languages: tuple[str, ...]) -> None:
    desk = CounterView(counter_id="desk", label="服務台", primary=(), with_noun=False)
    hall = msgspec.structs.replace(sample_view(languages), counters=(desk,))
    words = Words(CATALOG, hall, 0)
    assert words.counter("desk") == ("服務台", NOTHING, "服務台")
    assert words.counter("9").label == "9", "one that left the configuration is told by its id"
    assert words.counter("") == NO_COUNTER


@pytest.mark.parametrize(
    ("number", "prefix", "parts"),
    [
        ("B027", "B", ("B", "027")),
        ("1001", "", ("", "1001")),
        ("A1012", "A1", ("A1", "012")),
        ("B027", "C", ("B", "027")),
        ("A1012", "C", ("", "A1012")),
    ],
)
def test_a_number_is_set_apart_at_its_services_prefix(number: str, prefix: str, parts: tuple[str, str]) -> None:
    service = msgspec.structs.replace(sample_view().services[0], prefix=prefix)
    ticket = msgspec.structs.replace(the_ticket(), number=number)
    assert spaced(ticket, service) == parts


def test_a_number_of_a_service_that_is_gone_is_set_apart_where_it_has_one_reading() -> None:
    assert spaced(msgspec.structs.replace(the_ticket(), number="B027"), None) == ("B", "027")
    assert spaced(msgspec.structs.replace(the_ticket(), number="A1012"), None) == ("", "A1012")


def the_ticket() -> TicketView:
    visit = Visit(service_id="benefit-first", channel="kiosk", language="zh-TW")
    return TicketView(
        ticket_id="1-A001",
        number="A001",
        visit=visit,
        state="called",
        stage="called",
        allows={},
        issued_at=MORNING,
        since=MORNING,
    )


def test_han_is_wider_than_latin() -> None:
    assert width_em("號櫃檯") == 3
    assert width_em("Counter") == pytest.approx(7 * 0.62)
