"""A service's name where it stands whole, else its short one. Pure; pixels.

Long names of one hall differ at their end, which is what shortening with "…" takes away.
"""

from __future__ import annotations

from display.words import Line
from screen.widths import both_boxes, fits


def whole_or_short(  # noqa: PLR0917 - two texts and the six lengths of their box
    name: Line,
    short: Line,
    width: float,
    height: float,
    size: float,
    second_size: float,
    least: float,
    *,
    least_own: float = 0.0,
) -> Line:
    """Name and translation in a box as `both_boxes` divides it; each that has no room is the short one, if there is
    one. `least_own`: floor of the name where it is another than its translation's; one that has no room for it beside
    the translation stands alone, if that is enough."""
    if width <= 1 or height <= 1:
        return name
    floor = least_own or least
    for _ in name:  # a short one divides the box anew
        own, second = both_boxes(*name, width, height, size, max(least, second_size), least)
        if not fits(name.own, own[2] + 1, own[3], floor, bold=True):
            name = name._replace(own=short.own or name.own)
        elif not fits(name.second, second[2] + 1, second[3], least):
            name = name._replace(second=short.second or name.second)
    own, _ = both_boxes(*name, width, height, size, max(least, second_size), least)
    alone = fits(name.own, width, height, floor, bold=True) and not fits(name.own, own[2] + 1, own[3], floor, bold=True)
    return Line(name.own) if alone and least_own else name
