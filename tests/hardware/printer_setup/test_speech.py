from __future__ import annotations

from pathlib import Path

import pytest

from hardware.printer.answers import ALL, NOTHING_KNOWN, Answers, Question
from hardware.printer.profile import PROFILES
from hardware.printer.setup.config_lines import ConfigNotChanged, Lack
from hardware.printer.setup.interview_types import (
    Ask,
    Findings,
    GivenUp,
    Look,
    Obstacle,
    PrintProof,
    PrintRuler,
    YesNo,
)
from hardware.printer.setup.speech import Speech
from hardware.printer.setup.wire_facts import WireFacts
from hardware.printer.status import BlockReason
from program.texts import read_catalog

URL = "tcp://192.0.2.10:9100"
PROFILE = PROFILES["generic-80"]
LANGUAGES = read_catalog("setup").languages


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_that_can_be_wanted_or_found_has_words(language: str) -> None:
    speech = Speech(language)
    asked = [
        speech.question(Ask(question, about, dots=576), URL)
        for question in YesNo
        for about in (None, *Obstacle, *BlockReason)
    ]
    done = [
        speech.doing(Look(URL)),
        speech.doing(Look(URL), Look(URL)),
        speech.doing(Look(URL), Ask(YesNo.TRY_AGAIN)),
        speech.doing(PrintRuler(URL, PROFILE)),
        speech.doing(PrintProof(URL, PROFILE)),
    ]
    assert all(asked)
    assert all(done)
    assert len({*asked, *done}) == len(asked) + len(done)
    assert speech.doing(Ask(YesNo.CUT)) == ""
    assert list(speech.end(GivenUp(Obstacle.TAKEN))) == [speech.text("given_up")]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("about", [Obstacle.EDGE_LOST, Obstacle.BAD_PROOF])
def test_an_end_for_want_of_width_says_what_else_to_try(language: str, about: Obstacle) -> None:
    hint, end = Speech(language).end(GivenUp(about))
    assert end == Speech(language).text("given_up")
    for word in ("58", "80", "printer_profile", "docs/printers.md"):
        assert word in hint


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_end_without_a_strip_says_what_else_to_try(language: str) -> None:
    hint, _ = Speech(language).end(GivenUp(Obstacle.NO_STRIP))
    assert "ESC/POS" in hint
    assert "docs/printers.md" in hint


@pytest.mark.parametrize(
    ("language", "advice"),
    [
        ("en", "Another computer or the kiosk may be using it: stop that, then go on."),
        ("zh-TW", "也可能別的電腦或取號機正在使用它：請先在那邊停止，再繼續。"),
    ],
)
def test_no_strip_may_mean_that_another_host_holds_the_printer(language: str, advice: str) -> None:
    assert advice in Speech(language).why(Obstacle.NO_STRIP, URL)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_lack_of_a_config_has_its_own_words(language: str) -> None:
    with_detail = {Lack.NOT_TOML, Lack.DISK}
    said = {
        Speech(language).config_lacks(Path("h.toml"), ConfigNotChanged(lack, "3:1" if lack in with_detail else ""))
        for lack in Lack
    }
    assert len(said) == len(Lack)
    assert all("h.toml" in words for words in said)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("url", "seconds", "told"),
    [
        ("serial:///dev/ttyS0?baud=9600", 29.0, True),
        (f"{URL}?baud=19200", 15.5, True),
        ("serial:///dev/ttyS0?baud=19200", 14.0, False),
        ("serial:///dev/ttyS0?baud=115200", 29.0, False),
        (URL, 29.0, False),
    ],
)
def test_how_a_slow_line_is_made_faster_is_told_where_tickets_take_long(
    language: str, url: str, seconds: float, told: bool
) -> None:
    end = "\n".join(Speech(language).end(Findings(url, PROFILE, WireFacts(ALL, None), True, True, seconds)))
    assert ("115,200" in end) is told
    if told:
        assert f"{seconds:.0f} " in end


def said(answers: Answers, *, url: str = URL, cuts: bool = True, confirmed: bool = True) -> str:
    return "\n".join(Speech("en").end(Findings(url, PROFILE, WireFacts(answers, None), cuts, confirmed, 1.24)))


def test_what_was_found_is_said_whole() -> None:
    assert said(ALL) == (
        "This printer, at tcp://192.0.2.10:9100:\n"
        "  prints 576 dots across\n"
        "  cuts tickets off by itself\n"
        "  tells: paper out, roll nearly empty (if it has that sensor), cover open, cutter stuck\n"
        "  confirms each ticket: the kiosk knows that it came out (the proof ticket after 1.2 s)\n"
        "\n"
        "These lines belong into the kiosk's config file, into the table [kiosk] that it has, in place of its lines"
        " printer and printer_profile:\n"
        "\n"
        "[kiosk]\n"
        'printer = "tcp://192.0.2.10:9100"\n'
        'printer_profile = "generic-80"\n'
    )


@pytest.mark.parametrize(
    ("questions", "told"),
    [
        ({Question.PRINTER, Question.PAPER}, "tells: paper out, roll nearly empty"),
        ({Question.CAUSE}, "tells: paper out, cover open"),
        ({Question.ERROR}, "tells: cutter stuck"),
        ({Question.DONE}, "tells nothing about its paper and cover"),
    ],
)
def test_only_what_it_answers_is_promised(questions: set[Question], told: str) -> None:
    lines = said(Answers(frozenset(questions))).splitlines()
    assert sum(line.startswith(f"  {told}") for line in lines) == 1
    assert sum(line.startswith("  tells") for line in lines) == 1


def test_what_it_lacks_is_said_plainly() -> None:
    text = said(NOTHING_KNOWN, url=f"{URL}?baud=19200", cuts=False, confirmed=False)
    assert "does not cut" in text
    assert "cannot confirm" in text
    assert "19,200 bits a second" in text
    assert "slow line" not in said(ALL, url="serial:///dev/ttyS0?baud=115200")
