"""Where everything of the order monitor stands and how large it is, for any monitor. Pure; pixels."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from display.legibility import CAP_EM, DIGIT_EM, LINE_EM, Monitor, glance_px, leisure_px, number_em, within

LIST_SHARE = 2 / 3
"""The last calls are read from two thirds of the way: whoever looks for an older number walks up to it."""
ARROW_EM = 0.72
MIDDLE_EM = 1.55
"""Room for the service between number and counter, where all stands in one line."""
TAIL_EM = 0.36
"""Size of 號櫃檯 beside its number."""
GAPS_EM = 0.55
"""Air around arrow and counter."""


class Rect(NamedTuple):
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class OrderLayout:
    """Rectangles and font sizes. `content` is empty unless this monitor shows the guide as well."""

    monitor: Monitor
    margin: float
    header: Rect
    cards: Rect
    list: Rect
    content: Rect
    strip: Rect
    ticker: Rect
    rows: int
    """Lines of last calls."""
    row_height: float
    list_number: float
    list_name: float
    heading: float
    strip_columns: int
    strip_rows: int
    body: float
    """Running text, as in the welcome."""

    @property
    def card_gap(self) -> float:
        return self.margin * 0.7


def order_layout(monitor: Monitor, *, services: int = 8, shared: bool = False) -> OrderLayout:
    """The layout for a monitor, lying or standing; `shared`: the guide stands beside the calls."""
    w, h = float(monitor.width), float(monitor.height)
    tall = h > w
    unit = min(h, w * 9 / 16) if not tall else min(w, h * 9 / 16)
    margin = unit * 0.026
    header = Rect(0, 0, w, unit * 0.088)
    ticker_height = unit * 0.078
    columns, lines = _strip(services, tall=tall)
    strip_height = unit * 0.088 * lines
    ticker = Rect(0, h - ticker_height, w, ticker_height)
    strip = Rect(0, h - ticker_height - strip_height, w, strip_height)
    top, room = header.height, h - header.height - ticker_height - strip_height
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
    inside = calls.width - 2 * margin
    number = within(glance_px(monitor, LIST_SHARE), unit * 0.058, min(unit * 0.105, inside * 0.155))
    list_room = calls.height - heading * 1.7 - margin * 0.7
    rows = max(3, min(10, int(list_room / (number * CAP_EM * 1.28))))
    row_height = list_room / rows
    return OrderLayout(
        monitor=monitor,
        margin=margin,
        header=header,
        cards=cards,
        list=calls,
        content=content,
        strip=strip,
        ticker=ticker,
        rows=rows,
        row_height=row_height,
        list_number=min(number, row_height),
        list_name=within(leisure_px(monitor, LIST_SHARE), unit * 0.036, min(unit * 0.05, row_height * 0.5)),
        heading=heading,
        strip_columns=columns,
        strip_rows=lines,
        body=within(leisure_px(monitor, LIST_SHARE), unit * 0.04, unit * 0.06),
    )


def card_rect(layout: OrderLayout, count: int) -> tuple[float, float]:
    """Width and height of each of `count` cards."""
    width = layout.cards.width - 2 * layout.margin
    height = (layout.cards.height - 2 * layout.margin - (count - 1) * layout.card_gap) / count
    return width, height


class CardShape(StrEnum):
    """How a card is built: number above its counter; name above both in one line; everything in one line."""

    TALL = "tall"
    WIDE = "wide"
    LINE = "line"


@dataclass(frozen=True, slots=True)
class CardFit:
    """Shape and font sizes of every card on the screen."""

    shape: CardShape
    number: float
    name: float
    second: float


NO_CARDS = CardFit(CardShape.TALL, 1.0, 1.0, 1.0)


def card_fit(layout: OrderLayout, calls: list[tuple[str, bool, str, float]]) -> CardFit:
    """Sizes for the calls on the screen, all alike: (number, marked, counter's label, em of the word beside it).

    The shape is the one with the largest number; a card alone may stand tall.
    """
    if not calls:
        return NO_CARDS
    width, height = card_rect(layout, len(calls))
    pad = layout.margin * 1.2
    inside = width - 2 * pad
    name = within(height * 0.16, layout.heading * 0.8, layout.body * 1.25)
    numbers = [number_em(number, marked=marked) for number, marked, _, _ in calls]
    counters = [GAPS_EM + len(label) * DIGIT_EM + max(word, 1.0) * TAIL_EM for _, _, label, word in calls]
    widest = max(number + counter for number, counter in zip(numbers, counters, strict=True))
    name_room = name * LINE_EM
    sizes = {
        CardShape.WIDE: min(inside / (widest + ARROW_EM), (height - pad * 0.8 - name_room) / 0.98),
        CardShape.LINE: min(inside / (widest + MIDDLE_EM), (height - pad * 0.4) / 0.86),
    }
    if len(calls) == 1:
        room = (height - pad * 1.6 - name_room) / 2 / 1.02
        sizes[CardShape.TALL] = min(inside / max(*numbers, ARROW_EM + counters[0]), room)
    shape = max(sizes, key=lambda one: sizes[one])
    if shape is CardShape.LINE:
        name = min(layout.list_name * 1.05, sizes[shape] * 0.3)
    return CardFit(shape, sizes[shape], name, name * 0.7)


def shortfall(layout: OrderLayout) -> float:
    """How much smaller the newest call is than its readers need, 1.0 when it is not; for a line in the log."""
    fit = card_fit(layout, [("B027", False, "3", 3.0)])
    return min(1.0, fit.number / glance_px(layout.monitor))


def _strip(services: int, *, tall: bool) -> tuple[int, int]:
    """Columns and lines of the waiting strip: every service fits."""
    most = 2 if tall else 4
    lines = max(1, -(-services // most))
    return -(-services // lines) if services else 1, lines
