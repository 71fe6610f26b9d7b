"""Flows that stand on every screen the kiosk has, for tests that look at all of them."""

from __future__ import annotations

from dataclasses import replace

from kiosk.flow import begin, step
from kiosk.flow_types import (
    ClassToggled,
    Confirmed,
    Event,
    Finished,
    Flow,
    GuideOpened,
    HallLearnt,
    LanguageChosen,
    LinkChanged,
    PrinterChanged,
    ServiceChosen,
    Tick,
    TicketGiven,
    TicketRefused,
)
from kiosk.hall_facts import HallFacts
from kiosk.paper_news import Paper, PaperEnded, PaperHeld, PaperMoved
from kiosk.readiness import Link, Printer
from kiosk.timing import Timing
from program.language import spoken_in
from tests.kiosk.sample_hall import EVERY, NOW, issued, sample_facts
from wire.messages.hall import EmergencyView, TodayView

LANGUAGES = ("zh-TW", "en")
FURTHER = ("vi", "id", "th")
TIMING = Timing()
KEY = "key-0001"


GUIDED = sample_facts()
"""Its guides are in five languages."""


def told(service_id: str, reading: str) -> tuple[Event, ...]:
    """The way to a guide, and to one of its further languages."""
    events = (ServiceChosen(service_id), GuideOpened())
    return (*events, LanguageChosen(reading)) if reading else events


REFUSED = (
    Link.WRONG_HALL,
    Link.PROTOCOL_TOO_OLD,
    Link.PROTOCOL_TOO_NEW,
    Link.UNTRUSTED,
    Link.NOT_ENROLLED,
    Link.REVOKED,
    Link.IDENTITY_TAKEN,
)


def walked(
    *events: object, language: str = "zh-TW", facts: HallFacts, languages: tuple[str, ...] = LANGUAGES
) -> tuple[Flow, int]:
    """The flow of a ready kiosk after the events, and the instant; an integer moves the clock there."""
    flow, at = begin(languages, 0), 0
    further = tuple(one for one in FURTHER if one not in languages)
    ready = (
        HallLearnt(facts, languages, further),
        LinkChanged(Link.UP),
        PrinterChanged(Printer.READY),
    )
    for one in (*ready, *events):
        if isinstance(one, int):
            at = one
        event: Event = Tick() if isinstance(one, int) else one  # type: ignore[assignment]
        flow, _ = step(flow, event, at, TIMING)
    return replace(flow, language=language), at


def screens(language: str, languages: tuple[str, ...] = LANGUAGES) -> dict[str, tuple[Flow, int]]:
    """Every screen, by name, at a kiosk with these languages."""
    tomorrow = sample_facts(closed=dict.fromkeys(EVERY, NOW + 82_560_000))
    some = sample_facts(closed={"H": NOW + 15_360_000}, used_up="E")
    fire = EmergencyView(
        kind="fire",
        text={tag: one.texts["emergency"]["fire"] for tag, one in spoken_in("emergency").items()},
        words="集合地點：對面停車場",
        words_in={"en": "Meet in the car park opposite"},
        since=NOW,
    )
    emergency = replace(some, today=TodayView(emergency=fire))
    chosen = ServiceChosen("benefit-again")
    asked = (chosen, ClassToggled("priority"), Confirmed(KEY))
    given = (*asked, TicketGiven(KEY, issued()))
    stranger = begin(languages, 0)

    def walk(*events: object, facts: HallFacts = some) -> tuple[Flow, int]:
        return walked(*events, language=language, facts=facts, languages=languages)

    return {
        "starting": (replace(stranger, language=language), 0),
        **{f"starting_{link}": (replace(stranger, language=language, link=link), 0) for link in REFUSED},
        "home": walk(),
        "home_closed": walk(facts=tomorrow),
        "home_exhausted": walk(facts=sample_facts(used_up=EVERY)),
        "home_emergency": walk(facts=emergency),
        "number_emergency": walk(*given, HallLearnt(emergency, languages)),
        "home_no_server": walk(LinkChanged(Link.DOWN)),
        **{f"home_{link}": walk(LinkChanged(link)) for link in REFUSED},
        "home_paper_out": walk(PrinterChanged(Printer.PAPER_OUT)),
        "home_cover_open": walk(PrinterChanged(Printer.COVER_OPEN)),
        "home_no_printer": walk(PrinterChanged(Printer.OUT_OF_SERVICE)),
        "home_late": walk(*asked, TIMING.ask, Finished(), TicketGiven(KEY, issued())),
        "confirm": walk(chosen),
        "confirm_priority": walk(chosen, ClassToggled("priority")),
        "confirm_four_papers": walk(ServiceChosen("benefit-first")),
        "confirm_idle": walk(chosen, 65_000),
        **{
            f"guide_{service}_{reading or 'own'}": walk(*told(service, reading), facts=GUIDED)
            for service in ("benefit-first", "employer")
            for reading in ("", "vi", "id", "th")
        },
        "guide_idle": walk(*told("benefit-first", ""), 125_000, facts=GUIDED),
        "confirm_blocked": walk(chosen, PrinterChanged(Printer.PAPER_OUT)),
        "confirm_no_server": walk(ServiceChosen("benefit-first"), LinkChanged(Link.DOWN)),
        **{f"confirm_{link}": walk(ServiceChosen("benefit-first"), LinkChanged(link)) for link in REFUSED},
        "asking": walk(*asked),
        "asking_slow": walk(*asked, 4_000),
        "printing": walk(*given),
        "printing_slow": walk(*given, PaperMoved(KEY, 6_400, 16_000), 5_000),
        "printer_busy": walk(*given, PaperHeld(KEY, "busy", begun=False), 1_000),
        "printer_paper_out": walk(*given, PaperHeld(KEY, "paper_out", begun=True), 1_000),
        "printer_cover": walk(*given, PaperHeld(KEY, "cover", begun=False), 1_000),
        "printer_offline": walk(*given, PaperHeld(KEY, "offline", begun=False), 1_000),
        "sent": walk(*given, PaperEnded(KEY, Paper.SENT)),
        "paper_awaited": walk(*given, PaperHeld(KEY, "offline", begun=False), TIMING.held),
        "paper_unsure": walk(*given, PaperEnded(KEY, Paper.UNSURE, "unknown")),
        "done": walk(*given, PaperEnded(KEY, Paper.OUT)),
        "no_paper": walk(*given, PaperEnded(KEY, Paper.MISSING, "paper_out")),
        "trouble_no_answer": walk(*asked, TIMING.ask),
        "trouble_busy": walk(*asked, TicketRefused(KEY, "unavailable")),
        "trouble_too_many": walk(*asked, TicketRefused(KEY, "too_many_numbers")),
        "trouble_closed": walk(*asked, TicketRefused(KEY, "service_closed")),
        "trouble_exhausted": walk(*asked, TicketRefused(KEY, "numbers_exhausted")),
        "trouble_refused": walk(*asked, TicketRefused(KEY, "cancelled")),
    }
