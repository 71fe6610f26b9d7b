"""The slip of paper that a ticket is drawn for, and the sizes that it may be set in.

A slip is 90 mm long at most, with papers to bring 120, the white that a cut adds to it counted in.
"""

from dataclasses import dataclass, fields, replace

from hardware.printer.profile import HEAD_TO_BLADE_MM, MM_PER_INCH, PrinterProfile
from hardware.transport import Address

LONGEST_MM = 90
LONGEST_WITH_PAPERS_MM = 120
"""With papers to bring; names that fill lines make it longer all the same."""
MOST_MM_OF_PAPERS = 160
"""Longer than that, the last papers to bring give way to where all of them are read."""
WIDE_FROM_MM = 60
"""Narrower printing is on 58 mm paper."""
LEAST_MM, MOST_MM = 40, 120
BODY_MIN_MM = 3
SLOW_BELOW_BAUD = 57_600
"""A line slower than this takes more than seven seconds for a roomy ticket."""
_DRAWN_FOR_DPI = 203


@dataclass(frozen=True)
class Slip:
    """What a ticket is fitted to."""

    width: int = 576
    """Dots across the head."""
    dpi: int = 203
    white_mm: float = HEAD_TO_BLADE_MM
    """Paper that the cut adds."""
    compact: bool = False
    """For a slow line: what a visitor can do without is left out, the rest is set where it takes the fewest bytes."""

    @property
    def width_mm(self) -> float:
        return self.width / self.dpi * MM_PER_INCH

    @property
    def wide(self) -> bool:
        """Whether it is on 80 mm paper."""
        return self.width_mm >= WIDE_FROM_MM

    @property
    def longest(self) -> int:
        """Rows that a picture may have, for the slip to be 90 mm long."""
        return self.rows(LONGEST_MM)

    def rows(self, mm: float) -> int:
        """Rows of a picture, for the slip to be so long."""
        return self.dots(mm - self.white_mm)

    def dots(self, mm: float) -> int:
        """So many millimetres in whole dots."""
        return int(mm * self.dpi / MM_PER_INCH)


def slip_for(profile: PrinterProfile, address: Address) -> Slip:
    """The slip that a printer of this kind cuts, at the end of this line."""
    slow = address.baud is not None and 0 < address.baud < SLOW_BELOW_BAUD
    return Slip(profile.width_dots, profile.dpi, profile.cut.feed_mm, slow)


@dataclass(frozen=True)
class Style:
    """Sizes of one way to set a ticket; ems in dots unless said otherwise."""

    number_cap: int
    hall: int
    service: int
    value: int
    body: int
    gap: int
    line: float
    """Distance of lines in ems."""
    qr_module: int
    beside: bool = False
    """Whether the last lines stand beside the code, not around it."""
    second: int = 33
    """The service's name in the second language."""


_WIDE = (
    Style(number_cap=156, hall=36, service=50, value=38, body=30, gap=14, line=1.3, qr_module=5),
    Style(number_cap=144, hall=34, service=46, value=36, body=30, gap=10, line=1.22, qr_module=4),
    Style(number_cap=144, hall=34, service=46, value=36, body=30, gap=8, line=1.22, qr_module=4, beside=True),
    Style(number_cap=124, hall=32, service=42, value=33, body=28, gap=4, line=1.12, qr_module=4, beside=True),
    Style(number_cap=118, hall=31, service=40, value=31, body=28, gap=3, line=1.08, qr_module=4, beside=True),
    Style(number_cap=114, hall=30, service=38, value=30, body=28, gap=3, line=1.08, qr_module=3, beside=True),
    Style(
        number_cap=112, hall=28, service=34, value=28, body=26, gap=2, line=1.05, qr_module=3, beside=True, second=28
    ),
    Style(
        number_cap=112, hall=25, service=30, value=28, body=26, gap=1, line=1.05, qr_module=3, beside=True, second=24
    ),
)
_NARROW = (
    Style(number_cap=114, hall=32, service=42, value=34, body=29, gap=10, line=1.25, qr_module=4),
    Style(number_cap=114, hall=30, service=38, value=31, body=28, gap=6, line=1.14, qr_module=4),
    Style(number_cap=112, hall=28, service=34, value=29, body=27, gap=3, line=1.08, qr_module=3),
    Style(number_cap=112, hall=28, service=34, value=29, body=27, gap=3, line=1.08, qr_module=3, beside=True),
    Style(
        number_cap=112, hall=27, service=31, value=27, body=26, gap=2, line=1.05, qr_module=3, beside=True, second=26
    ),
)
_COMPACT = Style(number_cap=112, hall=28, service=34, value=28, body=26, gap=3, line=1.08, qr_module=3)
_LEAST_MODULE = 3
_IN_DOTS = frozenset({"number_cap", "hall", "service", "value", "body", "gap", "second"})


def styles_for(slip: Slip, *, square_letters: bool) -> tuple[Style, ...]:
    """The ways to set a ticket on this slip, roomiest first.

    Letters that do not fill their square are set larger: Latin capitals are lower than Han characters of the same size.
    Raises ValueError for a width that no ticket can be set on.
    """
    if not LEAST_MM <= slip.width_mm <= MOST_MM:
        raise ValueError(f"a ticket is {LEAST_MM} to {MOST_MM} mm wide, not {slip.width} dots at {slip.dpi} dpi")
    styles = (_COMPACT,) if slip.compact else _WIDE if slip.wide else _NARROW
    least = 0 if square_letters else -(-slip.dots(BODY_MIN_MM) * 100 // 73)
    scaled = (_scaled(style, slip.dpi) for style in styles)
    return tuple(replace(style, body=max(style.body, least), value=max(style.value, least)) for style in scaled)


def _scaled(style: Style, dpi: int) -> Style:
    """The same sizes on paper on a head of so many dots an inch."""
    if dpi == _DRAWN_FOR_DPI:
        return style
    sizes = {
        field.name: round(getattr(style, field.name) * dpi / _DRAWN_FOR_DPI)
        for field in fields(style)
        if field.name in _IN_DOTS
    }
    module = max(_LEAST_MODULE, round(style.qr_module * dpi / _DRAWN_FOR_DPI))
    return replace(style, **sizes, qr_module=module)
