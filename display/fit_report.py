"""What `--check` finds of a hall's texts on the monitors and the sign of one display."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from display.misfits import misfits
from display.settings import DisplaySettings
from hardware.led.lacking import lacking
from program.misfit import Misfit, Surface
from program.texts import read_catalog
from screen.glyph_report import without_glyph
from screen.glyphs import characters_without_glyph
from wire.messages.hall import HallView

COUNTERS = frozenset({"hall.counter_noun", "counter.label"})
SHOWN: dict[Surface, frozenset[str]] = {
    "order monitor": COUNTERS | {"hall.name", "hall.missed_rule", "service.name", "service.short_name", "notice.text"},
    "content monitor": COUNTERS
    | {
        "hall.name",
        "service.name",
        "service.guide.title",
        "service.guide.steps",
        "service.guide.papers.name",
        "service.guide.papers.note",
        "service.guide.notice",
        "service.guide.faq.question",
        "service.guide.faq.answer",
        "notice.text",
    },
    "LED sign": frozenset({"notice.text"}),
}
"""Kinds of texts in every language of the hall."""
SHOWN_IN_FIRST: dict[Surface, frozenset[str]] = {
    "content monitor": frozenset(
        {"service.guide.fee", "service.guide.legal_basis", "service.guide.deadline", "visitor_class.who"}
    ),
    "LED sign": COUNTERS | {"service.short_name"},
}
"""And those in its first language alone."""


def fit_report(
    hall: HallView, settings: DisplaySettings, on_screen: Callable[[str], str] = characters_without_glyph
) -> Iterator[Misfit]:
    """Needs the application with its typeface (`screen.typeface.use_typeface`). `on_screen` tells of a text which
    characters the monitors' fonts lack.
    """
    yield from misfits(hall, settings, read_catalog("display"))
    sign = settings.sign()
    lacked = {"order monitor": on_screen, "content monitor": on_screen}
    if sign is not None:
        lacked["LED sign"] = lacking(sign)

    def shown(surface: Surface, kind: str, language: str) -> bool:
        first = language in {"", hall.languages[0]} and kind in SHOWN_IN_FIRST.get(surface, frozenset())
        return first or kind in SHOWN[surface]

    for surface in SHOWN:
        if surface in lacked:
            yield from without_glyph(hall, surface, partial(shown, surface), lacked[surface])
