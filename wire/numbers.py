"""Ticket numbers as they are printed and called, and the label above a counter. Pure.

A number is a prefix, "" or one or two plain capital letters or digits, and three or four digits: "A012", "1001",
"AB1999", "A1012". The text alone does not always say where the prefix ends: "A1012" may be A and 1012, or A1 and 012.
"""

from __future__ import annotations

import re
import unicodedata

ONE_READING = re.compile("([A-Z]{1,2})([0-9]{3})|([A-Z]{2})([0-9]{4})")
"""Numbers whose prefix can end at one place only."""


def parted(number: str, prefix: str) -> tuple[str, str]:
    """Prefix and digits, for screens that set them apart: ("A1", "012").

    `prefix` is that of the ticket's service now, and decides where the text has more than one reading. A number that
    was sent on from another service, or given before the prefix changed, has its own; where that is not sure it stays
    in one piece: ("", "A1012").
    """
    if read := ONE_READING.fullmatch(number):
        return read[1] or read[3], read[2] or read[4]
    return (prefix, number[len(prefix) :]) if number.startswith(prefix) else ("", number)


def wants_noun(label: str) -> bool:
    """Whether a counter with this label is told by the hall's noun: "3" and "3A" are (3 號櫃檯, Counter 3), "服務台" is
    a name and stands alone. Letters and digits of any width count as plain."""
    plain = unicodedata.normalize("NFKC", label)
    return plain.isascii() and plain.isalnum()
