"""Which words stand with a number: of its paper only what is known. Keys of the language files. Pure."""

from __future__ import annotations

from kiosk.flow_paper import WHOLE_TICKET
from kiosk.flow_types import Flow, Screen
from kiosk.paper_news import Paper
from kiosk.timing import Timing

HELD_SAID_MS = 700
"""What holds a paper up for less is over before it could be read."""
SLOW_MS = 2_500
"""A paper that takes longer is said to take its time, and how far it is."""

_REASONS = frozenset({"busy", "paper_out", "cover"})
"""What holds a printer up and has words of its own."""
_LARGE = {Paper.AWAITED: "paper_awaited", Paper.UNSURE: "paper_unsure"}


def number_words(flow: Flow, at: int, timing: Timing, *, scans: bool) -> tuple[str, str]:
    """Headline and hint of the screen with the number, at a monotonic instant; `scans`: its QR code stands there."""
    if flow.screen is Screen.PRINTING:
        return _printing_words(flow, at, timing)
    if flow.paper is Paper.OUT:
        return "done", "done_hint"
    if flow.paper is Paper.SENT:
        return "done", "sent_hint"
    title = _LARGE.get(flow.paper, "no_paper")
    return title, f"{title}_hint" if scans else f"{title}_hint_bare"


def percent_printed(flow: Flow, at: int, timing: Timing) -> int:
    """How much of a ticket that takes its time is printed, 0 to 100; -1 where that is not shown.

    A box between network and serial line takes all bytes at once, so they are no sign of paper: no more is claimed than
    its line can have carried.
    """
    progress, spent = flow.progress, at - flow.since
    if flow.screen is not Screen.PRINTING or not progress.begun or not _slow(flow, at, timing):
        return -1
    shares = [progress.written / progress.total] if progress.total else []
    line_ms = timing.line_ms(progress.total or WHOLE_TICKET)
    shares += [spent / line_ms] if line_ms else []
    return max(0, min(100, int(100 * min(shares)))) if shares else -1


def _printing_words(flow: Flow, at: int, timing: Timing) -> tuple[str, str]:
    progress = flow.progress
    # A printer with its buffer full does not say how it is: that is no trouble of the visitor's.
    told = not progress.begun or progress.held in _REASONS
    if progress.held and told and at - progress.since >= HELD_SAID_MS:
        reason = progress.held if progress.held in _REASONS else "other"
        return "printer_awaited", f"printer_awaited_{reason}"
    return "printing", "printing_slow" if _slow(flow, at, timing) else "asking_hint"


def _slow(flow: Flow, at: int, timing: Timing) -> bool:
    line_ms = timing.line_ms(flow.progress.total or WHOLE_TICKET)
    return line_ms >= SLOW_MS or at - flow.since >= SLOW_MS
