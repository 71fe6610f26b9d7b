"""Frames of BX font cards: the vendor's own examples, and properties over any bytes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.led import bx
from hardware.led.bx_answer import Ack, Nak, Packet, Status, parse_answer
from hardware.led.bx_text import card_line, card_text
from hardware.led.message import Colour, Kind, SignMessage, call_message

START = "a5a5a5a5a5a5a5a5"
PING = START + "01000080000000000000fe020500a20001000068f85a"
DYNAMIC = START + (
    "feff0080000000000000fe022c00a306010000000123000000800000808020000000000a00"
    "00000002010100020a08000000bbb6d3adb9e2c1d93c495a"
)
ACK = START + "a5" + "0080feff000000000000fe020500a00000000014ac5a"
NAK = START + "0080feff000000000000fe020500a00105000005515a"
FORMAT = START + "01000080000000000000fe020500a1000100002cf85a"
CLOCK = START + "01000080000000000000fe020d00a203010800132001251117260" + "5b03f5a"
PAGE = START + "01000080000000000000fe021700a4020100" + "00000f007777772e6f6e626f6e62782e636f6d68b55a"


def whole(data: bytes) -> list[Packet]:
    return bx.FrameReader().feed(data)


def test_ping_is_the_vendors_example() -> None:
    assert bx.ping(to=0x0001).hex() == PING


def test_dynamic_area_is_the_vendors_example() -> None:
    area = bx.Area(
        "欢迎光临".encode("gbk"),
        width=128,
        height=32,
        align=bx.Align.TOP_LEFT,
        single_line=False,
        speed=2,
        in_dots=True,
    )
    assert bx.write_areas(area).hex() == DYNAMIC


def test_format_example_holds_for_any_data_field() -> None:
    """The frame is never sent by the product (it erases the card's fonts); its bytes check the wrapping."""
    assert bx.frame(bytes.fromhex("a100010000"), to=0x0001).hex() == FORMAT


def test_ack_example_with_a_ninth_start_byte_is_read() -> None:
    (packet,) = whole(bytes.fromhex(ACK))
    assert packet == Packet(0x8000, 0xFFFE, 0xFE, bytes.fromhex("a000000000"))
    assert parse_answer(packet) == Ack()


def test_nak_example_is_read_with_its_reason() -> None:
    (packet,) = whole(bytes.fromhex(NAK))
    assert parse_answer(packet) == Nak(5)
    assert Nak(5).reason == "wrong checksum"
    assert Nak(99).reason == "error 99"


@pytest.mark.parametrize("example", [PING, DYNAMIC, ACK, NAK, FORMAT, CLOCK, PAGE])
def test_every_example_of_the_vendor_has_the_checksum_we_compute(example: str) -> None:
    reader = bx.FrameReader()
    assert len(reader.feed(bytes.fromhex(example))) == 1


def test_a_wrong_checksum_is_thrown_away() -> None:
    reader = bx.FrameReader()
    assert reader.feed(bytes.fromhex(PING.replace("68f8", "68f9"))) == []


def test_power_switches() -> None:
    (on,), (off,) = whole(bx.power(True)), whole(bx.power(False))
    assert on.data.hex() == "a30001000001"
    assert off.data.hex() == "a30001000002"


def test_status_tells_the_areas_the_card_holds() -> None:
    head = bytes.fromhex("a102000000" + "01" + "08" + "2026112106120000" + "00" + "00000000")
    tail = bytes(28)
    areas = bytes([2, 0, 3])
    assert parse_answer(Packet(0, 0, 0, head + b"\x00\x00" + areas + tail)) == Status(True, (0, 3))
    assert parse_answer(Packet(0, 0, 0, head + areas + tail)) == Status(True, (0, 3))
    assert parse_answer(Packet(0, 0, 0, head + b"\x00\x00\x00" + tail)) == Status(True, ())
    assert parse_answer(Packet(0, 0, 0, head + areas + tail + b"?????")) == Status(True, None)
    assert parse_answer(Packet(0, 0, 0, bytes.fromhex("a102030000"))) == Nak(3)


def test_what_no_host_asks_for_is_no_answer() -> None:
    assert parse_answer(Packet(0, 0, 0, b"\xa0")) is None
    assert parse_answer(Packet(0, 0, 0, bytes.fromhex("a408010000"))) is None


def test_an_area_in_bytes_suits_the_oldest_card() -> None:
    (packet,) = whole(bx.write_areas(bx.Area(b"A", width=192), clear=True))
    assert packet.data[:5].hex() == "a306010100"
    assert packet.data[9 + 5 : 9 + 7] == (24).to_bytes(2, "little")
    with pytest.raises(ValueError, match="whole number of bytes"):
        bx.Area(b"A", width=100).encode()
    with pytest.raises(ValueError, match="512"):
        bx.Area(bytes(513), width=96).encode()
    with pytest.raises(ValueError, match="speed"):
        bx.Area(b"A", width=96, speed=25).encode()


@given(st.binary(max_size=400))
def test_stuffing_is_undone(body: bytes) -> None:
    stuffed = bx.stuff(body)
    assert bx.START not in stuffed
    assert bx.END not in stuffed
    assert bx.unstuff(stuffed) == body


@given(st.binary(max_size=60))
def test_unstuffing_anything_gives_bytes_or_a_frame_error(data: bytes) -> None:
    try:
        body = bx.unstuff(data)
    except bx.FrameError:
        return
    assert bx.stuff(body) == data


@given(st.lists(st.binary(min_size=5, max_size=80), max_size=4), st.integers(1, 17), st.binary(max_size=20))
def test_frames_are_found_behind_garbage_and_in_any_pieces(fields: list[bytes], step: int, garbage: bytes) -> None:
    garbage = garbage.replace(b"\xa5", b"").replace(b"\x5a", b"")
    stream = garbage + b"".join(bx.frame(field) + garbage for field in fields)
    reader = bx.FrameReader()
    found = [
        packet.data for start in range(0, len(stream), step) for packet in reader.feed(stream[start : start + step])
    ]
    assert found == fields


def test_a_frame_without_end_is_capped_and_the_next_one_is_read() -> None:
    reader = bx.FrameReader()
    assert reader.feed(b"\xa5" + b"\x01" * 5000) == []
    assert len(reader.feed(bx.ping())) == 1
    assert reader.feed(bx.ping()[:-1]) == []
    assert len(reader.feed(bx.ping())) == 1


@given(st.binary(max_size=40))
def test_a_body_is_a_packet_or_an_error(body: bytes) -> None:
    with pytest.raises(bx.FrameError):
        bx.parse_body(body[:15])
    damaged = bytes([body[0] ^ 1 if body else 1]) + body[1:]
    good = bx.unstuff(bx.frame(body)[8:-1])
    assert bx.parse_body(good).data == body
    with pytest.raises(bx.FrameError):
        bx.parse_body(good[:14] + damaged + good[14 + len(damaged) :])


def test_crc_of_a_wrong_length_is_not_enough() -> None:
    body = bytearray(bx.unstuff(bx.ping()[8:-1])[:-2])
    body[12] = 9
    with pytest.raises(bx.FrameError, match="length"):
        bx.parse_body(bytes(body) + bx.crc16(bytes(body)).to_bytes(2, "little"))


def test_a_call_in_the_cards_encoding() -> None:
    text = card_text("A012 → 3 號櫃檯", Colour.RED)
    assert text.data == rb"\FO000\FE000\C1" + bytes.fromhex("4130313220a1fa203320cc9699999985")
    assert text.dots == 128
    assert text.replaced == 0
    assert card_text("1", Colour.GREEN, one_colour=True).data == rb"\FO000\FE0001"
    assert rb"\C3" in card_text("1", Colour.AMBER).data


def test_what_gbk_lacks_is_replaced_and_counted() -> None:
    text = card_text("煊堃喆碁犇淼峯珮𠮷", Colour.RED, one_colour=True)
    assert text.replaced == 1
    assert text.data.decode("gbk").endswith("珮〓")


def test_vietnamese_stays_readable_without_its_marks() -> None:
    text = card_text("Xin mời đến quầy 3", Colour.OFF)
    assert text.data.endswith(b"Xin moi den quay 3")
    assert text.replaced == 4


@given(st.text(max_size=400))
def test_no_message_is_too_long_for_the_smallest_card(text: str) -> None:
    message = SignMessage(text + "\u0323\u0324\u0325\u0326x" * 70, Colour.AMBER, Kind.NOTICE)
    bx.Area(card_line(message, 96).data, width=96).encode()


def test_no_backslash_of_a_text_reaches_the_card() -> None:
    assert card_text("a\\C2b", Colour.OFF).data == rb"\FO000\FE000aC2b"


def test_a_narrow_card_takes_the_short_form() -> None:
    call = call_message("A012", "3 號櫃檯", "3")
    assert card_line(call, 192).data.decode("gbk").endswith("A 012 → 3 號櫃檯")
    assert card_line(call, 96).data.decode("gbk").endswith("A 012 → 3")
    assert card_line(call, 40).dots == 136
    assert card_line(SignMessage("就業博覽會" * 3, Colour.AMBER, Kind.NOTICE), 96).dots == 240
