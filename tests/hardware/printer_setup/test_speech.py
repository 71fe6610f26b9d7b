from __future__ import annotations

import pytest

from hardware.printer.answers import ALL, NOTHING_KNOWN, Answers, Question
from hardware.printer.profile import PROFILES
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
        speech.doing(Look(URL), again=True),
        speech.doing(PrintRuler(URL, PROFILE)),
        speech.doing(PrintProof(URL, PROFILE)),
    ]
    assert all(asked)
    assert all(done)
    assert len({*asked, *done}) == len(asked) + len(done)
    assert speech.doing(Ask(YesNo.CUT)) == ""
    assert list(speech.end(GivenUp(Obstacle.NO_STRIP))) == [speech.text("given_up")]


def said(answers: Answers, *, url: str = URL, cuts: bool = True, confirmed: bool = True) -> str:
    return "\n".join(Speech("en").end(Findings(url, PROFILE, WireFacts(answers, None), cuts, confirmed, 1.24)))


def test_what_was_found_is_said_whole() -> None:
    assert said(ALL) == (
        "This printer, at tcp://192.0.2.10:9100:\n"
        "  prints 576 dots across\n"
        "  cuts tickets off by itself\n"
        "  tells: paper out, roll nearly empty, cover open, cutter stuck\n"
        "  confirms each ticket: the kiosk knows that it came out (the proof ticket after 1.2 s)\n"
        "\n"
        "These lines belong into the kiosk's config file:\n"
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
