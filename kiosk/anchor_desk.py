"""Joins the anchors that staff want on paper to printer and link."""

from __future__ import annotations

from collections.abc import Callable

import structlog

from hardware.printer.job import JobState
from kiosk.anchor_prints import PREFIX, AnchorPrints, key_of, worded_anchor
from kiosk.flow_types import Flow
from kiosk.printing import TicketPrinting
from program.texts import Catalog
from wire.messages import AnchorPrinted, PrintAnchor

log = structlog.get_logger("kiosk")


class AnchorDesk:
    """Of one kiosk. Lives on the Qt thread."""

    def __init__(self, printing: TicketPrinting, tell: Callable[[AnchorPrinted], None], catalog: Catalog) -> None:
        self._printing = printing
        self._tell = tell
        self._catalog = catalog
        self._prints = AnchorPrints()

    def want(self, wanted: PrintAnchor, at: int) -> None:
        self._prints = self._prints.wanted(wanted, at)

    def look(self, flow: Flow, at: int) -> None:
        """Whenever the flow may have moved, and now and then."""
        self._prints, left = self._prints.yield_to_visitor(flow)
        if left:
            self._printing.withdraw(left)
        self._prints, late = self._prints.expired(at)
        for one in late:
            self._said(one)
        self._prints, next_one = self._prints.give(flow, at)
        if next_one is not None and flow.facts is not None:
            staff = tuple(one for one in flow.languages if one in self._catalog.whole)
            content = worded_anchor(flow.facts.hall, next_one, self._catalog, staff)
            self._printing.put_anchor(key_of(next_one), content, next_one.patience_ms / 1_000)

    def job(self, key: str, state: JobState) -> bool:
        """Whether the printer's job with that key is an anchor's."""
        self._prints, told = self._prints.ended(key, state)
        if told is not None:
            self._said(told)
        return key.startswith(PREFIX)

    def _said(self, printed: AnchorPrinted) -> None:
        log.info("anchor", job=printed.job, outcome=printed.outcome)
        self._tell(printed)
