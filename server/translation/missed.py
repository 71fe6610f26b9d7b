"""What a visitor who missed the call is told to do, on ticket, wall and phone: the hall's own words, else those of its
house rule."""

from __future__ import annotations

from program.texts import read_catalog
from server.domain.config import HallConfig, MissedReturn
from wire.messages.hall import Texts


def missed_rule(config: HallConfig) -> Texts:
    """In those of the hall's languages that have texts; its first language always has one."""
    if config.missed_rule:
        return dict(config.missed_rule)
    catalog = read_catalog("hall")
    first, *others = config.visit_languages
    spoken = [first, *(language for language in others if language in catalog.languages)]
    key = f"missed_{config.missed_return}"
    if config.missed_return is MissedReturn.OWN_REFERENCE_PLUS and not config.restore_delay_minutes:
        key += "_nothing"
    fields = {"minutes": config.restore_delay_minutes, "callers": config.missed_callers}
    return {language: catalog.text(language, key, **fields) for language in spoken}
