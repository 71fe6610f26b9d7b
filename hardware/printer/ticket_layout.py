"""Lays a ticket out as one black and white picture, ready for the printer.

Pure: the same content and width give the same dots. Sizes are in dots of a 203 dpi head, 8 to the
millimetre. The whole ticket is a picture because no printer font can be trusted with Traditional
Chinese. Text wraps or shrinks by rule; nothing is cut, the paper grows longer. What no font has is 〓.
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
    number_picture,
    number_width,
    qr_picture,
    set_line,
    wrapped,
)
from hardware.typeface import BOLD

DOTS_PER_MM = 8
WIDTH_80_MM = 576
WIDTH_58_MM = 384
SHORT_TICKET = 90 * DOTS_PER_MM
NUMBER_MIN_CAP = 14 * DOTS_PER_MM
BODY_MIN = 3 * DOTS_PER_MM
NARROWEST = 0.75
"""The widest number keeps so much of its width before it is set lower than NUMBER_MIN_CAP."""

_BODY_WEIGHT = 500  # thin strokes of the regular weight break on thermal paper
_ROOMY_GAP = 14
_INK_FROM = 116  # coverage of a dot, of 255, from which it is burnt: a hair under half keeps strokes whole


@dataclass(frozen=True)
class _Style:
    """Sizes of one way to set a ticket; ems in dots unless said otherwise."""

    number_cap: int
    hall: int
    service: int
    value: int
    body: int
    gap: int
    line: float
    """Distance of lines in ems."""
    qr_module: int


_STYLES: dict[int, tuple[_Style, ...]] = {
    WIDTH_80_MM: (
        _Style(number_cap=156, hall=36, service=50, value=38, body=30, gap=14, line=1.3, qr_module=5),
        _Style(number_cap=144, hall=34, service=46, value=36, body=30, gap=10, line=1.22, qr_module=4),
        _Style(number_cap=124, hall=32, service=42, value=33, body=28, gap=4, line=1.12, qr_module=4),
        _Style(number_cap=118, hall=31, service=40, value=31, body=28, gap=3, line=1.08, qr_module=4),
        _Style(number_cap=114, hall=30, service=38, value=30, body=28, gap=3, line=1.08, qr_module=3),
    ),
    WIDTH_58_MM: (
        _Style(number_cap=114, hall=32, service=42, value=34, body=29, gap=10, line=1.25, qr_module=4),
        _Style(number_cap=114, hall=30, service=38, value=31, body=28, gap=6, line=1.14, qr_module=4),
        _Style(number_cap=112, hall=28, service=34, value=29, body=27, gap=3, line=1.08, qr_module=3),
    ),
}


@dataclass(frozen=True)
class _Block:
    """A piece of the column: how high it is and how to draw it from its top edge."""

    height: int
    paint: Callable[[Image.Image, ImageDraw.ImageDraw, int], None]
    gaps: int = 0
    """How many times the style's gap is part of the height."""


def render_ticket(content: TicketContent, width: int = WIDTH_80_MM) -> Image.Image:
    """Return the ticket as a picture of mode "1" (0 black, 255 white), exactly ``width`` dots wide.

    Widths are WIDTH_80_MM and WIDTH_58_MM. The number is at least 14 mm high, but for the
    widest on 58 mm paper. The roomiest style that
    stays within 90 mm is taken; with papers to bring, or with more words than 90 mm can hold, the
    paper grows longer. Raises ValueError for another width.
    """
    if width not in _STYLES:
        raise ValueError(f"ticket width must be {WIDTH_58_MM} or {WIDTH_80_MM} dots, not {width}")
    columns = [_Column(content, _for_letters(style, square=content.square_letters), width) for style in _STYLES[width]]
    blocks = columns[1].blocks()
    if not content.papers:
        fitting = (column for column in columns if _height(column.blocks()) <= SHORT_TICKET)
        if (column := next(fitting, None)) is not None:
            blocks = column.within(SHORT_TICKET).blocks()
    picture = Image.new("L", (width, _height(blocks)), 255)
    draw = ImageDraw.Draw(picture)
    top = 0
    for block in blocks:
        block.paint(picture, draw, top)
        top += block.height
    return picture.point(_BURN, "1")


def _height(blocks: list[_Block]) -> int:
    return sum(block.height for block in blocks)


_BURN = [0 if 255 - level >= _INK_FROM else 255 for level in range(256)]


def _for_letters(style: _Style, *, square: bool) -> _Style:
    """Latin capitals are lower than Han characters of the same size: they are set larger."""
    if square:
        return style
    latin = -(-BODY_MIN * 100 // 73)
    return replace(style, body=max(style.body, latin), value=max(style.value, latin))


@dataclass(frozen=True)
class _Column:
    """The one column of a ticket in one style."""

    content: TicketContent
    style: _Style
    width: int

    @property
    def margin(self) -> int:
        return 16 if self.width == WIDTH_80_MM else 8

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
        yield from self.named(content.service_second, Face(max(style.body, 33), _BODY_WEIGHT))
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
        yield from self.pair(content.labels.issued_at, content.issued_at)
        if content.qr:
            yield self.qr()
        yield from self.centred(content.qr_caption, body)
        yield from self.centred(content.footer, body)
        yield self.space()

    def space(self) -> _Block:
        return _Block(self.style.gap, lambda _picture, _draw, _top: None, gaps=1)

    def rule(self) -> _Block:
        gap = self.style.gap

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
            yield self.text_line(line, face, self.width // 2, "m")

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
        while number_width(text, cap, priority=priority) > self.inner and cap > NUMBER_MIN_CAP:
            cap = max(NUMBER_MIN_CAP, cap - 4)
        while number_width(text, cap, priority=priority) * NARROWEST > self.inner:
            cap -= 2
        number = number_picture(text, cap, priority=priority)
        if number.width > self.inner:
            number = number.resize((self.inner, number.height), Image.Resampling.LANCZOS)
        pad = self.style.gap + 8

        def paint(picture: Image.Image, _draw: ImageDraw.ImageDraw, top: int) -> None:
            picture.paste(number, ((self.width - number.width) // 2, top + pad))

        return _Block(number.height + 2 * pad, paint, gaps=2)

    def qr(self) -> _Block:
        """The code, as large as the style allows; its quiet zone is the white around it."""
        module = self.style.qr_module
        code = qr_picture(self.content.qr, module)
        while code.width > self.width and module > 1:
            module -= 1
            code = qr_picture(self.content.qr, module)

        def paint(picture: Image.Image, _draw: ImageDraw.ImageDraw, top: int) -> None:
            picture.paste(code, ((self.width - code.width) // 2, top))

        return _Block(code.height, paint)
