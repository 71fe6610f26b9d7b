"""What a kind of ticket printer can do, in one small table.

The library's own profiles know code pages and fonts that a ticket drawn as one picture does not need, and
not the answers that a printed ticket is proved by.
"""

from dataclasses import dataclass
from typing import Literal

ImageCommand = Literal["bitImageRaster", "graphics", "bitImageColumn"]


@dataclass(frozen=True)
class PrinterProfile:
    """One kind of printer. Every job ends with a cut; printers with a tear bar take the command and ignore it."""

    name: str
    width_dots: int
    """Dots across the head: 576 for 80 mm paper, 384 for 58 mm, both at 203 dpi."""
    image_command: ImageCommand = "bitImageRaster"
    """``GS v 0`` is what most printers know; ``GS ( L`` and ``ESC *`` are for those that do not."""
    answers_process_id: bool = False
    """Knows ``GS ( H`` function 48: says by id when a job is on paper, not only processed."""


PROFILES = {
    profile.name: profile
    for profile in (
        PrinterProfile("epson-80", 576, answers_process_id=True),
        PrinterProfile("generic-80", 576),
        PrinterProfile("generic-58", 384),
    )
}


def profile_named(name: str) -> PrinterProfile:
    """Return the profile; raise ValueError with the allowed names for an unknown one."""
    try:
        return PROFILES[name]
    except KeyError:
        raise ValueError(f"unknown printer profile {name!r}; allowed are {', '.join(PROFILES)}") from None
