"""A service guide whole, row by row, in the language in which it is read. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from kiosk.picture import GuideRow
from program.texts import Catalog, in_language
from wire.messages.hall import GuideView, HallView, Texts

ELSE = "en"
FACTS = ("fee", "deadline", "interpreter", "progress", "contact")


def further_languages(hall: HallView, spoken: tuple[str, ...], drawn: Callable[[str], bool]) -> tuple[str, ...]:
    """Beyond the hall's, in which guides can be read here: the words around them are `spoken`, and every character of
    the guides can be drawn."""
    tags = dict.fromkeys(tag for one in hall.services for tag in one.guide.languages if tag not in hall.languages)
    said = {tag: "".join(text.get(tag, "") for one in hall.services for text in texts_of(one.guide)) for tag in tags}
    return tuple(tag for tag in tags if tag in spoken and said[tag] and drawn(said[tag]))


def tells_more(guide: GuideView) -> bool:
    """Whether there is anything that stands neither on the button's side of a choice nor on a ticket."""
    more = (guide.steps, guide.deadline, guide.progress, guide.interpreter, guide.contact, guide.form_samples)
    return any((*more, guide.faq, guide.legal_basis))


def texts_of(guide: GuideView) -> Iterator[Texts]:
    """Everything that a hall wrote into it."""
    yield from (guide.title, *guide.steps, guide.notice, guide.legal_basis)
    yield from (guide.fee, guide.deadline, guide.interpreter, guide.progress, guide.contact)
    for name, note in (
        *((one.name, one.note) for one in guide.papers),
        *((one.name, one.where) for one in guide.form_samples),
        *((one.question, one.answer) for one in guide.faq),
    ):
        yield from (name, note)


def guide_rows(guide: GuideView, language: str, words: Catalog) -> tuple[GuideRow, ...]:
    """Each with the heading of its part where it is the first of it: a heading never stands alone."""
    framed = language if language in words.languages else ELSE

    def said(texts: Texts) -> str:
        return in_language(texts, language)

    def part(kind: str, rows: list[tuple[str, str]], heading: str | None = None) -> Iterator[GuideRow]:
        for place, (text, note) in enumerate(rows):
            top = words.text(framed, kind) if heading is None else heading
            yield GuideRow(f"{kind}_{place}", f"guide_{kind}", "" if place else top, text, note)

    def numbered(row: GuideRow, place: int) -> GuideRow:
        return replace(row, mark=f"{place + 1}.")

    def rows() -> Iterator[GuideRow]:
        steps = part("steps", [(said(step), "") for step in guide.steps])
        yield from (numbered(row, place) for place, row in enumerate(steps))
        yield from part("papers", [(said(one.name), said(one.note)) for one in guide.papers])
        yield from part("no_papers", [(words.text(framed, "no_papers"), "")] if guide.no_papers else [], heading="")
        yield from part("notice", [(said(guide.notice), "")] if guide.notice else [], heading="")
        if guide.minutes is not None:
            yield from part("minutes", [(words.text(framed, "about_minutes", minutes=guide.minutes), "")])
        for kind in FACTS:
            texts: Texts = getattr(guide, kind)
            yield from part(kind, [(said(texts), "")] if texts else [])
        yield from part("samples", [(said(one.name), said(one.where)) for one in guide.form_samples])
        yield from part("questions", [(said(one.question), said(one.answer)) for one in guide.faq])
        yield from part("law", [(said(guide.legal_basis), "")] if guide.legal_basis else [])
        checked = [(words.text(framed, "checked", date=guide.checked_on), "")] if guide.checked_on else []
        yield from part("checked", checked, heading="")
        yield from part("sample", [(words.text(framed, "sample"), "")] if guide.sample else [], heading="")

    return tuple(rows())
