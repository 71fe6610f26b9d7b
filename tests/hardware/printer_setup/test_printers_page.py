"""docs/printers.md names what there is, in the words that stand on the screens."""

from __future__ import annotations

import re
from pathlib import Path

from hardware.printer.profile import PROFILES
from hardware.printer.setup import discovery
from program.texts import read_catalog

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "printers.md").read_text("utf-8")
SAMPLE = (ROOT / "config.toml").read_text("utf-8")


def test_every_profile_has_its_row_with_its_dots() -> None:
    rows = {name: int(dots) for name, dots in re.findall(r"^\| `([a-z0-9-]+)` \| (\d+) \|", PAGE, re.MULTILINE)}
    assert rows == {name: profile.width_dots for name, profile in PROFILES.items()}


def test_how_many_addresses_are_looked_at_is_as_the_program_does() -> None:
    unasked, named = (2 ** (32 - prefix) for prefix in (discovery.SMALLEST_PREFIX_UNASKED, discovery.SMALLEST_PREFIX))
    assert f"at most {unasked} of them" in PAGE
    assert f"no more than {named:,} addresses" in PAGE


def test_the_comment_of_the_sample_config_names_every_profile() -> None:
    comment = re.search(r"((?:^#.*\n)+)printer_profile = ", SAMPLE, re.MULTILINE)
    assert comment
    assert set(PROFILES) <= set(re.findall(r"[a-z0-9-]+", comment.group(1)))


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
