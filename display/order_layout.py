"""Where everything of the order monitor stands and how large it is, for any monitor and any hall. Pure; pixels."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

from display.counters_layout import FEW_PAGES, CountersLayout, Measures, counters_layout
from display.legibility import Monitor, least_px, leisure_px, within
from display.needs import USUAL, Needs
from display.strip_layout import StripLayout, strip_layout
from screen.widths import SPARE, width_em

LIST_SHARE = 2 / 3
"""What is not the newest call is read from two thirds of the way: whoever looks for it walks up to it."""
FEW = 2
"""So many counters leave more room to the calls."""
STEPS, FEW_STEPS = (0.42, 0.46, 0.5, 0.54), (0.38, 0.46, 0.5)
"""Of a lying monitor's width, for the board."""
TALL_FEW = (0.26, 0.3, 0.35, 0.4, 0.45, 0.5)
"""And of what a standing one has between header and strip, where the hall has few counters; else the board has half."""
LYING_SHARED, LYING_CROWDED = ((0.36, 0.3), (0.33, 0.36)), (0.3, 0.42)
"""Of a lying monitor's width that shows the guide too, for calls and board: a wider board has a second column, and the
widest one stands only where a counter would otherwise be looked for on more than two pages."""
SHARED = (0.38, 0.32, 0.3)
"""Parts of a standing monitor that shows the guide too: calls, board, guide."""
SMALLEST_SHARE, SMALLEST_MM = 0.0525, 7.0
"""The guide's second language is so much of its room, and would be smaller than anybody reads from 2.5 m: then the
calls have the monitor for themselves."""
PAIR_EM = 2.75
"""Two lines of the smallest text, one for each language."""
NAME_SHARE, STACKED = 0.4, 2.1
"""What clock and date leave of a standing monitor's width to the hall's name; where that has no room there, it stands
in a line of its own above them, and the header is so much higher."""


class Rect(NamedTuple):
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class OrderLayout:
    """Rectangles and font sizes. `content` is empty unless this monitor shows the guide as well, and legibly."""

    monitor: Monitor
    unit: float
    margin: float
    least: float
    """The floor of every text that is not a number: where more has to stand, it is shortened with "…"."""
    header: Rect
    header_line: float
    """What clock and date are measured by."""
    header_stacked: bool
    """The hall's name stands above clock and date."""
    cards: Rect
    board: Rect
    """All counters and the missed numbers."""
    content: Rect
    strip: Rect
    ticker: Rect
    counters: CountersLayout
    services: StripLayout
    heading: float
    body: float
    """Running text, as in the welcome."""
    greetings: int
    """Languages that the screen greets in at once while no hall is known."""

    def without_rows(self) -> OrderLayout:
        """Where no row stands on the board below the calls, they have its room, down to the missed numbers."""
        if self.board.y <= self.cards.y:
            return self
        end = self.board.y + self.board.height - self.counters.missed.height - self.margin * 0.8
        return replace(self, cards=self.cards._replace(height=end - self.cards.y))


def order_layout(monitor: Monitor, needs: Needs = USUAL, *, shared: bool = False) -> OrderLayout:
    """The layout for a monitor, lying or standing; `shared`: the guide stands beside the calls, where
    it can be read there."""
    w, h = float(monitor.width), float(monitor.height)
    tall = h > w
    unit = min(h, w * 9 / 16) if not tall else min(w, h * 9 / 16)
    margin = unit * 0.026
    least = least_px(monitor, unit)
    header_line = max(unit * 0.088, least * PAIR_EM * 1.09)
    stacked = tall and needs.hall_name * max(least, header_line * 0.3) > w * NAME_SHARE
    header = Rect(0, 0, w, header_line * (STACKED if stacked else 1.0))
    ticker_height = unit * (0.1 if tall else 0.078)
    services = strip_layout(w, unit, margin, least, needs, tall=tall, shared=shared)
    ticker = Rect(0, h - ticker_height, w, ticker_height)
    strip = Rect(0, h - ticker_height - services.height, w, services.height)
    top, room = header.height, strip.y - header.height
    content = Rect(0, 0, 0, 0)
    heading = within(leisure_px(monitor, LIST_SHARE) * 0.8, unit * 0.032, unit * 0.042)

    if tall:
        guide = shared and room * SHARED[2] * SMALLEST_SHARE / monitor.px_per_mm >= SMALLEST_MM
        foot = strip.y
        if guide:
            foot = top + room * (SHARED[0] + SHARED[1])
            content = Rect(0, foot, w, room * SHARED[2])
        parts = [SHARED[1]] if guide else list(TALL_FEW) if needs.counters <= FEW else [0.5]
        boards = [Rect(0, foot - room * part, w, room * part) for part in parts]
    elif shared:
        boards = [Rect(w * calls, top, w * step, room) for calls, step in LYING_SHARED]
    else:
        # As much as the board needs, and not a step more: the newest call is what the hall looks for.
        steps = FEW_STEPS if needs.counters <= FEW else STEPS
        boards = [Rect(w * (1 - step), top, w * step, room) for step in steps]
    of = Measures(monitor, unit, margin, least, heading, needs)
    place, counters = counters_layout([(one.width, one.height) for one in boards], of, shared=shared)
    if shared and not tall and counters.pages > FEW_PAGES:
        calls, step = LYING_CROWDED
        boards.append(Rect(w * calls, top, w * step, room))
        place, counters = counters_layout([(one.width, one.height) for one in boards], of, shared=True)
    board = boards[place]
    cards = Rect(0, top, w, board.y - top) if tall else Rect(0, top, board.x, room)
    if shared and not tall:
        content = Rect(board.x + board.width, top, w - board.x - board.width, room)
    return OrderLayout(
        monitor=monitor,
        unit=unit,
        margin=margin,
        least=least,
        header=header,
        header_line=header_line,
        header_stacked=stacked,
        cards=cards,
        board=board,
        content=content,
        strip=strip,
        ticker=ticker,
        counters=counters,
        services=services,
        heading=heading,
        body=within(leisure_px(monitor, LIST_SHARE), unit * 0.04, unit * 0.06),
        greetings=max(1, int(h * 0.92 / (least * 9.5))),
    )


def missed_title_px(layout: OrderLayout, title: str, second: str = "") -> float:
    """Width of the tag that says 過號 before the missed numbers; a longer title is shortened."""
    size = missed_title_size(layout)
    natural = max(width_em(title, bold=True) * size, width_em(second) * layout.least) * SPARE + layout.heading * 0.8
    return min(natural, (layout.board.width - 2 * layout.margin) * 0.4)


def missed_title_size(layout: OrderLayout) -> float:
    return max(layout.least, min(layout.heading, layout.counters.missed.line * 0.42))


def missed_room(layout: OrderLayout, title: str, second: str = "") -> float:
    """What the tag leaves for the numbers."""
    return layout.board.width - 2 * layout.margin - missed_title_px(layout, title, second) - layout.heading * 0.5
