"""Numbers: unique for a hall, business day and prefix, in order, never wrapping.

The highest ordinal used is kept for each prefix, not for each service: so a changed range, or a prefix that
moves to another service in the middle of the day, goes on above every number already on paper.
"""

from __future__ import annotations

from server.domain.config import Service

SMALLEST_WIDTH = 3


def next_ordinal(service: Service, last_used: int) -> int | None:
    """The ordinal after `last_used` (0: none yet) in the service's range; None when the range is used up."""
    ordinal = max(service.first_number, last_used + 1)
    return ordinal if ordinal <= service.last_number else None


def number_text(service: Service, ordinal: int) -> str:
    """As printed and called, "A012": three digits, or as many as the range's last number has."""
    width = max(SMALLEST_WIDTH, len(str(service.last_number)))
    return f"{service.prefix}{ordinal:0{width}d}"


def ticket_id(day: int, number: str) -> str:
    """Unique in the hall for ever: "17-A012"."""
    return f"{day}-{number}"
