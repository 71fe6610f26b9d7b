"""Which characters a font file has glyphs for: its `cmap` table, read without a library.

The one in the lock that can read it takes half a second to import, longer than a ticket takes.
"""

from bisect import bisect_right
from dataclasses import dataclass
from pathlib import Path
from struct import unpack_from

_FULL, _BASIC = (3, 10), (3, 1)
"""Platform and encoding: all of Unicode (format 12), its first plane (format 4)."""


class FontFormatError(ValueError):
    """Not a font file, or without a character map that is known here."""


@dataclass(frozen=True)
class CharacterMap:
    """Ranges of characters, in order."""

    firsts: tuple[int, ...]
    lasts: tuple[int, ...]

    def __contains__(self, character: str) -> bool:
        place = bisect_right(self.firsts, ord(character)) - 1
        return place >= 0 and ord(character) <= self.lasts[place]


def read_character_map(path: Path) -> CharacterMap:
    """Read the file. Raises FontFormatError, and OSError when it cannot be read."""
    with path.open("rb") as file:
        head = file.read(12)
        if len(head) < 12:
            raise FontFormatError(f"{path}: no font")
        tables = file.read(16 * int(unpack_from(">H", head, 4)[0]))
        for at in range(0, len(tables) - 15, 16):
            tag, _, offset, length = unpack_from(">4sLLL", tables, at)
            if tag == b"cmap":
                file.seek(offset)
                return _ranges(file.read(length), path)
    raise FontFormatError(f"{path}: no character map")


def _ranges(table: bytes, path: Path) -> CharacterMap:
    count = unpack_from(">H", table, 2)[0]
    entries = [unpack_from(">HHL", table, 4 + 8 * index) for index in range(count)]
    at = {(platform, encoding): offset for platform, encoding, offset in entries}
    if _FULL in at and unpack_from(">H", table, at[_FULL])[0] == 12:
        return _segmented(table, at[_FULL])
    if _BASIC in at and unpack_from(">H", table, at[_BASIC])[0] == 4:
        return _first_plane(table, at[_BASIC])
    raise FontFormatError(f"{path}: its character map is of no known format")


def _segmented(table: bytes, at: int) -> CharacterMap:
    """Format 12: groups of first, last, and the glyph of the first."""
    count = unpack_from(">L", table, at + 12)[0]
    groups = [unpack_from(">LL", table, at + 16 + 12 * index) for index in range(count)]
    return CharacterMap(tuple(first for first, _ in groups), tuple(last for _, last in groups))


def _first_plane(table: bytes, at: int) -> CharacterMap:
    """Format 4: the ends of all segments, then their starts; the last segment is only a mark of the end."""
    count = unpack_from(">H", table, at + 6)[0] // 2
    lasts = unpack_from(f">{count}H", table, at + 14)
    firsts = unpack_from(f">{count}H", table, at + 16 + 2 * count)
    return CharacterMap(firsts[:-1], lasts[:-1])
