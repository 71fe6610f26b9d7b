"""What the strip says at one moment: how many wait for each service, page by page. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

import msgspec

from display.board import Board, Moment
from display.opening_words import opening_text, weeks_away
from display.strip_layout import PAGE_MS, StripLayout
from display.wait_words import wait_words
from display.words import Line, Words, apart, spaced
from program.texts import Catalog, in_language
from wire.messages.hall import HallView, ServiceView
from wire.messages.tickets import ServiceState, TicketView, WaitView


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """A service in the strip: how many wait, or why nobody can."""

    key: str
    prefix: str
    name: str
    nameSecond: str  # names are roles in QML
    open: bool
    """It gives numbers, or some of those it gave are waiting: what gives no more looks the same whoever is called."""
    counted: bool
    """`status` is how many wait, not why nobody can."""
    status: str
    wait: str
    """Who is next, and how long who takes a number now waits; empty where that is not known, or has no room. Of what
    is not counted, `status` in the second language."""


class Tags(NamedTuple):
    """In which languages a cell speaks."""

    own: str
    """How many wait."""
    second: str
    """What stands below that in both; empty where a cell has one language at a time."""
    told: str
    """What has room in one of them only, as each has its turn."""


NOT_KNOWN = "–"
SHUT = "shut"
"""Why a service is closed in a hall that is closed for today, said in the kiosk's words."""


Titled = Literal["waiting", "service_hours", "service_state"]
"""Over how many wait, over hours, and over both."""


@dataclass(frozen=True, slots=True)
class StripPage:
    """`place` is "1/3" where pages turn, else empty."""

    title: Line
    place: str
    rows: tuple[ServiceRow, ...]


def strip_page(  # noqa: PLR0917
    board: Board,
    hall: HallView,
    words: Words,
    now: Moment,
    layout: StripLayout,
    catalog: Catalog,
    *,
    unheard: bool = False,
) -> StripPage:
    """The page whose turn it is; where cells hold one language only, each page is said in every language first.
    `unheard`: nobody knows any more how many wait, nor who gives numbers."""
    tags = [words.own] if layout.both else [tag for tag in hall.languages if tag in catalog.languages] or [words.own]
    turn = now.steady // PAGE_MS
    tag = tags[turn % len(tags)]
    spoken = words.spoken
    second = words.second if layout.both and words.second in spoken else ""
    told = Tags(tag, second, spoken[turn % len(spoken)] if layout.both else tag)
    page = turn // len(tags) % layout.pages
    services = hall.services[page * layout.a_page : (page + 1) * layout.a_page]
    states = {state.service_id: state for state in board.services}
    if board.today.closed:  # nobody is told of an hour: it may be closed then too
        states = {one: msgspec.structs.replace(state, opens_at=None, why=SHUT) for one, state in states.items()}
    titled = "waiting" if unheard else _title([states.get(one.service_id) for one in services])
    return StripPage(
        title=words.say(titled) if layout.both else Line(catalog.text(tag, titled)),
        place=f"{page + 1}/{layout.pages}" if layout.pages > 1 else "",
        rows=tuple(
            _row(
                layout,
                service,
                words.of_hall(service.short_name) if layout.both else Line(in_language(service.short_name, tag)),
                states.get(service.service_id),
                board.wait(service.service_id, now),
                board.next_for(service.service_id),
                any(one.visit.service_id == service.service_id for one in board.present.values()),
                told,
                hall,
                now,
                catalog,
                titled,
            )
            if not unheard
            else _unheard(service, words.of_hall(service.short_name), told, both=layout.both)
            for service in services
        ),
    )


def _title(page: Sequence[ServiceState | None]) -> Titled:
    """What most of a page's services say."""
    counted = sum(one is not None and _counted(one) for one in page)
    if not counted and any(one is not None and one.opens_at is not None for one in page):
        return "service_hours"
    return "waiting" if 2 * counted >= len(page) > 0 else "service_state"


def _counted(state: ServiceState) -> bool:
    """Whether the strip says how many wait: who takes a number waits, and who has one, also when no more are given."""
    return bool(state.open and state.numbers_left) or state.waiting > 0


def _unheard(service: ServiceView, name: Line, tags: Tags, *, both: bool) -> ServiceRow:
    """The service keeps its place."""
    named = name if both else Line(in_language(service.short_name, tags.own))
    return ServiceRow(service.service_id, service.prefix, *named, open=False, counted=False, status=NOT_KNOWN, wait="")


def _row(  # noqa: PLR0917
    layout: StripLayout,
    service: ServiceView,
    name: Line,
    state: ServiceState | None,
    expected: WaitView | None,
    following: TicketView | None,
    served: bool,
    tags: Tags,
    hall: HallView,
    now: Moment,
    catalog: Catalog,
    titled: Titled,
) -> ServiceRow:
    is_open = state is not None and state.open and state.numbers_left
    counted = state is not None and _counted(state)
    if counted and state is not None:
        # Those who wait are counted even when no further numbers are given.
        said = catalog.text(tags.own, "people" if titled == "waiting" else "people_waiting", count=state.waiting)
        below = _expected(layout, name, said, state, expected if is_open else None, following, service, tags, catalog)
    else:
        # Beside a number that is being called no hour is told at which the service opens.
        keeps = served and state is not None and not state.open and state.why != SHUT
        said, below = _reason(layout, name, None if keeps else state, tags, hall, now, catalog, keeps=keeps)
    return ServiceRow(service.service_id, service.prefix, *name, counted, counted, said, below)


def _expected(  # noqa: PLR0917
    layout: StripLayout,
    name: Line,
    people: str,
    state: ServiceState,
    expected: WaitView | None,
    following: TicketView | None,
    service: ServiceView,
    tags: Tags,
    catalog: Catalog,
) -> str:
    """Who is next and how long one waits, in the language whose turn it is."""
    # That nobody waits has been said: a wait beside it would not be believed.
    idle = expected is not None and expected.says in {"next", "range"} and not state.waiting
    wait = "" if idle else wait_words(expected, tags.told, catalog)
    number = apart(*spaced(following, service)) if following is not None else ""
    next_one = catalog.text(tags.told, "next_number", number=number) if number else ""
    both = catalog.style(tags.told).fact_separator.join(one for one in (next_one, wait) if one)
    # What has no room is left out: first who is next, then how long.
    wished = [one for one in (both, wait, next_one) if one]
    return next((one for one in wished if layout.has_room_for(one, people, *name)), "")


def _reason(  # noqa: PLR0917
    layout: StripLayout,
    name: Line,
    state: ServiceState | None,
    tags: Tags,
    hall: HallView,
    now: Moment,
    catalog: Catalog,
    *,
    keeps: bool,
) -> Line:
    """Why nobody can take a number, in both languages where the cell has room for them, else in the one whose turn it
    is; a sentence where that has room. `keeps`: those who have a number are called all the same."""

    def said(tag: str, *, whole: bool) -> str:
        if keeps:
            return catalog.text(tag, "no_new" if whole else "closed")
        return _status(state, tag, hall, now, catalog, whole=whole)

    for whole in (True, False) if tags.second else ():
        pair = Line(said(tags.own, whole=whole), said(tags.second, whole=whole))
        if layout.holds(*name, pair.own) and layout.has_room_for(pair.second, pair.own, *name):
            return pair
    sentence = said(tags.told, whole=True)
    short = sentence if layout.holds(*name, sentence) else said(tags.told, whole=False)
    far = state is not None and state.opens_at is not None and weeks_away(state.opens_at, now.wall, hall.time_zone)
    # Cells have room for a weekday, and not always for a date.
    return Line(catalog.text(tags.told, "closed") if far and not layout.holds(*name, short) else short)


def _status(state: ServiceState | None, tag: str, hall: HallView, now: Moment, catalog: Catalog, *, whole: bool) -> str:
    """Why nobody can take a number, or when one can."""
    if state is not None and state.open:
        return catalog.text(tag, "full")
    if state is not None and state.opens_at is not None:
        return opening_text(state.opens_at, now.wall, hall.time_zone, tag, catalog, whole=whole)
    return catalog.text(tag, "shut" if state is not None and state.why == SHUT else "closed")
