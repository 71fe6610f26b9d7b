"""What strangers say stands in a log as one short plain word."""

from __future__ import annotations

import pytest

from server.edge.strange_words import MOST_SHOWN, shown


@pytest.mark.parametrize(
    ("said", "stands"),
    [
        (b"https://hall.example:8765", "https://hall.example:8765"),
        (b"a\r\nb", "a\\r\\nb"),
        (b"\x1b[2J\x07", "\\x1b[2J\\x07"),
        (b"\x85\xff", "\\x85\\xff"),
        (b"\\n", "\\\\n"),
        ("\u202egnp.exe\u2028", "\\u202egnp.exe\\u2028"),
        ("叫號", "\\u53eb\\u865f"),
        ("\ud800", "\\ud800"),
    ],
)
def test_nothing_in_it_but_plain_letters(said: bytes | str, stands: str) -> None:
    assert shown(said) == stands


def test_it_is_cut() -> None:
    assert shown("x" * MOST_SHOWN) == "x" * MOST_SHOWN
    assert shown("x" * (MOST_SHOWN + 1)) == "x" * MOST_SHOWN + "…"
