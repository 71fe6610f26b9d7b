"""The texts of a hall that its monitors shorten though they stand at their floor. Pure.

A sign shortens none: notices are said in parts, and what is longer than a sign runs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from display.card_layout import MOST_BEFORE, WORD_MOST_LEAST, Spoken, card_fit, card_rect, word_px
from display.content_misfits import content_misfits
from display.legibility import Monitor
from display.names import whole_or_short
from display.needs import LATEST, Needs, needs
from display.order_layout import OrderLayout, order_layout
from display.settings import DisplaySettings
from display.strip_layout import GAPS
from display.words import Line, Words
from program.dates import written
from program.misfit import Misfit, Surface
from program.texts import Catalog, in_language
from screen.widths import SPARE, fits, pair_boxes, width_em
from wire.hall_texts import hall_texts
from wire.messages.hall import HallView, ServiceView
from wire.numbers import parted

Found = tuple[str, str]
"""The key of a text without its language, and the language."""


def misfits(
    hall: HallView, settings: DisplaySettings, catalog: Catalog, pixels: tuple[int, int] | None = None
) -> Iterator[Misfit]:
    """Each once for each monitor, in the file's order; for one that calls and guide share, whenever the other is away,
    what the order monitor has room for and it has not. `pixels` of both windows, else as each monitor's
    settings have them: only their proportion matters."""
    order, content = (
        Monitor(*(pixels or one.across_and_down), one.diagonal_inch, one.read_from_m)
        for one in (settings.order, settings.content)
    )
    alone, shared = (
        set(_order(hall, order_layout(order, needs(hall, catalog), shared=one), catalog, calm=settings.calls.calm))
        for one in (False, True)
    )
    found: dict[Surface, set[Found]] = {
        "order monitor": alone,
        "one shared monitor": shared - alone,
        "content monitor": set(content_misfits(hall, content, catalog)),
    }
    for text in hall_texts(hall):
        for language, said in text.texts.items():
            for surface, keys in found.items():
                if (text.key, language) in keys:
                    yield Misfit(surface=surface, key=text.key, language=language, text=said)


def _order(hall: HallView, layout: OrderLayout, catalog: Catalog, *, calm: bool) -> Iterator[Found]:
    own = hall.languages[0]
    width = layout.header.width - 3 * layout.margin - _date_and_clock(hall, layout, catalog)
    box, line = (width, layout.header.height * 0.92), layout.header_line
    if layout.header_stacked:
        box = layout.header.width - 2 * layout.margin, layout.header.height - line * 1.08
    yield from _pair("hall.name", hall, hall.name, box, line * 0.46, line * 0.3, layout.least)
    inside, missed = layout.board.width - 2 * layout.margin, layout.counters.missed
    for tag in hall.languages:
        said = in_language(hall.missed_rule, own) if tag == own else hall.missed_rule.get(tag, "")
        if not fits(said, inside, missed.own if tag == own or missed.in_turn else missed.second, layout.least):
            yield "hall.missed_rule", tag
        if not fits(
            hall.counter_noun.get(tag, ""),
            WORD_MOST_LEAST * layout.least,
            2 * layout.least,
            layout.least,
            bold=tag == own,
            one_line=True,
        ):
            yield "hall.counter_noun", tag
    wanted = needs(hall, catalog)
    for place, service in enumerate(hall.services):
        yield from _service(f"service[{place}]", service, hall, layout, wanted, catalog)
    if calm:
        label = max(width_em(catalog.text(tag, "notice"), bold=True) for tag in hall.languages)
        strip = layout.ticker.width - (label + 3.2) * layout.header_line * 0.44
        for place, notice in enumerate(hall.notices):
            for tag, said in notice.text.items():
                if not fits(said, strip, layout.ticker.height, layout.least):
                    yield f"notice[{place}].text", tag


def _service(  # noqa: PLR0917
    key: str, service: ServiceView, hall: HallView, layout: OrderLayout, wanted: Needs, catalog: Catalog
) -> Iterator[Found]:
    own = hall.languages[0]
    for second in hall.languages[1:] or [""]:
        for before in range(MOST_BEFORE + 1):
            yield from _card(key, service, (own, second), hall, layout, catalog, before)
    strip, least = layout.services, layout.least
    cell = (layout.strip.width - strip.label) / strip.columns - strip.badge - strip.line * (GAPS + 0.02)
    for tag, need in zip(hall.languages, wanted.cells, strict=True):
        small = strip.both and tag != own
        beside = wanted.cells if strip.both else (need,)
        room = cell - max(max(one.people * max(least, strip.line * 0.36), one.reason * least) for one in beside) * SPARE
        line = strip.line * (0.42 if small else 0.5 if strip.both else 1.0)
        if not fits(service.short_name.get(tag, ""), room, line, least, bold=not small, one_line=True):
            yield f"{key}.short_name", tag


def _card(  # noqa: PLR0917
    key: str,
    service: ServiceView,
    tags: tuple[str, str],
    hall: HallView,
    layout: OrderLayout,
    catalog: Catalog,
    before: int,
) -> Iterator[Found]:
    """What a card of the longest number and label shortens while so many calls stand below it."""
    own, second = tags
    words = Words(catalog, hall, 0)
    counter = max((words.counter(one.counter_id) for one in hall.counters), key=lambda one: width_em(one.label))
    letter, digits = parted(service.last_number or f"{service.prefix}999", service.prefix)
    name, other = in_language(service.name, own), service.name.get(second, "")
    noun = hall.counter_noun.get(second, "")
    short = in_language(service.short_name, own)
    call = Spoken(letter, digits, True, counter.label, counter.word.own, noun, name, other, short_name=short)
    fit = card_fit(layout, (call,) * (before + 1))
    width, _ = card_rect(layout, before)
    inside, least = width - 2.4 * layout.margin, layout.least
    for size in (fit.number, fit.before) if before else (fit.number,):
        if not fits(call.word, word_px(call.word, "", size, least), least * 1.3, least, bold=True, one_line=True):
            yield "hall.counter_noun", own
    said = Line(name, other)
    if layout.content.width:  # beside a guide the short name is meant to stand in for it
        said = whole_or_short(
            said, Line(short, service.short_name.get(second, "")), inside, fit.name_room, fit.name, fit.second, least
        )
    names = {own: said.own, second: said.second}
    yield from _pair(f"{key}.name", hall, names, (inside, fit.name_room), fit.name, fit.second, least)


def _pair(  # noqa: PLR0917
    key: str,
    hall: HallView,
    texts: Mapping[str, str],
    room: tuple[float, float],
    size: float,
    second_size: float,
    least: float,
) -> Iterator[Found]:
    """A text beside or above each of its translations, as `pair_boxes` sets them."""
    own = hall.languages[0]
    said = in_language(texts, own)
    for tag in [tag for tag in hall.languages[1:] if texts.get(tag)] or [""]:
        boxes = pair_boxes(said, texts.get(tag, ""), *room, size, max(least, second_size), least)
        if not fits(said, boxes[0][2] + 1, boxes[0][3], least, bold=True):
            yield key, own
        if tag and not fits(texts[tag], boxes[1][2] + 1, boxes[1][3], least):
            yield key, tag


def _date_and_clock(hall: HallView, layout: OrderLayout, catalog: Catalog) -> float:
    height, least = layout.header_line, layout.least
    days = [date(2026, month, day) for month in range(1, 13) for day in range(21, 28)]
    own = 0.42 if len(hall.languages) > 1 else 0.46
    sizes = [max(least, height * own), *[max(least, height * 0.3)] * (len(hall.languages) - 1)]
    widest = max(
        width_em(written(catalog.style(tag), catalog.style(tag).date, day)) * size * SPARE + 1
        for tag, size in zip(hall.languages, sizes, strict=True)
        for day in days
    )
    clock = width_em(LATEST, bold=True) * height * 0.66
    return min(widest, layout.header.width * 0.38) + clock + layout.margin
