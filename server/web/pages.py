"""The two pages a browser opens, filled with the hall's name and the texts of a language.

A page carries what its modules need in one attribute, `data-page` (JSON): the policy that the edge sends allows no
inline script, and an attribute is never executed. Everything that changes comes later over the socket.
"""

from __future__ import annotations

import html
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from string import Template

import msgspec

from program.texts import Catalog, in_language, read_catalog
from wire.messages.hall import HallView

STATIC = Path(__file__).parent / "static"
"""What is served under /assets/."""
_TEMPLATES = Path(__file__).parent / "templates"


def render_console(hall: HallView, language: str) -> str:
    """The console in `language` (a tag of `page_languages`; any other shows the hall's first that has texts)."""
    languages = page_languages(hall)
    shown = language if language in languages else languages[0]
    page = {
        "hall_id": hall.hall_id,
        "language": shown,
        "languages": [_language(tag) for tag in languages],
        "texts": catalog().all(shown),
        "style": _style(shown),
        "names": _names(hall),
    }
    return _fill("console.html", shown, page, hall)


def render_phone(hall: HallView) -> str:
    """The phone page. It carries the texts of every language: the visitor switches without asking the server."""
    languages = page_languages(hall)
    page = {
        "language": languages[0],
        "languages": [_language(tag) for tag in languages],
        "texts": {tag: catalog().all(tag) for tag in languages},
        "styles": {tag: _style(tag) for tag in languages},
        "names": _names(hall),
        "hall_name": hall.name,
    }
    return _fill("phone.html", languages[0], page, hall)


def page_languages(hall: HallView) -> tuple[str, ...]:
    """The hall's languages that the pages have texts in, in the hall's order; never empty."""
    spoken = tuple(language for language in hall.languages if language in catalog().languages)
    return spoken or catalog().languages[:1]


def choose_language(hall: HallView, asked: str | None, accept_language: str) -> str:
    """Which of `page_languages` a browser gets: `asked` (the address's `lang`), else the best of its
    Accept-Language header (RFC 9110 section 12.5.4), else the hall's first.
    """
    languages = page_languages(hall)
    for wanted in (asked or "", *_by_preference(accept_language)):
        found = _match(wanted, languages)
        if found:
            return found
    return languages[0]


@cache
def catalog() -> Catalog:
    """The texts of this room, read once. Raises ValueError when the files disagree."""
    return read_catalog("web")


def _by_preference(header: str) -> list[str]:
    ranked: list[tuple[float, int, str]] = []
    for order, item in enumerate(header.split(",")[:20]):
        tag, _, parameter = item.strip().partition(";")
        weight = parameter.strip().removeprefix("q=")
        try:
            quality = float(weight) if parameter else 1.0
        except ValueError:
            continue
        if tag and quality > 0:
            ranked.append((-quality, order, tag.strip()))
    return [tag for _, _, tag in sorted(ranked)]


def _match(wanted: str, languages: tuple[str, ...]) -> str | None:
    """The language itself, else one of the same primary tag: "en-GB" finds "en", "zh" finds "zh-TW"."""
    low = wanted.lower()
    for language in languages:
        if language.lower() == low:
            return language
    primary = low.partition("-")[0]
    for language in languages:
        if primary and language.lower().partition("-")[0] == primary:
            return language
    return None


def _names(hall: HallView) -> dict[str, str]:
    """Every language of the hall in its own words; one without texts yet shows its tag."""
    known = catalog().languages
    return {tag: catalog().style(tag).name if tag in known else tag for tag in hall.languages}


def _style(tag: str) -> object:
    return msgspec.to_builtins(catalog().style(tag))


def _language(tag: str) -> dict[str, str]:
    return {"tag": tag, "name": catalog().style(tag).name}


def _fill(template: str, language: str, page: Mapping[str, object], hall: HallView) -> str:
    fields: dict[str, str] = catalog().all(language)
    fields |= {
        "lang": language,
        "hall": in_language(hall.name, language),
        "page": json.dumps(page, ensure_ascii=False, separators=(",", ":")),
    }
    source = (_TEMPLATES / template).read_text(encoding="utf-8")
    return Template(source).substitute({key: html.escape(text, quote=True) for key, text in fields.items()})
