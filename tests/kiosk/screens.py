"""Flows that stand on every screen the kiosk has, for tests that look at all of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from kiosk.flow import begin, step
from kiosk.flow_types import (
    Confirmed,
    Event,
    Finished,
    Flow,
    HallLearnt,
    LinkChanged,
    PaperEnded,
    PrinterChanged,
    PriorityToggled,
    ServiceChosen,
    Tick,
    TicketGiven,
    TicketRefused,
    Timing,
)
from kiosk.readiness import Link, Printer
from tests.kiosk.sample_hall import NOW, issued, sample_facts

LANGUAGES = ("zh-TW", "en")
TIMING = Timing()
KEY = "key-0001"


def walked(*events: object, language: str = "zh-TW", changes: Mapping[str, Mapping[str, object]]) -> tuple[Flow, int]:
    """The flow of a ready kiosk after the events, and the instant; an integer moves the clock there."""
    flow, at = begin(LANGUAGES, 0), 0
    ready = (
        HallLearnt(sample_facts(changes), LANGUAGES),
        LinkChanged(Link.UP),
        PrinterChanged(Printer.READY),
    )
    for one in (*ready, *events):
        if isinstance(one, int):
            at = one
        event: Event = Tick() if isinstance(one, int) else one  # type: ignore[assignment]
        flow, _ = step(flow, event, at, TIMING)
    return replace(flow, language=language), at


def screens(language: str) -> dict[str, tuple[Flow, int]]:
    """Every screen, by name."""
    tomorrow: dict[str, dict[str, object]] = {
        prefix: {"open": False, "opens_at": NOW + 82_560_000} for prefix in "ABCDEFGH"
    }
    some: dict[str, dict[str, object]] = {
        "E": {"numbers_left": False},
        "H": {"open": False, "opens_at": NOW + 15_360_000},
    }
    chosen = ServiceChosen("benefit-again")
    asked = (chosen, PriorityToggled(), Confirmed(KEY))
    given = (*asked, TicketGiven(KEY, issued(visitor_class="priority")))

    def walk(*events: object, changes: Mapping[str, Mapping[str, object]] = some) -> tuple[Flow, int]:
        return walked(*events, language=language, changes=changes)

    return {
        "starting": (replace(begin(LANGUAGES, 0), language=language), 0),
        "home": walk(),
        "home_closed": walk(changes=tomorrow),
        "home_exhausted": walk(changes={prefix: {"numbers_left": False} for prefix in "ABCDEFGH"}),
        "home_no_server": walk(LinkChanged(Link.DOWN)),
        "home_paper_out": walk(PrinterChanged(Printer.PAPER_OUT)),
        "home_cover_open": walk(PrinterChanged(Printer.COVER_OPEN)),
        "home_no_printer": walk(PrinterChanged(Printer.OUT_OF_SERVICE)),
        "home_late": walk(*asked, TIMING.ask, Finished(), TicketGiven(KEY, issued())),
        "confirm": walk(chosen),
        "confirm_priority": walk(chosen, PriorityToggled()),
        "confirm_four_papers": walk(ServiceChosen("benefit-first")),
        "confirm_idle": walk(chosen, 65_000),
        "confirm_blocked": walk(chosen, PrinterChanged(Printer.PAPER_OUT)),
        "asking": walk(*asked),
        "asking_slow": walk(*asked, 4_000),
        "printing": walk(*given),
        "done": walk(*given, PaperEnded(KEY, out=True)),
        "no_paper": walk(*given, PaperEnded(KEY, out=False, code="paper_out")),
        "trouble_no_answer": walk(*asked, TIMING.ask),
        "trouble_busy": walk(*asked, TicketRefused(KEY, "unavailable")),
        "trouble_closed": walk(*asked, TicketRefused(KEY, "service_closed")),
        "trouble_exhausted": walk(*asked, TicketRefused(KEY, "numbers_exhausted")),
        "trouble_refused": walk(*asked, TicketRefused(KEY, "key_reused")),
    }
