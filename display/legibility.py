"""How large things must be to be read from where people stand. Pure.

What is read at a glance has a cap height of distance / 200, what is read at leisure a face height of distance / 350.
Glyph measures are those of Noto Sans TC, in em.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

GLANCE = 200
LEISURE = 350
CAP_EM = 0.741
"""Height of a bold capital letter or digit."""
FACE_EM = 0.92
"""Height of a Han character's face."""
DIGIT_EM = 0.59
"""Advance of a bold tabular digit."""
LETTER_EM = 0.76
"""Advance of the widest bold letter of A to H."""
GAP_EM = 0.2
"""Between the letter of a number and its digits."""
MARK_EM = 0.56
"""The priority mark with its gap."""
LINE_EM = 1.45
"""Height of a line of text."""


@dataclass(frozen=True, slots=True)
class Monitor:
    """What decides sizes: pixels of the window, diagonal of the whole monitor's picture, distance of the readers."""

    width: int
    height: int
    diagonal_inch: float
    read_from_m: float

    @property
    def px_per_mm(self) -> float:
        return math.hypot(self.width, self.height) / (self.diagonal_inch * 25.4)


def glance_px(monitor: Monitor, share: float = 1.0) -> float:
    """Font size, in pixels, of digits read at a glance from `share` of the monitor's distance."""
    return monitor.read_from_m * share * 1000 / GLANCE * monitor.px_per_mm / CAP_EM


def leisure_px(monitor: Monitor, share: float = 1.0) -> float:
    """Font size, in pixels, of text read at leisure from `share` of the monitor's distance."""
    return monitor.read_from_m * share * 1000 / LEISURE * monitor.px_per_mm / FACE_EM


def number_em(number: str, *, marked: bool) -> float:
    """Width of a number as the wall sets it, `B 027`, with the priority mark when it has one."""
    digits = sum(character.isdigit() for character in number)
    letters = len(number) - digits
    gap = GAP_EM if letters and digits else 0.0
    return letters * LETTER_EM + gap + digits * DIGIT_EM + (MARK_EM if marked else 0.0)


def within(value: float, low: float, high: float) -> float:
    """`value`, not under `low`, and never over `high`, which wins: nothing is cut."""
    return min(max(value, low), high)
