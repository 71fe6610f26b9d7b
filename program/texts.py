"""What a room says to people, per language: TOML files in the room's own `texts/` folder, one file per language.

    texts/zh-TW.toml      choose_service = "請問要辦理什麼？"
    texts/en.toml         choose_service = "What can we do for you?"

Every file has the same keys and the same `{fields}`; a missing one is refused when the catalog is read, so
no screen ever shows a key or another language's sentence. Adding a language is adding a file.
"""

from __future__ import annotations

import string
import tomllib
from collections.abc import Mapping
from pathlib import Path


class Catalog:
    """Texts of one room. `languages` are those that have a file, the reference language first."""

    def __init__(self, by_language: Mapping[str, Mapping[str, str]], reference: str = "zh-TW") -> None:
        """Raises ValueError naming the language and the keys that do not agree with the reference."""
        if reference not in by_language:
            raise ValueError(f"no texts in {reference}")
        wanted = {key: _fields(text) for key, text in by_language[reference].items()}
        for language, texts in by_language.items():
            missing = sorted(wanted.keys() - texts.keys())
            unknown = sorted(texts.keys() - wanted.keys())
            differing = sorted(key for key in wanted.keys() & texts.keys() if _fields(texts[key]) != wanted[key])
            if missing or unknown or differing:
                raise ValueError(
                    f"texts in {language}: missing {missing}, unknown {unknown}, other fields in {differing}"
                )
        self._texts = {language: dict(texts) for language, texts in by_language.items()}
        self._reference = reference
        self.languages = (reference, *sorted(self._texts.keys() - {reference}))

    def text(self, language: str, key: str, **fields: object) -> str:
        """The text in `language`, or in the reference language when the room does not speak it. KeyError for a key
        that exists nowhere: that is our fault, not the visitor's.
        """
        texts = self._texts.get(language, self._texts[self._reference])
        return texts[key].format(**fields) if fields else texts[key]

    def all(self, language: str) -> dict[str, str]:
        """Every text of a language, unformatted: for a page that fills in by itself."""
        return dict(self._texts.get(language, self._texts[self._reference]))


def read_catalog(folder: Path) -> Catalog:
    """The catalog of the `*.toml` files in `folder`. Raises ValueError when they disagree."""
    by_language: dict[str, dict[str, str]] = {}
    for path in sorted(folder.glob("*.toml")):
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        for key, text in table.items():
            if not isinstance(text, str):
                raise TypeError(f"{path}: {key} is not a text")
        by_language[path.stem] = table
    return Catalog(by_language)


def in_language(texts: Mapping[str, str], language: str) -> str:
    """A hall's own text (`wire.messages.hall.Texts`) in a language, else in the first one it has, else empty."""
    return texts.get(language) or next(iter(texts.values()), "")


def _fields(text: str) -> frozenset[str]:
    return frozenset(name for _, name, _, _ in string.Formatter().parse(text) if name)
