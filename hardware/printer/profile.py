"""What a kind of ticket printer is: its head, its blade, and what it is likely to answer.

The kinds that halls own stand here; single models besides are those that python-escpos knows (`library_models`).
"""

from dataclasses import dataclass, replace
from typing import Literal

from hardware.printer import library_models
from hardware.printer.answers import ALL, NOTHING_KNOWN, Answers, Question

ImageCommand = Literal["bitImageRaster", "graphics", "bitImageColumn"]
MM_PER_INCH = 25.4
HEAD_TO_BLADE_MM = 15.0
"""From the row under the head to the blade: of Epson's and, about, of all others."""
_LINE_MM = MM_PER_INCH / 6


@dataclass(frozen=True)
class FeedThenCut:
    """So many lines of 1/6 inch, then ``GS V 1``: a cut where the paper stands. Every printer with a blade knows it."""

    lines: int

    @property
    def feed_mm(self) -> float:
        """White paper that it adds to a ticket."""
        return self.lines * _LINE_MM


@dataclass(frozen=True)
class CutAtBlade:
    """``GS V 66 n``: the printer itself feeds the last row to its blade and ``n`` of its own steps further."""

    steps: int = 0

    @property
    def feed_mm(self) -> float:
        """White paper that it adds to a ticket."""
        return HEAD_TO_BLADE_MM


@dataclass(frozen=True)
class PrinterProfile:
    """One kind of printer. Every job ends with a cut; printers with a tear bar take the command and ignore it."""

    name: str
    width_dots: int
    """Dots across the head."""
    dpi: int = 203
    """Dots to an inch, both ways."""
    image_command: ImageCommand = "bitImageRaster"
    """``GS v 0`` is what most printers know; ``GS ( L`` and ``ESC *`` are for those that do not."""
    cut: FeedThenCut | CutAtBlade = FeedThenCut(5)
    keep_open: bool = False
    """Whether one connection is held from job to job: only where no other host prints, which would wait for ever."""
    idle_close_s: float = 30.0
    """A connection that has been idle for so long is closed by us, before the printer does it in mid-job."""
    first_guess: Answers = NOTHING_KNOWN
    """What it is likely to answer, until it has been asked."""


DEFAULT = "generic-80"
_GENERIC = PrinterProfile(DEFAULT, 576, first_guess=Answers(no=frozenset({Question.PRINTED})))
_EPSON = PrinterProfile("epson-80", 576, cut=CutAtBlade(), first_guess=ALL)
_STAR = replace(_GENERIC, name="star-escpos", cut=CutAtBlade())
_BY_VENDOR = {"Epson": _EPSON, "Star Micronics": _STAR}

PROFILES = {
    profile.name: profile
    for profile in (
        _GENERIC,
        replace(_GENERIC, name="generic-58", width_dots=384),
        # Clones that feed to their blade by themselves: 6 mm less paper a ticket.
        replace(_GENERIC, name="generic-80-blade", cut=CutAtBlade()),
        # Clones that take no new connection for some seconds after a close. Many close one that is idle for 90 s.
        replace(_GENERIC, name="generic-80-held", keep_open=True, idle_close_s=60.0),
        # Clones of the 180 dpi heads.
        replace(_GENERIC, name="generic-80-512", width_dots=512, dpi=180),
        # TM-T20, TM-T82, TM-T83, TM-m30.
        _EPSON,
        # The same with the guide for 58 mm paper, and TM-m10.
        replace(_EPSON, name="epson-58", width_dots=420),
        # TM-T88 up to the VII, TM-T70.
        replace(_EPSON, name="epson-tm-t88", width_dots=512, dpi=180),
        # TSP100, TSP650, mC-Print, switched to ESC/POS.
        _STAR,
    )
}


def profile_named(name: str) -> PrinterProfile:
    """Return the profile, of ours or of a model that python-escpos knows.

    Raises ValueError with the allowed names for an unknown one.
    """
    if name in PROFILES:
        return PROFILES[name]
    models = library_models.models()
    if name in models:
        return _of_model(models[name])
    ours, theirs = ", ".join(PROFILES), ", ".join(sorted(models))
    raise ValueError(f"is no printer profile; allowed are {ours}, or one of python-escpos: {theirs}")


def _of_model(model: library_models.Model) -> PrinterProfile:
    """The library knows the head; what such a printer answers, and its blade, is ours."""
    kind = _BY_VENDOR.get(model.vendor, _GENERIC)
    return replace(kind, name=model.name, width_dots=model.width_dots, dpi=model.dpi, image_command=model.image_command)
