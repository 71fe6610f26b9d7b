"""How long one waits, in the words of a language. Pure."""

from __future__ import annotations

from program.texts import Catalog
from wire.messages.tickets import WaitView


def wait_words(wait: WaitView | None, language: str, catalog: Catalog) -> str:
    """Empty where nothing is known, and for a word of tomorrow."""
    if wait is None:
        return ""
    key = "wait_within" if wait.says == "range" and not wait.low else f"wait_{wait.says}"
    known = key in catalog.all(language)
    return catalog.text(language, key, low=wait.low, high=wait.high) if known else ""
