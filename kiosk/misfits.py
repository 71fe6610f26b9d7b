"""Texts of a hall that a kiosk shortens even at their smallest legible size: found on its own window, off screen.

A ticket shortens nothing: a long name is set smaller, then the paper grows longer.
"""

from __future__ import annotations

from collections.abc import Iterator
from unicodedata import east_asian_width

from PySide6.QtQuick import QQuickItem
from shiboken6 import delete

from kiosk.app import load_window
from kiosk.flow import begin, step
from kiosk.flow_types import (
    Confirmed,
    Event,
    Flow,
    GuideOpened,
    HallLearnt,
    Issued,
    LanguageChosen,
    LinkChanged,
    PageTurned,
    PrinterChanged,
    ServiceChosen,
    TicketGiven,
)
from kiosk.guide_rows import tells_more, texts_of
from kiosk.hall_facts import HallFacts
from kiosk.offered import offered_languages
from kiosk.painter import Painter
from kiosk.paper_news import Paper, PaperEnded
from kiosk.readiness import Link, Printer
from kiosk.timing import Timing
from kiosk.view_model import KioskView
from program.misfit import Misfit
from program.texts import Catalog
from screen.glyphs import characters_without_glyph
from wire.hall_texts import hall_texts
from wire.messages.hall import GuideView, HallView, ServiceView, Texts
from wire.messages.tickets import ServiceState

SIZES = ((270, 480), (480, 270))
"""A monitor that stands, and one that lies. Everything is scaled as a whole: a small window shortens as a large one."""
MANY = 188
"""So many wait: three wide digits take their room beside each name."""
NOON = 1_795_579_200_000
"""Any instant, so that header and notes have their date and time."""
KEY = "key-0000"
BRIEF_EM = 24
"""The smallest label of a guide, the fee's, has three lines of more than ten em at the smallest size."""
LONG_EM, TITLE_EM = 200, 40
"""What a whole guide always has room for: each of its texts but the title, and the title."""
KINDS = {
    "hall": "hall.name",
    "name": "service.name",
    "service": "service.name",
    "second": "service.name",
    "paper": "service.guide.papers.name",
    "paper_note": "service.guide.papers.note",
    "notice": "service.guide.notice",
    "fact": "service.guide.fee",
    "guide_title": "service.guide.title",
    "guide_steps": "service.guide.steps",
    "guide_papers": "service.guide.papers.name",
    "guide_papers_note": "service.guide.papers.note",
    "guide_fee": "service.guide.fee",
    "guide_deadline": "service.guide.deadline",
    "guide_interpreter": "service.guide.interpreter",
    "guide_progress": "service.guide.progress",
    "guide_contact": "service.guide.contact",
    "guide_samples": "service.guide.form_samples.name",
    "guide_samples_note": "service.guide.form_samples.where",
    "guide_questions": "service.guide.faq.question",
    "guide_questions_note": "service.guide.faq.answer",
    "guide_law": "service.guide.legal_basis",
    "class": "visitor_class.name",
    "class_who": "visitor_class.who",
}
"""Which of the hall's texts stand in the labels of these names."""


def kiosk_misfits(hall: HallView, catalog: Catalog, second_language: str = "") -> Iterator[Misfit]:
    """Each text once for each language in which some screen of the kiosk shortens it, in no order.

    Needs the application with its typeface (`screen.typeface.use_typeface`).
    """
    languages = offered_languages(hall, catalog, characters_without_glyph)
    painter = Painter(catalog, Timing(), second_language)
    keys = _Keys(hall)
    told: set[tuple[str, str]] = set()
    for size in SIZES:
        with_window = _Window(painter, begin(languages, 0), size)
        for language in languages:
            for flow in _flows(hall, languages, language):
                for label, words in with_window.shortened(flow):
                    for misfit in keys.found(KINDS.get(label, ""), words, language, second_language):
                        if (misfit.key, misfit.language) not in told:
                            told.add((misfit.key, misfit.language))
                            yield misfit
        with_window.close()


def _flows(hall: HallView, languages: tuple[str, ...], language: str) -> Iterator[Flow]:
    """Every page of services; then guides, then numbers that were not printed, of every service that is not brief: to
    draw them all would take a minute.
    """
    states = {one.service_id: ServiceState(service_id=one.service_id, waiting=MANY, open=True) for one in hall.services}
    home = begin(languages, 0)
    ready = (HallLearnt(HallFacts(hall, states), languages), LinkChanged(Link.UP), PrinterChanged(Printer.READY))
    home = _fed(home, *ready, LanguageChosen(language))
    for _ in home.pages:
        yield home
        home = _fed(home, PageTurned(1))
    for service in hall.services:
        papers = [text for paper in service.guide.papers for text in (paper.name, paper.note)]
        if not _brief(service.name, service.guide.fee, service.guide.notice, *papers):
            yield _fed(home, ServiceChosen(service.service_id))
    for service in hall.services:
        if tells_more(service.guide) and any(_ems(one) > LONG_EM for one in _said(service.guide)):
            yield _fed(home, ServiceChosen(service.service_id), GuideOpened())
    for service in hall.services:
        if not _brief(service.name):
            given = TicketGiven(KEY, Issued(_number(service), "1-1", MANY, "token"))
            unprinted = PaperEnded(KEY, Paper.MISSING, "paper_out")
            yield _fed(home, ServiceChosen(service.service_id), Confirmed(KEY), given, unprinted)


def _brief(*texts: Texts) -> bool:
    """Whether none of them can be too long for a label of a guide or a number."""
    return all(_ems(one) <= BRIEF_EM for text in texts for one in text.values())


def _ems(text: str) -> float:
    """About how long it is at most."""
    return sum(1.0 if east_asian_width(one) in "WF" else 0.65 for one in text)


def _said(guide: GuideView) -> Iterator[str]:
    titles = (text * (LONG_EM // TITLE_EM) for text in guide.title.values())
    yield from (*titles, *(one for text in texts_of(guide) for one in text.values()))


def _number(service: ServiceView) -> str:
    return service.last_number or f"{service.prefix}888"


def _fed(flow: Flow, *events: Event) -> Flow:
    for event in events:
        flow, _ = step(flow, event, 0, Timing())
    return flow


class _Window:
    """The kiosk's window of a size, never on a screen that somebody sees."""

    def __init__(self, painter: Painter, flow: Flow, size: tuple[int, int]) -> None:
        self._painter = painter
        self._view = KioskView(painter.picture(flow, 0, NOON), lambda: KEY)
        self._engine, self._window = load_window(self._view)
        self._window.setGeometry(0, 0, *size)
        self._window.create()

    def shortened(self, flow: Flow) -> Iterator[tuple[str, str]]:
        """Names and words of the labels that show less than their words, once the flow's screen is laid out."""
        self._view.show(self._painter.picture(flow, 0, NOON))
        self._window.grabWindow()
        return _shortened(self._window.contentItem())

    def close(self) -> None:
        delete(self._engine)


def _shortened(item: QQuickItem) -> Iterator[tuple[str, str]]:
    if not item.isVisible():
        return
    words = item.property("words")
    if words and item.property("text") != words:
        yield item.objectName(), words
    for child in item.childItems():
        yield from _shortened(child)


class _Keys:
    """Where in the config file a text that was read off a label stands."""

    def __init__(self, hall: HallView) -> None:
        self._texts = [(text, text.kind) for text in hall_texts(hall)]

    def found(self, kind: str, words: str, language: str, second_language: str) -> Iterator[Misfit]:
        """Every text of this kind that says so in the language shown, in the second, or where it has neither."""
        for text, own_kind in self._texts:
            for tag, one in text.texts.items():
                shown = tag in {language, second_language} or language not in text.texts
                if own_kind == kind and one == words and shown:
                    yield Misfit(surface="kiosk", key=text.key, language=tag, text=one)
