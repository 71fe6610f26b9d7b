"""An anchor on paper waits for the visitors, and its asker hears what came of it."""

from __future__ import annotations

from dataclasses import replace

import pytest
import zxingcpp
from PIL import Image

from hardware.printer.anchor_layout import AnchorContent, grouped, render_anchor
from hardware.printer.job import JobStage, JobState
from hardware.printer.ticket_slip import Slip
from kiosk.anchor_prints import MOST, AnchorPrints, key_of, worded_anchor
from kiosk.flow import begin
from kiosk.flow_types import Flow, Screen
from kiosk.readiness import Printer
from program.texts import read_catalog
from tests.kiosk.sample_hall import NOW, sample_hall
from wire.messages import PrintAnchor

LINE = "JIAOHAO1:YONGKANG:20261123T011400Z:1234." + "ABCD234567" * 28
FREE = replace(begin(("zh-TW", "en"), 0), printer=Printer.READY)


def wanted(job: str = "job-1", patience_ms: int = 12_000) -> PrintAnchor:
    return PrintAnchor(job=job, anchor=LINE, at=NOW, patience_ms=patience_ms)


def at(screen: Screen) -> Flow:
    return replace(FREE, screen=screen)


def test_it_is_given_to_the_printer_when_nobody_is_there() -> None:
    prints, given = AnchorPrints().wanted(wanted(), 0).give(FREE, 10)
    assert given == wanted()
    assert prints.give(FREE, 11) == (prints, None)
    ended, told = prints.ended(key_of(wanted()), JobState(JobStage.PRINTED))
    assert told is not None
    assert (told.job, told.outcome, ended) == ("job-1", "printed", AnchorPrints())


@pytest.mark.parametrize("screen", [one for one in Screen if one is not Screen.HOME])
def test_never_before_a_visitors_ticket(screen: Screen) -> None:
    prints = AnchorPrints().wanted(wanted(), 0)
    assert prints.give(at(screen), 10) == (prints, None)
    left, told = prints.expired(12_000)
    assert [(one.job, one.outcome) for one in told] == [("job-1", "busy")]
    assert left == AnchorPrints()


def test_not_while_the_printer_cannot_print() -> None:
    prints = AnchorPrints().wanted(wanted(), 0)
    assert prints.give(replace(FREE, printer=Printer.PAPER_OUT), 10) == (prints, None)


def test_one_that_waits_in_the_printer_is_withdrawn_when_a_visitor_comes() -> None:
    prints, _ = AnchorPrints().wanted(wanted(), 0).give(FREE, 0)
    assert prints.yield_to_visitor(FREE) == (prints, "")
    left, key = prints.yield_to_visitor(at(Screen.CONFIRM))
    assert key == key_of(wanted())
    assert left.yield_to_visitor(at(Screen.CONFIRM)) == (left, "")
    _, told = left.ended(key, JobState(JobStage.BLOCKED))
    assert told is not None
    assert told.outcome == "busy"
    _, told = left.ended(key, JobState(JobStage.PRINTED))  # it had begun
    assert told is not None
    assert told.outcome == "printed"


@pytest.mark.parametrize(
    ("stage", "outcome"),
    [(JobStage.SENT, "sent"), (JobStage.UNCERTAIN, "uncertain"), (JobStage.BLOCKED, "not_printed")],
)
def test_what_the_printer_knows_is_told(stage: JobStage, outcome: str) -> None:
    prints, _ = AnchorPrints().wanted(wanted(), 0).give(FREE, 0)
    assert prints.ended(key_of(wanted()), JobState(JobStage.SENDING)) == (prints, None)
    assert prints.ended("key-0001", JobState(stage)) == (prints, None)
    _, told = prints.ended(key_of(wanted()), JobState(stage))
    assert told is not None
    assert told.outcome == outcome


def test_the_same_is_printed_once_and_not_too_many() -> None:
    prints = AnchorPrints()
    for number in range(MOST + 2):
        prints = prints.wanted(wanted(f"job-{number}"), 0)
        prints = prints.wanted(wanted(f"job-{number}"), 0)
    assert [one.wanted.job for one in prints.waiting] == [f"job-{number}" for number in range(MOST)]


@pytest.mark.parametrize("slip", [Slip(), Slip(384), Slip(832, 300)])
def test_its_code_can_be_read_from_the_paper(slip: Slip) -> None:
    content = worded_anchor(sample_hall(), wanted(), read_catalog("kiosk"), ("zh-TW", "en"))
    picture = render_anchor(content, slip)
    assert (picture.mode, picture.width) == ("1", slip.width)
    found = zxingcpp.read_barcodes(picture.convert("L"))
    assert [one.text for one in found] == [LINE]


def test_its_words_and_every_letter_of_the_line_stand_there() -> None:
    content = worded_anchor(sample_hall(), wanted(), read_catalog("kiosk"), ("zh-TW", "en"))
    assert content.title == ("紀錄存證", "Anchor of the logs")
    assert content.facts[-1].startswith("115/11/23")
    assert "".join(grouped(LINE, 30)).replace(" ", "") == LINE
    assert max(len(line) for line in grouped(LINE, 30)) <= 30
    assert grouped(LINE, 3)[0] == LINE[:4]
    plain = AnchorContent(("A",), (), LINE, ())
    assert isinstance(render_anchor(plain, 576), Image.Image)
