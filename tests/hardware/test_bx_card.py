"""The card the emulator plays, fed with the vendor's bytes and with ours."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.led import bx
from hardware.led.bx_answer import Ack, Nak, Status, parse_answer
from hardware.led.bx_text import card_text
from hardware.led.emulator.bx_card import Card
from hardware.led.emulator.bx_card_screen import screen, shown_text
from hardware.led.emulator.bx_card_text import GREEN, RED, YELLOW, Run, read_text
from hardware.led.message import Colour
from tests.hardware.test_bx_frames import ACK, DYNAMIC, FORMAT, NAK, PING


def answer(card: Card, frame: bytes, now: float = 0.0) -> Ack | Nak | Status | None:
    packets = bx.FrameReader().feed(card.receive(frame, now))
    return parse_answer(packets[0]) if packets else None


def area(text: str, width: int = 96, **more: object) -> bx.Area:
    return bx.Area(card_text(text, Colour.RED).data, width=width, **more)  # type: ignore[arg-type]


def columns(card: Card, now: float) -> list[int]:
    """Return the columns in which a dot is lit."""
    colours = screen(card, now)
    lit = {place // 3 % card.width for place in range(0, len(colours), 3) if any(colours[place : place + 3])}
    return sorted(lit)


def test_the_vendors_ping_and_text_get_the_vendors_ack() -> None:
    card = Card(128)
    assert card.receive(bytes.fromhex(DYNAMIC), 0).hex() == ACK
    assert shown_text(card) == "欢迎光临"
    assert parse_answer(bx.FrameReader().feed(card.receive(bytes.fromhex(PING), 0))[0]) == Ack()


def test_a_damaged_frame_gets_the_vendors_nak() -> None:
    card = Card(128)
    damaged = bytes.fromhex(DYNAMIC.replace("3c495a", "3c4a5a"))
    assert card.receive(damaged, 0).hex() == NAK.replace("a5" * 8, "a5" * 9, 1)
    assert shown_text(card) == ""
    assert card.errors["checksum"] == 1


def test_a_command_that_would_erase_its_fonts_is_refused() -> None:
    assert answer(Card(96), bytes.fromhex(FORMAT)) == Nak(2)
    assert answer(Card(96), bx.frame(bytes.fromhex("b000010000"))) == Nak(1)


def test_status_tells_power_and_areas() -> None:
    card = Card(96)
    assert answer(card, bx.ask_status()) == Status(True, ())
    assert answer(card, bx.write_areas(area("A012"), area("x", number=3))) == Ack()
    assert answer(card, bx.power(False)) == Ack()
    assert answer(card, bx.ask_status()) == Status(False, (0, 3))
    assert columns(card, 0) == []
    card.lose_power()
    assert answer(card, bx.ask_status()) == Status(True, ())


def test_areas_are_replaced_deleted_and_cleared() -> None:
    card = Card(96)
    answer(card, bx.write_areas(area("one"), area("two", number=1)))
    answer(card, bx.write_areas(area("three", number=2), delete=(1,)))
    assert shown_text(card) == "one three"
    answer(card, bx.write_areas(area("four"), clear=True))
    assert shown_text(card) == "four"
    assert answer(card, bx.frame(bytes.fromhex("a30601000 0ff00".replace(" ", "")))) == Ack()
    assert shown_text(card) == ""


@pytest.mark.parametrize(
    "data", ["a306010000", "a30601000000", "a3060100000001", "a306010000000123000080", "a30601000000010500aa"]
)
def test_an_area_that_does_not_add_up_is_refused(data: str) -> None:
    card = Card(96)
    assert isinstance(answer(card, bx.frame(bytes.fromhex(data))), Nak)
    assert card.areas == {}


def test_too_many_areas_are_refused() -> None:
    assert answer(Card(96), bx.write_areas(area("x", number=5))) == Nak(4)


def test_nobody_answers_a_broadcast() -> None:
    card = Card(96)
    assert card.receive(bx.write_areas(area("A012"), to=0xFFFF), 0) == b""
    assert shown_text(card) == "A012"


def test_content_goes_when_the_host_stays_silent_too_long() -> None:
    card = Card(96)
    answer(card, bx.write_areas(area("A012", run=bx.Run.LOOP_UNTIL_STALE, stale_after_s=60)), now=100)
    card.forget_stale(159)
    assert shown_text(card) == "A012"
    card.forget_stale(161)
    assert shown_text(card) == ""


def test_text_stands_where_it_is_aligned() -> None:
    card = Card(96)
    for align, left, right in ((bx.Align.MIDDLE_LEFT, 0, 31), (bx.Align.MIDDLE, 32, 63), (bx.Align.TOP_LEFT, 0, 31)):
        answer(card, bx.write_areas(area("8888", align=align)))
        lit = columns(card, 0)
        assert left <= lit[0] <= left + 1
        assert right - 1 <= lit[-1] <= right


def test_running_text_comes_from_the_right_and_leaves_to_the_left() -> None:
    card = Card(96)
    answer(card, bx.write_areas(area("8888", show=bx.Show.LEFT, align=bx.Align.MIDDLE_LEFT, speed=1)))
    assert columns(card, 0) == []
    assert min(columns(card, 0.3)) > 60
    assert 0 <= min(columns(card, 0.97)) <= 1
    assert columns(card, 1.2)[-1] < 12
    assert columns(card, 1.281) == []


def test_still_text_that_is_too_long_is_turned_over_page_by_page() -> None:
    card = Card(96)
    answer(card, bx.write_areas(area("1" * 12 + "8" * 12, stay=4)))
    first, second, again = screen(card, 0), screen(card, 2.1), screen(card, 4.1)
    assert first == again
    assert first != second


def test_inline_codes() -> None:
    data = rb"\FO000\FE000" + "號".encode("gbk") + rb"\C2" + b"A" + rb"\C3" + b"B" + rb"\n" + b"C"
    assert read_text(data) == (Run("號", RED), Run("A", GREEN), Run("B\nC", YELLOW))
    assert read_text(rb"\C") == ()
    assert read_text(b"\\C9x") == (Run("x", RED),)
    assert read_text("欢迎\\C2".encode("gbk") + b"\x81")[0].text == "欢迎"


@given(st.binary(max_size=300))
def test_any_bytes_leave_the_card_working(noise: bytes) -> None:
    card = Card(96)
    card.receive(noise, 0)
    assert answer(card, bx.ping()) == Ack()


@given(
    st.text(alphabet=st.characters(codec="gbk", exclude_categories=["Cc"]), max_size=40), st.sampled_from(list(Colour))
)
def test_what_is_sent_is_what_the_card_reads(text: str, colour: Colour) -> None:
    read = read_text(card_text(text, colour).data)
    assert "".join(run.text for run in read) == text.replace("\\", "")
