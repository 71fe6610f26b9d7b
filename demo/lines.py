"""What the demo says on the terminal, in the terminal's language."""

from __future__ import annotations

import sys

from program.language import language_of_terminal
from program.texts import read_catalog


class Lines:
    """Says texts of the table [demo]."""

    def __init__(self, language: str | None = None) -> None:
        """`language`: a tag; else that of the terminal."""
        self.language = language or language_of_terminal()
        self._catalog = read_catalog("demo")

    def text(self, key: str, **fields: str) -> str:
        return self._catalog.text(self.language, key, **fields)

    def say(self, key: str, **fields: str) -> None:
        """A line on stdout."""
        sys.stdout.write(self.text(key, **fields) + "\n")
        sys.stdout.flush()

    def fault(self, key: str, **fields: str) -> None:
        """A line on stderr."""
        sys.stderr.write(self.text(key, **fields) + "\n")
        sys.stderr.flush()


def in_a_line(fault: Exception) -> str:
    """What went wrong, without what a browser's driver writes below it."""
    return next(iter(str(fault).splitlines()), "") or repr(fault)
