"""What a font covers, held against a library that reads fonts."""

from pathlib import Path

import pytest
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # in the lock beneath the fonts

from hardware.character_map import FontFormatError, read_character_map
from hardware.glyphs import font_files


@pytest.mark.parametrize("path", font_files(), ids=lambda path: path.name)
def test_a_font_covers_what_the_library_says(path: Path) -> None:
    with TTFont(path, lazy=True) as font:
        covered = set(font.getBestCmap())
    found = read_character_map(path)
    assert {code for code in range(0x30000) if chr(code) in found} == {code for code in covered if code < 0x30000}


def test_what_is_no_font_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "none.ttf"
    for content in (b"", b"no font at all, only some words"):
        path.write_bytes(content)
        with pytest.raises(FontFormatError):
            read_character_map(path)
