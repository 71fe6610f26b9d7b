"""Where everything of the content monitor stands and how large it is. Pure; pixels."""

from __future__ import annotations

from dataclasses import dataclass, replace

from display.legibility import Monitor, leisure_px, within
from display.order_layout import Rect
from screen.widths import INK_EM

LEAST_SHARE = 0.046
"""A monitor, or a part of one, that is too small for its readers keeps this share of its unit."""
SECOND = 0.7
"""Floor of the second language and of what stands in bars, against that of the guide."""
STEPS = 0.6
"""Part of the width that the steps have, where papers stand beside them."""
AT_CALL = 0.7
"""What the steps keep of their width while somebody is called."""
NARROW_AT_CALL = 0.57
"""Papers below the steps of somebody who is called have notes only where they are higher than that against their width:
not beside the calls, where their names have the room."""
ICON_EM = 1.25
STANDING_PART, LYING_PART = 0.055, 0.075
"""A part of a monitor that the calls are on too, too small for its readers: the floor is so much of its width
where it stands, of its height where it lies."""
BAR_EM, FOOT_EM, FOOT_EM_NARROW = 3.3, 1.6, 2.6
"""Heights of such a part's bars, in em of their smallest text; a narrow foot has two lines."""


@dataclass(frozen=True, slots=True)
class ContentLayout:
    """`stacked`: papers under the steps, for a narrow room; otherwise beside them."""

    stacked: bool
    brief: bool
    """No room for the notes below the papers: their names only."""
    margin: float
    bar: Rect
    steps: Rect
    papers: Rect
    footer: Rect
    heading: float
    body: float
    """Wished size of a step; the fit of a row may make it smaller."""
    least: float
    """The floor of steps, papers and titles: what the readers need for text read at leisure. Whole pixels."""
    least_second: float
    """The floor of the second language and of the bars. Whole pixels."""
    greetings: int
    """Languages that the screen greets in at once while no hall is known."""
    icon: float
    """Side of a paper's icon."""
    qr: float
    """Side of the code that leads a phone to the guide; 0 where it would be too small."""
    caption: float = 0.0
    """Width of what the code is for, below it."""
    in_turn: bool = False
    """Beside calls: steps and papers have the same room, one after the other, and papers alone while somebody is
    called."""
    beside: bool = False
    """The code stands beside the papers and not below them."""

    @property
    def noticed(self) -> bool:
        """Whether what to know has a place below the papers; beside a code it costs them nothing."""
        return not self.brief or (self.in_turn and not self.beside)

    def at_call(self) -> ContentLayout:
        """Who is called has a moment to find his papers: they get most of the room, and large icons."""
        area = self.papers
        if self.in_turn:
            return replace(self, icon=self.icon * 1.4, brief=True)
        if self.stacked:
            steps = self.steps._replace(height=self.steps.height * 0.78)
            papers = Rect(0, steps.y + steps.height, area.width, self.steps.height + area.height - steps.height)
        else:
            steps = self.steps._replace(width=self.steps.width * AT_CALL)
            papers = Rect(steps.width, area.y, self.steps.width + area.width - steps.width, area.height)
        brief = self.stacked and papers.height < papers.width * NARROW_AT_CALL
        icon = self.icon * (1.2 if self.stacked else 1.7)
        return replace(self, steps=steps, papers=papers, brief=brief, icon=icon)

    def steps_alone(self) -> ContentLayout:
        """Where nothing is to be said of papers, nor below them."""
        steps, papers = self.steps, self.papers
        if not self.in_turn and self.stacked:
            steps = steps._replace(height=steps.height + papers.height)
        elif not self.in_turn:
            steps = steps._replace(width=steps.width + papers.width)
        return replace(self, steps=steps, papers=NOWHERE)


NOWHERE = Rect(0, 0, 0, 0)


def content_layout(monitor: Monitor, room: Rect | None = None) -> ContentLayout:
    """The layout of a whole monitor, or inside `room` where the calls are on it too. Sizes follow the readers of
    guides, whose distance is the monitor's."""
    if room is not None:
        return _beside_calls(monitor, room.width, room.height)
    width, height = float(monitor.width), float(monitor.height)
    unit = _unit(width, height, lying=width >= height)
    sizes = _sizes(monitor, unit, height, unit * LEAST_SHARE)
    stacked = width < height * 1.25
    bar = Rect(0, 0, width, unit * 0.125)
    footer_height = unit * 0.085
    room_height = height - bar.height - footer_height
    if stacked:
        steps = Rect(0, bar.height, width, room_height * 0.56)
        papers = Rect(0, steps.y + steps.height, width, room_height - steps.height)
    else:
        steps = Rect(0, bar.height, width * STEPS, room_height)
        papers = Rect(steps.width, bar.height, width - steps.width, room_height)
    brief = stacked and papers.height < width * 0.5
    return replace(
        sizes,
        stacked=stacked,
        brief=brief,
        bar=bar,
        steps=steps,
        papers=papers,
        footer=Rect(0, height - footer_height, width, footer_height),
        qr=0.0 if brief else min(papers.width * 0.27, papers.height * 0.25),
    )


def _beside_calls(monitor: Monitor, width: float, height: float) -> ContentLayout:
    """One thing at a time, as large as on a monitor of its own: whoever is called has no time for small letters."""
    lying = width >= height * 1.25
    unit = _unit(width, height, lying=lying)
    sizes = _sizes(monitor, unit, height, height * LYING_PART if lying else width * STANDING_PART)
    bar = Rect(0, 0, width, max(unit * 0.125, sizes.least_second * BAR_EM))
    foot = max(unit * 0.085, sizes.least_second * (FOOT_EM if lying else FOOT_EM_NARROW))
    whole = Rect(0, bar.height, width, height - bar.height - foot)
    code = whole.height - (sizes.least + sizes.least_second) * INK_EM - 4 - 1.5 * sizes.margin
    return replace(
        sizes,
        stacked=not lying,
        brief=lying,
        bar=bar,
        steps=whole,
        papers=whole,
        footer=Rect(0, height - foot, width, foot),
        qr=min(width * 0.2, code) if lying else min(width * 0.27, whole.height * 0.25),
        in_turn=True,
        beside=lying,
    )


def _unit(width: float, height: float, *, lying: bool) -> float:
    """The measure of a room."""
    return min(height, width * 9 / 16) if lying else min(width * 0.82, height)


def _sizes(monitor: Monitor, unit: float, height: float, most: float) -> ContentLayout:
    """The sizes in a room of this measure and height, nothing placed in it yet; its floor is at most `most`."""
    needed = leisure_px(monitor)
    least = float(max(1, round(min(needed, most))))
    least_second = float(max(1, round(least * SECOND)))
    body = max(least, within(needed * 1.5, unit * 0.048, unit * 0.058))
    return ContentLayout(
        stacked=False,
        brief=False,
        margin=unit * 0.038,
        bar=NOWHERE,
        steps=NOWHERE,
        papers=NOWHERE,
        footer=NOWHERE,
        heading=max(least, within(needed * 1.6, unit * 0.05, unit * 0.062)),
        body=body,
        least=least,
        least_second=least_second,
        greetings=max(1, int(height * 0.92 / (least_second * 9.5))),
        icon=body * ICON_EM,
        qr=0.0,
    )
