"""The bytes on the wire equal the golden vectors, and chance commands inside pictures are moved away."""

import logging
import random
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from hardware.printer.escpos import (
    confirmation,
    encode_picture,
    encode_ticket,
    library_picture,
    process_id,
    resync_preamble,
    status_question,
    warm_up,
)
from hardware.printer.profile import PROFILES, ImageCommand, profile_named

GENERIC = PROFILES["generic-80"]
EPSON = PROFILES["epson-80"]


def dots(width: int, height: int, *black: tuple[int, int]) -> Image.Image:
    picture = Image.new("1", (width, height), 1)
    for place in black:
        picture.putpixel(place, 0)
    return picture


SAMPLE = dots(16, 2, (0, 0), (1, 0), (2, 0), (3, 0), (15, 0), (8, 1))


@pytest.mark.parametrize(
    ("command", "picture", "vector"),
    [
        ("bitImageRaster", SAMPLE, "1d 76 30 00 02 00 02 00 f0 01 00 80"),
        (
            "graphics",
            SAMPLE,
            "1d 28 4c 0e 00 30 70 30 01 01 31 10 00 02 00 f0 01 00 80  1d 28 4c 02 00 30 32",
        ),
        (
            "bitImageColumn",
            dots(2, 24, (0, 0), (1, 23)),
            "1b 33 10 1b 2a 21 02 00 80 00 00 00 00 01 0a 1b 32",
        ),
    ],
)
def test_golden_pictures(command: ImageCommand, picture: Image.Image, vector: str) -> None:
    profile = replace(GENERIC, image_command=command)
    assert encode_picture(picture, profile) == bytes.fromhex(vector)


def test_whole_job_for_every_printer() -> None:
    assert encode_ticket(SAMPLE, GENERIC) == bytes.fromhex(
        "1b 40  1d 76 30 00 02 00 02 00 f0 01 00 80  1b 64 05 1d 56 01"
    )


def test_whole_job_for_a_printer_that_feeds_to_its_blade() -> None:
    assert encode_ticket(SAMPLE, EPSON).endswith(bytes.fromhex("00 80  1d 56 42 00"))


def test_whole_job_for_a_printer_that_answers_with_the_id() -> None:
    assert confirmation(b"0001", in_turn=True, printed=True) == (
        bytes.fromhex("1d 72 01  1d 28 48 06 00 30 30 30 30 30 31")
    )


def test_tall_picture_goes_in_fragments_of_256_rows() -> None:
    picture = dots(576, 600, *((575, row) for row in range(600)))
    data = encode_picture(picture, GENERIC)
    heads = [bytes.fromhex("1d 76 30 00 48 00") + rows.to_bytes(2, "little") for rows in (256, 256, 88)]
    assert data == b"".join(head + (bytes(71) + b"\x01") * int.from_bytes(head[6:], "little") for head in heads)


def test_greyscale_is_refused() -> None:
    with pytest.raises(ValueError, match="black and white"):
        encode_picture(Image.new("L", (16, 2)), GENERIC)


def test_picture_wider_than_the_head_is_refused() -> None:
    with pytest.raises(ValueError, match="head 384"):
        encode_picture(dots(576, 2), PROFILES["generic-58"])


def from_bytes(width: int, *rows: str) -> Image.Image:
    data = bytes(byte ^ 0xFF for row in rows for byte in bytes.fromhex(row))
    return Image.frombytes("1", (width, len(rows)), data)


def ink(commands: bytes, width: int) -> list[bytes]:
    """The rows of a picture of ``width`` bytes that ``GS v 0`` commands put on paper."""
    rows: list[bytes] = []
    while commands:
        assert commands[:4] == b"\x1dv0\x00"
        across, down = (int.from_bytes(commands[at : at + 2], "little") for at in (4, 6))
        assert 1 <= down <= 256
        rows += [commands[at : at + across].ljust(width, b"\x00") for at in range(8, 8 + across * down, across)]
        commands = commands[8 + across * down :]
    return rows


@pytest.mark.parametrize(
    "row", ["00 10 04 01 00", "00 10 05 02 00", "00 10 14 08 00", "10 04 04 00 00", "00 00 00 10 04"]
)
def test_chance_command_is_moved_away(row: str) -> None:
    commands = encode_picture(from_bytes(40, row), GENERIC)
    assert not any(command in commands for command in (b"\x10\x04", b"\x10\x05", b"\x10\x14"))
    (spelt,) = ink(commands, 5)
    assert spelt.hex() != row.replace(" ", "")
    assert sum(byte.bit_count() for byte in spelt) == sum(byte.bit_count() for byte in bytes.fromhex(row))


def test_chance_command_across_two_rows_is_moved_away() -> None:
    assert b"\x10\x04" not in encode_picture(from_bytes(24, "00 00 10", "04 00 00"), GENERIC)


def test_chance_command_where_a_row_ends_early_is_moved_away() -> None:
    assert b"\x10\x04" not in encode_picture(from_bytes(24, "00 10 00", "04 00 00"), GENERIC)


@pytest.mark.parametrize("command", ["graphics", "bitImageColumn"])
def test_chance_command_is_moved_away_in_every_image_command(command: ImageCommand) -> None:
    column = dots(2, 24, (0, 3), (0, 13))
    row = from_bytes(24, "00 10 04")
    for picture in (column, row):
        assert b"\x10\x04" not in encode_picture(picture, replace(GENERIC, image_command=command))


def test_picture_without_chance_command_stays() -> None:
    assert ink(encode_picture(SAMPLE, GENERIC), 2) == [b"\xf0\x01", b"\x00\x80"]


def test_picture_that_cannot_move_without_losing_ink_stays_whole() -> None:
    assert ink(encode_picture(from_bytes(24, "90 04 01", "10 04 01"), GENERIC), 3) == [b"\x90\x04\x01", b"\x10\x04\x01"]


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.sampled_from([(0, 0), (0, 9), (0, 300), (1, 1), (3, 20), (72, 40), (72, 270)]), min_size=1, max_size=6),
    st.integers(0, 1 << 30),
)
def test_bands_put_every_row_where_it_was(runs: list[tuple[int, int]], seed: int) -> None:
    """Runs of rows whose ink ends after so many bytes, 0 for blank ones."""
    dice = random.Random(seed)
    rows = [
        bytes(dice.randrange(1, 16) for _ in range(reach)).ljust(72, b"\x00")
        for reach, count in runs
        for _ in range(count)
    ]
    if rows:
        assert ink(encode_picture(from_bytes(576, *(row.hex() for row in rows)), GENERIC), 72) == rows


def test_no_strip_of_columns_ends_within_a_fragment() -> None:
    """It would leave white rows between two parts of the picture."""
    picture = dots(16, 600, *((0, row) for row in range(600)))
    assert encode_picture(picture, replace(GENERIC, image_command="bitImageColumn")).count(b"\x1b*!") == 600 // 24


def test_blank_rows_are_fed_and_rows_end_with_their_ink() -> None:
    picture = dots(576, 240, (0, 100), (15, 101))
    assert encode_picture(picture, GENERIC) == bytes.fromhex(
        f"1d 76 30 00 01 00 64 00 {'00' * 100} 1d 76 30 00 02 00 02 00 80 00 00 01 1d 76 30 00 01 00 8a 00 {'00' * 138}"
    )


@pytest.mark.parametrize("job_id", ["0001", "A b~"])
def test_four_characters_stand_for_themselves(job_id: str) -> None:
    assert process_id(job_id) == job_id.encode()


def test_any_other_job_id_becomes_four_printable_characters() -> None:
    seeded = random.Random(5)
    made = {process_id(f"job-{seeded.random()}") for _ in range(500)}
    assert len(made) > 495
    assert all(len(one) == 4 and all(0x20 <= byte <= 0x7E for byte in one) for one in made)
    assert process_id("號碼單") == process_id("號碼單")


def test_preamble_fills_a_whole_fragment() -> None:
    assert resync_preamble(GENERIC) == bytes(18_432) + b"\x1b\x40"
    assert resync_preamble(GENERIC, cut=True).endswith(bytes.fromhex("1b 40 1b 64 05 1d 56 01"))


def test_status_questions() -> None:
    assert [status_question(kind).hex() for kind in (1, 2, 3, 4)] == ["100401", "100402", "100403", "100404"]
    with pytest.raises(ValueError, match="1 to 4"):
        status_question(5)


def test_unknown_profile_names_the_allowed_ones() -> None:
    with pytest.raises(ValueError, match=r"generic-80, generic-58.*TM-T88V"):
        profile_named("epson")


def test_loading_the_library_leaves_nothing_behind(tmp_path: Path) -> None:
    script = "from hardware.printer.escpos import warm_up; warm_up(); import logging; print(logging.root.handlers)"
    done = subprocess.run(
        [sys.executable, "-c", script], env={"TMPDIR": str(tmp_path)}, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
    assert list(tmp_path.iterdir()) == []


def test_loading_the_library_keeps_our_log_handlers() -> None:
    before = list(logging.root.handlers)
    warm_up()
    assert logging.root.handlers == before


@given(width=st.integers(1, 576), height=st.integers(1, 600), seed=st.binary(min_size=8, max_size=8))
@settings(max_examples=30)
def test_our_rasters_print_what_the_librarys_do(width: int, height: int, seed: bytes) -> None:
    """python-escpos made these commands first; ours are sooner made and leave out what is blank."""
    noise = random.Random(seed).randbytes((width + 7) // 8 * height)
    picture = Image.frombytes("1", (width, height), noise)
    across = (width + 7) // 8
    theirs = library_picture(picture, "bitImageRaster")
    assert ink(encode_picture(picture, EPSON), across) == ink(theirs, across)
