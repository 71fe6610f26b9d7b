"""Everything the content monitor says at one moment, as plain texts. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace

from display.board import Board, Moment
from display.closed_words import closed_words, rested, stays_closed
from display.content_bar import NO_BAR, Bar, call_bar, in_round, named
from display.content_layout import ContentLayout
from display.guide_facts import foot, foot_words
from display.guide_turn import NO_TURN, GuideTurn, captioned, guide_layout, guide_turn
from display.link_lines import Greeting, greetings, greetings_in_turn, in_turn_or_both, listening, stale_line
from display.pauses import pause_line
from display.programme import Kind, entry_of
from display.slide_page import CLOSED, NO_SLIDE, Slide, grown, slide
from display.wait_words import wait_words
from display.words import NOTHING, Line, Words
from program.texts import Catalog
from screen.emergency_lines import emergency_lines
from wire.guide_address import guide_address
from wire.guide_bundle import has_guide
from wire.messages.hall import GuideView, ServiceView


@dataclass(frozen=True, slots=True)
class ContentPage:
    ready: bool = False
    greetings: tuple[Greeting, ...] = ()
    """Said while no hall is known."""
    bar: Bar = NO_BAR
    title: Line = NOTHING
    guided: bool = False
    """A service is on, and its guide."""
    guide: GuideTurn = NO_TURN
    papers_title: Line = NOTHING
    facts: str = ""
    """Minutes and fee."""
    legal: str = ""
    next_in: str = ""
    stale: Line = NOTHING
    pause: Line = NOTHING
    """Of a counter; in its turn it takes the place of what stands at the foot."""
    slide: Slide = NO_SLIDE
    """What is on instead of a guide."""
    qr: str = ""
    """Where the code leads; empty without one."""
    scan: Line = NOTHING
    """What the code is for."""
    emergency: tuple[str, ...] = ()
    """What stands over everything else, line by line."""


def content_page(board: Board, now: Moment, layout: ContentLayout, catalog: Catalog) -> ContentPage:
    """The page of this moment. A hall that is closed for today has no guides between calls: it says that it is."""
    hall, content = board.hall, board.content
    if hall is None:
        said = greetings_in_turn(greetings(board, catalog), layout.greetings, now)
        return ContentPage(greetings=said, emergency=emergency_lines(board.today.emergency, board.languages))
    words = Words(catalog, hall, now.steady)
    old = listening(board, now)
    closed = closed_words(board, hall, words, now, catalog) if not old or stays_closed(board, hall, now) else None
    if content.call is not None and (old or (closed is not None and rested(board, now))):
        # Who was called when the line was cut has long come; and both monitors say at one time that it is closed.
        board = replace(board, content=replace(content, call=None, others=()))
        content = board.content
    service = board.service(content.service_id)
    strip = layout.footer.width - 5 * layout.margin, layout.footer.height, layout.least_second
    stale = in_turn_or_both(stale_line(board, words), *strip, now)
    pause = in_turn_or_both(
        pause_line(board.paused, hall, words, catalog, wall=now.wall, steady=now.steady), *strip, now
    )
    layout = guide_layout(layout, service) if content.call is not None else layout
    address = guide_address(hall, service.service_id) if service is not None and layout.qr else ""
    layout = captioned(layout, hall, catalog) if address else replace(layout, qr=0.0)
    page = ContentPage(True, emergency=emergency_lines(board.today.emergency, hall.languages), stale=stale, pause=pause)
    if content.call is not None:
        page = replace(page, bar=call_bar((content.call, *content.others), board, words))
    shut = closed if board.today.closed and content.call is None else None
    since = now.steady - content.since
    entry = entry_of(hall, board.items, content.entry, now.wall - since) if content.entry and shut is None else None
    if entry is not None:
        shown = slide(entry, words, layout, wall=now.wall, elapsed=since, time_zone=hall.time_zone)
        asked = board.service(entry.service_id)
        if asked is not None:
            shown = replace(shown, head=words.of_hall(asked.name), short_head=words.of_hall(asked.short_name))
            page = _of(asked, page)
        return _slide(page, grown(shown, layout), board, _next_in(board, now, words, layout), layout)
    if service is None or shut is not None:
        title = shut.title if shut is not None else words.say("welcome_title")
        shown = Slide(Kind.NOTICE, text=title)
        if shut is not None:
            shown = Slide(CLOSED, text=shut.title, answer=shut.text, label=words.say("notice"))
        bar = named(page.bar, words.of_hall(hall.name), NOTHING, layout)
        return replace(page, title=title, slide=grown(shown, layout), bar=bar)
    guide, name, short = service.guide, words.of_hall(service.name), words.of_hall(service.short_name)
    if not has_guide(service):
        text = words.of_hall(guide.notice) if guide.notice else name
        shown = Slide(Kind.NOTICE, head=name, short_head=short, text=text)
        below = foot(service, words, now, "", layout)
        page = replace(_of(service, page), title=name, legal=below.legal)
        page = _slide(page, grown(shown, layout), board, _next_in(board, now, words, layout), layout)
        return replace(page, facts=below.facts)
    # Whoever is being called waits no more.
    expected = board.wait(service.service_id, now) if content.call is None and _gives_numbers(board, service) else None
    wait = wait_words(expected, foot_words(words, now).own, catalog)
    below = foot(service, words, now, wait, layout)
    turn = guide_turn(guide, words, layout, since, called=page.bar.called)
    bar = in_round(_of(service, page).bar, board, layout)
    return replace(
        page,
        bar=named(bar, name, short, layout),
        guided=True,
        guide=turn,
        title=words.of_hall(guide.title) if guide.title else name,
        papers_title=_papers_title(guide, words),
        facts=below.facts,
        qr=address if turn.qr_side else "",
        scan=words.say("scan_guide") if address and turn.qr_side else NOTHING,
        legal=below.legal,
        next_in=_next_in(board, now, words, layout),
    )


def _papers_title(guide: GuideView, words: Words) -> Line:
    """Of papers that the hall neither names nor says it does without nobody knows anything."""
    if guide.papers:
        return words.say("bring")
    return words.say("bring_nothing") if guide.no_papers else NOTHING


def _of(service: ServiceView, page: ContentPage) -> ContentPage:
    """The page with the service's letter in its bar."""
    return replace(page, bar=replace(page.bar, prefix=service.prefix))


def _next_in(board: Board, now: Moment, words: Words, layout: ContentLayout) -> str:
    if layout.in_turn:  # the law needs that room
        return ""
    return foot_words(words, now).say("next_in", seconds=max(0, -(-(board.content.until - now.steady) // 1000))).own


def _slide(page: ContentPage, shown: Slide, board: Board, next_in: str, layout: ContentLayout) -> ContentPage:
    """The page of what is no guide."""
    bar = named(in_round(page.bar, board, layout), shown.head, shown.short_head, layout)
    return replace(page, bar=bar, slide=shown, facts=shown.place, next_in=next_in)


def _gives_numbers(board: Board, service: ServiceView) -> bool:
    return any(one.service_id == service.service_id and one.open and one.numbers_left for one in board.services)
