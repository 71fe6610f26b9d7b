"""Joins the pure flow to the world: link, printer, clock and screen. The only place where its effects are done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

import structlog
from PySide6.QtCore import QObject, QTimer, Slot

from hardware.printer.job import JobState
from hardware.printer.status import PrinterStatus
from kiosk.anchor_desk import AnchorDesk
from kiosk.flow import step
from kiosk.flow_effects import (
    AskTicket,
    Effect,
    PrintTicket,
    ReportLoose,
    ReportSettled,
    ReportUnprinted,
    SettleKey,
    WithdrawPaper,
)
from kiosk.flow_types import (
    AskingExpired,
    Event,
    Flow,
    HallLearnt,
    Intent,
    Issued,
    LinkChanged,
    PrinterChanged,
    Tick,
    TicketGiven,
    TicketRefused,
    VisitorsMet,
)
from kiosk.hall_facts import learn
from kiosk.job_news import news_of
from kiosk.offered import offered_in_guides, offered_languages
from kiosk.painter import Painter
from kiosk.printer_watch import PrinterWatch
from kiosk.printing import TicketPrinting
from kiosk.readiness import link_after
from kiosk.reports import Health, Mention, reports
from kiosk.ticket_filling import worded_ticket
from kiosk.view_model import KioskView
from program.steady import steady_ms
from screen.glyphs import characters_without_glyph
from screen.hall_time import HallTime
from wire.errors import Code
from wire.messages import (
    Accepted,
    AnchorPrinted,
    DeviceReport,
    Fate,
    HallMoved,
    IssueTicket,
    PrintAnchor,
    Refused,
    ServerMessage,
    Snapshot,
)
from wire.messages.commands import Command

TICK_MS = 200
REPORT_EVERY_MS = 30_000
log = structlog.get_logger("kiosk")


class Asking(Protocol):
    """What is needed of the link (`screen.qtlink.QtLink`)."""

    def ask(self, command: Command, give_up_ms: int | None = None) -> None: ...
    def cancel(self, key: str) -> None: ...
    def tell(self, report: DeviceReport | AnchorPrinted) -> None: ...


def monotonic_ms() -> int:
    return int(steady_ms())


class Conductor(QObject):
    """Feeds events to the flow, does its effects, shows its picture. Lives on the Qt thread."""

    def __init__(
        self,
        *,
        flow: Flow,
        painter: Painter,
        view: KioskView,
        link: Asking,
        printing: TicketPrinting,
        time: HallTime,
        kiosk_id: str,
        unconfirmed_told: bool = False,
        parent: QObject | None = None,
        monotonic: Callable[[], int] = monotonic_ms,
    ) -> None:
        """`unconfirmed_told`: staff know from before that this printer cannot confirm what it prints."""
        super().__init__(parent)
        self._flow = flow
        self._painter = painter
        self._view = view
        self._link = link
        self._printing = printing
        self._time = time
        self._kiosk_id = kiosk_id
        self._monotonic = monotonic
        self._anchors = AnchorDesk(printing, link.tell, painter.catalog)
        self._watch = PrinterWatch()
        self._health = Health(confirms_told=unconfirmed_told)
        self._languages = flow.languages
        self._further: tuple[str, ...] = ()
        self._told: tuple[DeviceReport, ...] = ()
        self._told_at = 0
        self._ended = False
        self._timer = QTimer(self, interval=TICK_MS)
        self._timer.timeout.connect(self.tick)
        view.touched.connect(self.take)
        printing.condition.connect(self.on_condition)
        printing.job.connect(self.on_job)
        printing.confirms.connect(self.on_confirms)

    def start(self) -> None:
        self._timer.start()
        self._show()

    def stop(self) -> None:
        """Nothing is shown, asked or told any more, whatever still arrives: the window may be gone by then."""
        self._ended = True
        self._timer.stop()

    @property
    def flow(self) -> Flow:
        return self._flow

    @Slot()
    def tick(self) -> None:
        self.take(Tick())
        self._report()

    @Slot(object)
    def take(self, event: Event) -> None:
        """One event: the flow moves, its effects begin, and the new screen is shown: other threads ask and print while
        this one draws, and hears no touch before it has drawn.
        """
        if self._ended:
            return
        before = self._flow
        self._flow, effects = step(before, event, self._monotonic(), self._painter.timing)
        if self._flow.screen is not before.screen:
            key = self._flow.intent.key if self._flow.intent else None
            trouble = str(self._flow.trouble) if self._flow.trouble else None
            log.info("screen", screen=str(self._flow.screen), key=key, trouble=trouble)
        for effect in effects:
            self._do(effect)
        self._show()
        self._anchors.look(self._flow, self._monotonic())

    # From the link

    @Slot(object)
    def on_message(self, message: ServerMessage) -> None:
        """Snapshots and changes; also an answer that came after the link had given up."""
        if isinstance(message, Accepted | Refused):
            if message.key is not None:
                self.on_answered(message.key, message)
            return
        if isinstance(message, PrintAnchor):
            self._anchors.want(message, self._monotonic())
            return
        self._meet(message)
        facts = learn(self._flow.facts, message, self._monotonic())
        if facts is None or facts is self._flow.facts:
            return
        if self._flow.facts is None or facts.hall is not self._flow.facts.hall:
            painter, hall = self._painter, facts.hall
            self._languages = offered_languages(hall, painter.catalog, characters_without_glyph)
            self._further = offered_in_guides(hall, self._languages, painter.around_guides, characters_without_glyph)
        self.take(HallLearnt(facts, self._languages, self._further))

    def _meet(self, message: ServerMessage) -> None:
        """What was said of a ticket is over once its visitor stands at a counter."""
        if isinstance(message, HallMoved | Snapshot):
            met = frozenset(one.ticket_id for one in message.tickets if one.stage in {"serving", "gone"})
            self._health = self._health.met(met)
            self.take(VisitorsMet(met))
            self._report()

    @Slot(str, str, str)
    def on_link(self, state: str, reason: str, sentence: str) -> None:
        log.info("link", state=state, reason=reason, detail=sentence)
        self.take(LinkChanged(link_after(self._flow.link, state, reason)))

    @Slot(str, object)
    def on_answered(self, key: str, answer: Accepted | Refused) -> None:
        if isinstance(answer, Refused):
            log.info("no_ticket", key=key, code=answer.code, detail=answer.detail)
            self.take(AskingExpired(key) if answer.code == Code.EXPIRED else TicketRefused(key, answer.code))
        elif answer.number is None or answer.ticket_id is None:
            log.error("accepted_without_ticket", key=key, what=answer.what, seq=answer.seq)
            self.take(TicketRefused(key, "no_ticket"))
        else:
            log.info("ticket", key=key, number=answer.number)
            issued = Issued(answer.number, answer.ticket_id, answer.people_ahead, answer.token, answer.ticket)
            self.take(TicketGiven(key, issued))

    @Slot(str, object)
    def on_fate(self, key: str, told: Fate | Refused) -> None:
        """What became of a key that was cancelled."""
        if isinstance(told, Fate) and told.done is not None:
            self.on_answered(key, told.done)
        else:
            code = told.code if isinstance(told, Refused) else told.fate
            log.info("fate", key=key, code=code)
            self.take(TicketRefused(key, code))

    # From the printer

    @Slot(object)
    def on_condition(self, status: PrinterStatus) -> None:
        self._watch = self._watch.after(status, self._monotonic())
        self._health = replace(self._health, printer=self._watch.counts)
        printer = self._watch.printer
        if printer is not self._flow.printer:
            log.info("printer", state=str(printer), near_end=status.paper_near_end)
            self.take(PrinterChanged(printer))
        self._report()

    @Slot(object)
    def on_confirms(self, confirms: bool | None) -> None:
        """Whether the printer proves what it prints, whenever it was asked or has printed."""
        if confirms is not self._health.confirms:
            log.info("printer_confirms", confirms=confirms)
            self._health = self._health.with_confirms(confirms, self._monotonic())
            self._report()

    @Slot(str, object)
    def on_job(self, key: str, state: JobState) -> None:
        if self._anchors.job(key, state):
            return
        news = news_of(key, state)
        if news is not None:
            self.take(news)

    # Effects

    def _do(self, effect: Effect) -> None:
        match effect:
            case AskTicket(intent, give_up_ms, pause_ms):
                command = IssueTicket(key=intent.key, visit=intent.visit, patience_ms=give_up_ms)
                self._after(pause_ms, lambda: self._link.ask(command, give_up_ms))
            case SettleKey(key, pause_ms):
                self._after(pause_ms, lambda: self._link.cancel(key))
            case PrintTicket(intent, issued):
                self._print(intent, issued)
            case WithdrawPaper(key):
                self._printing.withdraw(key)
            case ReportUnprinted(key, number, ticket_id, sure, why):
                code = "unprinted" if sure else "uncertain"
                log.warning(code, number=number, key=key, why=why)
                self._health = self._health.with_unprinted(Mention(code, number, self._monotonic(), key, ticket_id))
                self._report()
            case ReportLoose(what, service_id, number, key, ticket_id):
                log.warning(what, service=service_id, number=number, key=key)
                mention = Mention(what, number or service_id, self._monotonic(), key, ticket_id)
                self._health = self._health.with_loose(mention)
                self._report()
            case ReportSettled(key):
                log.info("settled", key=key)
                self._health = self._health.settled(key)
                self._report()

    def _after(self, pause_ms: int, do: Callable[[], None]) -> None:
        """At once without a pause; not at all once this has stopped."""
        if pause_ms:
            QTimer.singleShot(pause_ms, self, lambda: None if self._ended else do())
        else:
            do()

    def _print(self, intent: Intent, issued: Issued) -> None:
        if self._flow.facts is None:
            raise RuntimeError("a ticket before its hall")
        content = worded_ticket(
            self._flow.facts.hall, intent.visit, issued, self._painter.catalog, self._painter.second_language
        )
        self._printing.put(intent.key, content, self._painter.timing.paper / 1000)

    def _report(self) -> None:
        """Sends the reports that changed, and all of them every 30 s."""
        if self._ended:
            return
        at = self._monotonic()
        self._health = self._health.at(at)
        present = (*reports(self._kiosk_id, self._health), *self._time.report(self._kiosk_id))
        again = at - self._told_at >= REPORT_EVERY_MS
        for report in present:
            if again or report not in self._told:
                self._link.tell(report)
        if again or present != self._told:
            self._told_at = at if again else self._told_at
            self._told = present

    def _show(self) -> None:
        self._view.show(self._painter.picture(self._flow, self._monotonic(), self._time.now()))
