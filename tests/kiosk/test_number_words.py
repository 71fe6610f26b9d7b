"""The words beside a number: of its paper what is known, and how far a slow one is."""

from __future__ import annotations

import pytest

from kiosk.flow import step
from kiosk.flow_types import Confirmed, Flow, ServiceChosen, TicketGiven
from kiosk.number_words import HELD_SAID_MS, SLOW_MS, number_words, percent_printed
from kiosk.paper_news import Paper, PaperEnded, PaperHeld, PaperMoved, PaperNews
from kiosk.timing import Timing
from tests.kiosk.sample_hall import issued, sample_facts
from tests.kiosk.screens import KEY, TIMING, walked


def printing(*news: PaperNews, timing: Timing = TIMING) -> Flow:
    flow, _ = walked(ServiceChosen("benefit-again"), Confirmed(KEY), TicketGiven(KEY, issued()), facts=sample_facts())
    for one in news:
        flow, _ = step(flow, one, 0, timing)
    return flow


def held(code: str, *, begun: bool) -> PaperHeld:
    return PaperHeld(KEY, code, begun=begun)


@pytest.mark.parametrize(
    ("news", "at", "words"),
    [
        ((), 0, ("printing", "asking_hint")),
        ((), SLOW_MS, ("printing", "printing_slow")),
        ((held("busy", begun=False),), HELD_SAID_MS - 1, ("printing", "asking_hint")),
        ((held("busy", begun=False),), HELD_SAID_MS, ("printer_awaited", "printer_awaited_busy")),
        ((held("cover", begun=True),), HELD_SAID_MS, ("printer_awaited", "printer_awaited_cover")),
        ((held("paper_out", begun=True),), HELD_SAID_MS, ("printer_awaited", "printer_awaited_paper_out")),
        ((held("offline", begun=False),), HELD_SAID_MS, ("printer_awaited", "printer_awaited_other")),
        ((held("cutter", begun=False),), HELD_SAID_MS, ("printer_awaited", "printer_awaited_other")),
        ((held("unknown", begun=True),), HELD_SAID_MS, ("printing", "asking_hint")),
        ((PaperEnded(KEY, Paper.OUT),), 0, ("done", "done_hint")),
        ((PaperEnded(KEY, Paper.SENT),), 0, ("done", "sent_hint")),
        ((PaperEnded(KEY, Paper.UNSURE),), 0, ("paper_unsure", "paper_unsure_hint")),
        ((PaperEnded(KEY, Paper.MISSING),), 0, ("no_paper", "no_paper_hint")),
    ],
)
def test_what_is_said(news: tuple[PaperNews, ...], at: int, words: tuple[str, str]) -> None:
    flow = printing(*news)
    assert number_words(flow, at, TIMING, scans=True) == words


def test_without_a_phone_page_nothing_is_to_be_scanned() -> None:
    _, hint = number_words(printing(PaperEnded(KEY, Paper.UNSURE)), 0, TIMING, scans=False)
    assert hint == "paper_unsure_hint_bare"


def test_how_far_a_slow_paper_is() -> None:
    moved = PaperMoved(KEY, 4_500, 9_000)
    assert percent_printed(printing(), SLOW_MS, TIMING) == -1, "nothing of it has gone out"
    assert percent_printed(printing(moved), SLOW_MS - 1, TIMING) == -1, "it is not slow"
    assert percent_printed(printing(moved), SLOW_MS, TIMING) == 50
    assert percent_printed(printing(moved, PaperMoved(KEY, whole=True)), SLOW_MS, TIMING) == 100
    assert percent_printed(printing(moved, PaperEnded(KEY, Paper.OUT)), SLOW_MS, TIMING) == -1


def test_a_box_that_takes_all_bytes_at_once_has_not_printed_them() -> None:
    line = Timing(byte_us=1_000)
    flow = printing(PaperMoved(KEY, 1, 10_000), PaperMoved(KEY, whole=True), timing=line)
    assert [percent_printed(flow, at, line) for at in (0, 2_500, 10_000, 20_000)] == [0, 25, 100, 100]
    unknown = printing(PaperMoved(KEY, whole=True), timing=line)
    assert percent_printed(unknown, 9_000, line) == 50
