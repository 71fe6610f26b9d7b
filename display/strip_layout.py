"""The strip that says how many wait for each service: columns, lines and pages. Pure; pixels."""

from __future__ import annotations

from dataclasses import dataclass

from display.needs import Needs
from screen.widths import SPARE, width_em

PAGE_MS = 6_000
"""How long each page stays."""
SHORT_NAME_EM = 14.0
"""The widest short name that the columns are made for; a longer one is shortened."""
NAME, SECOND, ALONE, PEOPLE, REASON, WAIT = 0.4, 0.27, 0.5, 0.48, 0.36, 0.3
"""Sizes in a cell, as shares of its line: the name over its translation, the translation, the name alone, how many
wait, why nobody can, how long."""


BEFORE_COUNT = 0.3
"""Air between a wait and a count in one line."""
GAPS = 0.7
"""Air before, between and behind what stands in a cell."""
BADGE, BADGE_ALONE, BADGE_LETTER = 0.56, 0.78, 0.72
"""Height of a badge as a share of the line, and of its letter as a share of the badge."""


@dataclass(frozen=True, slots=True)
class StripLayout:
    """`columns` x `lines` services a page. `both`: own and second language stand in each cell; else the strip speaks
    one language at a time, in turn."""

    columns: int
    lines: int
    pages: int
    both: bool
    line: float
    label: float
    """Width of the title on the left."""
    cell: float
    """Width of a service's cell."""
    reason: float
    """Wished size of why nobody can take a number."""
    wait: float
    """Size of how long one waits."""
    least: float
    badge: float
    """Width of a prefix's badge; 0 where no service has a prefix."""
    badge_height: float
    a_page: int = 1
    """Services that stand on a page: all pages have as many, but for the last one, which may have a few less."""

    @property
    def height(self) -> float:
        return self.line * self.lines

    def holds(self, name: str, second: str, reason: str) -> bool:
        """Whether all these stand in a cell as large as they wish to be."""
        own = width_em(name, bold=True) * self.line * (NAME if self.both else ALONE)
        names = max(own, width_em(second) * self.line * SECOND)
        said = width_em(reason) * self.reason * SPARE
        return said <= self.cell * 0.6 and names * SPARE + said + 2 <= self.cell - self.badge - self.line * GAPS

    def has_room_for(self, wait: str, people: str, name: str, second: str) -> bool:
        """Whether the wait stands whole below how many wait, or before it where there is one line, and no name gives
        way to it: what has no room is left out before anything else."""
        share = NAME if self.both else ALONE
        own = width_em(name, bold=True) * max(self.least, self.line * share * 0.76)
        names = max(own, width_em(second) * self.least) * SPARE
        count = width_em(people, bold=True) * max(self.least, self.line * (NAME if self.both else PEOPLE)) * SPARE
        time = width_em(wait) * self.wait * SPARE
        side = max(count, time) if self.both else count + time + self.line * BEFORE_COUNT
        return side <= self.cell * 0.6 and names + side + 3 <= self.cell - self.badge - self.line * GAPS


def strip_layout(
    width: float, unit: float, margin: float, least: float, needs: Needs, *, tall: bool, shared: bool = False
) -> StripLayout:
    """Both languages when every service stands in one page of them, else one language at a time and pages that turn.

    No text is smaller than `least`.
    """
    label = min(width * 0.24, max(margin * 5.4, needs.waiting * max(least, unit * 0.026) * 1.05 * SPARE + 1.6 * margin))
    double = needs.languages > 1
    both = _filled(width, unit * 0.088, label, least, needs, double=double, most=(4 if tall else 2))
    if both.pages == 1 or not double:
        return both
    return _filled(width, unit * 0.064, label, least, needs, double=False, most=(3 if not tall else 4 if shared else 6))


def _filled(
    width: float, line: float, label: float, least: float, needs: Needs, *, double: bool, most: int
) -> StripLayout:
    line = max(line, least * 2.75 if double else least * 2.1)
    tall = line * (BADGE if double else BADGE_ALONE)
    badge = max(tall, needs.prefix * tall * BADGE_LETTER + tall * 0.3) if needs.prefix else 0.0
    wished = max(least, line * (NAME * 0.76 if double else ALONE * 0.76))
    columns, pages = _columns(width - label, line, badge, least, wished, needs, double=double, most=most, reason=least)
    # Fewer columns, where they make no further page, leave the reasons their wished size.
    roomy = _columns(
        width - label, line, badge, least, wished, needs, double=double, most=most, reason=max(least, line * REASON)
    )
    columns = roomy[0] if roomy[1] == pages else columns
    lines = max(1, min(most, -(-needs.services // columns)))
    pages = max(1, -(-needs.services // (columns * lines)))
    # Services stand evenly: no page is half empty.
    lines = -(-needs.services // (columns * pages))
    columns = min(columns, -(-needs.services // lines)) if pages == 1 else columns
    return StripLayout(
        columns=max(1, columns),
        lines=lines,
        pages=pages,
        both=double,
        line=line,
        label=label,
        cell=(width - label) / max(1, columns),
        reason=max(least, line * REASON),
        wait=max(least, line * (WAIT if double else REASON)),
        least=least,
        badge=badge,
        badge_height=tall,
        a_page=max(1, -(-needs.services // pages)),
    )


def _columns(  # noqa: PLR0917
    width: float,
    line: float,
    badge: float,
    least: float,
    wished: float,
    needs: Needs,
    *,
    double: bool,
    most: int,
    reason: float,
) -> tuple[int, int]:
    """Columns in which every cell holds a name and a reason of this size, and the pages that they make."""
    names = [
        min(one.name, SHORT_NAME_EM) * (least if double and place else wished) for place, one in enumerate(needs.cells)
    ]
    sides = [max(one.people * max(least, line * PEOPLE), one.reason * reason) for one in needs.cells]
    # In both languages, either may stand beside the other's name.
    widest = max(names) + max(sides) if double else max(map(sum, zip(names, sides, strict=True)))
    columns = max(1, min(4, needs.services, int(width / (line * GAPS + badge + widest * SPARE))))
    return columns, -(-needs.services // (columns * most))
