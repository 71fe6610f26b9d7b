"""Cuts a stream of ESC/POS bytes into commands. Pure; written from the command reference, not from the driver."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Initialise:
    """ESC @."""


@dataclass(frozen=True)
class Raster:
    """The head of GS v 0: so many rows of dots follow and are printed as they come; 1 is black, the most significant
    bit is leftmost."""

    row_bytes: int
    rows: int


@dataclass(frozen=True)
class StoreGraphics:
    """GS ( L function 112: a picture kept for printing."""

    width: int
    rows: int
    data: bytes


@dataclass(frozen=True)
class PrintGraphics:
    """GS ( L function 50."""


@dataclass(frozen=True)
class ColumnImage:
    """ESC *: columns of 8 or 24 dots, three or one byte each, set on the current line."""

    columns: int
    dots_high: int
    data: bytes


@dataclass(frozen=True)
class LineSpacing:
    """ESC 3 n in dots, ESC 2 back to the usual 30."""

    dots: int


@dataclass(frozen=True)
class FeedDots:
    """ESC J n."""

    dots: int


@dataclass(frozen=True)
class FeedLines:
    """ESC d n, and LF for one line."""

    lines: int


@dataclass(frozen=True)
class Cut:
    """GS V, ESC i, ESC m. ``feed`` dots go forward first."""

    feed: int = 0


@dataclass(frozen=True)
class AskPaper:
    """GS r n."""

    kind: int


@dataclass(frozen=True)
class AskPrinted:
    """GS ( H function 48."""

    process_id: bytes


@dataclass(frozen=True)
class AutomaticStatus:
    """GS a n."""

    mask: int


@dataclass(frozen=True)
class Text:
    """One printable byte."""

    byte: int


@dataclass(frozen=True)
class NoEffect:
    """A known command that changes nothing in the picture, or a byte without meaning between commands."""

    data: bytes


@dataclass(frozen=True)
class Unknown:
    """Bytes that are no command this printer knows."""

    data: bytes


Command = (
    Initialise
    | Raster
    | StoreGraphics
    | PrintGraphics
    | ColumnImage
    | LineSpacing
    | FeedDots
    | FeedLines
    | Cut
    | AskPaper
    | AskPrinted
    | AutomaticStatus
    | Text
    | NoEffect
    | Unknown
)

# Known commands with a fixed number of parameter bytes that change nothing here: style of text, margins,
# code pages, drawers, sensors.
_FIXED = {
    0x1B: dict.fromkeys(b" !-=EGMRTUVart{", 1) | dict.fromkeys(b"$\\c", 2) | {0x53: 0, 0x70: 3, 0x57: 8, 0x4C: 0},
    0x1D: dict.fromkeys(b"!BHIbfhwT", 1) | dict.fromkeys(b"LPW$\\", 2),
    0x1C: dict.fromkeys(b"!-CW", 1) | {0x26: 0, 0x2E: 0, 0x53: 2},
}


class _NeedMoreError(Exception):
    """The command is not complete yet."""


@dataclass
class _Cursor:
    """Reads forward in the bytes of one command."""

    data: bytes | bytearray
    at: int = 0

    def take(self, count: int) -> bytes:
        if self.at + count > len(self.data):
            raise _NeedMoreError
        self.at += count
        return bytes(self.data[self.at - count : self.at])

    def byte(self) -> int:
        return self.take(1)[0]

    def word(self) -> int:
        return int.from_bytes(self.take(2), "little")

    def taken(self) -> bytes:
        return bytes(self.data[: self.at])


def next_command(buffer: bytearray) -> Command | None:
    """Take the first command off ``buffer``; None, and nothing taken, when its last byte has not come yet."""
    if not buffer:
        return None
    cursor = _Cursor(buffer)
    try:
        command = _read(cursor)
    except _NeedMoreError:
        return None
    del buffer[: cursor.at]
    return command


def _read(cursor: _Cursor) -> Command:
    first = cursor.byte()
    if first in _READERS:
        return _READERS[first](cursor)
    if first == 0x0A:
        return FeedLines(1)
    if first < 0x20:
        return NoEffect(bytes((first,))) if first in {0x00, 0x09, 0x0C, 0x0D, 0x18} else Unknown(bytes((first,)))
    return Text(first)


def _read_esc(cursor: _Cursor) -> Command:  # noqa: PLR0911  one row per command
    letter = cursor.byte()
    match letter:
        case 0x40:
            return Initialise()
        case 0x2A:
            mode, columns = cursor.byte(), cursor.word()
            high = 24 if mode in {32, 33} else 8
            return ColumnImage(columns, high, cursor.take(columns * high // 8))
        case 0x32:
            return LineSpacing(30)
        case 0x33:
            return LineSpacing(cursor.byte())
        case 0x4A:
            return FeedDots(cursor.byte())
        case 0x64:
            return FeedLines(cursor.byte())
        case 0x69 | 0x6D:
            return Cut()
        case 0x44:
            while cursor.byte():
                pass
            return NoEffect(cursor.taken())
    return _read_fixed(0x1B, letter, cursor)


def _read_gs(cursor: _Cursor) -> Command:  # noqa: PLR0911  one row per command
    letter = cursor.byte()
    match letter:
        case 0x76:
            cursor.take(2)
            return Raster(cursor.word(), cursor.word())
        case 0x56:
            mode = cursor.byte()
            return Cut(cursor.byte()) if mode in {0x41, 0x42} else Cut()
        case 0x72:
            return AskPaper(cursor.byte())
        case 0x61:
            return AutomaticStatus(cursor.byte())
        case 0x28:
            kind, size = cursor.byte(), cursor.word()
            return _block(kind, cursor.take(size), cursor)
        case 0x38:
            kind, size = cursor.byte(), int.from_bytes(cursor.take(4), "little")
            return _block(kind, cursor.take(size), cursor)
    return _read_fixed(0x1D, letter, cursor)


def _block(kind: int, data: bytes, cursor: _Cursor) -> Command:
    """GS ( or GS 8, a letter and a counted block."""
    function = data[:2]
    if kind == 0x48 and function == b"\x30\x30" and len(data) == 6:
        return AskPrinted(data[2:])
    if kind == 0x4C and function == b"\x30\x70" and len(data) >= 10:
        width, rows = int.from_bytes(data[6:8], "little"), int.from_bytes(data[8:10], "little")
        return StoreGraphics(width, rows, data[10:])
    if kind == 0x4C and function in {b"\x30\x32", b"\x30\x02"}:
        return PrintGraphics()
    return NoEffect(cursor.taken()) if kind in b"AEKMN" else Unknown(cursor.taken())


def _read_fs(cursor: _Cursor) -> Command:
    letter = cursor.byte()
    if letter == 0x28:
        cursor.take(1)
        cursor.take(cursor.word())
        return NoEffect(cursor.taken())
    return _read_fixed(0x1C, letter, cursor)


def _read_dle(cursor: _Cursor) -> Command:
    """Real-time commands acted when they arrived; in the queue they do nothing more."""
    letter = cursor.byte()
    match letter:
        case 0x04 | 0x05:
            cursor.take(1)
        case 0x14:
            cursor.take({1: 2, 2: 2, 8: 7}.get(cursor.byte(), 0))
        case _:
            return Unknown(cursor.taken())
    return NoEffect(cursor.taken())


def _read_fixed(prefix: int, letter: int, cursor: _Cursor) -> Command:
    count = _FIXED[prefix].get(letter)
    if count is None:
        return Unknown(cursor.taken())
    cursor.take(count)
    return NoEffect(cursor.taken())


_READERS: dict[int, Callable[[_Cursor], Command]] = {
    0x10: _read_dle,
    0x1B: _read_esc,
    0x1C: _read_fs,
    0x1D: _read_gs,
}
