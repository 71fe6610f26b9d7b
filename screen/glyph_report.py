"""The misfits that characters without a glyph make."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from program.misfit import Misfit, Surface
from wire.hall_texts import hall_texts
from wire.messages.hall import HallView


def without_glyph(
    hall: HallView,
    surface: Surface,
    shown: Callable[[str, str], bool],
    lacked: Callable[[str], str],
) -> Iterator[Misfit]:
    """`shown` tells whether the surface shows texts of a kind (`HallText.kind`) in a language ("": the same in each);
    `lacked` gives a text's characters that the surface's fonts lack.
    """
    for text in hall_texts(hall):
        for language, words in text.texts.items():
            characters = lacked(words) if shown(text.kind, language) else ""
            if characters:
                yield Misfit(
                    surface=surface, key=text.key, language=language, text=words, why="no glyph", characters=characters
                )
