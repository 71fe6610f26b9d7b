"""What the content monitor says between calls beside guides: a notice, a picture, a video, vacancies. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace

from display.content_layout import ContentLayout
from display.programme import Entry, Kind, open_vacancies
from display.words import NOTHING, Line, Words
from program.dates import local
from screen.widths import INK_EM, LINE_EM, SPARE, line_count

MOST_ROWS = 5
ROW_AIR = 0.7
"""Air of a row, in heights of its smallest text."""
TITLE_SCALE = 1.35
"""A vacancy's title against the floor of what is read at leisure."""


@dataclass(frozen=True, slots=True)
class VacancyRow:
    key: str
    title: str
    about: str
    """Who, where, for how much."""


@dataclass(frozen=True, slots=True)
class Slide:
    """`kind` is empty while a guide or nothing is on."""

    kind: str = ""
    head: Line = NOTHING
    """What kind of thing it is, or of which service."""
    text: Line = NOTHING
    answer: Line = NOTHING
    """To the text, which asks."""
    label: Line = NOTHING
    """What stands above a question."""
    file: str = ""
    version: str = ""
    """Of the file, as its entry has it."""
    rows: tuple[VacancyRow, ...] = ()
    row: float = 0.0
    """Height of a row, in pixels."""
    place: str = ""
    """Which page of the rows is on, "1/2"; empty where there is one only."""
    larger: float = 0.0
    """So many times as large as they are wished do its texts stand whole; 0 where they do not."""
    short_head: Line = NOTHING


NO_SLIDE = Slide()
CLOSED = "closed"
"""Kind of the slide that says why the hall is closed for today: as a question and its answer, larger."""


NOTICE_EM, ASKED_EM = (2.0, 1.3), (1.5, 1.0, 1.25, 1.0)
"""Wished sizes, in em of the guide's body, of a notice in both languages; of a question and its answer."""
LARGEST, FILLED = 2.0, 0.92
"""The most that texts grow, and the most of the room that they fill."""


def grown(shown: Slide, layout: ContentLayout) -> Slide:
    """The slide with its texts as large as the room between bar and footer holds them."""
    texts: tuple[str, ...]
    sizes: tuple[float, ...]
    if shown.kind == Kind.NOTICE:
        texts, sizes, fixed = shown.text, NOTICE_EM, layout.body * 0.16 + layout.margin * 1.4
    elif shown.kind in {Kind.QUESTION, CLOSED}:
        texts, sizes, fixed = (*shown.text, *shown.answer), ASKED_EM, layout.heading * 1.4 + layout.margin * 2 + 2
    else:
        return shown
    width, height = slide_room(layout)
    for step in range(round(LARGEST * 10), 9, -1):
        rows = [
            (line_count(text, width / size / SPARE, bold=place == 0) * LINE_EM + 0.2) * size
            for place, text in enumerate(texts)
            for size in [sizes[place] * layout.body * step / 10]
            if text
        ]
        if sum(rows) + fixed <= height * FILLED:
            return replace(shown, larger=step / 10)
    return shown


def slide(entry: Entry, words: Words, layout: ContentLayout, *, wall: int, elapsed: int, time_zone: str) -> Slide:
    """The slide of an entry that has been on for so long."""
    text = words.of_hall(entry.title) if entry.title else NOTHING
    if entry.kind is Kind.NOTICE:
        return Slide(entry.kind, words.say("notice"), text)
    if entry.kind is Kind.QUESTION:
        answer = words.of_hall(entry.answer) if entry.answer else NOTHING
        return Slide(entry.kind, text=text, answer=answer, label=words.say("question"))
    if entry.kind is not Kind.VACANCIES:
        return Slide(entry.kind, text=text, file=entry.file, version=entry.version)
    found = open_vacancies(entry, local(wall, time_zone))
    height = vacancies_height(layout)
    least = layout.least * (TITLE_SCALE * INK_EM + INK_EM + ROW_AIR)
    a_page = max(1, min(MOST_ROWS, int(height / least)))
    pages = max(1, -(-len(found) // a_page))
    a_page = max(1, -(-len(found) // pages))
    turn = max(0, elapsed) // max(1, entry.ms // pages) % pages
    shown = found[turn * a_page : (turn + 1) * a_page]
    separator = words.own_style.fact_separator
    rows = tuple(
        VacancyRow(str(place), one.title, separator.join(part for part in (one.employer, one.place, one.pay) if part))
        for place, one in enumerate(shown, turn * a_page)
    )
    place = f"{turn + 1}/{pages}" if pages > 1 else ""
    return Slide(entry.kind, text if text.own else words.say("vacancies"), rows=rows, row=height / a_page, place=place)


def slide_room(layout: ContentLayout) -> tuple[float, float]:
    """Width and height that the texts of a notice or a question have."""
    return layout.footer.width - 4 * layout.margin, layout.footer.y - layout.bar.y - layout.bar.height


def vacancies_height(layout: ContentLayout) -> float:
    """Between bar and footer."""
    return layout.footer.y - layout.bar.y - layout.bar.height - 2 * layout.margin * 0.6
