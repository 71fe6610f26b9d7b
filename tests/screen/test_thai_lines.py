"""Thai breaks between its words on every screen, whatever the machine's own libraries know of it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator

import pytest
from PySide6.QtGui import QGuiApplication

from program import thai_words
from program.language import spoken_in
from screen.line_breaks import broken_lines, in_lines, reference_metrics
from screen.shortener import shortened
from screen.typeface import use_typeface
from screen.whole_words import LINE_END, plain
from screen.widths import line_count, pieces, width_em
from tests.real_hall import ROOT

SAID = [
    "โปรด",
    "ฟัง",
    "เจ้าหน้าที่",
    "เรียก",
    "คิว",
    " ",
    "กำลัง",
    "ลอง",
    "ใหม่",
    " ",
    "นำ",
    "บัตรประชาชน",
    "และ",
    "สำเนา",
    "สมุดบัญชี",
    "ธนาคาร",
    "มา",
]
"""Parted by hand."""
STRANGE = "ยู่เหลียนเฉิงกุ้ยเหมิน"
"""A name that no list has."""
NEVER_FIRST = "ะัาำิีึืุูๅๆ็่้๊๋์ํฯ"


@pytest.fixture(autouse=True)
def _typeface(qapp: QGuiApplication) -> None:
    use_typeface(qapp)


def listed() -> tuple[str, ...]:
    return spoken_in("display")["th"].style.whole_words


def shipped(value: object, *, thai: bool = False) -> Iterator[str]:
    """Every Thai text of the programs, of the sample hall and of its guides."""
    match value:
        case str():
            yield from value.split("\n") if thai else ()
        case list():
            for one in value:
                yield from shipped(one, thai=thai)
        case dict():
            for key, one in value.items():
                if key != "whole_words":
                    yield from shipped(one, thai=thai or key == "th")


def all_shipped() -> set[str]:
    files = [ROOT / "config.toml", *(ROOT / "guides").glob("*.toml"), *(ROOT / "program" / "languages").rglob("*.toml")]
    return {
        text
        for file in files
        for text in shipped(tomllib.loads(file.read_text("utf-8")), thai=file.name == "th.toml")
        if thai_words.THAI.search(text)
    }


def test_the_list_knows_every_word_of_what_is_shipped() -> None:
    strange = {}
    words = listed()
    for text in all_shipped():
        for run in thai_words.RUN.findall(text):
            parts = thai_words.parts(run, words)
            if len(run) > 1 and not all(part.rstrip("ๆฯ") in words for part in parts):
                strange[run] = parts
    assert strange == {}


@pytest.mark.parametrize("room", range(150, 1500, 75))
def test_lines_end_between_words(room: int) -> None:
    text = "".join(SAID)
    whole = {len("".join(SAID[:count])) for count in range(1, len(SAID) + 1)}
    lines = broken_lines(text, bold=True, room=room, whole_words=True)
    assert {line.start + line.length for line in lines} <= whole
    assert "".join(text[line.start : line.start + line.length] for line in lines) == text
    widest = max(reference_metrics(True).horizontalAdvance(word) for word in SAID)
    assert all(line.width <= max(room, widest) for line in lines)


def test_what_is_drawn_has_its_lines_made_and_reads_the_same() -> None:
    text = "".join(SAID) + "\nA 012 → ช่อง 3"
    drawn = in_lines(text, bold=True, room=900)
    assert plain(drawn) == text
    assert len(drawn.replace(LINE_END, "\n").split("\n")) == len(broken_lines(text, bold=True, room=900)) > 2


@pytest.mark.parametrize("room", [40, 90, 160, 350])
def test_a_name_of_no_list_is_not_torn_off_a_mark(room: int) -> None:
    for whole in (True, False):
        lines = broken_lines(STRANGE, bold=False, room=room, whole_words=whole)
        assert len(lines) > 1
        assert not [line for line in lines if STRANGE[line.start] in NEVER_FIRST]


def test_a_phrase_is_counted_in_the_lines_that_it_has() -> None:
    phrase = "โปรดสอบถามที่จุดประชาสัมพันธ์และฟังเจ้าหน้าที่"
    assert len(pieces(phrase)) == 8
    assert line_count(phrase, width_em(phrase) * 0.7) == 2


def test_what_is_shortened_ends_with_a_whole_letter() -> None:
    phrase = "เรื่องนี้ต้องยื่นที่นี่"
    for width in range(150, 900, 10):
        left = shortened(phrase, bold=True, width=width, size=100.0, lines=1)
        if left != phrase:
            kept = left.removesuffix("…")
            assert phrase[len(kept)] not in NEVER_FIRST
            assert kept[-1:] not in "เแโใไ" or not kept
