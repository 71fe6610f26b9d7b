"""What a screen says before it has heard of a hall: the same in every language this program has. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from wire.texts import Catalog


@dataclass(frozen=True, slots=True)
class Greeting:
    """`key` is the language."""

    key: str
    title: str
    text: str


def greetings(catalog: Catalog) -> tuple[Greeting, ...]:
    """One greeting for each language, the reference language first."""
    return tuple(
        Greeting(language, catalog.text(language, "connecting_title"), catalog.text(language, "connecting_text"))
        for language in catalog.languages
    )
