"""What the demo says on the terminal, in the terminal's language."""

from __future__ import annotations

import os
import sys

from program.language import language_of_locale
from program.texts import read_catalog

TERMINAL = "JIAOHAO_LOCALE"
"""Environment variable: the caller's locale, kept by `./jiaohao` where it has to set another for Qt's sake."""


class Lines:
    """Says texts of the table [demo]."""

    def __init__(self, language: str | None = None) -> None:
        """`language`: a tag; else that of the terminal."""
        kept = os.environ.get(TERMINAL)
        self.language = language or language_of_locale(os.environ if kept is None else {"LANG": kept})
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
