"""The guide of one service for a phone: a page without a script, in every language that the guide has.

The content monitor's QR code leads here. It says what the hall's configuration says and knows nothing of who reads.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from string import Template
from typing import NamedTuple
from urllib.parse import quote

from program.texts import Catalog, in_language, read_catalog
from program.whole_words import any_whole_word
from wire.messages.hall import GuideView, HallView, ServiceView, Texts

_SHELL = Path(__file__).parent / "templates" / "guide.html"
ELSE = "en"


class GuideAsked(NamedTuple):
    service: ServiceView | None
    """None: this hall does nothing under that name."""
    language: str


def find_guide(hall: HallView, service_id: str, lang: str | None, accept_language: str) -> GuideAsked:
    """The service, also one that is no longer offered, and the language for whoever asks."""
    service = next((one for one in hall.services if one.service_id == service_id), None)
    spoken = _languages(hall, service)
    chosen = lang if lang in spoken else None
    if chosen is None:
        wanted = (one.partition(";")[0].strip().lower() for one in accept_language.split(",")[:20])
        tags = {tag.lower(): tag for tag in spoken} | {tag.partition("-")[0].lower(): tag for tag in reversed(spoken)}
        chosen = next((tags[found] for one in wanted for found in (one, one.partition("-")[0]) if found in tags), None)
    return GuideAsked(service, chosen or spoken[0])


def guide_languages(hall: HallView, service: ServiceView) -> tuple[str, ...]:
    """The hall's languages, and those that the guide speaks beyond them."""
    return (*hall.languages, *(tag for tag in service.guide.languages if tag not in hall.languages))


def _languages(hall: HallView, service: ServiceView | None) -> tuple[str, ...]:
    """Where there is no guide, all that any guide of the hall speaks."""
    if service is not None:
        return guide_languages(hall, service)
    return tuple(dict.fromkeys(tag for one in hall.services for tag in guide_languages(hall, one))) or hall.languages


@cache
def catalog() -> Catalog:
    return read_catalog("guide")


def render_guide(hall: HallView, asked: GuideAsked) -> str:
    """Headings are in the language, in English where these programs do not speak it. Of a service that is not offered
    any more the page says so first, and what its visitors with a number still need; of one that is not there, which
    are."""
    service, language = asked
    framed = next((one for one in (language, ELSE) if one in catalog().languages), hall.languages[0])
    if service is None:
        title, parts = catalog().text(framed, "unknown"), _unknown(hall, language, framed)
    else:
        title, parts = _said(service.guide.title or service.name, language), _guide(service, language, framed)
    source = Template(_SHELL.read_text(encoding="utf-8"))
    return source.substitute(
        lang=_plain(language),
        title=_plain(title),
        hall=_text(_said(hall.name, language)),
        languages="".join(_choice(tag, language) for tag in _languages(hall, service)),
        content="\n".join(parts),
    )


def _guide(service: ServiceView, language: str, framed: str) -> list[str]:
    guide = service.guide
    title = _said(guide.title or service.name, language)
    parts = [f"<h1>{_text(title)}</h1>", f'<p class="quiet">{_text(_said(service.name, language))}</p>']
    if service.withdrawn:
        words = "".join(
            f"<{tag}>{_text(catalog().text(framed, key))}</{tag}>"
            for tag, key in (("strong", "withdrawn"), ("span", "withdrawn_hint"))
        )
        parts.append(f'<p class="guide-notice guide-over" lang="{framed}">{words}</p>')
    parts += _section(framed, "steps", _list("ol", guide.steps, lambda one: _text(_said(one, language))))
    papers = (_with_note(one.name, one.note, language) for one in guide.papers)
    parts += _section(framed, "papers", _list("ul class=papers", papers, str))
    if guide.no_papers:
        parts.append(f'<p lang="{framed}">{_text(catalog().text(framed, "no_papers"))}</p>')
    if guide.notice:
        parts.append(f'<p class="guide-notice">{_text(_said(guide.notice, language))}</p>')
    parts.append(_facts(guide, language, framed))
    samples = (_with_note(one.name, one.where, language) for one in guide.form_samples)
    parts += _section(framed, "samples", _list("ul class=papers", samples, str))
    questions = "".join(
        f"<h3>{_text(_said(one.question, language))}</h3><p>{_text(_said(one.answer, language))}</p>"
        for one in guide.faq
    )
    parts += _section(framed, "questions", questions)
    if guide.checked_on:
        parts.append(f'<p class="age">{_text(catalog().text(framed, "checked", date=guide.checked_on))}</p>')
    if guide.sample:
        parts.append(f'<p class="age">{_text(catalog().text(framed, "sample"))}</p>')
    return parts


def _unknown(hall: HallView, language: str, framed: str) -> list[str]:
    """Plain words for who came by an old link, and what there is instead."""
    offered = "".join(
        f'<li><a href="{quote(one.service_id)}?lang={quote(language)}">{_text(_said(one.name, language))}</a></li>'
        for one in hall.services
        if not one.withdrawn
    )
    return [
        f'<h1 lang="{framed}">{_text(catalog().text(framed, "unknown"))}</h1>',
        f'<p lang="{framed}">{_text(catalog().text(framed, "unknown_hint"))}</p>',
        *_section(framed, "services", f'<ul class="guide-offered">{offered}</ul>' if offered else ""),
    ]


def _facts(guide: GuideView, language: str, framed: str) -> str:
    said = {
        "minutes": "" if guide.minutes is None else catalog().text(framed, "about_minutes", minutes=guide.minutes),
        "fee": _said(guide.fee, language),
        "deadline": _said(guide.deadline, language),
        "interpreter": _said(guide.interpreter, language),
        "progress": _said(guide.progress, language),
        "contact": _said(guide.contact, language),
        "law": _said(guide.legal_basis, language),
    }
    found = "".join(
        f'<dt lang="{framed}">{_text(catalog().text(framed, key))}</dt><dd>{_text(text)}</dd>'
        for key, text in said.items()
        if text
    )
    return f"<dl>{found}</dl>" if found else ""


def _section(framed: str, key: str, inside: str) -> list[str]:
    return [f'<h2 lang="{framed}">{_text(catalog().text(framed, key))}</h2>', inside] if inside else []


def _list(tag: str, rows: Iterable[object], said: Callable[..., str]) -> str:
    found = "".join(f"<li>{said(one)}</li>" for one in rows)
    return f"<{tag}>{found}</{tag.partition(' ')[0]}>" if found else ""


def _with_note(name: Texts, note: Texts, language: str) -> str:
    below = f"<small>{_text(_said(note, language))}</small>" if note else ""
    return f"<span>{_text(_said(name, language))}{below}</span>"


def _choice(tag: str, chosen: str) -> str:
    name = _text(catalog().style(tag).name if tag in catalog().languages else tag)
    safe = _plain(tag)
    if tag == chosen:
        return f'<strong lang="{safe}">{name}</strong>'
    return f'<a href="?lang={safe}" lang="{safe}" hreflang="{safe}">{name}</a>'


def _said(texts: Texts, language: str) -> str:
    return in_language(texts, language)


def _text(said: str) -> str:
    """As it is read; no line tears its whole words, as whole_words.mjs has it on pages with a script."""
    return any_whole_word().sub(r"<j-word>\g<0></j-word>", _plain(said))


def _plain(said: str) -> str:
    """In an attribute or a title."""
    return html.escape(said, quote=True)
