"""The ticket as dots: sizes, order, nothing cut, a code that phones read."""

from dataclasses import replace
from operator import attrgetter

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageOps

from hardware.printer.escpos import encode_picture
from hardware.printer.profile import PROFILES, PrinterProfile
from hardware.printer.ticket_content import TicketContent
from hardware.printer.ticket_ink import put_ink
from hardware.printer.ticket_layout import render_ticket
from hardware.printer.ticket_slip import LONGEST_MM, LONGEST_WITH_PAPERS_MM, MOST_MM_OF_PAPERS, Slip, slip_for
from hardware.transport import parse_address
from tests.hardware.tickets import CHINESE, ENGLISH, LONG_ENGLISH, QR, WITH_PAPERS

WIDTHS = [384, 576]
SLIPS = [Slip(384), Slip(420), Slip(512, 180), Slip(576), Slip(576, compact=True), Slip(384, compact=True)]
NETWORK, SLOW = parse_address("tcp://192.0.2.10:9100"), parse_address("serial:///dev/ttyUSB0?baud=9600")
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


def length_mm(content: TicketContent, slip: Slip) -> float:
    """How long the slip is that a visitor takes: the picture and the white that the cut adds."""
    return render_ticket(content, slip).height / slip.dpi * 25.4 + slip.white_mm


@pytest.mark.parametrize("slip", SLIPS, ids=str)
@pytest.mark.parametrize("content", TICKETS.values(), ids=TICKETS)
class TestEveryTicket:
    def test_is_black_and_white_and_as_wide_as_the_head(self, content: TicketContent, slip: Slip) -> None:
        picture = render_ticket(content, slip)
        assert picture.mode == "1"
        assert picture.width == slip.width

    def test_number_is_at_least_14_mm_high(self, content: TicketContent, slip: Slip) -> None:
        least = 14 / 25.4 * slip.dpi - 1
        assert sum(least <= height < 200 for height in bands(render_ticket(content, slip))) >= 1

    def test_keeps_a_margin(self, content: TicketContent, slip: Slip) -> None:
        left, top, right, bottom = ink_box(render_ticket(content, slip))
        assert left >= 4
        assert right <= slip.width - 4
        assert top >= 1
        assert bottom < render_ticket(content, slip).height

    def test_code_is_read(self, content: TicketContent, slip: Slip) -> None:
        codes = zxingcpp.read_barcodes(render_ticket(content, slip).convert("L"))
        assert [code.text for code in codes] == [QR]


@pytest.mark.parametrize(
    "profile", [profile for profile in PROFILES.values() if profile.width_dots > 500], ids=attrgetter("name")
)
@pytest.mark.parametrize("content", [CHINESE, ENGLISH, replace(CHINESE, priority=True, visitor_class="優先")])
def test_slip_without_papers_is_90_mm_at_most_on_every_80_mm_printer(
    content: TicketContent, profile: PrinterProfile
) -> None:
    assert length_mm(content, slip_for(profile, NETWORK)) <= LONGEST_MM


def test_slip_without_papers_is_90_mm_at_most_on_58_mm() -> None:
    assert length_mm(CHINESE, Slip(384)) <= LONGEST_MM


def test_papers_to_bring_make_a_slip_no_longer_than_120_mm() -> None:
    assert length_mm(WITH_PAPERS, Slip()) <= LONGEST_WITH_PAPERS_MM
    assert length_mm(LONG_ENGLISH, Slip()) > LONGEST_WITH_PAPERS_MM, "names that fill lines"
    assert length_mm(replace(ENGLISH, papers=LONG_ENGLISH.papers), Slip()) <= LONGEST_WITH_PAPERS_MM


@pytest.mark.parametrize("width", [576, 384])
def test_of_very_many_papers_the_last_give_way_to_where_all_are_read(width: int) -> None:
    many = replace(CHINESE, papers=("存摺封面影本（限本人帳戶，第一次申請或變更帳戶時）",) * 24)
    led = replace(many, papers_more="其他文件請掃描查看")
    assert length_mm(many, Slip(width)) > 190, "nothing is left out that nothing leads to"
    assert MOST_MM_OF_PAPERS - 15 < length_mm(led, Slip(width)) <= MOST_MM_OF_PAPERS
    few = replace(WITH_PAPERS, papers_more="其他文件請掃描查看")
    assert render_ticket(few, Slip(width)) == render_ticket(WITH_PAPERS, Slip(width)), "where all have room"


def test_words_that_fit_no_style_are_set_in_the_densest() -> None:
    """The second of five styles would take 150 mm."""
    assert LONGEST_MM < length_mm(ENGLISH, Slip(384)) < 108


@pytest.mark.parametrize("content", [CHINESE, ENGLISH, WITH_PAPERS])
def test_a_slow_line_gets_half_the_bytes(content: TicketContent) -> None:
    profile = PROFILES["generic-80"]
    roomy, compact = slip_for(profile, NETWORK), slip_for(profile, SLOW)
    assert (roomy.compact, compact.compact) == (False, True)
    sizes = [len(encode_picture(render_ticket(content, slip), profile)) for slip in (roomy, compact)]
    assert sizes[1] < 0.56 * sizes[0]
    assert sizes[1] < 18_500, "20 s at 9600 baud"


@pytest.mark.parametrize("slip", [Slip(200), Slip(1200), Slip(576, 600)])
def test_a_slip_too_narrow_or_too_wide_is_refused(slip: Slip) -> None:
    with pytest.raises(ValueError, match="40 to 120 mm"):
        render_ticket(CHINESE, slip)


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


def test_quiet_zone_of_the_code_is_four_modules() -> None:
    picture = render_ticket(CHINESE).convert("L")
    found = zxingcpp.read_barcodes(picture)[0].position
    module = (found.top_right.x - found.top_left.x) / 33
    left, top = round(found.top_left.x - 4 * module) + 1, round(found.top_left.y - 4 * module) + 1
    right, bottom = round(found.bottom_right.x + 4 * module) - 1, round(found.bottom_right.y + 4 * module) - 1
    for box in (
        (left, top, right, found.top_left.y - 1),
        (left, found.bottom_right.y + 2, right, bottom),
        (left, top, found.top_left.x - 1, bottom),
        (found.bottom_right.x + 2, top, right, bottom),
    ):
        assert picture.crop(box).getextrema() == (255, 255)


WORDS = st.text(alphabet=st.sampled_from("永康就業中心 ABCDEabcdeghijklmnop（）、,.12345—"), max_size=70)


@settings(deadline=None, max_examples=30)
@given(WORDS, WORDS, WORDS, st.lists(WORDS, max_size=4), st.from_regex(r"[A-Z]{1,2}[0-9]{3,4}", fullmatch=True))
def test_any_words_stay_inside_the_paper(hall: str, service: str, value: str, papers: list[str], number: str) -> None:
    content = replace(
        CHINESE, hall=hall, service=service, people_ahead=value, papers=tuple(papers), number=number, priority=True
    )
    for slip in SLIPS:
        left, _, right, _ = ink_box(render_ticket(content, slip))
        assert left >= 2
        assert right <= slip.width - 2


def test_the_white_around_a_code_takes_no_ink_from_the_line_above() -> None:
    picture = Image.new("L", (8, 8), 255)
    picture.putpixel((2, 2), 0)
    code = Image.new("L", (6, 6), 255)
    code.putpixel((3, 3), 0)
    put_ink(picture, code, 1, 1)
    black = [(x, y) for y in range(8) for x in range(8) if picture.getpixel((x, y)) == 0]
    assert black == [(2, 2), (4, 4)]
