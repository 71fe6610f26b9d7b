"""A text in one line: every space, joiner and character of any script, no control character, no line break."""

from __future__ import annotations

import json

import pytest

from program.one_line import fault_in_line, in_one_line, json_line, shows_nothing

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
        ("\u202eevil", "U+202E at position 1"),
        ("a\u2067b", "U+2067 at position 2"),
    ],
)
def test_what_does_not_is_named_by_code_and_position(text: str, says: str) -> None:
    assert says in fault_in_line(text)


@pytest.mark.parametrize("text", ["", " ", "\u3000\u00a0", "\u200b\u200d", "\u00ad"])
def test_a_line_with_nothing_to_see(text: str) -> None:
    assert shows_nothing(text)


def test_further_categories_may_be_refused() -> None:
    assert "U+00AD at position 2" in fault_in_line("a\u00ad", ("Cf",))


def test_what_another_program_says_of_itself_is_read_in_one_line() -> None:
    assert in_one_line("1.0 🖨 \u200e永康") == "1.0 🖨 \u200e永康"
    assert in_one_line("a\nb\x1b[2J\x9b\u2028\u202ec\ud800") == "a\ufffdb\ufffd[2J" + "\ufffd" * 3 + "c\ufffd"


def test_a_line_of_json_is_one_for_everybody_and_says_the_same() -> None:
    for odd in (
        "\x7f",
        "\x85",
        "\x9b2J",
        "\u2028",
        "\u2029",
        "\u202e",
        "\u2066",
        "\u200f",
        "\ud83d",
        "\\\u202e",
        '"\u2028',
    ):
        line = json_line({"name": f"a{odd}b"})
        assert line.isprintable()
        assert len(line.splitlines()) == 1
        assert json.loads(line) == {"name": f"a{odd}b"}
    assert json_line({"name": "永康 \n"}) == '{"name": "永康 \\n"}'
