"""Tickets with the widest numbers, the longest names and characters that the typeface lacks, measured in dots."""

from dataclasses import replace

import pytest
import zxingcpp
from PIL import Image

from hardware.printer.text_wrap import Marks
from hardware.printer.ticket_content import TicketContent
from hardware.printer.ticket_ink import Face, lowered, wrapped
from hardware.printer.ticket_layout import render_ticket
from tests.hardware.test_glyphs import NOWHERE
from tests.hardware.test_ticket_layout import WIDTHS, bands, ink_box
from tests.hardware.tickets import CHINESE, ENGLISH, QR

NUMBERS = ("A012", "1001", "A1999", "AB1999", "WW1888")
LEAST_CAP = {576: 111, 384: 80}
"""14 mm; the widest on narrow paper 10 mm."""
HAN = "辦理中高齡者及高齡者就業促進計畫與身心障礙者職務再設計補助以及新住民獨力負擔家計者諮詢服"
LATIN = (
    "Counseling on employment promotion for middle-aged and elderly persons, persons with disabilities, "
    "indigenous peoples and sole breadwinners"
)


def number_alone(number: str, width: int, *, priority: bool) -> Image.Image:
    """The part of a ticket that holds its number: nothing else is higher than a line of text."""
    empty = replace(CHINESE, office="", hall="", service="", service_second="", qr="", number=number, priority=priority)
    picture = render_ticket(empty, width)
    height = bands(picture)[0]
    top = ink_box(picture)[1]
    return picture.crop((0, top, width, top + height))


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("priority", [False, True])
@pytest.mark.parametrize("number", NUMBERS)
def test_the_widest_number_is_whole_high_and_beside_its_margins(number: str, width: int, priority: bool) -> None:
    picture = number_alone(number, width, priority=priority)
    left, top, right, bottom = ink_box(picture)
    assert (left >= 6, right <= width - 6) == (True, True)
    assert bottom - top >= LEAST_CAP[width]
    # Six figures apart from each other: as many runs of columns with ink as characters, and the mark.
    columns = [0 in picture.crop((x, 0, x + 1, picture.height)).convert("L").tobytes() for x in range(width)]
    runs = sum(here and not before for before, here in zip([False, *columns], columns, strict=False))
    assert runs == len(number) + priority


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("content", [CHINESE, ENGLISH], ids=["zh", "en"])
def test_the_code_is_read_beside_the_longest_of_all(content: TicketContent, width: int) -> None:
    longest = replace(content, number="WW1888", priority=True, hall=HAN, service=LATIN, service_second=HAN)
    codes = zxingcpp.read_barcodes(render_ticket(longest, width).convert("L"))
    assert [code.text for code in codes] == [QR]


@pytest.mark.parametrize("width", WIDTHS)
def test_each_line_of_the_longest_name_is_a_line_of_its_own(width: int) -> None:
    bare = replace(CHINESE, office="", hall="", service_second="", qr="")
    short, long = (bands(render_ticket(replace(bare, service=name), width)) for name in ("給付", HAN))
    lines = len(long) - len(short) + 1
    assert 3 <= lines <= 5
    assert min(long[1 : 1 + lines]) >= 24


def test_a_long_name_is_set_smaller_before_it_takes_a_third_line() -> None:
    face = Face(50, 700)
    assert lowered("給付認定服務", face, 544, Marks(), lines=2, least=30) == face
    smaller = lowered(HAN[:30], face, 544, Marks(), lines=2, least=30)
    assert 30 < smaller.size < 50
    assert len(wrapped(HAN[:30], smaller, 544, Marks())) == 2
    assert lowered(LATIN, face, 368, Marks(), lines=2, least=30).size == 30
    assert " ".join(wrapped(LATIN, Face(30, 700), 368, Marks())) == LATIN


def test_what_the_typeface_lacks_is_drawn_by_another_font_or_plainly_substituted() -> None:
    def hall(name: str) -> bytes:
        return render_ticket(replace(CHINESE, hall=name)).tobytes()

    assert hall(f"{NOWHERE}就業") == hall("〓就業")
    assert hall("\U00020bb7就業") not in {hall("〓就業"), hall("就業")}
    assert hall("就\u200d業\ufe0f") == hall("就業")
