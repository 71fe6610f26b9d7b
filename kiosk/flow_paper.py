"""The paper of a number, from the visitor's place before the screen. Pure.

    printing ──bytes──► printing ──proved, sent──► done: take it
        │ held up, silent                             ▲
        └──► done: number large, tried on ────────────┘

The number exists whatever its paper does, so it stands on the screen from the first moment. Nothing is called "not
printed" unless no byte went out. What has not begun is tried until its visitor's screen ends, and then withdrawn:
nobody would stand there to take it. What has begun may come out much later, when the paper is changed: whatever staff
were told of it is taken back by the news of it, whoever stands before the kiosk by then.
"""

from __future__ import annotations

from dataclasses import replace

from kiosk.flow_effects import (
    PrintTicket,
    ReportSettled,
    ReportUnprinted,
    Step,
    WithdrawPaper,
)
from kiosk.flow_types import Flow, Intent, Issued, Screen, Unproved
from kiosk.paper_news import HAD, Paper, PaperEnded, PaperHeld, PaperMoved, PaperNews, Progress
from kiosk.timing import Timing

BUSY = "busy"
"""Held up by another host's ticket: that ends by itself."""
WHOLE_TICKET = 18_000
"""Bytes at most, where the driver has not said how many: it says so only of a line that takes its time."""
MOST_UNPROVED = 32
"""Numbers whose visitors have gone; of older ones staff keep what they were told."""


def handed_to_printer(flow: Flow, intent: Intent, issued: Issued, at: int) -> Step:
    """The number is on the screen and its paper on its way, however the printer was when it was last asked."""
    flow = replace(flow, screen=Screen.PRINTING, since=at, issued=issued, trouble=None)
    return replace(flow, paper=Paper.COMING, progress=Progress(since=at)), (PrintTicket(intent, issued),)


def told(flow: Flow, news: PaperNews, at: int) -> Step:
    """What the printer's news means: for the visitor who stands here, or for staff only."""
    if flow.intent is None or flow.intent.key != news.key or flow.issued is None:
        return _of_who_has_gone(flow, news)
    if flow.paper in HAD and not (isinstance(news, PaperEnded) and news.paper is Paper.OUT):
        return flow, ()
    match news:
        case PaperMoved():
            return _moved(flow, news, at), ()
        case PaperHeld():
            return _held(flow, news, at), ()
        case PaperEnded(paper=Paper.OUT | Paper.SENT):
            settled = (ReportSettled(news.key),) if flow.progress.reported else ()
            since = flow.since if flow.paper in HAD else at
            progress = replace(flow.progress, reported=False)
            return replace(flow, screen=Screen.DONE, since=since, paper=news.paper, progress=progress), settled
        case PaperEnded():
            return _shown_large(flow, news.paper, news.code, at)


def patience_over(flow: Flow, at: int, timing: Timing) -> Step:
    """The visitor has waited long enough for a paper that does not move: the number is shown large."""
    progress = flow.progress
    if progress.held and (progress.begun or progress.held != BUSY):
        patience = timing.held
    else:
        patience = timing.printing + timing.line_ms(progress.total or WHOLE_TICKET)
    if at - progress.since < patience:
        return flow, ()
    return _shown_large(flow, Paper.UNSURE if progress.begun else Paper.AWAITED, progress.held or "no_answer", at)


def left(flow: Flow) -> Step:
    """The visitor's screen ends. A paper that has not begun is not begun any more; one that has may still be proved."""
    if flow.intent is None or flow.issued is None or flow.paper not in {Paper.AWAITED, Paper.UNSURE}:
        return flow, ()
    one = Unproved(flow.intent.key, flow.issued.number, flow.issued.ticket_id)
    flow = replace(flow, unproved=(*flow.unproved, one)[-MOST_UNPROVED:])
    return flow, (WithdrawPaper(one.key),) if flow.paper is Paper.AWAITED else ()


def _moved(flow: Flow, news: PaperMoved, at: int) -> Flow:
    known = flow.progress
    if not news.written and not news.whole:
        # It may be refused again with its first byte: what holds it up is not over yet.
        return replace(flow, progress=replace(known, begun=True))
    total = news.total or known.total
    written = total if news.whole else news.written
    known = replace(known, begun=True, held="", since=at, written=written, total=total, whole=news.whole)
    if flow.screen is Screen.DONE:
        flow = replace(flow, screen=Screen.PRINTING, since=at)
    return replace(flow, paper=Paper.COMING, progress=known)


def _held(flow: Flow, news: PaperHeld, at: int) -> Flow:
    known = flow.progress
    since = known.since if known.held else at
    return replace(flow, progress=replace(known, held=news.code, since=since, begun=news.begun))


def _shown_large(flow: Flow, paper: Paper, code: str, at: int) -> Step:
    if flow.issued is None or flow.intent is None or (flow.screen is Screen.DONE and flow.paper is paper):
        return flow, ()
    one = Unproved(flow.intent.key, flow.issued.number, flow.issued.ticket_id)
    since = at if flow.screen is Screen.PRINTING else flow.since
    flow = replace(flow, screen=Screen.DONE, since=since, paper=paper, progress=replace(flow.progress, reported=True))
    return flow, (_unprinted(one, paper, code),)


def _of_who_has_gone(flow: Flow, news: PaperNews) -> Step:
    one = next((one for one in flow.unproved if one.key == news.key), None)
    if one is None or not isinstance(news, PaperEnded):
        return flow, ()
    rest = tuple(other for other in flow.unproved if other is not one)
    if news.paper in HAD:
        return replace(flow, unproved=rest), (ReportSettled(one.key),)
    # It may still be proved, unless nothing of it went out.
    flow = replace(flow, unproved=rest) if news.paper is Paper.MISSING else flow
    return flow, (_unprinted(one, news.paper, news.code),)


def _unprinted(one: Unproved, paper: Paper, code: str) -> ReportUnprinted:
    """Sure only once nothing will come any more: what is still tried on may be printed while staff fetch a paper."""
    return ReportUnprinted(one.key, one.number, one.ticket_id, sure=paper is Paper.MISSING, why=code)
