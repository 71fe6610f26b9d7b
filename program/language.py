"""A language: how it writes dates, lists and counters, and every text the programs say in it. One file each.

    languages/zh-TW.toml      [style] name = "中文"   [kiosk] choose = "請問要辦理什麼？"   [display] …   [web] …

A new language is a new file in that folder, or in the folder that `JIAOHAO_LANGUAGES` names; nothing else changes.

Of a language that the programs do not speak, `languages/partial/` may have the rooms that are there for its visitors
all the same: its file has its [style] and those tables, whole.
"""

from __future__ import annotations

import os
import re
import string
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated

import msgspec

FOLDER = Path(__file__).parent / "languages"
FURTHER = "JIAOHAO_LANGUAGES"
"""Environment variable: a folder with further language files."""
PARTIAL = "partial"
"""Its folder with languages that have some rooms only."""
REFERENCE = "zh-TW"
"""The language whose keys the others must have."""
TERMINAL = "JIAOHAO_LOCALE"
"""Environment variable: the caller's locale, kept by `./jiaohao` where it has to set another for Qt's sake."""
DATE_WORDS = frozenset({"roc", "year", "month", "month2", "month_name", "day", "day2", "weekday"})
"""What a pattern of a day may hold, as `program.dates` explains; one of a moment also <time>."""
ROOMS = (
    "hall",
    "kiosk",
    "display",
    "emergency",
    "web",
    "phone",
    "guide",
    "staff",
    "story",
    "setup",
    "enrol",
    "entrance",
    "privacy",
    "audit",
    "what_if",
    "forecast",
    "demo",
)
"""Tables of texts in a language file, beside [style]."""

Seven = Annotated[tuple[str, ...], msgspec.Meta(min_length=7, max_length=7)]
Twelve = Annotated[tuple[str, ...], msgspec.Meta(min_length=12, max_length=12)]


class LanguageError(ValueError):
    """A language's file cannot be used. `str()` is one line: file, key, fault."""

    def __init__(self, path: Path, fault: str) -> None:
        super().__init__(f"{path}: {fault}")


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
    whole_words: tuple[str, ...] = ()
    """Of a script without spaces: words that no line tears, on paper or on a screen."""
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
    """Every language there is, by its tag. Read once. Raises LanguageError naming the file that is wrong."""
    further = os.environ.get(FURTHER, "")
    found: dict[str, Language] = {}
    for folder in [FOLDER, *([Path(further)] if further else [])]:
        if not folder.is_dir():
            raise LanguageError(folder, f"is no folder; {FURTHER} names it")
        for path in sorted(folder.glob("*.toml")):
            if path.stem.lower() in {tag.lower() for tag in found}:
                raise LanguageError(path, "there is such a language already")
            found[path.stem] = read_language(path)
    _compare(found, found[REFERENCE], further)
    return found


@cache
def spoken_in(room: str) -> Mapping[str, Language]:
    """Every language that has the texts of a room: the reference, the others of `languages`, then those that have some
    rooms only. Raises LanguageError naming the file that is wrong."""
    whole = languages()
    some = {path.stem: read_language(path, some=True) for path in sorted((FOLDER / PARTIAL).glob("*.toml"))}
    _compare(some, whole[REFERENCE], PARTIAL)
    further = {tag: one for tag, one in some.items() if room in one.texts and tag not in whole}
    return {REFERENCE: whole[REFERENCE], **whole, **further}


def _compare(found: Mapping[str, Language], reference: Language, further: str) -> None:
    """Every language says the same things, with the same fields."""
    wanted = reference.texts
    for tag, language in found.items():
        path = (FOLDER if (FOLDER / f"{tag}.toml").is_file() else Path(further)) / f"{tag}.toml"
        for room, texts in language.texts.items():
            for key in sorted(wanted[room].keys() ^ texts.keys()):
                word = "is missing" if key in wanted[room] else "is unknown"
                raise LanguageError(path, f"{room}.{key}: {word}")
            for key, text in texts.items():
                if fields_of(text) != fields_of(wanted[room][key]):
                    needed = ", ".join(f"{{{name}}}" for name in sorted(fields_of(wanted[room][key])))
                    raise LanguageError(path, f"{room}.{key}: needs the fields {needed or 'none'}")


def fields_of(text: str) -> frozenset[str]:
    """Names of its `{fields}`. Raises ValueError for a lone brace."""
    return frozenset(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


def available() -> tuple[str, ...]:
    """Tags of the languages that the programs have texts in."""
    return tuple(languages())


def tag_of(text: str) -> str | None:
    """The language that a tag means, whatever its capitals: zh-tw is zh-TW. None: the programs have no texts in it."""
    return next((tag for tag in available() if tag.lower() == text.lower()), None)


def language_of_locale(environment: Mapping[str, str]) -> str:
    """The language of the terminal, by LC_ALL, LC_MESSAGES, LANG: zh_TW.UTF-8 is zh-TW. English where none is said, or
    there are no texts in it."""
    said = next((environment[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(name)), "")
    wanted = re.split(r"[.@]", said)[0].replace("_", "-").lower()
    kin = [tag for tag in available() if tag.lower().split("-")[0] == wanted.split("-")[0]]
    return tag_of(wanted) or (kin[0] if kin else "en")


def language_of_terminal() -> str:
    """The language of whoever called `./jiaohao`."""
    kept = os.environ.get(TERMINAL)
    return language_of_locale(os.environ if kept is None else {"LANG": kept})


def read_language(path: Path, *, some: bool = False) -> Language:
    """One file, by itself; with `some` it need not have every room. Raises LanguageError."""
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8-sig"))
        style = msgspec.convert(tables.pop("style", {}), Style)
        texts = msgspec.convert(tables, dict[str, dict[str, str]])
    except (OSError, ValueError) as fault:
        raise LanguageError(path, str(fault)) from fault
    strange = sorted(texts.keys() - set(ROOMS) if some else texts.keys() ^ set(ROOMS))
    if strange:
        raise LanguageError(path, f"has or lacks the tables {strange}; needed are style, {', '.join(ROOMS)}")
    said = {f"{room}.{key}": text for room in texts for key, text in texts[room].items()}
    for key, text in {"style.counter": style.counter, **said}.items():
        try:
            fields_of(text)
        except ValueError as fault:
            raise LanguageError(path, f"{key}: {fault}; a brace that is meant is written twice") from fault
    _check_patterns(path, style)
    return Language(path.stem, style, texts)


def _check_patterns(path: Path, style: Style) -> None:
    if fields_of(style.counter) != {"label", "noun"}:
        raise LanguageError(path, "style.counter: needs the fields {label}, {noun}")
    for key, pattern, known in (
        ("date", style.date, DATE_WORDS),
        ("date_on_ticket", style.date_on_ticket, DATE_WORDS | {"time"}),
        ("day", style.day, DATE_WORDS),
        ("weekday", style.weekday, DATE_WORDS),
    ):
        for word in re.findall(r"<(\w+)>", pattern):
            if word not in known:
                raise LanguageError(path, f"style.{key}: knows no <{word}>; there are {', '.join(sorted(known))}")
