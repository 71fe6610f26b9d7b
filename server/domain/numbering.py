"""Numbers: unique for a hall and business day, in order within a range, never wrapping.

What a range gives next follows from the numbers of its prefix that are used today and lie inside it. So numbers that a
kiosk gave out of the offline range exhaust no other, and a range that is changed in the middle of the day, or a
prefix that moves to another service, goes on above every number of its own that is already on paper. A text that is on
paper under another prefix, as "A1001" is under "A" when "A1" comes to 1, is left out.
"""

from __future__ import annotations

from collections.abc import Iterator

from server.domain.config import NumberRange, Service
from server.domain.persistent import SortedMap

SMALLEST_WIDTH = 3
LONGEST_PREFIX = 2


def next_ordinal(prefix: str, numbers: NumberRange, used: SortedMap[tuple[str, int], str]) -> int | None:
    """The ordinal after the highest used one of this range; None when the range is used up."""
    newest = used.last_upto((prefix, numbers.last))
    taken = newest[0][1] if newest is not None and newest[0][0] == prefix else 0
    ordinal = max(numbers.first, taken + 1)
    while ordinal <= numbers.last and _on_paper(number_text(prefix, ordinal, numbers.last), prefix, used):
        ordinal += 1
    return ordinal if ordinal <= numbers.last else None


def _on_paper(number: str, prefix: str, used: SortedMap[tuple[str, int], str]) -> bool:
    """Whether the same text was given today under another prefix: only after one was changed in the middle of the day,
    since the settings refuse prefixes that could meet."""
    for other, ordinal in _readings(number):
        if other != prefix:
            given = used.get((other, ordinal))
            if given is not None and number_of(given) == number:
                return True
    return False


def _readings(number: str) -> Iterator[tuple[str, int]]:
    """Every prefix and ordinal that the text may have been made of."""
    for end in range(min(LONGEST_PREFIX, len(number) - SMALLEST_WIDTH) + 1):
        if number[end:].isdigit():
            yield number[:end], int(number[end:])


def number_text(prefix: str, ordinal: int, last: int) -> str:
    """As printed and called, "A012": three digits, or as many as the service's last number has."""
    return f"{prefix}{ordinal:0{number_width(last)}d}"


def number_width(last: int) -> int:
    """How many digits the numbers of a range have that ends with `last`."""
    return max(SMALLEST_WIDTH, len(str(last)))


def longest_number(service: Service) -> str:
    """The last of its numbers as printed, or of those given while the server is away: whichever is longer."""
    lasts = [one.last for one in (service.numbers, service.offline) if one.first <= one.last]
    return max((number_text(service.prefix, last, last) for last in lasts), key=len, default=service.prefix)


def ticket_id(day: int, number: str) -> str:
    """Unique in the hall for ever: "17-A012"."""
    return f"{day}-{number}"


def number_of(ticket_id: str) -> str:
    """The number as printed that a ticket id holds."""
    return ticket_id.partition("-")[2]
