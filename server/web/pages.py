"""The pages a browser opens, filled with the hall's name and the texts of a language.

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
from typing import Literal

import msgspec

from program.language import spoken_in
from program.texts import Catalog, in_language, read_catalog
from program.whole_words import whole_words
from wire.messages.hall import HallView

STATIC = Path(__file__).parent / "static"
"""What is served under /assets/."""
_TEMPLATES = Path(__file__).parent / "templates"


StaffPage = Literal[
    "sign_in",
    "account",
    "accounts",
    "devices",
    "anchor",
    "staff_log",
    "today",
    "what_if",
    "trust",
    "enrol_counter",
    "no_right",
]
"""Pages beside the console. `no_right` is what somebody gets who may not open the page that he asked for."""
STAFF_PAGES: Mapping[StaffPage, str] = {
    "sign_in": "sign_in.mjs",
    "account": "account.mjs",
    "accounts": "accounts.mjs",
    "devices": "devices.mjs",
    "anchor": "anchor.mjs",
    "staff_log": "staff_log.mjs",
    "today": "today.mjs",
    "what_if": "what_if.mjs",
    "trust": "plain_page.mjs",
    "enrol_counter": "enrol_counter.mjs",
    "no_right": "plain_page.mjs",
}
"""The module of each."""
_PARTS: Mapping[str, tuple[str, ...]] = {
    "console": ("pin_parts",),
    "sign_in": ("totp_parts", "pin_parts"),
    "account": ("totp_parts",),
    "accounts": ("code_parts",),
    "devices": ("code_parts",),
}
"""Pieces that stand behind a page's content, since several pages have them."""


def render_console(hall: HallView, language: str) -> str:
    """The console in `language` (a tag of `page_languages`; any other shows the hall's first that has texts). Nothing
    in it is about who asks: a page that is shown again from a browser's memory tells nothing of somebody.
    """
    shown = _shown(hall, language)
    source = _template("console.html").replace("</body>", _parts("console") + "</body>")
    return _fill(source, shown, {**_staff_page(hall, shown), "guide_words": _guide_words()}, hall)


def _guide_words() -> dict[str, object]:
    """What stands around a guide, in each of its languages: a visitor's may be none of the page's."""
    words = read_catalog("guide")
    return {tag: {"name": words.style(tag).name, "texts": words.all(tag)} for tag in words.languages}


def render_staff(
    name: StaffPage, hall: HallView, language: str, fields: Mapping[str, str] | None = None, **data: object
) -> str:
    """A staff page in `language`, as `render_console` chooses it. `fields` are further texts of its template, `data`
    goes to its module.
    """
    shown = _shown(hall, language)
    content = _template(f"{name}.html") + _parts(name)
    source = _template("staff.html").replace("${content}", content)
    given = {
        "title": _staff_texts(shown)[f"title_{name}"],
        "module": STAFF_PAGES[name],
        "with_config": "",
        **(fields or {}),
    }
    return _fill(source, shown, {**_staff_page(hall, shown), **data}, hall, given)


def render_phone(hall: HallView) -> str:
    """The phone page. It carries the texts of every language that a kiosk of the hall may speak: the visitor switches
    without asking the server."""
    languages = phone_languages(hall)
    page = {
        "language": languages[0],
        "languages": [_language(tag) for tag in languages],
        "texts": {tag: phone_catalog().all(tag) for tag in languages},
        "styles": {tag: _style(tag) for tag in languages},
        "names": _names(hall),
        "hall_name": hall.name,
    }
    return _fill(_template("phone.html"), languages[0], page, hall)


def page_languages(hall: HallView) -> tuple[str, ...]:
    """The hall's languages that the pages have texts in, in the hall's order; never empty."""
    spoken = tuple(language for language in hall.languages if language in catalog().languages)
    return spoken or catalog().languages[:1]


def phone_languages(hall: HallView) -> tuple[str, ...]:
    """In which the phone page can be read: the hall's, its own first, then those of its kiosks, as far as the page has
    texts in them; never empty."""
    return phone_catalog().spoken((*hall.languages, *hall.kiosk_languages)) or page_languages(hall)


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
    """The texts of the console, read once. Raises ValueError when the files disagree."""
    return read_catalog("web")


@cache
def phone_catalog() -> Catalog:
    """Those of the phone page, some of which the staff's pages say too. Read once, as `catalog`."""
    return read_catalog("phone")


@cache
def staff_catalog() -> Catalog:
    """The texts of sign-in, accounts and devices. Read once, as `catalog`."""
    return read_catalog("staff")


def _staff_texts(language: str) -> dict[str, str]:
    return phone_catalog().all(language) | catalog().all(language) | staff_catalog().all(language)


def _staff_page(hall: HallView, language: str) -> dict[str, object]:
    return {
        "hall_id": hall.hall_id,
        "language": language,
        "languages": [_language(tag) for tag in page_languages(hall)],
        "texts": _staff_texts(language),
        "style": _style(language),
        "names": _names(hall),
        "hall_name": hall.name,
        "time_zone": hall.time_zone,
    }


def _shown(hall: HallView, language: str) -> str:
    languages = page_languages(hall)
    return language if language in languages else languages[0]


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
    """Every language of the hall in its own words; one that the programs do not know shows its tag."""
    known = spoken_in("display")
    return {tag: known[tag].style.name if tag in known else tag for tag in (*hall.languages, *hall.kiosk_languages)}


def _style(tag: str) -> object:
    style = msgspec.structs.replace(phone_catalog().style(tag), whole_words=())
    return msgspec.to_builtins(style)


def _language(tag: str) -> dict[str, str]:
    return {"tag": tag, "name": phone_catalog().style(tag).name}


def _template(name: str) -> str:
    return (_TEMPLATES / name).read_text(encoding="utf-8")


def _parts(page: str) -> str:
    return "".join(_template(f"{part}.html") for part in _PARTS.get(page, ()))


def _fill(
    source: str,
    language: str,
    page: Mapping[str, object],
    hall: HallView,
    given: Mapping[str, str] | None = None,
) -> str:
    fields: dict[str, str] = _staff_texts(language)
    page = {**page, "whole_words": whole_words()}
    fields |= {
        "lang": language,
        "hall": in_language(hall.name, language),
        "page": json.dumps(page, ensure_ascii=False, separators=(",", ":")),
        **(given or {}),
    }
    return Template(source).substitute({key: html.escape(text, quote=True) for key, text in fields.items()})
