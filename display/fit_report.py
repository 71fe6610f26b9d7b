"""What `--check` finds of a hall's texts on the monitors and the sign of one display."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial

import msgspec

from display.misfits import misfits
from display.settings import DisplaySettings
from display.zones import hall_of_zone
from hardware.led.drivers import lacking
from program.misfit import Misfit, Surface
from program.texts import read_catalog
from screen.glyph_report import without_glyph
from screen.glyphs import characters_without_glyph
from wire.messages.hall import HallView

PLACED = re.compile(r"(service|counter)\[([0-9]+)\]")
COUNTERS = frozenset({"hall.counter_noun", "counter.label"})
SHOWN: dict[Surface, frozenset[str]] = {
    "order monitor": COUNTERS | {"hall.name", "hall.missed_rule", "service.name", "service.short_name", "notice.text"},
    "content monitor": COUNTERS
    | {
        "hall.name",
        "service.name",
        "service.short_name",
        "service.guide.title",
        "service.guide.steps",
        "service.guide.papers.name",
        "service.guide.papers.note",
        "service.guide.notice",
        "service.guide.faq.question",
        "service.guide.faq.answer",
        "service.guide.fee",
        "service.guide.legal_basis",
        "service.guide.deadline",
        "visitor_class.who",
        "notice.text",
    },
    "LED sign": frozenset({"notice.text"}),
}
"""Kinds of texts in every language of the hall."""
SHOWN_IN_FIRST: dict[Surface, frozenset[str]] = {"LED sign": COUNTERS | {"service.short_name"}}
"""And those in its first language alone."""


def fit_report(
    hall: HallView, settings: DisplaySettings, on_screen: Callable[[str], str] = characters_without_glyph
) -> Iterator[Misfit]:
    """Needs the application with its typeface (`screen.typeface.use_typeface`). `on_screen` tells of a text which
    characters the monitors' fonts lack. A display of a zone is asked for what it shows, with the keys of the file.
    """
    whole, hall = hall, _shown_hall(hall, settings)
    for found in _of_shown(hall, settings, on_screen):
        yield msgspec.structs.replace(found, key=_key_of(found.key, hall, whole))


def _shown_hall(hall: HallView, settings: DisplaySettings) -> HallView:
    """The zone that this display shows; all of a hall that has none of its counters."""
    zone = hall_of_zone(hall, settings.counters) if settings.counters else hall
    return zone if zone.counters and zone.services else hall


def _key_of(key: str, shown: HallView, whole: HallView) -> str:
    """The key of the whole hall's file, for one of what is shown."""
    found = PLACED.match(key)
    if found is None:
        return key
    kind, place = found[1], int(found[2])
    if kind == "service":
        ids, wanted = [one.service_id for one in whole.services], shown.services[place].service_id
    else:
        ids, wanted = [one.counter_id for one in whole.counters], shown.counters[place].counter_id
    return f"{kind}[{ids.index(wanted)}]{key[found.end() :]}"


def _of_shown(hall: HallView, settings: DisplaySettings, on_screen: Callable[[str], str]) -> Iterator[Misfit]:
    yield from misfits(hall, settings, read_catalog("display"))
    sign = settings.sign()
    lacked = {"order monitor": on_screen, "content monitor": on_screen}
    if sign is not None:
        lacked["LED sign"] = lacking(sign)

    def shown(surface: Surface, kind: str, language: str) -> bool:
        first = language in {"", hall.languages[0]} and kind in SHOWN_IN_FIRST.get(surface, frozenset())
        return first or (kind in SHOWN[surface] and language in {"", *hall.languages})

    for surface in SHOWN:
        if surface in lacked:
            yield from without_glyph(hall, surface, partial(shown, surface), lacked[surface])
