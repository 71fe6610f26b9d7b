"""The paper of a number: nothing is said of it that is not so, and what staff were told is taken back by what comes."""

from __future__ import annotations

import pytest

from kiosk.flow import begin, step
from kiosk.flow_effects import Effect, PrintTicket, ReportSettled, ReportUnprinted, WithdrawPaper
from kiosk.flow_paper import MOST_UNPROVED
from kiosk.flow_types import (
    Confirmed,
    Event,
    Finished,
    Flow,
    HallLearnt,
    LinkChanged,
    PrinterChanged,
    Screen,
    ServiceChosen,
    Tick,
    TicketGiven,
)
from kiosk.paper_news import Paper, PaperEnded, PaperHeld, PaperMoved
from kiosk.readiness import Link, Printer
from kiosk.timing import Timing
from tests.kiosk.sample_hall import issued, sample_facts

TIMING = Timing()
KEY = "key-0001"
TICKET = issued().ticket_id
GIVEN: tuple[Event, ...] = (
    HallLearnt(sample_facts(), ("zh-TW",)),
    LinkChanged(Link.UP),
    PrinterChanged(Printer.READY),
    ServiceChosen("benefit-again"),
    Confirmed(KEY),
    TicketGiven(KEY, issued()),
)
OUT, SENT = PaperEnded(KEY, Paper.OUT), PaperEnded(KEY, Paper.SENT)
UNSURE, MISSING = PaperEnded(KEY, Paper.UNSURE, "unknown"), PaperEnded(KEY, Paper.MISSING, "offline")
MOVED, ALL_OUT = PaperMoved(KEY, 500, 9_000), PaperMoved(KEY, whole=True)
WAITS, HALTED = PaperHeld(KEY, "cover", begun=False), PaperHeld(KEY, "paper_out", begun=True)
BUSY = PaperHeld(KEY, "busy", begun=False)


def play(*events: Event | int, timing: Timing = TIMING) -> tuple[Flow, list[Effect]]:
    """A visitor who has just got a number, after these events, and the effects since; an integer moves the clock."""
    flow, at = begin(("zh-TW",), 0), 0
    for event in GIVEN:
        flow, _ = step(flow, event, 0, timing)
    found: list[Effect] = []
    for one in events:
        at = one if isinstance(one, int) else at
        flow, effects = step(flow, Tick() if isinstance(one, int) else one, at, timing)
        found.extend(effects)
    return flow, found


def told(*, sure: bool, why: str) -> ReportUnprinted:
    return ReportUnprinted(KEY, "B010", TICKET, sure=sure, why=why)


def seen(flow: Flow) -> tuple[Screen, Paper]:
    return flow.screen, flow.paper


@pytest.mark.parametrize(("end", "stays"), [(OUT, TIMING.done), (SENT, TIMING.sent)])
def test_a_paper_that_may_be_taken_tells_staff_nothing(end: PaperEnded, stays: int) -> None:
    flow, effects = play(MOVED, ALL_OUT, end)
    assert (seen(flow), effects) == ((Screen.DONE, end.paper), [])
    assert play(end, stays - 1)[0].screen is Screen.DONE
    assert play(end, stays)[0].screen is Screen.HOME


def test_only_what_never_began_is_called_unprinted() -> None:
    flow, effects = play(MISSING)
    assert (seen(flow), effects) == ((Screen.DONE, Paper.MISSING), [told(sure=True, why="offline")])
    flow, effects = play(MOVED, UNSURE)
    assert (seen(flow), effects) == ((Screen.DONE, Paper.UNSURE), [told(sure=False, why="unknown")])
    flow, effects = play(MOVED, HALTED, TIMING.held)
    assert (seen(flow), effects) == ((Screen.DONE, Paper.UNSURE), [told(sure=False, why="paper_out")])
    flow, effects = play(ALL_OUT, TIMING.printing + 1)
    assert (seen(flow), effects) == ((Screen.DONE, Paper.UNSURE), [told(sure=False, why="no_answer")])


@pytest.mark.parametrize("paper", [MISSING, (MOVED, UNSURE)])
def test_a_number_without_paper_stays_large_for_longer(paper: PaperEnded | tuple[Event, ...]) -> None:
    events = paper if isinstance(paper, tuple) else (paper,)
    assert play(*events, TIMING.shown - 1)[0].screen is Screen.DONE
    assert play(*events, TIMING.shown)[0].screen is Screen.HOME


def test_a_printer_that_was_not_ready_is_tried_all_the_same() -> None:
    flow = begin(("zh-TW",), 0)
    effects: tuple[Effect, ...] = ()
    for event in (*GIVEN[:-1], PrinterChanged(Printer.OUT_OF_SERVICE), GIVEN[-1]):
        flow, effects = step(flow, event, 0, TIMING)
    assert flow.screen is Screen.PRINTING
    assert [type(effect) for effect in effects] == [PrintTicket]


def test_what_has_not_begun_is_tried_on_while_its_number_stands_large() -> None:
    waiting = (WAITS, TIMING.held)
    assert play(WAITS, TIMING.held - 1)[0].screen is Screen.PRINTING
    flow, effects = play(*waiting)
    assert (seen(flow), effects) == ((Screen.DONE, Paper.AWAITED), [told(sure=False, why="cover")])
    flow, effects = play(*waiting, PaperMoved(KEY), ALL_OUT, OUT)
    assert (seen(flow), effects[-1]) == ((Screen.DONE, Paper.OUT), ReportSettled(KEY))
    flow, _ = play(*waiting, MOVED)
    assert seen(flow) == (Screen.PRINTING, Paper.COMING), "it is on its way now"
    for end in (Finished(), TIMING.held + TIMING.shown):
        flow, effects = play(*waiting, end)
        assert (flow.screen, effects[-1]) == (Screen.HOME, WithdrawPaper(KEY)), "nobody would stand there to take it"


def test_what_has_begun_is_never_withdrawn() -> None:
    _, effects = play(MOVED, HALTED, TIMING.held, Finished())
    assert effects == [told(sure=False, why="paper_out")]


def test_another_hosts_ticket_is_waited_for_longer_than_a_fault() -> None:
    assert play(BUSY, TIMING.printing - 1)[0].screen is Screen.PRINTING
    assert seen(play(BUSY, TIMING.printing)[0]) == (Screen.DONE, Paper.AWAITED)
    assert seen(play(BUSY, MOVED, OUT)[0]) == (Screen.DONE, Paper.OUT)


def test_reasons_that_change_do_not_begin_the_wait_anew() -> None:
    flow, _ = play(WAITS, 3_000, PaperMoved(KEY), PaperHeld(KEY, "offline", begun=False), TIMING.held)
    assert seen(flow) == (Screen.DONE, Paper.AWAITED)


def test_a_paper_that_moves_is_waited_for() -> None:
    """As long as bytes go out, and once they have, for as long as the line may take."""
    step_ms = TIMING.printing - 1_000
    flow, effects = play(MOVED, step_ms, PaperMoved(KEY, 3_000, 9_000), 2 * step_ms, OUT)
    assert (seen(flow), effects) == ((Screen.DONE, Paper.OUT), [])
    slow = Timing(byte_us=1_000)
    flow, _ = play(MOVED, ALL_OUT, TIMING.printing + 8_999, timing=slow)
    assert flow.screen is Screen.PRINTING
    flow, _ = play(MOVED, ALL_OUT, TIMING.printing + 9_000, timing=slow)
    assert seen(flow) == (Screen.DONE, Paper.UNSURE)


GONE = Finished()
NEXT: tuple[Event, ...] = (ServiceChosen("benefit-first"), Confirmed("key-0002"))


@pytest.mark.parametrize("end", [OUT, SENT])
@pytest.mark.parametrize("since", [(), (GONE,), (GONE, *NEXT), (GONE, *NEXT, TicketGiven("key-0002", issued("B011")))])
def test_paper_that_comes_out_at_last_takes_the_alarm_back_whoever_stands_there(
    end: PaperEnded, since: tuple[Event, ...]
) -> None:
    doubt = (MOVED, HALTED, TIMING.held, *since)
    before, effects = play(*doubt)
    assert ReportSettled(KEY) not in effects
    flow, effects = play(*doubt, end)
    assert effects[-1] == ReportSettled(KEY)
    assert flow.screen is before.screen
    assert not flow.unproved


def test_what_ends_in_doubt_when_its_visitor_has_gone_is_not_called_unprinted() -> None:
    waits = (WAITS, TIMING.held, GONE)
    _, effects = play(*waits, PaperMoved(KEY), UNSURE)
    assert effects[-1] == told(sure=False, why="unknown")
    _, effects = play(*waits, UNSURE, OUT)
    assert effects[-1] == ReportSettled(KEY), "and may be proved yet"
    flow, effects = play(*waits, MISSING)
    assert effects[-1] == told(sure=True, why="offline")
    assert not flow.unproved


def test_the_numbers_in_doubt_that_are_remembered_are_bounded() -> None:
    flow, at = play(MOVED, UNSURE, GONE)[0], 1_000
    for ordinal in range(2, MOST_UNPROVED + 3):
        key = f"key-{ordinal:04}"
        for event in (
            ServiceChosen("benefit-again"),
            Confirmed(key),
            TicketGiven(key, issued(f"B{ordinal:03}")),
            PaperEnded(key, Paper.UNSURE),
            GONE,
        ):
            flow, _ = step(flow, event, at, TIMING)
    assert len(flow.unproved) == MOST_UNPROVED
    assert flow.unproved[0].key == "key-0003"


def test_a_proof_is_not_doubted_by_what_comes_after_it() -> None:
    for after in (MOVED, WAITS, UNSURE, MISSING, SENT):
        assert play(OUT, after) == play(OUT)
    flow, effects = play(SENT, 1_000, OUT)
    assert (flow.paper, flow.since, effects) == (Paper.OUT, 0, [])
