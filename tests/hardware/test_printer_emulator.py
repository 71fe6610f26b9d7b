"""The emulated printer behaves like the printers that were observed. Its bytes here are written by hand."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from hardware.printer.emulator.commands import Command, NoEffect, Unknown, next_command
from hardware.printer.emulator.machine import EmulatedPrinter
from hardware.printer.emulator.personality import IDEAL
from hardware.printer.emulator.sensors import Fault

NARROW = replace(IDEAL, dots=16)
FEED_AND_CUT = bytes.fromhex("1b 64 06 1d 56 01")
RASTER = bytes.fromhex("1d 76 30 00 02 00 02 00 f0 01 00 80")


@pytest.fixture(name="receipts")
def receipts_fixture() -> list[Image.Image]:
    return []


@pytest.fixture(name="printer")
def printer_fixture(receipts: list[Image.Image]) -> EmulatedPrinter:
    return EmulatedPrinter(NARROW, receipts.append)


def black(picture: Image.Image) -> set[tuple[int, int]]:
    return {(x, y) for x in range(picture.width) for y in range(picture.height) if not picture.getpixel((x, y))}


SAMPLE = {(0, 0), (1, 0), (2, 0), (3, 0), (15, 0), (8, 1)}


@pytest.mark.parametrize(
    "data",
    [
        RASTER,
        bytes.fromhex("1d 28 4c 0e 00 30 70 30 01 01 31 10 00 02 00 f0 01 00 80  1d 28 4c 02 00 30 32"),
        bytes.fromhex("1d 38 4c 0e 00 00 00 30 70 30 01 01 31 10 00 02 00 f0 01 00 80  1d 28 4c 02 00 30 32"),
    ],
)
def test_pictures_come_out_dot_for_dot(printer: EmulatedPrinter, receipts: list[Image.Image], data: bytes) -> None:
    assert printer.receive(b"\x1b\x40" + data + FEED_AND_CUT) == b""
    (receipt,) = receipts
    assert receipt.size == (16, 2 + 6 * 30)
    assert black(receipt) == SAMPLE
    assert printer.unknown == []


def test_column_picture(printer: EmulatedPrinter, receipts: list[Image.Image]) -> None:
    printer.receive(bytes.fromhex("1b 33 10 1b 2a 21 02 00 80 00 00 00 00 01 0a 1b 32 1d 56 00"))
    assert black(receipts[0]) == {(0, 0), (1, 23)}


def test_wider_than_the_head_is_lost(printer: EmulatedPrinter, receipts: list[Image.Image]) -> None:
    printer.receive(bytes.fromhex("1d 76 30 00 03 00 01 00 80 01 ff 1d 56 00"))
    assert black(receipts[0]) == {(0, 0), (15, 0)}


def test_text_leaves_ink(printer: EmulatedPrinter, receipts: list[Image.Image]) -> None:
    printer.receive(b"A\n\x1dV\x00")
    assert receipts[0].height == 30
    assert black(receipts[0])


def test_cut_without_paper_gives_no_receipt(printer: EmulatedPrinter, receipts: list[Image.Image]) -> None:
    printer.receive(b"\x1d\x56\x00")
    assert receipts == []


ROWS = [
    (None, "12 12 12 12", "00", "10 00 00 00"),
    (Fault.PAPER_NEAR_END, "12 12 12 1e", "03", "10 00 03 00"),
    (Fault.PAPER_OUT, "1a 32 12 7e", "", None),
    (Fault.COVER_OPEN, "1a 16 12 12", "", None),
    (Fault.OFFLINE, "1a 12 12 12", "", None),
]


@pytest.mark.parametrize(("fault", "real_time", "queued", "automatic"), ROWS)
def test_answers_are_the_observed_ones(
    printer: EmulatedPrinter, fault: Fault | None, real_time: str, queued: str, automatic: str | None
) -> None:
    if fault:
        printer.set_fault(fault)
    assert printer.receive(bytes.fromhex("100401 100402 100403 100404")).hex(" ") == real_time
    assert printer.receive(b"\x1d\x72\x01").hex(" ") == queued
    if automatic:
        assert printer.receive(b"\x1d\x61\x0f").hex(" ") == automatic


def test_automatic_status_tells_of_a_change(printer: EmulatedPrinter) -> None:
    printer.receive(b"\x1d\x61\x0f")
    assert printer.set_fault(Fault.COVER_OPEN).hex() == "38000000"
    assert printer.clear().hex() == "10000000"


def test_job_during_paper_out_comes_out_once_after_the_roll_was_changed(
    printer: EmulatedPrinter, receipts: list[Image.Image]
) -> None:
    printer.set_fault(Fault.PAPER_OUT)
    job = RASTER + FEED_AND_CUT + b"\x1d\x72\x01" + bytes.fromhex("1d 28 48 06 00 30 30 30 30 30 31")
    assert printer.receive(job) == b""
    assert receipts == []
    assert printer.held == len(job)
    assert printer.clear() == bytes.fromhex("00 37 22 30 30 30 31 00")
    assert [black(receipt) for receipt in receipts] == [SAMPLE]
    assert printer.held == 0


def test_paper_that_ends_in_mid_ticket(printer: EmulatedPrinter, receipts: list[Image.Image]) -> None:
    printer.rows_left = 1
    printer.receive(RASTER + FEED_AND_CUT)
    assert Fault.PAPER_OUT in printer.faults
    assert receipts == []
    printer.clear(Fault.PAPER_OUT)
    assert black(receipts[0]) == SAMPLE


def test_cleared_buffer_is_not_printed(printer: EmulatedPrinter, receipts: list[Image.Image]) -> None:
    printer.set_fault(Fault.PAPER_OUT)
    printer.receive(RASTER + FEED_AND_CUT)
    assert printer.receive(bytes.fromhex("10 14 08 01 03 14 01 06 02 08")) == b"\x37\x25\x00"
    printer.clear()
    assert receipts == []


def test_recovery_from_an_error_forgets_the_job_without_a_word(
    printer: EmulatedPrinter, receipts: list[Image.Image]
) -> None:
    printer.set_fault(Fault.CUTTER)
    printer.receive(RASTER + FEED_AND_CUT)
    assert printer.receive(b"\x10\x05\x02") == b""
    printer.clear()
    assert receipts == []


def test_real_time_command_inside_a_picture_is_obeyed(printer: EmulatedPrinter) -> None:
    assert printer.receive(bytes.fromhex("1d 76 30 00 03 00 01 00 10 04 01")) == b"\x12"


def test_half_received_picture_is_ended_by_nuls(printer: EmulatedPrinter, receipts: list[Image.Image]) -> None:
    printer.receive(RASTER[:9])
    printer.receive(bytes(100) + b"\x1b\x40" + RASTER + FEED_AND_CUT)
    assert receipts[0].height == 2 + 2 + 180


def test_unknown_command_is_counted(printer: EmulatedPrinter) -> None:
    printer.receive(b"\x1b\x7f\x1d\x99")
    assert printer.unknown == [b"\x1b\x7f", b"\x1d\x99"]


def test_full_buffer_takes_nothing_while_halted() -> None:
    printer = EmulatedPrinter(replace(NARROW, buffer=100), lambda _receipt: None)
    printer.set_fault(Fault.PAPER_OUT)
    printer.receive(b"A" * 100)
    assert printer.room == 0
    printer.clear()
    assert printer.room > 0


def drain(data: bytes) -> list[Command]:
    buffer, commands = bytearray(data), list[Command]()
    while (command := next_command(buffer)) is not None:
        commands.append(command)
    return commands


def test_styles_of_text_have_no_effect() -> None:
    commands = drain(bytes.fromhex("1b 21 08 1b 61 01 1d 21 11 1c 26 1c 2e 1b 74 00 1d 4c 10 00 1c 28 41 02 00 30 00"))
    assert all(isinstance(command, NoEffect) for command in commands)
    assert len(commands) == 8


def printed(pieces: list[bytes]) -> list[bytes]:
    receipts: list[Image.Image] = []
    printer = EmulatedPrinter(replace(IDEAL, dots=64), receipts.append)
    for piece in pieces:
        printer.receive(piece)
    return [receipt.tobytes() for receipt in receipts]


@given(st.binary(max_size=400), st.integers(1, 50))
def test_any_bytes_in_any_pieces_give_the_same_paper(data: bytes, size: int) -> None:
    pieces = [data[at : at + size] for at in range(0, len(data), size)]
    assert printed([data, b"\x1d\x56\x00"]) == printed([*pieces, b"\x1d\x56\x00"])


def test_control_bytes_without_meaning_are_unknown() -> None:
    assert drain(b"\x01\x00") == [Unknown(b"\x01"), NoEffect(b"\x00")]


WORDS = [
    RASTER,
    RASTER[:7],
    FEED_AND_CUT,
    b"\x1b\x40",
    b"\x10\x04\x01",
    b"\x1d\x72\x01",
    b"A012\n",
    b"\x1b\x2a\x21\x02\x00",
]


@given(st.lists(st.one_of(st.sampled_from(WORDS), st.binary(max_size=5)), max_size=30), st.sets(st.sampled_from(Fault)))
def test_any_words_are_survived_and_nothing_is_lost_while_halted(words: list[bytes], faults: set[Fault]) -> None:
    receipts: list[Image.Image] = []
    printer = EmulatedPrinter(NARROW, receipts.append)
    for fault in faults:
        printer.set_fault(fault)
    for word in words:
        printer.receive(word)
    held = [receipt.tobytes() for receipt in receipts]
    printer.clear()
    if faults - {Fault.PAPER_NEAR_END}:
        assert held == []
    plain: list[Image.Image] = []
    again = EmulatedPrinter(NARROW, plain.append)
    for word in words:
        again.receive(word)
    assert [receipt.tobytes() for receipt in receipts] == [receipt.tobytes() for receipt in plain]
