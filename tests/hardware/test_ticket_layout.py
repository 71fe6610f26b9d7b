"""The ticket as dots: sizes, order, nothing cut, a code that phones read."""

from dataclasses import replace

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageOps

from hardware.printer.ticket_content import TicketContent
from hardware.printer.ticket_layout import SHORT_TICKET, WIDTH_58_MM, WIDTH_80_MM, render_ticket
from tests.hardware.tickets import CHINESE, ENGLISH, LONG_ENGLISH, QR, WITH_PAPERS

WIDTHS = [WIDTH_58_MM, WIDTH_80_MM]
TICKETS = {"zh": CHINESE, "en": ENGLISH, "long": LONG_ENGLISH, "papers": WITH_PAPERS}


def ink_box(picture: Image.Image) -> tuple[int, int, int, int]:
    box = ImageOps.invert(picture.convert("L")).getbbox()
    assert box is not None
    return box


def bands(picture: Image.Image) -> list[int]:
    """Heights of the runs of rows that hold ink, from top to bottom."""
    heights: list[int] = []
    inside = False
    for y in range(picture.height):
        row = picture.crop((0, y, picture.width, y + 1)).convert("L").tobytes()
        ink = 0 in row
        if ink:
            heights = [*heights[:-1], heights[-1] + 1] if inside else [*heights, 1]
        inside = ink
    return heights


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("content", TICKETS.values(), ids=TICKETS)
class TestEveryTicket:
    def test_is_black_and_white_and_as_wide_as_the_head(self, content: TicketContent, width: int) -> None:
        picture = render_ticket(content, width)
        assert picture.mode == "1"
        assert picture.width == width

    def test_number_is_at_least_14_mm_high(self, content: TicketContent, width: int) -> None:
        assert sum(112 <= height < 200 for height in bands(render_ticket(content, width))) >= 1

    def test_keeps_a_margin(self, content: TicketContent, width: int) -> None:
        left, top, right, bottom = ink_box(render_ticket(content, width))
        assert left >= 4
        assert right <= width - 4
        assert top >= 1
        assert bottom < render_ticket(content, width).height

    def test_code_is_read(self, content: TicketContent, width: int) -> None:
        codes = zxingcpp.read_barcodes(render_ticket(content, width).convert("L"))
        assert [code.text for code in codes] == [QR]


@pytest.mark.parametrize("content", [CHINESE, ENGLISH, replace(CHINESE, priority=True, visitor_class="優先")])
def test_ticket_without_papers_is_short_on_80_mm(content: TicketContent) -> None:
    assert render_ticket(content).height <= SHORT_TICKET


def test_ticket_without_papers_is_short_on_58_mm() -> None:
    assert render_ticket(CHINESE, WIDTH_58_MM).height <= SHORT_TICKET


def test_body_text_is_at_least_3_mm_high() -> None:
    # Rule lines are 3 dots; every other band is a line of text, the number or the code.
    plain = replace(CHINESE, qr="", people_ahead="國", labels=replace(CHINESE.labels, people_ahead="國"))
    assert min(height for height in bands(render_ticket(plain)) if height > 3) >= 24


def test_latin_capitals_are_at_least_3_mm_high() -> None:
    base = render_ticket(replace(ENGLISH, footer="", qr="", qr_caption=""))
    more = render_ticket(replace(ENGLISH, footer="HHH", qr="", qr_caption=""))
    assert bands(more)[-1] >= 24
    assert len(bands(more)) == len(bands(base)) + 1


def test_mark_of_priority_stands_before_the_number() -> None:
    bare = replace(CHINESE, hall="", office="", service="", service_second="", number="11")
    plain, marked = (
        ink_box(render_ticket(replace(bare, priority=flag)).crop((0, 0, 576, 150))) for flag in (False, True)
    )
    assert marked[0] < plain[0]


def test_reprint_is_marked_at_the_top() -> None:
    first, again = render_ticket(CHINESE), render_ticket(replace(CHINESE, reprint_mark="補印"))
    top = (0, 0, 576, 60)
    assert ImageChops.difference(first.crop(top).convert("L"), again.crop(top).convert("L")).getbbox()


def test_no_estimate_takes_no_line() -> None:
    papers = replace(WITH_PAPERS, estimate=None)
    assert render_ticket(papers).height < render_ticket(WITH_PAPERS).height


def test_same_content_gives_the_same_dots() -> None:
    assert render_ticket(WITH_PAPERS).tobytes() == render_ticket(WITH_PAPERS).tobytes()


def test_unknown_width_is_refused() -> None:
    with pytest.raises(ValueError, match="384 or 576"):
        render_ticket(CHINESE, 500)


def test_quiet_zone_of_the_code_is_four_modules() -> None:
    bare = replace(CHINESE, qr_caption="", footer="")
    found = zxingcpp.read_barcodes(render_ticket(bare).convert("L"))[0].position
    module = (found.top_right.x - found.top_left.x) / 33
    above = render_ticket(bare).crop((200, round(found.top_left.y - 4 * module) + 1, 380, found.top_left.y - 1))
    assert above.convert("L").getextrema() == (255, 255)


WORDS = st.text(alphabet=st.sampled_from("永康就業中心 ABCDEabcdeghijklmnop（）、,.12345—"), max_size=70)


@settings(deadline=None, max_examples=30)
@given(WORDS, WORDS, WORDS, st.lists(WORDS, max_size=4), st.from_regex(r"[A-Z]{1,2}[0-9]{3,4}", fullmatch=True))
def test_any_words_stay_inside_the_paper(hall: str, service: str, value: str, papers: list[str], number: str) -> None:
    content = replace(
        CHINESE, hall=hall, service=service, people_ahead=value, papers=tuple(papers), number=number, priority=True
    )
    for width in WIDTHS:
        left, _, right, _ = ink_box(render_ticket(content, width))
        assert left >= 2
        assert right <= width - 2
