"""A language: how it writes dates, lists and counters, and every text the programs say in it. One file each.

    languages/zh-TW.toml      [style] name = "中文"   [kiosk] choose = "請問要辦理什麼？"   [display] …   [web] …

A new language is a new file in that folder, or in the folder that `JIAOHAO_LANGUAGES` names; nothing else changes.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated

import msgspec

FOLDER = Path(__file__).parent / "languages"
FURTHER = "JIAOHAO_LANGUAGES"
"""Environment variable: a folder with further language files."""
ROOMS = ("kiosk", "display", "web", "demo")
"""Tables of texts in a language file, beside [style]."""

Seven = Annotated[tuple[str, ...], msgspec.Meta(min_length=7, max_length=7)]
Twelve = Annotated[tuple[str, ...], msgspec.Meta(min_length=12, max_length=12)]


class Style(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How a language is written. Patterns of dates are explained in `program.dates`."""

    name: str
    """The language in its own words."""
    date: str
    date_on_ticket: str
    day: str
    """A day of another week, without its year."""
    weekday: str
    """A weekday in a sentence."""
    weekdays: Seven
    """Monday first."""
    months: Twelve
    counter: str
    """A counter by its `{label}` and the hall's `{noun}`, in the language's order."""
    list_separator: str
    fact_separator: str
    clause_separator: str
    sentence_separator: str
    never_first: str
    """Marks that never begin a line."""
    never_last: str
    """Marks that never end a line."""
    square_letters: bool
    """Letters fill their square, as Chinese characters do; else they are set larger on paper."""
    fonts: tuple[str, ...]
    """Families for screens, best first."""

    def counter_called(self, label: str, noun: str) -> str:
        """3 號櫃檯, Counter 3."""
        return self.counter.format(label=label, noun=noun)

    @property
    def noun_first(self) -> bool:
        """Counter 3, not 3 號櫃檯."""
        return self.counter_called("\0", "\1").index("\1") == 0

    def beside_label(self, noun: str) -> str:
        """What stands beside a counter's label: 號櫃檯, Counter."""
        return self.counter_called("", noun).strip()


class Language(msgspec.Struct, frozen=True):
    """One file: `texts` by room, then by key."""

    tag: str
    style: Style
    texts: Mapping[str, Mapping[str, str]]


@cache
def languages() -> Mapping[str, Language]:
    """Every language there is, by its tag. Read once. Raises ValueError naming the file that is wrong."""
    further = os.environ.get(FURTHER, "")
    folders = [FOLDER, *([Path(further)] if further else [])]
    return {path.stem: read_language(path) for folder in folders for path in sorted(folder.glob("*.toml"))}


def available() -> tuple[str, ...]:
    """Tags of the languages that the programs have texts in."""
    return tuple(languages())


def tag_of(text: str) -> str | None:
    """The language that a tag means, whatever its capitals: zh-tw is zh-TW. None: the programs have no texts in it."""
    return next((tag for tag in available() if tag.lower() == text.lower()), None)


def read_language(path: Path) -> Language:
    """One file. Raises ValueError with its name and what is wrong."""
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
        style = msgspec.convert(tables.pop("style", {}), Style)
        texts = msgspec.convert(tables, dict[str, dict[str, str]])
    except (OSError, ValueError) as fault:
        raise ValueError(f"{path}: {fault}") from fault
    strange = sorted(texts.keys() ^ set(ROOMS))
    if strange:
        raise ValueError(f"{path}: has or lacks the tables {strange}; needed are style, {', '.join(ROOMS)}")
    return Language(path.stem, style, texts)
