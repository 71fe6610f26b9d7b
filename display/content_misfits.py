"""The texts of a hall that its content monitor shortens though they stand at their floor. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import msgspec

from display.content_bar import BAR_WORD, BAR_WORD_SECOND, Bar, name_box, named, sized
from display.content_layout import ContentLayout, content_layout
from display.guide_facts import FACTS_SHARE, facts, legal_width
from display.guide_pages import RowFit, RowTexts, guide_stands, notice_width, papers_width, steps_width, title_height
from display.guide_turn import captioned
from display.legibility import Monitor
from display.slide_page import slide_room
from display.words import Words
from program.texts import Catalog, in_language
from screen.widths import INK_EM, SPARE, fits, pair_boxes, width_em
from wire.guide_address import guide_address
from wire.messages.hall import HallView, ServiceView, Texts
from wire.numbers import parted

Found = tuple[str, str]


def content_misfits(hall: HallView, monitor: Monitor, catalog: Catalog) -> Iterator[Found]:
    """The key of each text and the language in which it is too long, whichever further language has its turn."""
    layout = content_layout(monitor)
    bare = replace(layout, qr=0.0)
    called = layout.at_call()
    if not guide_address(hall, "x"):
        layout, called = bare, replace(called, qr=0.0)
    layout, called = captioned(layout, hall, catalog), captioned(called, hall, catalog)
    for second in hall.languages[1:] or ("",):
        for place, service in enumerate(hall.services):
            key = f"service[{place}]"
            yield from _bar(f"{key}.name", service, hall, second, layout, catalog)
            yield from _guide(f"{key}.guide", service, hall, second, layout)
            if service.guide.papers:
                yield from _guide(f"{key}.guide", service, hall, second, called)
    words = Words(catalog, hall, 0)
    tongues = [words.alone(tag) for tag in words.spoken]
    for place, service in enumerate(hall.services):
        for tongue in tongues:
            yield from _footer(f"service[{place}].guide", service, tongue, layout)
        yield from _questions(f"service[{place}].guide", service, hall, layout)
    yield from _notices(hall, layout)


def _bar(  # noqa: PLR0917
    key: str, service: ServiceView, hall: HallView, second: str, layout: ContentLayout, catalog: Catalog
) -> Iterator[Found]:
    words = Words(
        catalog, msgspec.structs.replace(hall, languages=(hall.languages[0], *([second] if second else []))), 0
    )
    counter = max((words.counter(one.counter_id) for one in hall.counters), key=lambda one: width_em(one.label))
    letter, digits = parted(service.last_number or f"{service.prefix}999", service.prefix)
    bar = Bar(
        called=True,
        letter=letter,
        digits=digits,
        marked=True,
        counter=counter.label,
        counter_word=counter.word,
    )
    bar, height, least = sized(bar, layout), layout.bar.height, layout.least_second
    (_, _, width, tall), (_, _, below_width, below) = pair_boxes(
        *counter.word, bar.word, height * 0.84, bar.number * BAR_WORD, max(least, bar.number * BAR_WORD_SECOND), least
    )
    word, translated = counter.word
    if word and not fits(word, width + 1, tall, least, bold=True):
        yield "hall.counter_noun", hall.languages[0]
    if second and translated and not fits(translated, below_width + 1, below, least):
        yield "hall.counter_noun", second
    if bar.name <= 0:
        return
    own, other = in_language(service.name, hall.languages[0]), service.name.get(second, "")
    wide, tall, size, second_size, _ = name_box(bar, layout)
    boxes = pair_boxes(own, other, wide, tall, size, max(least, second_size), least)
    if not fits(own, boxes[0][2] + 1, boxes[0][3], least, bold=True):
        yield key, hall.languages[0]
    shown = named(bar, words.of_hall(service.name), words.of_hall(service.short_name), layout).service
    if not fits(other, boxes[1][2] + 1, boxes[1][3], least) or (other and not shown.second):
        yield key, second


def _guide(key: str, service: ServiceView, hall: HallView, second: str, layout: ContentLayout) -> Iterator[Found]:
    own, guide = hall.languages[0], service.guide

    def both(texts: Texts) -> tuple[str, str]:
        return in_language(texts, own), texts.get(second, "")

    least, small = layout.least, layout.least_second
    title, width = guide.title or service.name, layout.steps.width - 2 * layout.margin - layout.heading * 1.8
    title_key = f"{key}.title" if guide.title else key.removesuffix(".guide") + ".name"
    if not fits(both(title)[0], width, title_height(layout, titled=False), least, bold=True):
        yield title_key, own
    below = max(layout.heading * 0.95, small * INK_EM + 1)
    if not fits(both(title)[1], layout.steps.width - 2 * layout.margin, below, small):
        yield title_key, second
    papers = [(both(paper.name), both(paper.note)) for paper in guide.papers]
    layout, fit = guide_stands(
        layout,
        tuple(RowTexts(both(step)[0], (both(step)[1],)) for step in guide.steps),
        tuple(RowTexts(name[0], (name[1], *(() if layout.brief else note))) for name, note in papers),
        both(guide.notice),
    )
    for place, step in enumerate(guide.steps):
        texts = [(f"{key}.steps[{place}]", tag, said) for tag, said in zip((own, second), both(step), strict=True)]
        yield from _row(texts, fit.steps, steps_width(layout), layout)
    for place, (name, note) in enumerate(papers):
        texts = [(f"{key}.papers[{place}].name", tag, said) for tag, said in zip((own, second), name, strict=True)]
        texts += [(f"{key}.papers[{place}].note", tag, said) for tag, said in zip((own, second), note, strict=True)]
        yield from _row(texts[: 2 if layout.brief else 4], fit.papers, papers_width(layout), layout)
    if fit.notice:
        room, width = fit.notice - layout.margin * 0.5, notice_width(layout)
        first = room * fit.notice_share
        rooms = (room, room) if fit.notice_in_turn else (first, room - first)
        for tag, said, height in zip((own, second), both(guide.notice), rooms, strict=True):
            if not fits(said, width, height, small):
                yield f"{key}.notice", tag


def _row(texts: list[tuple[str, str, str]], rows: RowFit, width: float, layout: ContentLayout) -> Iterator[Found]:
    """Of the texts of one row, the bold one first, those that their parts of its height do not hold."""
    for place, (key, tag, said) in enumerate(texts):
        floor = layout.least_second if place else layout.least
        if not fits(said, width, rows.height * rows.share(place), floor, bold=place == 0):
            yield key, tag


def _footer(key: str, service: ServiceView, words: Words, layout: ContentLayout) -> Iterator[Found]:
    """In the one language of these words, which has the foot for itself in its turn."""
    own, guide, small = words.own, service.guide, layout.least_second
    size = max(small, layout.footer.height * 0.4)
    said = facts(service, words, "", layout)
    width = min(width_em(said, bold=True) * size * SPARE + 1, layout.footer.width * FACTS_SHARE)
    if guide.fee and not fits(said, width, layout.footer.height, small, bold=True):
        yield f"{key}.fee", own
    room = legal_width(said, layout, words)
    law = words.say("legal_basis", text=words.of_hall(guide.legal_basis).own).own
    if guide.legal_basis and not fits(law, room, layout.footer.height, small):
        yield f"{key}.legal_basis", own
    if not fits(words.of_hall(guide.deadline).own, room, layout.footer.height, small):
        yield f"{key}.deadline", own


def _questions(key: str, service: ServiceView, hall: HallView, layout: ContentLayout) -> Iterator[Found]:
    """What stands in the column of a question, as ContentSlide.qml divides it."""
    width, height = slide_room(layout)
    for place, one in enumerate(service.guide.faq):
        for name, texts, first, further in (("question", one.question, 0.24, 0.15), ("answer", one.answer, 0.24, 0.17)):
            for tag, said in texts.items():
                own = tag == hall.languages[0]
                part = first if own else further
                if not fits(said, width, height * part, layout.least, bold=own and name == "question"):
                    yield f"{key}.faq[{place}].{name}", tag


def _notices(hall: HallView, layout: ContentLayout) -> Iterator[Found]:
    width, height = slide_room(layout)
    for place, notice in enumerate(hall.notices):
        for tag, said in notice.text.items():
            own = tag == hall.languages[0]
            if not fits(said, width, height * (0.48 if own else 0.32), layout.least, bold=own):
                yield f"notice[{place}].text", tag
