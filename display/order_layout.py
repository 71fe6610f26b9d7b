"""Where everything of the order monitor stands and how large it is, for any monitor and any hall. Pure; pixels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from display.legibility import CAP_EM, Monitor, glance_px, least_px, leisure_px, within
from display.needs import USUAL, Needs
from display.strip_layout import StripLayout, strip_layout
from screen.widths import INK_EM, LINE_EM, SPARE, fits, width_em

LIST_SHARE = 2 / 3
"""The last calls are read from two thirds of the way: whoever looks for an older number walks up to it."""
CLOSE_SHARE = 1 / 2
"""Long numbers and labels may make a last call as small as is read from here."""
NAME_EM = 9.0
"""The widest short name that the last calls make room for; a longer one is shortened."""
PAIR_EM = 2.75
"""Two lines of the smallest text, one for each language."""
RULE_LINES = 3
CROWDED, LONG_NAME_LINES = 1.3, 1.6
"""A standing monitor's header is so much higher where the hall's name has no room in one line at so many times the
smallest size."""
NAME_SHARES = (1.0, 0.92, 0.85, 0.78, 0.7, 0.6, 0.5)
"""Of the wished size of the names in the last calls."""


class Rect(NamedTuple):
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class ListLayout:
    """The last calls and, below them, those that were missed."""

    rows: int
    rows_beside_missed: int
    """Rows while some number is missed."""
    row_height: float
    number: float
    """Font size of a number."""
    lift: float
    """How far above the middle of their row number and label stand, so that the tail of a Q stays inside, in pixels."""
    number_room: float
    label_room: float
    names: bool
    """The rows name their service; left out where numbers and labels take the room."""
    name: float
    title: float
    """Height of the titles."""
    missed_tag: float
    missed_height: float


@dataclass(frozen=True, slots=True)
class OrderLayout:
    """Rectangles and font sizes. `content` is empty unless this monitor shows the guide as well."""

    monitor: Monitor
    unit: float
    margin: float
    least: float
    """The floor of every text that is not a number: where more has to stand, it is shortened with "…"."""
    header: Rect
    header_line: float
    """What clock and date are measured by; the header is higher where a long name of the hall needs it."""
    cards: Rect
    list: Rect
    content: Rect
    strip: Rect
    ticker: Rect
    calls: ListLayout
    services: StripLayout
    heading: float
    body: float
    """Running text, as in the welcome."""
    greetings: int
    """Languages that the screen greets in at once while no hall is known."""

    @property
    def card_gap(self) -> float:
        return self.margin * 0.7


def order_layout(monitor: Monitor, needs: Needs = USUAL, *, shared: bool = False) -> OrderLayout:
    """The layout for a monitor, lying or standing; `shared`: the guide stands beside the calls."""
    w, h = float(monitor.width), float(monitor.height)
    tall = h > w
    unit = min(h, w * 9 / 16) if not tall else min(w, h * 9 / 16)
    margin = unit * 0.026
    least = least_px(monitor, unit)
    header_line = max(unit * 0.088, least * PAIR_EM * 1.09)
    crowded = tall and needs.hall_name * least * CROWDED > w / 2
    header = Rect(0, 0, w, header_line * (LONG_NAME_LINES if crowded else 1.0))
    ticker_height = unit * (0.1 if tall else 0.078)
    services = strip_layout(w, unit, margin, least, needs, tall=tall)
    ticker = Rect(0, h - ticker_height, w, ticker_height)
    strip = Rect(0, h - ticker_height - services.height, w, services.height)
    top, room = header.height, strip.y - header.height
    content = Rect(0, 0, 0, 0)
    if tall:
        shares = (0.42, 0.33, 0.25) if shared else (0.52, 0.48, 0.0)
        cards = Rect(0, top, w, room * shares[0])
        calls = Rect(0, top + cards.height, w, room * shares[1])
        if shared:
            content = Rect(0, calls.y + calls.height, w, room * shares[2])
    else:
        shares = (0.38, 0.28, 0.34) if shared else (0.6, 0.4, 0.0)
        cards = Rect(0, top, w * shares[0], room)
        calls = Rect(cards.width, top, w * shares[1], room)
        if shared:
            content = Rect(calls.x + calls.width, top, w * shares[2], room)
    heading = within(leisure_px(monitor, LIST_SHARE) * 0.8, unit * 0.032, unit * 0.042)
    return OrderLayout(
        monitor=monitor,
        unit=unit,
        margin=margin,
        least=least,
        header=header,
        header_line=header_line,
        cards=cards,
        list=calls,
        content=content,
        strip=strip,
        ticker=ticker,
        calls=_list(monitor, calls, unit, margin, least, heading, needs),
        services=services,
        heading=heading,
        body=within(leisure_px(monitor, LIST_SHARE), unit * 0.04, unit * 0.06),
        greetings=max(1, int(h * 0.92 / (least * 9.5))),
    )


def _list(  # noqa: PLR0917
    monitor: Monitor, room: Rect, unit: float, margin: float, least: float, heading: float, needs: Needs
) -> ListLayout:
    inside = room.width - 2 * margin
    title = max(heading * 1.7, least * PAIR_EM if inside < unit * 0.6 else 0.0)
    height = room.height - title - margin * 0.7
    wished = within(glance_px(monitor, LIST_SHARE), unit * 0.058, unit * 0.105)
    floor = min(glance_px(monitor, CLOSE_SHARE), unit * 0.065, inside * 0.13)
    ems = (needs.number + needs.label) * SPARE
    named = (inside - margin - min(needs.list_name, NAME_EM) * least * SPARE) / ems
    names = named >= floor
    number = min(wished, named if names else (inside - margin) / ems)
    ink = max(CAP_EM, needs.label_height) + needs.tail
    rows = max(3, min(10, int(height / max(number * max(CAP_EM * 1.28, ink * 1.13), least * 1.3) + 0.1)))
    row_height = height / rows
    number = min(number, row_height * 1.08, row_height / ink / 1.1)
    tag = max(row_height * 0.48, least * INK_EM * 1.35, heading * 1.15)
    lines = min(RULE_LINES, max(1, -int(-needs.missed_rule * least * SPARE * 1.04 // inside)))
    rule = least * (INK_EM + (lines - 1) * LINE_EM) + 2 if needs.missed_rule else 0.0
    missed = max(row_height, tag + rule + margin * 0.3)
    beside = max(1, int((height - missed + 0.5) / row_height))
    # What rows do not fill goes to the missed numbers.
    missed = max(missed, min(height - beside * row_height, missed + row_height * 0.6))
    tag = max(tag, min(missed - rule - margin * 0.3, row_height * 0.8))
    return ListLayout(
        rows=rows,
        rows_beside_missed=beside,
        row_height=row_height,
        number=number,
        lift=number * needs.tail / 2,
        number_room=number * needs.number * SPARE,
        label_room=number * needs.label * SPARE,
        names=names,
        name=max(least, within(leisure_px(monitor, LIST_SHARE), unit * 0.036, min(unit * 0.05, row_height * 0.5))),
        title=title,
        missed_tag=tag,
        missed_height=missed,
    )


def missed_title_px(layout: OrderLayout, title: str) -> float:
    """Width of the tag that says 過號 before the missed numbers; a longer title is shortened."""
    natural = width_em(title, bold=True) * missed_title_size(layout) * SPARE + layout.heading * 0.8
    return min(natural, (layout.list.width - 2 * layout.margin) * 0.4)


def missed_title_size(layout: OrderLayout) -> float:
    return max(layout.least, min(layout.heading, layout.calls.missed_tag * 0.6))


def missed_room(layout: OrderLayout, title: str) -> float:
    """What the tag leaves for the numbers."""
    return layout.list.width - 2 * layout.margin - missed_title_px(layout, title) - layout.heading * 0.5


def list_name_px(layout: OrderLayout, names: Sequence[str]) -> float:
    """The size at which all these names stand whole in their rows, or the floor."""
    calls, width = layout.calls, list_name_room(layout)
    for share in NAME_SHARES:
        size = max(layout.least, calls.name * share)
        if all(fits(name, width, calls.row_height * 0.94, size) for name in names):
            return size
    return layout.least


def list_name_room(layout: OrderLayout) -> float:
    """What number and label leave of a row's width."""
    return layout.list.width - 2.9 * layout.margin - layout.calls.number_room - layout.calls.label_room
