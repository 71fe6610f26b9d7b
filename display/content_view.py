"""View-model of the content monitor: the page as typed properties. No rule lives here."""

from __future__ import annotations

from PySide6.QtCore import Property, QAbstractListModel, QObject, QRectF, Signal
from PySide6.QtQml import QmlElement, QmlUncreatable

from display.content_bar import DotRow
from display.content_page import ContentPage
from display.content_sizes import ContentSizes, rect
from display.guide_turn import GuideRow
from display.link_lines import Greeting
from display.phrase import Phrase
from display.slide_view import SlideView
from screen.qr_picture import qr_data_url
from screen.rows import RowModel

QML_IMPORT_NAME = "DisplayTypes"
QML_IMPORT_MAJOR_VERSION = 1

PHRASES = ("title", "papers_title", "scan", "stale", "pause")
BAR_PHRASES, GUIDE_PHRASES = ("counter_word", "service"), ("notice",)


@QmlElement
@QmlUncreatable("made in Python")
class ContentView(QObject):  # type: ignore[operator]  # the stub of PySide6 forgets that QmlUncreatable is called
    """Texts and rows of `ContentPage`."""

    changed = Signal()

    def __init__(self, parent: QObject, sizes: ContentSizes, *, calm: bool) -> None:
        super().__init__(parent)
        self._sizes = sizes
        self._calm = calm
        self._greetings = RowModel(Greeting, self)
        self._page = ContentPage()
        self._phrases = {name: Phrase(self) for name in (*PHRASES, *BAR_PHRASES, *GUIDE_PHRASES)}
        self._steps = RowModel(GuideRow, self)
        self._papers = RowModel(GuideRow, self)
        self._dots = RowModel(DotRow, self)
        self._slide = SlideView(self)

    def show(self, page: ContentPage) -> None:
        """Takes a new page."""
        if page == self._page:
            return
        self._page = page
        for part, names in ((page, PHRASES), (page.bar, BAR_PHRASES), (page.guide, GUIDE_PHRASES)):
            for name in names:
                self._phrases[name].say(getattr(part, name))
        self.changed.emit()
        self._greetings.show(page.greetings)
        self._steps.show(page.guide.steps)
        self._papers.show(page.guide.papers)
        self._dots.show(page.bar.dots)
        self._slide.show(page.slide)

    @Property(ContentSizes, constant=True)
    def sizes(self) -> ContentSizes:
        return self._sizes

    @Property(SlideView, constant=True)
    def slide(self) -> SlideView:
        return self._slide

    @Property(bool, constant=True)
    def calm(self) -> bool:
        return self._calm

    @Property(QObject, constant=True)
    def greetings(self) -> QAbstractListModel:
        return self._greetings

    @Property(QObject, constant=True)
    def steps(self) -> QAbstractListModel:
        return self._steps

    @Property(QObject, constant=True)
    def papers(self) -> QAbstractListModel:
        return self._papers

    @Property(QObject, constant=True)
    def dots(self) -> QAbstractListModel:
        return self._dots

    @Property(Phrase, constant=True)
    def counterWord(self) -> Phrase:
        return self._phrases["counter_word"]

    @Property(Phrase, constant=True)
    def service(self) -> Phrase:
        return self._phrases["service"]

    @Property(Phrase, constant=True)
    def title(self) -> Phrase:
        return self._phrases["title"]

    @Property(Phrase, constant=True)
    def papersTitle(self) -> Phrase:
        return self._phrases["papers_title"]

    @Property(Phrase, constant=True)
    def notice(self) -> Phrase:
        return self._phrases["notice"]

    @Property(Phrase, constant=True)
    def stale(self) -> Phrase:
        return self._phrases["stale"]

    @Property(Phrase, constant=True)
    def pause(self) -> Phrase:
        return self._phrases["pause"]

    @Property(bool, notify=changed)
    def isPaused(self) -> bool:
        """Whether the foot says a pause now; what is stale is said before it."""
        return bool(self._page.pause.own) and not self.isStale

    @Property(bool, notify=changed)
    def ready(self) -> bool:
        return self._page.ready

    @Property(bool, notify=changed)
    def called(self) -> bool:
        return self._page.bar.called

    @Property(str, notify=changed)
    def letter(self) -> str:
        return self._page.bar.letter

    @Property(str, notify=changed)
    def digits(self) -> str:
        return self._page.bar.digits

    @Property(bool, notify=changed)
    def marked(self) -> bool:
        return self._page.bar.marked

    @Property(str, notify=changed)
    def counter(self) -> str:
        return self._page.bar.counter

    @Property(bool, notify=changed)
    def wordFirst(self) -> bool:
        return self._page.bar.word_first

    @Property(str, notify=changed)
    def prefix(self) -> str:
        return self._page.bar.prefix

    @Property(str, notify=changed)
    def facts(self) -> str:
        return self._page.facts

    @Property(str, notify=changed)
    def legal(self) -> str:
        return self._page.legal

    @Property(str, notify=changed)
    def nextIn(self) -> str:
        return self._page.next_in

    @Property(bool, notify=changed)
    def isStale(self) -> bool:
        return bool(self._page.stale.own)

    @Property(str, notify=changed)
    def stepPlace(self) -> str:
        return self._page.guide.step_place

    @Property(str, notify=changed)
    def paperPlace(self) -> str:
        return self._page.guide.paper_place

    @Property(str, notify=changed)
    def round(self) -> str:
        return self._page.bar.round

    @Property(bool, notify=changed)
    def guided(self) -> bool:
        return self._page.guided

    @Property(float, notify=changed)
    def labelShare(self) -> float:
        return self._page.bar.label_share

    @Property(float, notify=changed)
    def barNumber(self) -> float:
        return self._page.bar.number

    @Property(float, notify=changed)
    def barWord(self) -> float:
        return self._page.bar.word

    @Property(float, notify=changed)
    def barName(self) -> float:
        return self._page.bar.name

    @Property(QRectF, notify=changed)
    def stepsArea(self) -> QRectF:
        return rect(self._page.guide.steps_area)

    @Property(QRectF, notify=changed)
    def papersArea(self) -> QRectF:
        return rect(self._page.guide.papers_area)

    @Property(Phrase, constant=True)
    def scan(self) -> Phrase:
        return self._phrases["scan"]

    @Property(str, notify=changed)
    def qr(self) -> str:
        """The code as a picture; empty without one."""
        return qr_data_url(self._page.qr, int(self._page.guide.qr_side)) if self._page.guided else ""

    @Property(float, notify=changed)
    def qrSide(self) -> float:
        return self._page.guide.qr_side

    @Property(bool, notify=changed)
    def codeBeside(self) -> bool:
        return self._page.guide.code_beside

    @Property(float, notify=changed)
    def codeWidth(self) -> float:
        return max(self._page.guide.code_width, self._page.guide.qr_side)

    @Property(float, notify=changed)
    def icon(self) -> float:
        return self._page.guide.icon

    @Property(float, notify=changed)
    def stepScale(self) -> float:
        return self._page.guide.fit.steps.scale

    @Property(float, notify=changed)
    def paperScale(self) -> float:
        return self._page.guide.fit.papers.scale

    @Property(float, notify=changed)
    def stepRow(self) -> float:
        return self._page.guide.fit.steps.height

    @Property(float, notify=changed)
    def paperRow(self) -> float:
        return self._page.guide.fit.papers.height

    @Property(float, notify=changed)
    def stepOwnShare(self) -> float:
        return self._page.guide.fit.steps.share(0)

    @Property(float, notify=changed)
    def stepSecondShare(self) -> float:
        return self._page.guide.fit.steps.share(1)

    @Property(float, notify=changed)
    def paperOwnShare(self) -> float:
        return self._page.guide.fit.papers.share(0)

    @Property(float, notify=changed)
    def paperSecondShare(self) -> float:
        return self._page.guide.fit.papers.share(1)

    @Property(float, notify=changed)
    def paperNoteShare(self) -> float:
        return self._page.guide.fit.papers.share(2)

    @Property(float, notify=changed)
    def paperNoteSecondShare(self) -> float:
        return self._page.guide.fit.papers.share(3)

    @Property(float, notify=changed)
    def titleHeight(self) -> float:
        return self._page.guide.title_height

    @Property(float, notify=changed)
    def noticeHeight(self) -> float:
        return self._page.guide.fit.notice

    @Property(float, notify=changed)
    def noticeLeast(self) -> float:
        return self._page.guide.fit.notice_least

    @Property(float, notify=changed)
    def noticeShare(self) -> float:
        return self._page.guide.fit.notice_share

    @Property("QStringList", notify=changed)  # type: ignore[arg-type]  # the stubs forget names of types
    def emergency(self) -> list[str]:
        return list(self._page.emergency)
