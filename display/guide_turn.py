"""A guide as it stands on the content monitor at one moment: which of its steps and papers have their turn. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace

from display.content_layout import NOWHERE, ContentLayout
from display.guide_pages import GuideFit, RowFit, RowTexts, guide_stands, title_height
from display.order_layout import Rect
from display.programme import SHOW_MS
from display.words import NOTHING, Line, Words
from program.texts import Catalog
from screen.paper_icons import paper_icon
from screen.widths import SPARE, width_em
from wire.messages.hall import GuideView, HallView, ServiceView

CAPTION_MOST = 0.45
"""The most that what a code is for takes of the papers' width."""
NO_GUIDE = GuideFit(RowFit(), RowFit(), 0.0, 1.0)


@dataclass(frozen=True, slots=True)
class GuideRow:
    """A step or a paper."""

    key: str
    label: str
    text: str
    second: str
    note: str
    noteSecond: str  # names are roles in QML
    icon: str = ""
    """What a paper looks like, as `paper_icon` names it."""


@dataclass(frozen=True, slots=True)
class GuideTurn:
    """What is on of a guide, and where."""

    steps: tuple[GuideRow, ...] = ()
    papers: tuple[GuideRow, ...] = ()
    step_place: str = ""
    """Which page of the steps is on, "1/2"; empty where there is one only."""
    paper_place: str = ""
    notice: Line = NOTHING
    fit: GuideFit = NO_GUIDE
    steps_area: Rect = NOWHERE
    papers_area: Rect = NOWHERE
    icon: float = 0.0
    """Side of a paper's icon."""
    qr_side: float = 0.0
    """Of the code; 0 without one."""
    code_beside: bool = False
    """The code stands beside the papers, not below them."""
    code_width: float = 0.0
    """Of the code with what it is for below it."""
    title_height: float = 0.0
    """Of the guide's title in its own language, in pixels."""


NO_TURN = GuideTurn()


def captioned(layout: ContentLayout, hall: HallView, catalog: Catalog) -> ContentLayout:
    """The layout with room for what the code is for, in whichever language has its turn."""
    said = [width_em(catalog.text(tag, "scan_guide"), bold=place == 0) for place, tag in enumerate(hall.languages)]
    widest = min(max(said) * layout.least_second * SPARE + 3, layout.papers.width * CAPTION_MOST)
    return replace(layout, caption=widest)


def guide_layout(layout: ContentLayout, service: ServiceView | None) -> ContentLayout:
    """Where the guide of a service stands while somebody is called to it."""
    return layout.at_call() if service is not None and service.guide.papers else layout


def guide_turn(guide: GuideView, words: Words, layout: ContentLayout, elapsed: int, *, called: bool) -> GuideTurn:
    """Those steps and papers whose turn it is; each page of them is seen in the guide's own time."""
    steps = [words.of_hall(step) for step in guide.steps]
    papers = [(words.of_hall(paper.name), words.of_hall(paper.note)) for paper in guide.papers]
    notice = words.of_hall(guide.notice)
    icon, width = layout.icon, max(layout.qr, layout.caption)
    alone = not (papers or guide.no_papers or layout.qr or (layout.noticed and notice.own))
    layout = layout.steps_alone() if alone else layout
    layout, fit = guide_stands(
        layout,
        tuple(RowTexts(own, (second,)) for own, second in steps),
        tuple(RowTexts(name.own, (name.second, *(() if layout.brief else note))) for name, note in papers),
        notice,
    )
    turn = max(0, elapsed) // (SHOW_MS // fit.pages)
    steps_area, papers_area = layout.steps, layout.papers
    if layout.in_turn:
        # Whoever is called looks for his papers; the steps are for those who wait.
        first = 0 if called and papers else fit.steps.pages
        then = 0 if alone else max(fit.papers.pages, 2 if fit.notice_in_turn else 1)
        turn = max(0, elapsed) // (SHOW_MS // (first + then)) % (first + then)
        if turn >= first:
            steps_area = NOWHERE
            turn -= first
        else:
            papers_area = NOWHERE
    return GuideTurn(
        steps=tuple(GuideRow(str(place), str(place), *step, "", "") for place, step in enumerate(steps, 1))[
            fit.steps.page(turn)
        ],
        papers=tuple(
            GuideRow(str(place), "", *name, *note, paper_icon(paper.name))
            for place, (paper, (name, note)) in enumerate(zip(guide.papers, papers, strict=True), 1)
        )[fit.papers.page(turn)],
        step_place=_place(fit.steps, turn),
        paper_place=_place(fit.papers, turn),
        notice=Line(notice[turn % 2]) if fit.notice_in_turn else notice,
        fit=fit,
        steps_area=steps_area,
        papers_area=papers_area,
        icon=icon,
        qr_side=layout.qr,
        code_beside=layout.beside,
        code_width=width,
        title_height=title_height(layout, titled=False),
    )


def _place(rows: RowFit, turn: int) -> str:
    return f"{turn % rows.pages + 1}/{rows.pages}" if rows.pages > 1 else ""
