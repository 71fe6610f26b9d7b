"""The sample hall as one table of tables, its guides in it, in the hall's own languages."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]


def sample_text() -> str:
    """The sample's file as it is written, but for the languages of its kiosk alone."""
    text = (ROOT / "config.toml").read_text("utf-8")
    return re.sub(r', (?:vi|id|th) = "[^"]*"', "", re.sub(r"(?m)^kiosk_languages = .*\n", "", text))


def sample_tables() -> dict[str, Any]:
    tables = tomllib.loads((ROOT / "config.toml").read_text("utf-8"))
    spoken = tables["hall"]["languages"]
    del tables["hall"]["kiosk_languages"]
    for service in tables["service"]:
        guide = tomllib.loads((ROOT / "guides" / f"{service['id']}.toml").read_text("utf-8"))
        del guide["languages"]
        service["guide"] = _in(spoken, guide)
    return {name: _in(spoken, table) for name, table in tables.items()}


def _in(languages: list[str], value: Any) -> Any:
    if isinstance(value, list):
        return [_in(languages, one) for one in value]
    if not isinstance(value, dict):
        return value
    if languages[0] in value:
        return {language: value[language] for language in languages}
    return {key: _in(languages, one) for key, one in value.items()}
