"""Whether the numbers of a hall can be told apart, on paper and in speech. Pure, and by intervals: ten thousand numbers
cost what ten do.

A number as a visitor reads and hears it is letters, then digits: "A1" with 012 and "A" with 1012 are both A1012, and
"A" with 012 sounds like "A" with 0012 or "A0" with 012. So each range is looked at as the letters before its last
digits, and the values those digits take.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from itertools import pairwise
from typing import NamedTuple

from server.domain.config import NumberRange
from server.domain.numbering import number_text, number_width


class Span(NamedTuple):
    """Numbers that one setting gives: a range and the prefix before it. `key` names the setting."""

    key: str
    prefix: str
    numbers: NumberRange

    @property
    def width(self) -> int:
        return number_width(self.numbers.last)

    @property
    def stem(self) -> str:
        """What stands before the digits that end the text: of the prefix "A1" the letter."""
        return self.prefix.rstrip("0123456789")

    @property
    def low(self) -> int:
        return self._value(self.numbers.first)

    @property
    def high(self) -> int:
        return self._value(self.numbers.last)

    @property
    def length(self) -> int:
        return len(self.prefix) + self.width

    def _value(self, ordinal: int) -> int:
        """Of all digits that end the text, those of the prefix too."""
        digits = self.prefix[len(self.stem) :]
        return int(f"{digits}{ordinal:0{self.width}d}")

    def __str__(self) -> str:
        last = self.numbers.last
        first, end = number_text(self.prefix, self.numbers.first, last), number_text(self.prefix, last, last)
        return f"{first} to {end}"


class Clash(Enum):
    SAME = "can be the same"
    """The same text on paper."""
    ALIKE = "sound alike"
    """The same but for zeros in front, which people leave out."""
    WIDTHS = "have another number of digits behind the same prefix"


class Clashing(NamedTuple):
    """Two spans that cannot both be; `later` stands behind `earlier` in the sequence that was looked at."""

    earlier: Span
    later: Span
    clash: Clash


def clashing(spans: Sequence[Span]) -> Clashing | None:
    """A pair that cannot be told apart, None when all can. Empty ranges clash with nothing."""
    given = [(place, span) for place, span in enumerate(spans) if span.numbers.first <= span.numbers.last]
    in_order = sorted(given, key=lambda one: (one[1].stem, one[1].low))
    for pair in pairwise(in_order):
        (_, lower), (_, upper) = pair
        if lower.stem == upper.stem and upper.low <= lower.high:
            (_, earlier), (_, later) = sorted(pair, key=lambda one: one[0])
            return Clashing(earlier, later, Clash.SAME if earlier.length == later.length else Clash.ALIKE)
    widths: dict[str, Span] = {}
    for _, span in given:
        known = widths.setdefault(span.prefix, span)
        if known.width != span.width:
            return Clashing(known, span, Clash.WIDTHS)
    return None
