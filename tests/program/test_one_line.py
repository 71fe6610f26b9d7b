"""A text in one line: every space, joiner and character of any script, no control character, no line break."""

from __future__ import annotations

import pytest

from program.one_line import fault_in_line, shows_nothing

RIGHT = [
    "永康　就業中心",
    "a\u00a0b",
    "क्\u200dष",
    "soft\u00adhyphen",
    "\U00031350新",
    "\u200e\u200fx",
    "\ue000",
    "👩‍💼",
]


@pytest.mark.parametrize("text", RIGHT)
def test_what_belongs_to_a_line(text: str) -> None:
    assert fault_in_line(text) == ""
    assert not shows_nothing(text)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a\nb", "U+000A at position 2"),
        ("\x00", "U+0000 at position 1"),
        ("ab\x7f", "U+007F at position 3"),
        ("a\x85b", "U+0085 at position 2"),
        ("a\u2028b", "U+2028 at position 2"),
        ("𠮷a\u2029", "U+2029 at position 3"),
        ("x\t", "U+0009 at position 2"),
    ],
)
def test_what_does_not_is_named_by_code_and_position(text: str, says: str) -> None:
    assert says in fault_in_line(text)


@pytest.mark.parametrize("text", ["", " ", "\u3000\u00a0", "\u200b\u200d", "\u00ad"])
def test_a_line_with_nothing_to_see(text: str) -> None:
    assert shows_nothing(text)


def test_further_categories_may_be_refused() -> None:
    assert "U+00AD at position 2" in fault_in_line("a\u00ad", ("Cf",))
