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
    encode_job,
    encode_picture,
    library_picture,
    process_id,
    resync_preamble,
    status_question,
    warm_up,
    without_chance_commands,
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
    assert encode_job(SAMPLE, GENERIC, b"0001") == bytes.fromhex(
        "1b 40  1d 76 30 00 02 00 02 00 f0 01 00 80  1b 64 06 1d 56 01  1d 72 01"
    )


def test_whole_job_for_a_printer_that_answers_with_the_id() -> None:
    assert encode_job(SAMPLE, EPSON, b"0001").endswith(
        bytes.fromhex("1b 64 06 1d 56 01  1d 72 01  1d 28 48 06 00 30 30 30 30 30 31")
    )


def test_tall_picture_goes_in_fragments_of_256_rows() -> None:
    data = encode_picture(dots(576, 600), GENERIC)
    heads = [bytes.fromhex("1d 76 30 00 48 00") + rows.to_bytes(2, "little") for rows in (256, 256, 88)]
    expected = b"".join(head + bytes(72 * int.from_bytes(head[6:], "little")) for head in heads)
    assert data == expected


def test_greyscale_is_refused() -> None:
    with pytest.raises(ValueError, match="black and white"):
        encode_picture(Image.new("L", (16, 2)), GENERIC)


def test_picture_wider_than_the_head_is_refused() -> None:
    with pytest.raises(ValueError, match="head 384"):
        encode_picture(dots(576, 2), PROFILES["generic-58"])


def from_bytes(width: int, *rows: str) -> Image.Image:
    data = bytes(byte ^ 0xFF for row in rows for byte in bytes.fromhex(row))
    return Image.frombytes("1", (width, len(rows)), data)


@pytest.mark.parametrize(
    "row", ["00 10 04 01 00", "00 10 05 02 00", "00 10 14 08 00", "10 04 04 00 00", "00 00 00 10 04"]
)
def test_chance_command_is_moved_away(row: str) -> None:
    picture = from_bytes(40, row)
    moved = without_chance_commands(picture)
    spelt = bytes(byte ^ 0xFF for byte in moved.tobytes())
    assert not any(command in spelt for command in (b"\x10\x04", b"\x10\x05", b"\x10\x14"))
    assert spelt.hex() != row.replace(" ", "")
    assert sum(byte.bit_count() for byte in spelt) == sum(byte.bit_count() for byte in bytes.fromhex(row))


def test_chance_command_across_two_rows_is_moved_away() -> None:
    moved = without_chance_commands(from_bytes(24, "00 00 10", "04 00 00"))
    assert b"\x10\x04" not in bytes(byte ^ 0xFF for byte in moved.tobytes())


def test_picture_without_chance_command_stays() -> None:
    assert without_chance_commands(SAMPLE) is SAMPLE


def test_picture_that_cannot_move_without_losing_ink_stays_whole() -> None:
    picture = from_bytes(24, "90 04 01", "10 04 01")
    moved = without_chance_commands(picture)
    assert moved.histogram()[0] == picture.histogram()[0]


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
    assert resync_preamble(GENERIC, cut=True).endswith(bytes.fromhex("1b 40 1b 64 06 1d 56 01"))


def test_status_questions() -> None:
    assert [status_question(kind).hex() for kind in (1, 2, 3, 4)] == ["100401", "100402", "100403", "100404"]
    with pytest.raises(ValueError, match="1 to 4"):
        status_question(5)


def test_unknown_profile_names_the_allowed_ones() -> None:
    with pytest.raises(ValueError, match="epson-80, generic-80, generic-58"):
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
def test_our_rasters_are_the_librarys_bytes(width: int, height: int, seed: bytes) -> None:
    """python-escpos made these commands first; ours only make them sooner."""
    noise = random.Random(seed).randbytes((width + 7) // 8 * height)
    picture = Image.frombytes("1", (width, height), noise)
    assert encode_picture(picture, EPSON) == library_picture(picture, "bitImageRaster")
