"""docs/printers.md names what there is, in the words that stand on the screens."""

from __future__ import annotations

import re
from pathlib import Path

from hardware.printer.profile import PROFILES
from program.texts import read_catalog

PAGE = (Path(__file__).parents[3] / "docs" / "printers.md").read_text("utf-8")


def test_every_profile_has_its_row_with_its_dots() -> None:
    rows = {name: int(dots) for name, dots in re.findall(r"^\| `([a-z0-9-]+)` \| (\d+) \|", PAGE, re.MULTILINE)}
    assert rows == {name: profile.width_dots for name, profile in PROFILES.items()}


def test_the_words_are_those_of_the_screens() -> None:
    part = PAGE.partition("## What the screens say")[2].partition("\n## ")[0]
    rows = [line.split("|")[1] for line in part.splitlines() if line.startswith('| "')]
    quoted = [(words, other.strip()) for row in rows for words, other in re.findall(r'"([^"]+)"([^",]*)', row)]
    assert len(quoted) >= 15
    english = {key: text for room in ("kiosk", "web") for key, text in read_catalog(room).all("en").items()}
    chinese = {key: text for room in ("kiosk", "web") for key, text in read_catalog(room).all("zh-TW").items()}
    for words, other in quoted:
        keys = [key for key, text in english.items() if text == words]
        assert keys, f"no screen says {words!r}"
        assert not other or other in [chinese[key] for key in keys], other
