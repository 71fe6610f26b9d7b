"""A stranger's words in a log: one line, of a length that cannot be chosen from outside, and nothing in it that a
terminal or an eye would take for anything but a word."""

from __future__ import annotations

MOST_SHOWN = 100
"""Characters, before escaping."""


def shown(words: bytes | str) -> str:
    """Plain ASCII as it is, everything else and the backslash escaped; cut where it is longer than `MOST_SHOWN`."""
    text = words.decode("latin-1") if isinstance(words, bytes) else words
    kept = text[:MOST_SHOWN].encode("unicode_escape").decode("ascii")
    return kept + ("…" if len(text) > MOST_SHOWN else "")
