"""A service's name where it stands whole, else its short one. Pure; pixels.

Long names of one hall differ at their end, which is what shortening with "…" takes away.
"""

from __future__ import annotations

from display.words import Line
from screen.widths import fits, pair_boxes


def whole_or_short(  # noqa: PLR0917 - two texts and the six lengths of their box
    name: Line, short: Line, width: float, height: float, size: float, second_size: float, least: float
) -> Line:
    """Name and translation in a box as `pair_boxes` divides it; each that has no room is the short one, if there is
    one."""
    if width <= 1 or height <= 1:
        return name
    for _ in name:  # a short one divides the box anew
        own, second = pair_boxes(*name, width, height, size, max(least, second_size), least)
        if not fits(name.own, own[2] + 1, own[3], least, bold=True):
            name = name._replace(own=short.own or name.own)
        elif not fits(name.second, second[2] + 1, second[3], least):
            name = name._replace(second=short.second or name.second)
    return name
