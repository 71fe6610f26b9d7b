"""`./jiaohao check-config` as whoever edits a hall's file meets it, on a machine with no fonts but ours."""

from __future__ import annotations

import os
import subprocess
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import tomli_w

from tests.sample_tables import sample_tables

pytestmark = pytest.mark.system

ROOT = Path(__file__).parents[2]
Edit = Callable[[dict[str, Any]], object]


class Checked:
    """The command's answer: `lines` of findings without the file's name, `faults` on stderr, exit `status`. What it
    says of holidays, which depends on the day it is asked, is `calendar`."""

    def __init__(self, folder: Path, edit: Edit = lambda _tables: None, *words: str) -> None:
        fonts = folder / "fonts.conf"
        fonts.write_text(f"<fontconfig><dir>{folder}</dir><cachedir>{folder}</cachedir></fontconfig>", "utf-8")
        tables = tomllib.loads((ROOT / "config.toml").read_text("utf-8"))
        tables["hall"]["guides"] = str(ROOT / "guides")
        edit(tables)
        self.file = folder / "我的大廳.toml"
        self.file.write_text(tomli_w.dumps(tables), "utf-8")
        done = subprocess.run(
            [ROOT / "jiaohao", "check-config", self.file.name, *words],
            cwd=folder,
            env={**os.environ, "FONTCONFIG_FILE": str(fonts)},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        said = done.stderr.splitlines(keepends=True)
        self.calendar = [line for line in said if ": hall.calendar: " in line]
        self.status, self.faults = done.returncode, "".join(line for line in said if line not in self.calendar)
        self.lines = [line.removeprefix(f"{self.file}: ") for line in done.stdout.splitlines()]

    @property
    def keys(self) -> list[str]:
        return [line.partition(": ")[0] for line in self.lines]


def test_the_sample_has_no_finding(tmp_path: Path) -> None:
    checked = Checked(tmp_path, lambda _tables: None, "--strict")
    assert (checked.status, checked.lines, checked.faults) == (0, [], "")


def test_a_hall_without_holidays_hears_of_it_and_is_accepted(tmp_path: Path) -> None:
    checked = Checked(tmp_path, lambda tables: tables["hall"].update(calendar=[]), "--strict")
    assert (checked.status, checked.faults) == (0, "")
    assert "are known, so the week holds on every date" in checked.calendar[0]


def in_two_languages(tables: dict[str, Any]) -> None:
    """The sample without those of its kiosk alone, its guides in it."""
    tables.update(sample_tables())
    tables["hall"].pop("guides", None)


def rare_characters(tables: dict[str, Any]) -> None:
    in_two_languages(tables)
    tables["hall"]["name"] = {"zh-TW": "𠮷𪛖就業中心", "en": "Center ✔ 🙂"}
    tables["service"][1]["guide"] = {"steps": [{"zh-TW": "ქალაქი", "en": "საქართველო"}]}


@pytest.mark.parametrize(("words", "status"), [((), 0), (("--strict",), 78)])
def test_characters_that_no_font_has_are_named_with_their_text(
    tmp_path: Path, words: tuple[str, ...], status: int
) -> None:
    checked = Checked(tmp_path, rare_characters, *words)
    assert checked.status == status
    assert sorted(checked.keys) == sorted(
        [
            *("hall.name.zh-TW", "hall.name.en"),
            *("service[1].guide.steps[0].zh-TW", "service[1].guide.steps[0].en"),
        ]
    )
    lines = dict(zip(checked.keys, checked.lines, strict=True))
    for where in ("the kiosk", "the order monitor", "the content monitor"):
        assert where in lines["hall.name.en"], where
    assert "✔ (U+2714), 🙂 (U+1F642) cannot be drawn on" in lines["hall.name.en"]
    assert "𪛖 (U+2A6D6) cannot be drawn on" in lines["hall.name.zh-TW"]
    assert "ს (U+10E1)" in lines["service[1].guide.steps[0].en"]
    assert "the order monitor" not in lines["service[1].guide.steps[0].en"], "which shows no steps"
    assert checked.faults.count("\n") == 1
    assert "4 of its texts cannot be shown as written" in checked.faults


def test_a_fault_is_one_line_and_nothing_is_rendered(tmp_path: Path) -> None:
    def sub_path(tables: dict[str, Any]) -> None:
        rare_characters(tables)
        tables["hall"]["phone_url"] = "https://city.example/queue/t"

    checked = Checked(tmp_path, sub_path)
    assert (checked.status, checked.lines) == (78, [])
    assert checked.faults.startswith(f"{checked.file}: hall.phone_url: `https://city.example/queue/t` must be ")
    assert checked.faults.count("\n") == 1


def test_a_file_of_the_server_alone_is_checked_for_usual_screens(tmp_path: Path) -> None:
    def server_only(tables: dict[str, Any]) -> None:
        del tables["kiosk"], tables["display"]
        tables["hall"]["name"]["en"] = "Center ✔"

    checked = Checked(tmp_path, server_only)
    assert (checked.status, checked.keys) == (0, ["hall.name.en"])
    assert "the kiosk" in checked.lines[0]
    assert "the content monitor" in checked.lines[0]


@pytest.mark.parametrize("table", ["kiosk", "display"])
def test_a_fault_in_the_table_of_a_screen_is_one_line(tmp_path: Path, table: str) -> None:
    def spoilt(tables: dict[str, Any]) -> None:
        tables[table]["server"] = "http://127.0.0.1"

    checked = Checked(tmp_path, spoilt)
    assert (checked.status, checked.lines) == (78, [])
    assert checked.faults.startswith(f"{checked.file}: {table}.server: ")
    assert checked.faults.count("\n") == 1


def sized(services: int, counters: int) -> Edit:
    """So many, numbered AB1001 to AB1799 and the like, with the sample's texts."""

    def edit(tables: dict[str, Any]) -> None:
        in_two_languages(tables)
        samples = sample_tables()["service"]
        ids = [f"service-{place}" for place in range(services)]
        ranges = {"first_number": 1001, "last_number": 1799, "offline_first_number": 1801, "offline_last_number": 1890}
        tables["service"] = [
            {**samples[place % 8], **ranges, "id": one, "prefix": f"{'ABCDE'[place // 10]}{'ABCDEFGHJK'[place % 10]}"}
            for place, one in enumerate(ids)
        ]
        tables["counter"] = [
            {"id": str(place), "label": str(place + 1), "primary": [ids[place % services]]} for place in range(counters)
        ]

    return edit


@pytest.mark.parametrize("size", [(1, 1), (8, 45), (45, 45)])
def test_halls_of_any_size_fit(tmp_path: Path, size: tuple[int, int]) -> None:
    checked = Checked(tmp_path, sized(*size))
    assert (checked.status, checked.lines, checked.faults) == (0, [], "")


HAN = "辦理中高齡者及高齡者就業促進計畫與身心障礙者職務再設計補助以及新住民獨力負擔家計者服務窗口"
LETTERS = (
    "Counseling on employment promotion for middle-aged and elderly persons, persons with disabilities, indigenous "
    "peoples and sole breadwinners too"
)


def test_names_that_fit_nowhere_are_named_once_each(tmp_path: Path) -> None:
    def long_names(tables: dict[str, Any]) -> None:
        sized(45, 45)(tables)
        tables["hall"]["name"] = {"zh-TW": HAN, "en": LETTERS}
        for service in tables["service"]:
            service["name"] = service["short_name"] = {"zh-TW": HAN, "en": LETTERS}

    checked = Checked(tmp_path, long_names)
    assert checked.status == 0
    assert len(checked.keys) == len(set(checked.keys))
    lines = dict(zip(checked.keys, checked.lines, strict=True))
    where = {"hall.name.en": "the kiosk and the order monitor"}
    for place in range(45):
        # An order monitor of its own has room for it where the translation leaves.
        where[f"service[{place}].name.zh-TW"] = "the kiosk and the one shared monitor"
        where[f"service[{place}].name.en"] = "the kiosk, the order monitor and the content monitor"
    for key, expected in where.items():
        assert f"will be shortened on {expected}: " in lines[key]
    for place in range(45):
        for tag in ("zh-TW", "en"):
            assert "will be shortened on the order monitor" in lines[f"service[{place}].short_name.{tag}"]
    assert "hall.name.zh-TW" not in lines, "its translation leaves it both lines"
    assert not any("ticket" in line for line in checked.lines), "paper grows longer"
