"""Lays a ticket out as one black and white picture, ready for the printer.

Pure: the same content and slip give the same dots. The whole ticket is a picture because no printer font can be
trusted with Traditional Chinese. Text wraps or shrinks by rule; nothing is cut, the paper grows longer.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from PIL import Image, ImageDraw

from hardware.glyphs import drawable
from hardware.printer.ticket_content import TicketContent
from hardware.printer.ticket_ink import (
    CAP_RATIO,
    Face,
    Place,
    lowered,
    number_height,
    number_picture,
    number_width,
    put_ink,
    qr_picture,
    set_line,
    wrapped,
)
from hardware.printer.ticket_slip import LONGEST_WITH_PAPERS_MM, MOST_MM_OF_PAPERS, Slip, Style, styles_for
from hardware.typeface import BOLD

NUMBER_MIN_MM = 14
NARROWEST = 0.75
"""The widest number keeps so much of its width before it is set lower than NUMBER_MIN_MM."""

ON_80_MM = Slip()
_BODY_WEIGHT = 500  # thin strokes of the regular weight break on thermal paper
_ROOMY_GAP = 14
_FOOT = 4  # below the last line, whose letters may reach under it
_INK_FROM = 116  # coverage of a dot, of 255, from which it is burnt: a hair under half keeps strokes whole


@dataclass(frozen=True)
class _Block:
    """A piece of the column: how high it is and how to draw it from its top edge."""

    height: int
    paint: Callable[[Image.Image, ImageDraw.ImageDraw, int], None]
    gaps: int = 0
    """How many times the style's gap is part of the height."""


def render_ticket(content: TicketContent, slip: Slip | int = ON_80_MM) -> Image.Image:
    """Return the ticket as a picture of mode "1" (0 black, 255 white), exactly as wide as the slip.

    A number for the slip is a width in dots at 203 dpi. The ticket's number is at least 14 mm high, but for the widest
    on 58 mm paper. The roomiest style is taken that stays within the slip's length, else the densest, and the paper
    grows longer; of papers to bring only those are left out that `papers_more` leads to.
    Raises ValueError for a width that no ticket can be set on.
    """
    if isinstance(slip, int):
        slip = Slip(slip)
    if slip.compact:
        content = replace(content, office="", service_second="", footer="", qr_caption="")
    styles = styles_for(slip, square_letters=content.square_letters)
    blocks = _chosen([_Column(content, style, slip) for style in styles])
    picture = Image.new("L", (slip.width, _height(blocks)), 255)
    draw = ImageDraw.Draw(picture)
    top = 0
    for block in blocks:
        block.paint(picture, draw, top)
        top += block.height
    return picture.point(_BURN, "1")


def _chosen(columns: "list[_Column]") -> list[_Block]:
    """The blocks of the roomiest column that fits its slip."""
    if columns[0].content.papers:
        return _with_papers(columns)
    blocks: list[_Block] = []
    for column in columns:
        blocks = column.blocks()
        if _height(blocks) <= column.slip.longest:
            return column.within(column.slip.longest).blocks()
    return blocks


def _with_papers(columns: "list[_Column]") -> list[_Block]:
    """None is widened to its length: paper that says nothing is saved."""
    for column in columns:
        blocks = column.blocks()
        if _height(blocks) <= column.slip.rows(LONGEST_WITH_PAPERS_MM):
            return blocks
    column, content = columns[-1], columns[-1].content
    blocks, kept = column.blocks(), len(content.papers)
    while content.papers_more and kept > 1 and _height(blocks) > column.slip.rows(MOST_MM_OF_PAPERS):
        kept -= 1
        blocks = replace(
            column, content=replace(content, papers=(*content.papers[:kept], content.papers_more))
        ).blocks()
    return blocks


def _height(blocks: list[_Block]) -> int:
    return sum(block.height for block in blocks)


def _nothing(_picture: Image.Image, _draw: ImageDraw.ImageDraw, _top: int) -> None:
    """Paints white."""


_BURN = [0 if 255 - level >= _INK_FROM else 255 for level in range(256)]


@dataclass(frozen=True)
class _Column:
    """The one column of a ticket in one style."""

    content: TicketContent
    style: Style
    slip: Slip

    @property
    def width(self) -> int:
        return self.slip.width

    @property
    def margin(self) -> int:
        return 16 if self.slip.wide else 8

    @property
    def inner(self) -> int:
        return self.width - 2 * self.margin

    def within(self, height: int) -> "_Column":
        """The same column with its gaps widened, up to the roomiest, as long as ``height`` dots hold it."""
        blocks = self.blocks()
        spare = (height - _height(blocks)) // sum(block.gaps for block in blocks)
        return replace(self, style=replace(self.style, gap=min(self.style.gap + spare, _ROOMY_GAP)))

    def blocks(self) -> list[_Block]:
        return list(self.parts())

    def parts(self) -> Iterator[_Block]:
        """Everything on the paper from top to bottom, in the order of the visual language."""
        content, style = self.content, self.style
        body, bold = Face(style.body, _BODY_WEIGHT), Face(style.body, BOLD)
        yield self.space()
        if content.reprint_mark:
            yield from self.centred(content.reprint_mark, Face(style.service, BOLD))
            yield self.rule()
        yield from self.centred(content.office, body)
        yield from self.named(content.hall, Face(style.hall, BOLD))
        yield self.number()
        yield from self.named(content.service, Face(style.service, BOLD))
        yield from self.named(content.service_second, Face(max(style.body, style.second), _BODY_WEIGHT))
        yield from self.centred(content.visitor_class, Face(style.value, BOLD))
        yield self.rule()
        yield from self.pair(content.labels.people_ahead, content.people_ahead)
        if content.estimate is not None:
            yield from self.pair(content.labels.estimate, content.estimate)
        if content.papers:
            yield self.rule()
            yield from self.lines(content.labels.papers, bold)
            for paper in content.papers:
                yield from self.item(paper, body)
        yield self.rule()
        yield from self.lines(content.missed_rule, body)
        if content.qr and style.beside:
            yield self.qr_with_lines_beside()
        else:
            yield from self.pair(content.labels.issued_at, content.issued_at)
            if content.qr:
                yield self.qr()
            yield from self.centred(content.qr_caption, body)
            yield from self.centred(content.footer, body)
        yield _Block(max(style.gap, _FOOT), _nothing, gaps=1)

    def space(self) -> _Block:
        return _Block(self.style.gap, _nothing, gaps=1)

    def rule(self) -> _Block:
        gap = self.style.gap
        if self.slip.compact:
            return self.space()

        def paint(_picture: Image.Image, draw: ImageDraw.ImageDraw, top: int) -> None:
            draw.rectangle((self.margin, top + gap, self.width - self.margin - 1, top + gap + 2), fill=0)

        return _Block(2 * gap + 3, paint, gaps=2)

    def text_line(self, text: str, face: Face, x: int, anchor: Literal["l", "m", "r"]) -> _Block:
        height = round(face.size * self.style.line)
        baseline = round((height + face.size * CAP_RATIO) / 2)

        def paint(picture: Image.Image, _draw: ImageDraw.ImageDraw, top: int) -> None:
            set_line(picture, text, face, Place(x, top + baseline, anchor))

        return _Block(height, paint)

    def centred(self, text: str, face: Face) -> Iterator[_Block]:
        for line in wrapped(text, face, self.inner, self.content.marks):
            left = self.slip.compact
            yield self.text_line(line, face, self.margin if left else self.width // 2, "l" if left else "m")

    def named(self, name: str, face: Face) -> Iterator[_Block]:
        """A name in the middle: longer than two lines it is set smaller, down to the body's size, then in as many lines
        as it takes."""
        yield from self.centred(
            name, lowered(name, face, self.inner, self.content.marks, lines=2, least=min(self.style.body, face.size))
        )

    def lines(self, text: str, face: Face) -> Iterator[_Block]:
        for line in wrapped(text, face, self.inner, self.content.marks):
            yield self.text_line(line, face, self.margin, "l")

    def item(self, text: str, face: Face) -> Iterator[_Block]:
        """A paper to bring: a dot, then the text hanging beside it."""
        indent = round(face.size * 0.8)
        for index, line in enumerate(wrapped(text, face, self.inner - indent, self.content.marks)):
            block = self.text_line(line, face, self.margin + indent, "l")
            yield self.with_dot(block, round(face.size * 0.15)) if index == 0 else block

    def with_dot(self, block: _Block, radius: int) -> _Block:
        def paint(picture: Image.Image, draw: ImageDraw.ImageDraw, top: int) -> None:
            middle = top + block.height // 2
            left = self.margin + radius
            draw.ellipse((left, middle - radius, left + 2 * radius, middle + radius), fill=0)
            block.paint(picture, draw, top)

        return _Block(block.height, paint)

    def pair(self, label: str, value: str) -> Iterator[_Block]:
        """A label at the left, its value in bold at the right; on lines of their own when they are long; nothing at all
        when both are empty."""
        if not label and not value:
            return
        label, value = drawable(label), drawable(value)
        label_face, value_face = Face(self.style.body, _BODY_WEIGHT), Face(self.style.value, BOLD)
        right = self.width - self.margin
        if label_face.width(label) + value_face.width(value) + self.style.body <= self.inner:
            if self.slip.compact:
                right = round(self.margin + label_face.width(label) + value_face.width(value) + self.style.body // 2)
            value_block = self.text_line(value, value_face, right, "r")
            baseline = round((value_block.height + value_face.size * CAP_RATIO) / 2)

            def paint(picture: Image.Image, draw: ImageDraw.ImageDraw, top: int) -> None:
                set_line(picture, label, label_face, Place(self.margin, top + baseline, "l"))
                value_block.paint(picture, draw, top)

            yield _Block(value_block.height, paint)
            return
        yield from self.lines(label, label_face)
        for line in wrapped(value, value_face, self.inner, self.content.marks):
            yield self.text_line(line, value_face, right, "r")

    def number(self) -> _Block:
        """The number across the column, with the mark of priority before it, at least 14 mm high if that can be read.

        Too wide even so, its letters grow narrow; once they would be hard to tell apart, it is set lower.
        """
        text, priority = self.content.number, self.content.priority
        cap = self.style.number_cap
        least = self.slip.dots(NUMBER_MIN_MM)
        while number_width(text, cap, priority=priority) > self.inner and cap > least:
            cap = max(least, cap - 4)
        while number_width(text, cap, priority=priority) * NARROWEST > self.inner:
            cap -= 2
        pad = self.style.gap + 8

        def paint(picture: Image.Image, _draw: ImageDraw.ImageDraw, top: int) -> None:
            number = number_picture(text, cap, priority=priority)
            if number.width > self.inner:
                number = number.resize((self.inner, number.height), Image.Resampling.LANCZOS)
            left = self.margin if self.slip.compact else (self.width - number.width) // 2
            picture.paste(number, (left, top + pad))

        return _Block(number_height(text, cap) + 2 * pad, paint, gaps=2)

    def code(self) -> Image.Image:
        """The code, as large as the style allows; its quiet zone is the white around it."""
        return qr_picture(self.content.qr, self.style.qr_module, self.width)

    def qr(self) -> _Block:
        code = self.code()

        def paint(picture: Image.Image, _draw: ImageDraw.ImageDraw, top: int) -> None:
            put_ink(picture, code, 0 if self.slip.compact else (self.width - code.width) // 2, top)

        return _Block(code.height, paint)

    def qr_with_lines_beside(self) -> _Block:
        """The code at the left, and the last lines of the ticket at its right."""
        content, body = self.content, Face(self.style.body, _BODY_WEIGHT)
        code = self.code()
        room = self.width - self.margin - code.width
        texts = (
            (content.labels.issued_at, body),
            (content.issued_at, Face(self.style.body, BOLD)),
            (content.qr_caption, body),
            (content.footer, body),
        )
        lines = [
            self.text_line(line, face, code.width, "l")
            for text, face in texts
            for line in wrapped(text, face, room, content.marks)
        ]
        height = max(code.height, _height(lines))

        def paint(picture: Image.Image, draw: ImageDraw.ImageDraw, top: int) -> None:
            put_ink(picture, code, 0, top + (height - code.height) // 2)
            at = top + (height - _height(lines)) // 2
            for line in lines:
                line.paint(picture, draw, at)
                at += line.height

        return _Block(height, paint)
