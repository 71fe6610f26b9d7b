"""A language that no one speaks, made from the English file: long words with marks, half as long again. For layouts.

It is a file like every other (`qaa`, a tag for private use), so what shows it has forgotten no language.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import tomli_w

from program.language import FOLDER, languages, read_language
from program.texts import Catalog

TAG = "qaa"
_MARKED = str.maketrans("aeiouyAEIOUY", "âêîôûÿÂÊÎÔÛŸ")
_KEPT = re.compile(r"(\{[^{}]*\}|<\w+>|\\n|\s+)")
_PATTERNS = {"date", "date_on_ticket", "day", "weekday", "counter", "never_first", "never_last", "fonts"}


def lengthened(text: str) -> str:
    """Every word marked and half as long again; `{fields}`, `<patterns>` and spaces are kept."""
    return "".join(part if _KEPT.fullmatch(part) else _word(part) for part in _KEPT.split(text))


def _word(word: str) -> str:
    letters = sum(character.isalpha() for character in word)
    return word.translate(_MARKED) + "ünkelhaften"[: letters // 2]


def write_language(folder: Path) -> Path:
    """Writes the language's file into a folder for `JIAOHAO_LANGUAGES`."""
    tables = tomllib.loads((FOLDER / "en.toml").read_text("utf-8"))
    style = {key: value if key in _PATTERNS else _each(value) for key, value in tables.pop("style").items()}
    style |= {"list_separator": " / ", "fact_separator": " / ", "clause_separator": " — ", "sentence_separator": " — "}
    rooms = {room: {key: lengthened(text) for key, text in texts.items()} for room, texts in tables.items()}
    path = folder / f"{TAG}.toml"
    path.write_text(tomli_w.dumps({"style": style, **rooms}), "utf-8")
    return path


def catalog_with_it(room: str, folder: Path) -> Catalog:
    """The room's catalog with this language beside the others."""
    known = {**languages(), TAG: read_language(write_language(folder))}
    return Catalog({tag: one.texts[room] for tag, one in known.items()}, {tag: one.style for tag, one in known.items()})


def _each(value: object) -> object:
    if isinstance(value, list):
        return [lengthened(one) for one in value]
    return lengthened(value) if isinstance(value, str) else value
