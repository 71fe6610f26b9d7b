"""Everything the content monitor says at one moment, as plain texts. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace

from display.board import Board, Moment
from display.link_lines import Greeting, greetings, stale_line
from display.playlist import has_guide
from display.words import NOTHING, Line, Words, spaced
from program.texts import Catalog
from wire.messages.hall import GuideView
from wire.messages.tickets import CallView


@dataclass(frozen=True, slots=True)
class GuideRow:
    """A step or a paper."""

    key: str
    label: str
    text: str
    second: str
    note: str
    noteSecond: str  # names are roles in QML


@dataclass(frozen=True, slots=True)
class DotRow:
    """One guide of the round between calls."""

    key: str
    prefix: str
    current: bool


@dataclass(frozen=True, slots=True)
class ContentPage:
    """`called`: the guide belongs to a call; the bar says number and counter."""

    ready: bool = False
    greetings: tuple[Greeting, ...] = ()
    """Said while no hall is known."""
    called: bool = False
    letter: str = ""
    digits: str = ""
    marked: bool = False
    counter: str = ""
    counter_word: Line = NOTHING
    word_first: bool = False
    prefix: str = ""
    service: Line = NOTHING
    guide: Line = NOTHING
    title: Line = NOTHING
    papers_title: Line = NOTHING
    notice: Line = NOTHING
    facts: str = ""
    """Minutes and fee."""
    legal: str = ""
    next_in: str = ""
    stale: Line = NOTHING
    steps: tuple[GuideRow, ...] = ()
    papers: tuple[GuideRow, ...] = ()
    noted: bool = False
    """Some paper has a note."""
    dots: tuple[DotRow, ...] = ()


def content_page(board: Board, now: Moment, catalog: Catalog) -> ContentPage:
    """The page of this moment."""
    hall, content = board.hall, board.content
    if hall is None:
        return ContentPage(greetings=greetings(board, catalog))
    words = Words(catalog, hall, now.steady)
    service = board.service(content.service_id)
    page = ContentPage(True, stale=stale_line(board, words), word_first=words.word_first)
    if content.call is not None:
        page = _called(page, content.call, board, words)
    if service is None:
        return replace(page, service=words.of_hall(hall.name), title=words.say("welcome_title"))
    guide = service.guide
    left = max(0, -(-(content.until - now.steady) // 1000))
    return replace(
        page,
        prefix=service.prefix,
        service=words.of_hall(service.name),
        guide=words.say("guide"),
        title=words.of_hall(guide.title) if guide.title else words.of_hall(service.name),
        papers_title=words.say("bring" if guide.papers else "bring_nothing"),
        notice=words.of_hall(guide.notice),
        facts=_facts(guide, words),
        legal=words.say("legal_basis", text=words.of_hall(guide.legal_basis).own).own if guide.legal_basis else "",
        next_in=words.say("next_in", seconds=left).own,
        steps=tuple(
            GuideRow(str(place), str(place), *words.of_hall(step), "", "") for place, step in enumerate(guide.steps, 1)
        ),
        papers=tuple(
            GuideRow(str(place), "", *words.of_hall(paper.name), *words.of_hall(paper.note))
            for place, paper in enumerate(guide.papers, 1)
        ),
        noted=any(paper.note for paper in guide.papers),
        dots=tuple(
            DotRow(one.service_id, one.prefix, one.service_id == content.service_id)
            for one in hall.services
            if has_guide(one)
        ),
    )


def _called(page: ContentPage, call: CallView, board: Board, words: Words) -> ContentPage:
    """The page with who goes where in its bar."""
    letter, digits = spaced(call.ticket, board.service(call.ticket.visit.service_id))
    counter = words.counter(call.counter_id)
    return replace(
        page,
        called=True,
        letter=letter,
        digits=digits,
        marked=call.ticket.visit.visitor_class == "priority",
        counter=counter.label,
        counter_word=counter.word,
    )


def _facts(guide: GuideView, words: Words) -> str:
    said = []
    if guide.minutes is not None:
        said.append(words.say("minutes", minutes=guide.minutes).own)
    if guide.fee:
        said.append(words.of_hall(guide.fee).own)
    return words.own_style.fact_separator.join(said)
