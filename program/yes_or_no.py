"""What people answer on a terminal."""

from __future__ import annotations

import unicodedata

_YES = frozenset({"y", "yes", "是", "是的", "對", "對的", "好", "好的", "有", "有的"})
_NO = frozenset({"n", "no", "否", "不", "不是", "不是的", "不對", "不好", "不要", "沒", "沒有", "没有"})


def yes_or_no(line: str) -> bool | None:
    """None when it is neither."""
    # An input method for Chinese writes full-width letters, and a full stop behind a word.
    word = unicodedata.normalize("NFKC", line).strip(" \t\r\n.。").lower()
    return word in _YES if word in _YES or word in _NO else None
