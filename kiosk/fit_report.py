"""What `--check` finds of a hall's texts on one kiosk: its screen and its tickets."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from hardware import glyphs
from kiosk.misfits import kiosk_misfits
from kiosk.settings import Settings
from program.misfit import Misfit
from program.texts import read_catalog
from screen.glyph_report import without_glyph
from screen.glyphs import characters_without_glyph
from wire.messages.hall import HallView

ON_SCREEN = frozenset(
    {
        "hall.name",
        "service.name",
        "service.guide.papers.name",
        "service.guide.papers.note",
        "service.guide.notice",
        "service.guide.fee",
        "service.guide.title",
        "service.guide.steps",
        "service.guide.deadline",
        "service.guide.interpreter",
        "service.guide.progress",
        "service.guide.contact",
        "service.guide.legal_basis",
        "service.guide.form_samples.name",
        "service.guide.form_samples.where",
        "service.guide.faq.question",
        "service.guide.faq.answer",
        "visitor_class.name",
        "visitor_class.who",
    }
)
ON_TICKET = frozenset(
    {"hall.office", "hall.name", "hall.missed_rule", "service.name", "service.guide.papers.name", "visitor_class.name"}
)
"""Kinds of texts, each in every language that the kiosk offers; names of services in its second language too."""


def fit_report(
    hall: HallView, settings: Settings, on_screen: Callable[[str], str] = characters_without_glyph
) -> Iterator[Misfit]:
    """Needs the application with its typeface (`screen.typeface.use_typeface`). `on_screen` tells of a text which
    characters the screen's fonts lack.
    """
    catalog = read_catalog("kiosk")

    def shown(kinds: frozenset[str], kind: str, language: str) -> bool:
        second = kind == "service.name" and language == settings.second_language
        return kind in kinds and (language in catalog.languages or second or language == hall.languages[0])

    yield from kiosk_misfits(hall, catalog, settings.second_language)
    yield from without_glyph(hall, "kiosk", partial(shown, ON_SCREEN), on_screen)
    yield from without_glyph(hall, "ticket", partial(shown, ON_TICKET), glyphs.characters_without_glyph)
