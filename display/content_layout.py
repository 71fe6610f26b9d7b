"""Where everything of the content monitor stands and how large it is. Pure; pixels."""

from __future__ import annotations

from dataclasses import dataclass, replace

from display.legibility import Monitor, leisure_px, within
from display.order_layout import Rect

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


@dataclass(frozen=True, slots=True)
class ContentLayout:
    """`stacked`: papers under the steps, for a narrow room; otherwise beside them."""

    stacked: bool
    brief: bool
    """Too narrow for the notes below the papers: their names only."""
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

    def at_call(self) -> ContentLayout:
        """Who is called has a moment to find his papers: they get most of the room, and large icons."""
        area = self.papers
        if self.stacked:
            steps = self.steps._replace(height=self.steps.height * 0.78)
            papers = Rect(0, steps.y + steps.height, area.width, self.steps.height + area.height - steps.height)
        else:
            steps = self.steps._replace(width=self.steps.width * AT_CALL)
            papers = Rect(steps.width, area.y, self.steps.width + area.width - steps.width, area.height)
        brief = self.stacked and papers.height < papers.width * NARROW_AT_CALL
        icon = self.icon * (1.2 if self.stacked else 1.7)
        return replace(self, steps=steps, papers=papers, brief=brief, icon=icon)


def content_layout(monitor: Monitor, room: Rect | None = None) -> ContentLayout:
    """The layout inside `room` (the whole monitor when None); sizes follow the monitor's readers."""
    width = room.width if room is not None else float(monitor.width)
    height = room.height if room is not None else float(monitor.height)
    unit = min(height, width * 9 / 16) if width >= height else min(width * 0.82, height)
    stacked = width < height * 1.25
    margin = unit * 0.038
    needed = leisure_px(monitor)
    least = float(max(1, round(min(needed, unit * LEAST_SHARE))))
    least_second = float(max(1, round(least * SECOND)))
    bar = Rect(0, 0, width, unit * 0.125)
    footer_height = unit * 0.085
    footer = Rect(0, height - footer_height, width, footer_height)
    room_height = height - bar.height - footer_height
    if stacked:
        steps = Rect(0, bar.height, width, room_height * 0.56)
        papers = Rect(0, steps.y + steps.height, width, room_height - steps.height)
    else:
        steps = Rect(0, bar.height, width * STEPS, room_height)
        papers = Rect(steps.width, bar.height, width - steps.width, room_height)
    body = max(least, within(needed * 1.5, unit * 0.048, unit * 0.058))
    return ContentLayout(
        stacked=stacked,
        brief=stacked and papers.height < width * 0.5,
        margin=margin,
        bar=bar,
        steps=steps,
        papers=papers,
        footer=footer,
        heading=max(least, within(needed * 1.6, unit * 0.05, unit * 0.062)),
        body=body,
        least=least,
        least_second=least_second,
        greetings=max(1, int(height * 0.92 / (least_second * 9.5))),
        icon=body * ICON_EM,
        qr=0.0 if stacked and papers.height < width * 0.5 else min(papers.width * 0.27, papers.height * 0.25),
    )
