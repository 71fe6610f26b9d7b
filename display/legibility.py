"""How large things must be to be read from where people stand. Pure.

What is read at a glance has a cap height of distance / 200, what is read at leisure a face height of distance / 350.
Glyph measures are those of Noto Sans TC, in em.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from screen.widths import width_em

GLANCE = 200
LEISURE = 350
CAP_EM = 0.741
"""Height of a bold capital letter or digit."""
FACE_EM = 0.92
"""Height of a Han character's face."""
GAP_EM = 0.2
"""Between the prefix of a number and its digits."""
MARK_EM = 0.56
"""The priority mark with its gap."""
LABEL_EM = 2.4
"""The most that a counter's label takes beside its number: four digits, or a name of two to four characters."""
TAIL_EM = {"Q": 0.19, **dict.fromkeys("gjpqy,;()", 0.24)}
"""How far below the others a bold character reaches."""
HAN_FACE_EM = 0.98
"""Height of a bold Han character's ink."""
LEAST_PART = 1 / 2
LEAST_SHARE = 0.03
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


def least_px(monitor: Monitor, unit: float) -> float:
    """The floor of every text that is not a number, in whole pixels: half as large as what is read at leisure, which a
    normal eye just resolves (distance / 700). `unit` is the measure of the room; a monitor too small for its readers,
    which the log says, keeps LEAST_SHARE of it."""
    return float(max(1, round(min(leisure_px(monitor, LEAST_PART), unit * LEAST_SHARE))))


def number_em(letter: str, digits: str, *, marked: bool) -> float:
    """Width of a number as the wall sets it, `B 027`, with the priority mark when it has one."""
    gap = GAP_EM if letter and digits else 0.0
    return width_em(letter + digits, bold=True) + gap + (MARK_EM if marked else 0.0)


def label_em(label: str) -> float:
    """Width of a counter's label beside its number, in em of the number: one that is longer than LABEL_EM, such as a
    name, is set smaller."""
    return min(LABEL_EM, width_em(label, bold=True))


def label_share(label: str) -> float:
    """Size of a label against its number's."""
    return label_em(label) / max(0.01, width_em(label, bold=True)) if label else 1.0


def tail_em(text: str) -> float:
    """How far a bold text reaches below the foot of its digits."""
    return max((TAIL_EM.get(one, 0.0) for one in text), default=0.0)


def label_height_em(label: str, share: float) -> float:
    """Height that a label of this size takes in its row, in em of the number beside it: its capitals stand in the row's
    middle."""
    tall = any(one >= "\u2e80" for one in label)
    return share * max(HAN_FACE_EM if tall else CAP_EM, CAP_EM + 2 * tail_em(label))


def within(value: float, low: float, high: float) -> float:
    """`value`, not under `low`, and never over `high`, which wins: nothing is cut."""
    return min(max(value, low), high)
