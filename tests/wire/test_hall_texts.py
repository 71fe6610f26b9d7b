"""Keys of a hall's texts are those under which they stand in its file."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from server.guide_numbers import filled
from server.setting_checks import Checks
from tests.real_hall import ROOT, sample_view
from wire.errors import MalformedMessage
from wire.hall_file import read_hall, write_hall
from wire.hall_texts import hall_texts


def at(tables: Any, key: str) -> Any:
    for name, place in re.findall(r"([a-z_]+)|\[([0-9]+)\]", key):
        tables = tables[name] if name else tables[int(place)]
    return tables


def texts_in(tables: Any) -> list[dict[str, str]]:
    """Everything in the file that is said in languages."""
    if isinstance(tables, list):
        return [text for one in tables for text in texts_in(one)]
    if not isinstance(tables, dict):
        return []
    return [tables] if "zh-TW" in tables else [text for one in tables.values() for text in texts_in(one)]


def test_every_text_of_the_file_is_found_under_its_key() -> None:
    tables = tomllib.loads((ROOT / "config.toml").read_text("utf-8"))
    for service in tables["service"]:
        guide = tomllib.loads((ROOT / "guides" / f"{service['id']}.toml").read_text("utf-8"))
        numbers = tables["hall"]["guide_numbers"] | guide.get("numbers", {})
        service["guide"] = filled(Checks(ROOT, ["zh-TW"]), "", guide, numbers)
    everything = list(hall_texts(sample_view()))
    assert len({text.key for text in everything}) == len(everything)
    # What the file leaves to the house rule stands under the key where a hall may write its own.
    found = [text for text in everything if text.key != "hall.missed_rule"]
    assert "missed_rule" not in tables["hall"]
    assert len(everything) == len(found) + 1
    for key, texts in found:
        spoken = texts.get("", texts)
        written = at(tables, key)
        assert spoken == ({tag: written[tag] for tag in spoken} if isinstance(written, dict) else written), key
    labels = [text for text in found if text.kind == "counter.label"]
    assert len(labels) == len(tables["counter"])
    # What is written for the next officer stands on staff's pages alone.
    assert len(found) - len(labels) == len(texts_in(tables)) - len(texts_in(tables["note"]))


def test_the_kind_of_a_text_is_its_key_without_places() -> None:
    kinds = {text.key: text.kind for text in hall_texts(sample_view())}
    assert kinds["hall.name"] == "hall.name"
    assert kinds["service[1].guide.papers[0].note"] == "service.guide.papers.note"


def test_a_hall_in_a_file_is_the_same_hall(tmp_path: Path) -> None:
    file = tmp_path / "hall.json"
    write_hall(file, sample_view())
    assert read_hall(file) == sample_view()
    file.write_text('{"hall_id": 3}')
    with pytest.raises(MalformedMessage, match="hall_id"):
        read_hall(file)
