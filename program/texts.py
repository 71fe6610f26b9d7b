"""What one room says to people, in every language: its table of the language files (`program.language`).

Every language has the same keys and the same `{fields}`; a missing one is refused when the catalog is read, so
no screen ever shows a key or another language's sentence.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from functools import cache

from program.language import REFERENCE, Style, available, fields_of, spoken_in

_HAN_SPACE = re.compile(r"(?<=[⺀-鿿豈-﫿]) (?=[⺀-鿿豈-﫿])")
"""請到 3 號櫃檯 has a space before the figure; 請到服務台 has none."""


class Catalog:
    """Texts of one room. `languages` are those that have a file, the reference language first."""

    def __init__(
        self,
        by_language: Mapping[str, Mapping[str, str]],
        styles: Mapping[str, Style] | None = None,
        reference: str = REFERENCE,
        whole: Collection[str] | None = None,
    ) -> None:
        """`whole`: the languages that every room speaks, all of them unless told otherwise. Raises ValueError naming
        the language and the keys that do not agree with the reference."""
        if reference not in by_language:
            raise ValueError(f"no texts in {reference}")
        wanted = {key: fields_of(text) for key, text in by_language[reference].items()}
        for language, texts in by_language.items():
            missing = sorted(wanted.keys() - texts.keys())
            unknown = sorted(texts.keys() - wanted.keys())
            differing = sorted(key for key in wanted.keys() & texts.keys() if fields_of(texts[key]) != wanted[key])
            if missing or unknown or differing:
                raise ValueError(
                    f"texts in {language}: missing {missing}, unknown {unknown}, other fields in {differing}"
                )
        self._texts = {language: dict(texts) for language, texts in by_language.items()}
        self._styles = dict(styles or {})
        self._reference = reference
        self.languages = (reference, *sorted(self._texts.keys() - {reference}))
        self.whole = tuple(one for one in self.languages if whole is None or one in whole)
        """Those that a screen may speak before it knows what its hall speaks."""

    def spoken(self, tags: Iterable[str]) -> tuple[str, ...]:
        """Those of these languages that have texts here, each once, as the programs write them."""
        known = {one.lower(): one for one in self.languages}
        return tuple(dict.fromkeys(known[tag.lower()] for tag in tags if tag.lower() in known))

    def text(self, language: str, key: str, **fields: object) -> str:
        """The text in `language`, or in the reference language when the room does not speak it. KeyError for a key
        that exists nowhere: that is our fault, not the visitor's.
        """
        texts = self._texts.get(language, self._texts[self._reference])
        return _HAN_SPACE.sub("", texts[key].format(**fields)) if fields else texts[key]

    def style(self, language: str) -> Style:
        """How the language is written; one without texts is written as the reference language."""
        return self._styles.get(language, self._styles[self._reference])

    def all(self, language: str) -> dict[str, str]:
        """Every text of a language, unformatted: for a page that fills in by itself."""
        return dict(self._texts.get(language, self._texts[self._reference]))


@cache
def read_catalog(room: str) -> Catalog:
    """The texts of `room`, one of `program.language.ROOMS`. Raises ValueError when the language files disagree."""
    known = spoken_in(room)
    return Catalog(
        {tag: language.texts[room] for tag, language in known.items()},
        {tag: language.style for tag, language in known.items()},
        whole=available(),
    )


def in_language(texts: Mapping[str, str], language: str) -> str:
    """A hall's own text (`wire.messages.hall.Texts`) in a language, else in the first one it has, else empty."""
    return texts.get(language) or next(iter(texts.values()), "")
