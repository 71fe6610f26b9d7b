"""Ticket numbers as they are printed and called, and the label above a counter. Pure.

A number is a prefix, "" or one or two plain capital letters or digits, and three or four digits: "A012", "1001",
"AB1999", "A1012". Nothing in the text says where the prefix ends: that only its service knows.
"""

from __future__ import annotations

import unicodedata


def parted(number: str, prefix: str) -> tuple[str, str]:
    """Prefix and digits, for screens that set them apart: ("A1", "012").

    `prefix` is that of the ticket's service now; a number that does not begin with it, since it was given before the
    prefix changed, stays in one piece: ("", "A012").
    """
    return (prefix, number[len(prefix) :]) if number.startswith(prefix) else ("", number)


def wants_noun(label: str) -> bool:
    """Whether a counter with this label is told by the hall's noun: "3" and "3A" are (3 號櫃檯, Counter 3), "服務台" is
    a name and stands alone. Letters and digits of any width count as plain."""
    plain = unicodedata.normalize("NFKC", label)
    return plain.isascii() and plain.isalnum()
