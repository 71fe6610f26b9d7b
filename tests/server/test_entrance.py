"""What a server says to whoever started it."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from server.entrance import start_lines, tell_terminal
from server.serving import with_config

PAGE, FINGERPRINT, DIGEST = "https://192.0.2.10:8765", "ABCD-EFGH-IJKL-MNOP", "0F:3A"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class GoneTerminal(Terminal):
    def write(self, text: str, /) -> int:
        raise OSError(5, "Input/output error")


def test_a_terminal_is_told_in_plain_words_what_a_browser_is_compared_with() -> None:
    terminal = Terminal()
    tell_terminal(terminal, start_lines("en", PAGE, FINGERPRINT, DIGEST, "KTRW-MPAE-2222"))
    assert terminal.getvalue() == (
        "The server is at https://192.0.2.10:8765\n"
        "Fingerprint ABCD-EFGH-IJKL-MNOP, SHA-256 0F:3A\n"
        "First code KTRW-MPAE-2222, good for 24 hours: on that page it makes the first administrator.\n"
    )
    assert start_lines("zh-TW", PAGE, "", "", None) == ["叫號主機在 https://192.0.2.10:8765"]


def test_what_is_no_terminal_or_a_lost_one_is_told_nothing() -> None:
    file = io.StringIO()
    tell_terminal(file, ["a"])
    assert file.getvalue() == ""
    tell_terminal(None, ["a"])
    tell_terminal(GoneTerminal(), ["a"])


@pytest.mark.parametrize(
    ("path", "end"),
    [("config.toml", ""), ("hall.toml", " --config hall.toml"), ("/srv/a b.toml", " --config '/srv/a b.toml'")],
)
def test_commands_on_pages_name_a_configuration_that_is_not_the_usual_one(path: str, end: str) -> None:
    assert with_config(Path(path)) == end
