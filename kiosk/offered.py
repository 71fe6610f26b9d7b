"""In which languages a kiosk offers what it says, and those of its guides beyond them. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kiosk.guide_rows import further_languages
from program.texts import Catalog
from wire.hall_texts import hall_texts
from wire.messages.hall import HallView

Lacks = Callable[[str], str]
"""The characters of a text that cannot be drawn."""


def offered_languages(hall: HallView, catalog: Catalog, lacks: Lacks) -> tuple[str, ...]:
    """The hall's, its own first, then those that it has at its kiosks alone; never empty. One whose letters this
    machine cannot draw is left out: a row of boxes helps nobody."""
    spoken = [tag for tag in dict.fromkeys((*hall.languages, *hall.kiosk_languages)) if tag in catalog.languages]
    drawn = (tag for tag in spoken[1:] if tag in catalog.whole or not lacks(_said(hall, catalog, tag)))
    return (*spoken[:1], *drawn) or catalog.languages[:1]


def first_offered(known: Sequence[str], catalog: Catalog, lacks: Lacks) -> tuple[str, ...]:
    """The same before the hall is heard: those that are known to be its, else all that the programs speak whole."""
    spoken = catalog.spoken(known)
    drawn = (tag for tag in spoken[1:] if tag in catalog.whole or not lacks("".join(catalog.all(tag).values())))
    return (*spoken[:1], *drawn) or catalog.whole


def offered_in_guides(hall: HallView, offered: tuple[str, ...], around: Catalog, lacks: Lacks) -> tuple[str, ...]:
    """In which guides alone can be read here, beyond those that are `offered`; the words around them are `around`."""
    further = further_languages(hall, around.languages, lambda text: not lacks(text))
    return tuple(tag for tag in further if tag not in offered)


def _said(hall: HallView, catalog: Catalog, tag: str) -> str:
    texts = (text.texts.get(tag, "") for text in hall_texts(hall))
    return "".join(dict.fromkeys("".join((catalog.style(tag).name, *catalog.all(tag).values(), *texts))))
