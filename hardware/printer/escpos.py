"""The bytes of ESC/POS: a print job, questions about the printer's state, and the way back into step.

Commands that python-escpos has come from its ``Dummy`` printer; status questions, the confirmation and
the preamble are written here, because the library has no process id and no way back into step.
"""

import logging
import os
import re
import shutil
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from typing import Any

from PIL import Image

from hardware.printer.profile import DEFAULT, CutAtBlade, PrinterProfile, profile_named

INITIALISE = b"\x1b\x40"
ASK_PAPER_WHEN_DONE = b"\x1d\x72\x01"
"""GS r 1: answered only when everything before it has been processed."""
STATUS_KINDS = (1, 2, 3, 4)

FRAGMENT_ROWS = 256
_RASTER_HEAD = 8
_COLUMN_ROWS = 24  # of one strip of ``ESC *``; a fragment that ends within one leaves white below it
# Real-time commands act even inside a picture; shortened to what they have in common.
_REAL_TIME = re.compile(rb"\x10[\x04\x05\x14]")
_SHIFTS = (0, 1, -1, 2, -2, 3, -3, 4, -4)
_INVERTED = bytes(range(255, -1, -1))
_ID_LETTERS = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ"


_LIBRARY_SETTINGS = ("ESCPOS_CAPABILITIES_FILE", "ESCPOS_CAPABILITIES_PICKLE_DIR")


@cache
def _library() -> Any:
    """Import python-escpos once, and undo what the import leaves behind.

    It parses its table of 35 printers as YAML, which takes seconds of CPU at every start; it is given our own small
    table, with the one profile whose image commands we use. It makes a temporary directory at every start, even with
    ESCPOS_CAPABILITIES_PICKLE_DIR set, and a handler on the root logger.
    """
    handlers = list(logging.root.handlers)
    set_before = {name: os.environ.pop(name, None) for name in _LIBRARY_SETTINGS}
    os.environ["ESCPOS_CAPABILITIES_FILE"] = str(Path(__file__).with_name("capabilities.json"))
    try:
        import escpos.capabilities
        import escpos.printer
    finally:
        os.environ.pop("ESCPOS_CAPABILITIES_FILE")
        os.environ.update({name: value for name, value in set_before.items() if value is not None})
        for handler in logging.root.handlers[:]:
            if handler not in handlers:
                logging.root.removeHandler(handler)
    shutil.rmtree(escpos.capabilities.pickle_dir, ignore_errors=True)
    return escpos.printer.Dummy


def warm_up() -> None:
    """Load the byte generator now, so that the first ticket does not wait for it."""
    _library()


def status_question(kind: int) -> bytes:
    """DLE EOT ``kind`` (1 printer, 2 why offline, 3 error, 4 paper): answered at once by one byte."""
    if kind not in STATUS_KINDS:
        raise ValueError(f"status kind must be 1 to 4, not {kind}")
    return bytes((0x10, 0x04, kind))


def process_id(job_id: str) -> bytes:
    """Return the four characters a printer gives back for a job, the same for the same ``job_id``.

    A job id of four printable ASCII characters stands for itself.
    """
    if len(job_id) == 4 and all("\x20" <= char <= "\x7e" for char in job_id):
        return job_id.encode("ascii")
    return bytes(_ID_LETTERS[byte % 32] for byte in sha256(job_id.encode()).digest()[:4])


def resync_preamble(profile: PrinterProfile, *, cut: bool = False) -> bytes:
    """Bytes that end any half received picture of an earlier job, then initialise.

    With ``cut``, what came out of that job is cut off, so that it does not hang on the next ticket.
    """
    rows = b"\x00" * ((profile.width_dots + 7) // 8 * FRAGMENT_ROWS)
    return rows + INITIALISE + (_cut(profile) if cut else b"")


def encode_picture(picture: Image.Image, profile: PrinterProfile) -> bytes:
    """Return the image commands for a picture of mode "1", in fragments of at most 256 rows.

    Dots that spell a real-time command are moved aside by a dot or more, if that pushes no ink off the paper: printers
    may obey ``10 04``, ``10 05`` and ``10 14`` even inside a picture.
    Raises ValueError for another mode (the library would speckle it) or a picture wider than the head.
    """
    if picture.mode != "1":
        raise ValueError(f"the picture must be pure black and white (mode 1), not {picture.mode}")
    if picture.width > profile.width_dots:
        raise ValueError(f"the picture is {picture.width} dots wide, the head {profile.width_dots}")
    return _harmless(picture, profile)[1]


def without_chance_commands(picture: Image.Image, profile: PrinterProfile | None = None) -> Image.Image:
    """The picture as :func:`encode_picture` puts it on paper: where it was, or moved aside by some dots."""
    return _harmless(picture, profile or profile_named(DEFAULT))[0]


def _harmless(picture: Image.Image, profile: PrinterProfile) -> tuple[Image.Image, bytes]:
    """The picture and its commands, at the first place where they spell none that acts at once; else where it was."""
    at_first = picture, b""
    by_columns = profile.image_command == "bitImageColumn"
    for shift in range(8) if by_columns else _SHIFTS:
        moved = _lowered(picture, shift) if by_columns else _moved(picture, shift)
        if moved is not None:
            commands = _image_commands(moved, profile)
            if not _REAL_TIME.search(commands):
                return moved, commands
            at_first = at_first if at_first[1] else (moved, commands)
    return at_first


def _image_commands(picture: Image.Image, profile: PrinterProfile) -> bytes:
    if profile.image_command == "bitImageRaster":
        return _rasters(picture)
    return library_picture(picture, profile.image_command)


def library_picture(picture: Image.Image, command: str) -> bytes:
    """The image commands as python-escpos makes them: for all but ``GS v 0``, and to check ours against."""
    printer = _library()(profile="TM-T20II")
    rows = FRAGMENT_ROWS - FRAGMENT_ROWS % _COLUMN_ROWS if command == "bitImageColumn" else FRAGMENT_ROWS
    printer.image(picture, impl=command, fragment_height=rows)
    return bytes(printer.output)


def _rasters(picture: Image.Image) -> bytes:
    """``GS v 0`` for each band of rows, as wide as its ink reaches; blank rows are fed by a strip one byte wide.

    Half of a ticket's rows or more are white, and a slow line takes its time for each byte. ``ESC J`` would feed them
    in even fewer, but in units of its own, 1/203, 1/360 or 1/406 inch by model; a strip is so many dots everywhere.
    The library takes every picture through RGBA and back, 25 ms for a ticket, while a visitor waits; this takes two.
    """
    width = (picture.width + 7) // 8
    if picture.width % 8:
        padded = Image.new("1", (8 * width, picture.height), 1)
        padded.paste(picture, (0, 0))
        picture = padded
    ink = _ink_bytes(picture)
    rows = [ink[at : at + width] for at in range(0, len(ink), width)]
    commands = bytearray()
    for first, last, reach in _bands([len(row.rstrip(b"\x00")) for row in rows]):
        for top in range(first, last, FRAGMENT_ROWS):
            bottom = min(last, top + FRAGMENT_ROWS)
            commands += b"\x1dv0\x00" + reach.to_bytes(2, "little") + (bottom - top).to_bytes(2, "little")
            commands += b"".join([row[:reach] for row in rows[top:bottom]])
    return bytes(commands)


def _bands(reaches: list[int]) -> Iterator[tuple[int, int, int]]:
    """Split the rows, whose ink ends after so many bytes, into bands: first row, row behind the last, bytes a row.

    Blank rows are a band of their own where that is shorter, by its own head and one more, than to send them.
    """
    worth = 2 * _RASTER_HEAD / max(1, max(reaches) - 1)
    first = end = 0
    for blank, group in groupby(reaches, key=lambda reach: not reach):
        start, end = end, end + len(list(group))
        if blank and end - start > worth:
            if start > first:
                yield first, start, max(reaches[first:start])
            yield start, end, 1
            first = end
    if first < end:
        yield first, end, max(1, *reaches[first:end])


def _ink_bytes(picture: Image.Image) -> bytes:
    """The picture's rows as the raster command carries them: 1 is black."""
    return picture.tobytes().translate(_INVERTED)


def _lowered(picture: Image.Image, rows: int) -> Image.Image:
    """The picture under so many white rows: the bytes of ``ESC *`` stand upright."""
    lower = Image.new("1", (picture.width, picture.height + rows), 1)
    lower.paste(picture, (0, rows))
    return lower


def _moved(picture: Image.Image, shift: int) -> Image.Image | None:
    if shift == 0:
        return picture
    lost = (picture.width - shift, 0, picture.width, picture.height) if shift > 0 else (0, 0, -shift, picture.height)
    if picture.crop(lost).convert("L").getextrema() != (255, 255):
        return None
    moved = Image.new("1", picture.size, 1)
    moved.paste(picture, (shift, 0))
    return moved


def encode_ticket(picture: Image.Image, profile: PrinterProfile) -> bytes:
    """Return a ticket: initialise, picture, feed and cut. Raises ValueError like :func:`encode_picture`."""
    return INITIALISE + encode_picture(picture, profile) + _cut(profile)


def confirmation(job: bytes, *, in_turn: bool, printed: bool) -> bytes:
    """Return the request to confirm a job, to stand behind it: in its turn, and by its id once it is on paper.

    ``job`` is from :func:`process_id`.
    """
    return (ASK_PAPER_WHEN_DONE if in_turn else b"") + (b"\x1d\x28\x48\x06\x00\x30\x30" + job if printed else b"")


def _cut(profile: PrinterProfile) -> bytes:
    if isinstance(profile.cut, CutAtBlade):
        return b"\x1dVB" + bytes((profile.cut.steps,))
    return b"\x1bd" + bytes((profile.cut.lines,)) + b"\x1dV\x01"
