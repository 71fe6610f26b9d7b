"""Each fault of a config file is named, with its key and the line in which it stands."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import msgspec
import pytest

from program.config_file import ConfigError, decode_table, read_file
from program.config_lines import MOST_FAULTS, with_lines


class Shelf(msgspec.Struct, forbid_unknown_fields=True):
    name: dict[Annotated[str, msgspec.Meta(max_length=5)], str]
    height: int = 3


class Shop(msgspec.Struct, forbid_unknown_fields=True):
    id: str
    shelves: list[Shelf] = []
    hours: tuple[str, ...] = ()
    cellar: Shelf | None = None


def faults(folder: Path, text: str) -> list[str]:
    path = folder / "shop.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(ConfigError) as refused, with_lines():
        decode_table(path, "", read_file(path), Shop)
    lines = str(refused.value).split("\n")
    assert all(line.startswith(f"{path}: ") for line in lines)
    return [line.removeprefix(f"{path}: ") for line in lines]


def test_every_fault_is_named_with_its_line(tmp_path: Path) -> None:
    text = """# a shop

id = 3
hours = [
  "08:00",
  9,  # this one
]

# the first
[[shelves]]
name = { en = "top" }
hight = 3

[[shelves]]
height = "4"

[cellar]
name = { english = "low", zh = 1 }
"""
    assert faults(tmp_path, text) == [
        "id: Expected `str`, got `int`; allowed is a text in quotes (line 3)",
        "hours[1]: Expected `str`, got `int`; allowed is a text in quotes (line 4)",
        "shelves[0]: unknown key `hight`; allowed are name, height (line 10)",
        "shelves[1].height: Expected `int`, got `str`; allowed are whole numbers, without quotes (line 15)",
        "shelves[1]: Object missing required field `name` (line 14)",
        "cellar.name.english: Expected `str` of length <= 5; allowed is a text in quotes, 0 to 5 characters (line 18)",
        "cellar.name.zh: Expected `str`, got `int`; allowed is a text in quotes (line 18)",
    ]


def test_values_that_no_key_could_have_are_all_named(tmp_path: Path) -> None:
    found = faults(tmp_path, 'id = "a\\u202eb"\n[cellar]\nheight = nan\nname = { en = "\\u0007" }\n')
    assert [line.partition(": ")[0] for line in found] == ["id", "cellar.height", "cellar.name.en"]
    assert [line[-8:] for line in found] == ["(line 1)", "(line 3)", "(line 4)"]


def test_a_fault_of_all_is_named_so_often_and_no_more(tmp_path: Path) -> None:
    found = faults(tmp_path, 'id = "a"\n' + "[[shelves]]\n" * 300)
    assert len(found) == MOST_FAULTS + 1
    assert found[0] == "shelves[0]: Object missing required field `name` (line 2)"
    assert found[-2].endswith(f"(line {MOST_FAULTS + 1})")
    assert found[-1] == f"and {300 - MOST_FAULTS} more faults, here or in files beside it"


def test_a_list_that_goes_on_for_long_is_found_or_left_unsaid(tmp_path: Path) -> None:
    short, long = ("[\n" + '"08:00",\n' * count + "8,\n]\n" for count in (30, 3000))
    assert faults(tmp_path, f'id = "a"\nhours = {short}')[0].endswith("(line 2)")
    assert faults(tmp_path, f'id = "a"\nhours = {long}')[0].startswith("hours[3000]: Expected `str`, got `int`")
