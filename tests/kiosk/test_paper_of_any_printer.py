"""Every kind of printer through its troubles, as visitor and staff are told of it: the driver as it is, simulated time.

The states that the driver tells on an emulated printer are played to the kiosk's rules, and held against the paper that
came out.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from hardware.printer.emulator.matrix import our_driver
from hardware.printer.emulator.personality import PERSONALITIES
from hardware.printer.emulator.trial import Record, Told, Trouble, run_trial
from hardware.printer.job import JobStage
from hardware.printer.status import PrinterStatus
from kiosk.flow import begin, step
from kiosk.flow_effects import Effect, ReportSettled, ReportUnprinted
from kiosk.flow_types import (
    Confirmed,
    Event,
    Flow,
    HallLearnt,
    LinkChanged,
    PrinterChanged,
    Screen,
    ServiceChosen,
    Tick,
    TicketGiven,
)
from kiosk.job_news import news_of
from kiosk.number_words import number_words
from kiosk.paper_news import HAD, Paper
from kiosk.printer_watch import PrinterWatch
from kiosk.readiness import Link, Printer
from kiosk.reports import Health, Mention, reports
from kiosk.timing import Timing
from tests.kiosk.sample_hall import issued, sample_facts

TICK_MS = 200
KINDS = tuple(name for name in PERSONALITIES if name != "ideal")
TIMING = Timing()


@dataclass
class Kiosk:
    """Flow, watch and reports of one kiosk, and every word it has said."""

    flow: Flow = field(default_factory=lambda: begin(("zh-TW",), 0))
    watch: PrinterWatch = field(default_factory=PrinterWatch)
    health: Health = field(default_factory=Health)
    at: int = 0
    titles: dict[str, list[str]] = field(default_factory=dict)
    """Headlines by number, each change."""
    papers: dict[str, Paper] = field(default_factory=dict)
    """The last that was said of each number on the screen."""
    alarms: list[str] = field(default_factory=list)
    """Codes that staff saw, each change; "" where all was well."""

    def until(self, at: int) -> None:
        while self.at + TICK_MS <= at:
            self.at += TICK_MS
            self.feed(Tick())

    def feed(self, event: Event) -> None:
        self.flow, effects = step(self.flow, event, self.at, TIMING)
        for effect in effects:
            self.report(effect)
        self.health = self.health.at(self.at)
        if self.flow.issued is not None and self.flow.screen in {Screen.PRINTING, Screen.DONE}:
            number = self.flow.issued.number
            title, _ = number_words(self.flow, self.at, TIMING, scans=True)
            said = self.titles.setdefault(number, [])
            if said[-1:] != [title]:
                said.append(title)
            self.papers[number] = self.flow.paper
        code = reports("kiosk-1", self.health)[-1].code
        if self.alarms[-1:] != [code]:
            self.alarms.append(code)

    def report(self, effect: Effect) -> None:
        match effect:
            case ReportUnprinted(key, number, ticket_id, sure, _):
                code = "unprinted" if sure else "uncertain"
                self.health = self.health.with_unprinted(Mention(code, number, self.at, key, ticket_id))
            case ReportSettled(key):
                self.health = self.health.settled(key)

    def look(self, told: Told) -> None:
        self.watch = self.watch.after(PrinterStatus(told.reason), self.at)
        self.health = Health(self.watch.counts, unprinted=self.health.unprinted)
        if self.watch.printer is not self.flow.printer:
            self.feed(PrinterChanged(self.watch.printer))


def played(record: Record) -> Kiosk:
    """The kiosk that lived through it."""
    kiosk = Kiosk()
    for event in (HallLearnt(sample_facts(), ("zh-TW",)), LinkChanged(Link.UP), PrinterChanged(Printer.READY)):
        kiosk.feed(event)
    happened: list[tuple[float, int, str, Told | None]] = [(told.instant, 0, "", told) for told in record.statuses]
    for ticket in record.tickets:
        happened.append((ticket.touched, 1, ticket.number, None))
        happened += [(told.instant, 2, ticket.number, told) for told in ticket.told]
    for instant, _, number, told in sorted(happened, key=lambda one: one[:2]):
        kiosk.until(int(1000 * instant))
        if told is None:
            kiosk.feed(ServiceChosen("benefit-again"))
            kiosk.feed(Confirmed(f"key-{number}"))
            kiosk.feed(TicketGiven(f"key-{number}", issued(number)))
        elif told.job is None:
            kiosk.look(told)
        else:
            news = news_of(f"key-{number}", told.job)
            if news is not None:
                kiosk.feed(news)
    kiosk.until(kiosk.at + 60_000)
    return kiosk


@pytest.mark.parametrize("trouble", Trouble)
@pytest.mark.parametrize("kind", KINDS)
def test_what_is_said_of_the_paper_is_so(kind: str, trouble: Trouble) -> None:
    record = run_trial(PERSONALITIES[kind], trouble, our_driver)
    kiosk = played(record)
    for ticket in record.tickets:
        titles, copies = kiosk.titles[ticket.number], record.copies(ticket)
        assert titles[0] == "printing"
        assert "no_paper" not in titles or not copies, titles
        # The driver's own word is held against the paper by its matrix.
        assert ticket.end is not None
        assert (kiosk.papers[ticket.number] is Paper.OUT) == (ticket.end.stage is JobStage.PRINTED), titles
        assert (titles[-1] == "done") == (kiosk.papers[ticket.number] in HAD), titles
    assert len(kiosk.titles) == 2, "the second visitor was given a number too"
    assert kiosk.alarms.count("uncertain") + kiosk.alarms.count("unprinted") <= 1, kiosk.alarms
    if trouble is Trouble.NORMAL:
        assert kiosk.alarms == [""]


@pytest.mark.parametrize("kind", ["epson-tm-t20", "generic-clone"])
def test_staff_are_told_once_of_a_roll_that_ends_and_it_is_taken_back_by_the_paper(kind: str) -> None:
    record = run_trial(PERSONALITIES[kind], Trouble.PAPER_OUT, our_driver)
    kiosk = played(record)
    assert [len(record.copies(ticket)) for ticket in record.tickets] == [1, 1]
    assert kiosk.alarms == ["", "paper_out", ""]
    assert kiosk.titles["B031"][-1] == "done"
    assert "paper_unsure" in kiosk.titles["B031"]
