"""Where windows stand when a whole hall is tried on one PC: beside each other, none over another. Pure."""

from __future__ import annotations

from dataclasses import dataclass

TITLE_BAR = 36
"""Above each window, for what the desktop puts there."""
GAP = 8
KIOSK_SHARE, WALL_SHARE, PAPER_SHARE = 0.28, 0.5, 0.32
"""At most so much: the kiosk of the desk's width, the wall of its height, the papers of the width beside the kiosk."""
PAPER_MOST = 520


@dataclass(frozen=True, slots=True)
class Place:
    """A rectangle in a desktop's own units, its corner at the top left; a window's, without its title bar."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Desk:
    """Both monitors of the wall side by side, below them the clerk's console and what comes out of the devices; the
    kiosk on the right."""

    order: Place
    content: Place
    console: Place
    paper: Place
    kiosk: Place
    caption: Place
    """Below console and papers, a strip without a title bar for whoever tells what is to be seen; 0 high for nobody."""


def desk(room: Place, caption: int = 0) -> Desk:
    """The places on a desk that is `room`. A wall's monitor is 16:9, the kiosk 9:16. Wall and kiosk stand where they
    do, however high the `caption` is."""
    tall = min(1920, room.height - TITLE_BAR - GAP, round(room.width * KIOSK_SHARE * 16 / 9))
    kiosk = Place(room.x + room.width - GAP - tall * 9 // 16, room.y + TITLE_BAR, tall * 9 // 16, tall)
    beside = room.width - kiosk.width - 3 * GAP
    high = round(min((beside - GAP) / 2 * 9 / 16, (room.height - 2 * TITLE_BAR - 2 * GAP) * WALL_SHARE))
    wide = high * 16 // 9
    top, left = room.y + TITLE_BAR, room.x + GAP
    below = top + high + GAP + TITLE_BAR
    rest = room.y + room.height - GAP - below - (caption + GAP if caption else 0)
    paper = min(PAPER_MOST, round(beside * PAPER_SHARE))
    return Desk(
        order=Place(left, top, wide, high),
        content=Place(left + wide + GAP, top, wide, high),
        console=Place(left, below, beside - paper - GAP, rest),
        paper=Place(left + beside - paper, below, paper, rest),
        kiosk=kiosk,
        caption=Place(left, room.y + room.height - GAP - caption, beside, caption),
    )
