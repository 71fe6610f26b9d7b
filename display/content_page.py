"""Everything the content monitor says at one moment, as plain texts. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace

from display.board import Board, Moment, Together
from display.closed_words import closed_words
from display.content_layout import NOWHERE, ContentLayout
from display.guide_facts import foot, foot_words
from display.guide_pages import GuideFit, RowFit, RowTexts, guide_stands, title_height
from display.legibility import label_em, label_share, number_em
from display.link_lines import Greeting, greetings, greetings_in_turn, in_turn_or_both, listening, stale_line
from display.names import whole_or_short
from display.order_layout import Rect
from display.pauses import pause_line
from display.programme import SHOW_MS, Kind, entry_of, guided
from display.slide_page import CLOSED, NO_SLIDE, Slide, grown, slide
from display.wait_words import wait_words
from display.words import NOTHING, Line, Words, spaced_together
from program.texts import Catalog
from screen.emergency_lines import emergency_lines
from screen.paper_icons import paper_icon
from screen.widths import SPARE, width_em
from wire.guide_address import guide_address
from wire.guide_bundle import has_guide
from wire.messages.hall import GuideView, HallView, ServiceView

DOT, DOT_LETTER = 0.46, 0.7
"""A guide's dot as a share of the bar's height, its letter as a share of the dot."""
BAR_NUMBER, BAR_WORD, BAR_WORD_SECOND, BAR_ARROW, BAR_ROUND = 0.56, 0.62, 0.34, 1.4, 0.34
"""Sizes in the bar: the number as a share of its height, the word and the arrow with its air in em of the number, the
place in the round as a share of its height."""
BAR_WORD_MOST = 2.6
"""The most that the word takes, in em of the number; a longer one is shortened."""
CAPTION_MOST = 0.45
"""The most that what a code is for takes of the papers' width."""
BAR_NAME_EM = 5.0
"""The bar names the service where so many em of the smallest text have room; the guide's title stands below."""


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
class DotRow:
    """One guide of the round between calls."""

    key: str
    prefix: str
    current: bool


@dataclass(frozen=True, slots=True)
class Bar:
    """Sizes in the bar, which depend on who is called."""

    number: float = 1.0
    word: float = 0.0
    """Width of the word beside the counter's label."""
    name: float = 0.0
    """Width left for the service's name; 0 where that is too little to read."""


NO_GUIDE = GuideFit(RowFit(), RowFit(), 0.0, 1.0)


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
    label_share: float = 1.0
    """Size of the counter's label against the number's."""
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
    pause: Line = NOTHING
    """Of a counter; in its turn it takes the place of what stands at the foot."""
    steps: tuple[GuideRow, ...] = ()
    papers: tuple[GuideRow, ...] = ()
    step_place: str = ""
    """Which page of the steps is on, "1/2"; empty where there is one only."""
    paper_place: str = ""
    dots: tuple[DotRow, ...] = ()
    """Empty where they would be too small or too many: then `round` says it."""
    round: str = ""
    """Which guide of how many is on, "3/45"."""
    title_height: float = 0.0
    """Of the guide's title in its own language, in pixels."""
    guided: bool = False
    """A service is on, and its guide."""
    fit: GuideFit = NO_GUIDE
    steps_area: Rect = NOWHERE
    papers_area: Rect = NOWHERE
    slide: Slide = NO_SLIDE
    """What is on instead of a guide."""
    qr: str = ""
    """Where the code leads; empty without one."""
    qr_side: float = 0.0
    code_beside: bool = False
    """The code stands beside the papers, not below them."""
    code_width: float = 0.0
    """Of the code with what it is for below it."""
    scan: Line = NOTHING
    """What the code is for."""
    icon: float = 0.0
    """Side of a paper's icon."""
    bar: Bar = Bar()
    emergency: tuple[str, ...] = ()
    """What stands over everything else, line by line."""


def content_page(board: Board, now: Moment, layout: ContentLayout, catalog: Catalog) -> ContentPage:
    """The page of this moment. A hall that is closed for today has no guides between calls: it says that it is."""
    hall, content = board.hall, board.content
    if hall is None:
        said = greetings_in_turn(greetings(board, catalog), layout.greetings, now)
        return ContentPage(greetings=said, emergency=emergency_lines(board.today.emergency, board.languages))
    if content.call is not None and listening(board, now):
        # Who was called then has long come.
        board = replace(board, content=replace(content, call=None, others=()))
        content = board.content
    words = Words(catalog, hall, now.steady)
    service = board.service(content.service_id)
    strip = layout.footer.width - 5 * layout.margin, layout.footer.height, layout.least_second
    stale = in_turn_or_both(stale_line(board, words), *strip, now)
    pause = in_turn_or_both(
        pause_line(board.paused, hall, words, catalog, wall=now.wall, steady=now.steady), *strip, now
    )
    layout = guide_layout(layout, service) if content.call is not None else layout
    address = guide_address(hall, service.service_id) if service is not None and layout.qr else ""
    layout = captioned(layout, hall, catalog) if address else replace(layout, qr=0.0)
    page = ContentPage(
        True,
        emergency=emergency_lines(board.today.emergency, hall.languages),
        steps_area=layout.steps,
        papers_area=layout.papers,
        icon=layout.icon,
        qr_side=layout.qr,
        code_width=max(layout.qr, layout.caption),
        stale=stale,
        pause=pause,
        word_first=words.word_first,
        title_height=title_height(layout, titled=False),
    )
    if content.call is not None:
        page = _called(page, (content.call, *content.others), board, words)
    shut = closed_words(board, hall, words, now, catalog) if board.today.closed and content.call is None else None
    since = now.steady - content.since
    entry = entry_of(hall, board.items, content.entry, now.wall - since) if content.entry and shut is None else None
    if entry is not None:
        shown = slide(entry, words, layout, wall=now.wall, elapsed=since, time_zone=hall.time_zone)
        asked = board.service(entry.service_id)
        if asked is not None:
            shown = replace(shown, head=words.of_hall(asked.name))
            page = replace(page, prefix=asked.prefix)
        return _slide(page, grown(shown, layout), board, _next_in(board, now, words, layout), layout)
    if service is None or shut is not None:
        title = shut.title if shut is not None else words.say("welcome_title")
        shown = Slide(Kind.NOTICE, text=title)
        if shut is not None:
            shown = Slide(CLOSED, text=shut.title, answer=shut.text, label=words.say("notice"))
        page = replace(page, service=words.of_hall(hall.name), title=title, slide=grown(shown, layout))
        return replace(page, bar=bar_sizes(page, layout))
    guide = service.guide
    if not has_guide(service):
        # Nobody here knows whether papers are needed: nothing is said of them.
        named = words.of_hall(service.name)
        shown = Slide(Kind.NOTICE, head=named, text=words.of_hall(guide.notice) if guide.notice else named)
        below = foot(service, words, now, "", layout)
        page = replace(page, prefix=service.prefix, title=named, legal=below.legal)
        page = _slide(page, grown(shown, layout), board, _next_in(board, now, words, layout), layout)
        return replace(page, facts=below.facts)
    # Whoever is being called waits no more.
    expected = board.wait(service.service_id, now) if content.call is None and _gives_numbers(board, service) else None
    wait = wait_words(expected, foot_words(words, now).own, catalog)
    below = foot(service, words, now, wait, layout)
    page = _guide(page, guide, words, layout, since)
    page = replace(
        _round(page, board, layout),
        guided=True,
        prefix=service.prefix,
        service=words.of_hall(service.name),
        guide=words.say("guide"),
        title=words.of_hall(guide.title) if guide.title else words.of_hall(service.name),
        papers_title=words.say("bring" if guide.papers else "bring_nothing"),
        facts=below.facts,
        qr=address if page.qr_side else "",
        scan=words.say("scan_guide") if address and page.qr_side else NOTHING,
        legal=below.legal,
        next_in=_next_in(board, now, words, layout),
    )
    bar, height = bar_sizes(page, layout), layout.bar.height
    name = whole_or_short(
        page.service,
        words.of_hall(service.short_name),
        bar.name - layout.margin * 0.5,
        height * 0.88,
        height * 0.36,
        height * 0.23,
        layout.least_second,
    )
    return replace(page, bar=bar, service=name)


def _round(page: ContentPage, board: Board, layout: ContentLayout) -> ContentPage:
    """The page with the round of guides in its bar; one alone is no round."""
    guides = guided(board.hall) if board.hall is not None else []
    if len(guides) < 2:
        return page
    dots = tuple(DotRow(one.service_id, one.prefix, one.service_id == board.content.service_id) for one in guides)
    shown = _dots_stand(dots, layout)
    place = next((place for place, one in enumerate(dots, 1) if one.current), 0)
    return replace(page, dots=dots if shown else (), round="" if shown or not place else f"{place}/{len(dots)}")


def _next_in(board: Board, now: Moment, words: Words, layout: ContentLayout) -> str:
    if layout.in_turn:  # the law needs that room
        return ""
    return foot_words(words, now).say("next_in", seconds=max(0, -(-(board.content.until - now.steady) // 1000))).own


def _slide(page: ContentPage, shown: Slide, board: Board, next_in: str, layout: ContentLayout) -> ContentPage:
    """The page of what is no guide."""
    page = replace(_round(page, board, layout), slide=shown, service=shown.head, facts=shown.place, next_in=next_in)
    return replace(page, bar=bar_sizes(page, layout))


def captioned(layout: ContentLayout, hall: HallView, catalog: Catalog) -> ContentLayout:
    """The layout with room for what the code is for, in whichever language has its turn."""
    said = [width_em(catalog.text(tag, "scan_guide"), bold=place == 0) for place, tag in enumerate(hall.languages)]
    widest = min(max(said) * layout.least_second * SPARE + 3, layout.papers.width * CAPTION_MOST)
    return replace(layout, caption=widest)


def guide_layout(layout: ContentLayout, service: ServiceView | None) -> ContentLayout:
    """Where the guide of a service stands while somebody is called to it."""
    return layout.at_call() if service is not None and service.guide.papers else layout


def _gives_numbers(board: Board, service: ServiceView) -> bool:
    return any(one.service_id == service.service_id and one.open and one.numbers_left for one in board.services)


def _guide(page: ContentPage, guide: GuideView, words: Words, layout: ContentLayout, elapsed: int) -> ContentPage:
    """The page with those steps and papers whose turn it is; each page of them is seen in the guide's own time."""
    steps = [words.of_hall(step) for step in guide.steps]
    papers = [(words.of_hall(paper.name), words.of_hall(paper.note)) for paper in guide.papers]
    notice = words.of_hall(guide.notice)
    layout, fit = guide_stands(
        layout,
        tuple(RowTexts(own, (second,)) for own, second in steps),
        tuple(RowTexts(name.own, (name.second, *(() if layout.brief else note))) for name, note in papers),
        notice,
    )
    turn = max(0, elapsed) // (SHOW_MS // fit.pages)
    if layout.in_turn:
        # Whoever is called looks for his papers; the steps are for those who wait.
        first = 0 if page.called and papers else fit.steps.pages
        then = max(fit.papers.pages, 2 if fit.notice_in_turn else 1)
        turn = max(0, elapsed) // (SHOW_MS // (first + then)) % (first + then)
        if turn >= first:
            page = replace(page, steps_area=NOWHERE)
            turn -= first
        else:
            page = replace(page, papers_area=NOWHERE)
    return replace(
        page,
        code_beside=layout.beside,
        fit=fit,
        qr_side=layout.qr,
        notice=Line(notice[turn % 2]) if fit.notice_in_turn else notice,
        steps=tuple(GuideRow(str(place), str(place), *step, "", "") for place, step in enumerate(steps, 1))[
            fit.steps.page(turn)
        ],
        papers=tuple(
            GuideRow(str(place), "", *name, *note, paper_icon(paper.name))
            for place, (paper, (name, note)) in enumerate(zip(guide.papers, papers, strict=True), 1)
        )[fit.papers.page(turn)],
        step_place=_place(fit.steps, turn),
        paper_place=_place(fit.papers, turn),
    )


def _place(rows: RowFit, turn: int) -> str:
    return f"{turn % rows.pages + 1}/{rows.pages}" if rows.pages > 1 else ""


def _dots_stand(dots: tuple[DotRow, ...], layout: ContentLayout) -> bool:
    """Whether a dot for each guide has room, says something, and can be read."""
    height = layout.bar.height
    prefixes = {dot.prefix for dot in dots}
    told_apart = len(prefixes) == len(dots) and all(len(prefix) == 1 for prefix in prefixes)
    room = len(dots) * height * DOT * 1.25 <= layout.bar.width * 0.42
    return told_apart and room and height * DOT * DOT_LETTER >= layout.least_second * 0.98


def bar_sizes(page: ContentPage, layout: ContentLayout) -> Bar:
    """The number as large as the bar is high, unless number and counter are longer than the bar."""
    height, margin, floor = layout.bar.height, layout.margin, layout.least_second
    wished = height * BAR_NUMBER
    inside = layout.bar.width - 2 * margin
    if not page.called:
        badge = height * 0.7 + margin if page.prefix else 0.0
        dots = len(page.dots) * height * DOT * 1.25 + width_em(page.round, bold=True) * height * BAR_ROUND + margin
        return Bar(wished, 0.0, _readable(inside - badge - dots, floor))
    number = number_em(page.letter, page.digits, marked=page.marked) * SPARE
    label = label_em(page.counter) * SPARE
    own, second = page.counter_word
    widths = width_em(own, bold=True) * BAR_WORD, width_em(second) * BAR_WORD_SECOND
    word = min(max(widths) * SPARE, BAR_WORD_MOST)
    needed = number + label + word + (BAR_ARROW if page.counter else 0.0)
    size = min(wished, (inside - margin) / needed)
    # A word at its floor is longer than its part of the number.
    least = min(width_em(second) * floor * SPARE, BAR_WORD_MOST * size) - word * size
    more = max(0.0, least)
    return Bar(size, word * size + more + 1, _readable(inside - needed * size - more - 1.8 * margin, floor))


def _readable(width: float, floor: float) -> float:
    return width if width >= floor * BAR_NAME_EM else 0.0


def _called(page: ContentPage, calls: Together, board: Board, words: Words) -> ContentPage:
    """The page with who goes where in its bar."""
    call = calls[0]
    letter, digits = spaced_together(calls, board.service(call.ticket.visit.service_id))
    counter = words.counter(call.counter_id)
    return replace(
        page,
        called=True,
        letter=letter,
        digits=digits,
        marked=len(calls) == 1 and call.ticket.marked,
        counter=counter.label,
        label_share=label_share(counter.label),
        counter_word=counter.word,
    )
