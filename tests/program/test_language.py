"""Language files: every one whole, a further one from a folder of its own, a wrong one named."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from program.language import FOLDER, FURTHER, PARTIAL, ROOMS, available, languages, read_language, spoken_in, tag_of
from program.texts import read_catalog
from tests.long_language import TAG, catalog_with_it

ENGLISH = (FOLDER / "en.toml").read_text("utf-8")


@pytest.mark.parametrize("room", ROOMS)
def test_every_language_has_every_text_of_every_room(room: str) -> None:
    some = {path.stem for path in (FOLDER / PARTIAL).glob("*.toml")} & set(spoken_in(room))
    assert set(read_catalog(room).languages) - some == set(available()) >= {"zh-TW", "en"}


def test_the_words_around_a_guide_are_in_its_five_languages() -> None:
    assert read_catalog("guide").languages == ("zh-TW", "en", "id", "th", "vi")
    assert read_catalog("phone").languages == read_catalog("guide").languages
    assert read_catalog("web").languages == ("zh-TW", "en"), "a page of staff does not offer them"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('steps = "Các bước"', "", "guide.steps: is missing"),
        ("[guide]", "[gide]", "gide"),
        ("{minutes}", "", "minutes"),
    ],
)
def test_a_language_of_some_rooms_has_those_whole(tmp_path: Path, old: str, new: str, says: str) -> None:
    """In a copy of the programs: the folder is theirs."""
    copy = tmp_path / "program"
    shutil.copytree(FOLDER.parent, copy)
    file = copy / "languages" / PARTIAL / "vi.toml"
    file.write_text(file.read_text("utf-8").replace(old, new, 1), "utf-8")
    code = "from program.texts import read_catalog; read_catalog('guide')"
    ended = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, encoding="utf-8", timeout=60, check=False
    )
    assert ended.returncode == 1
    assert re.search(f"vi.toml: .*{says}", ended.stderr)


def test_tags_are_compared_without_case() -> None:
    assert [tag_of(text) for text in ("zh-tw", "ZH-TW", "En", "zh", "vi", "")] == [
        "zh-TW",
        "zh-TW",
        "en",
        None,
        None,
        None,
    ]


def test_a_counter_in_the_languages_order() -> None:
    chinese, english = languages()["zh-TW"].style, languages()["en"].style
    assert (chinese.counter_called("3", "櫃檯"), english.counter_called("3", "Counter")) == ("3 號櫃檯", "Counter 3")
    assert (chinese.beside_label("櫃檯"), english.beside_label("Counter")) == ("號櫃檯", "Counter")
    assert (chinese.noun_first, english.noun_first) == (False, True)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('"Mon", ', "", "weekdays"),
        ('never_last = "([{"', "never_last = 3", "never_last"),
        ("[style]", "[style]\nhue = 1", "hue"),
        ("[demo]", "[demonstration]", "demo"),
        ('list_separator = ", "', "list_separator = 3", "list_separator"),
        ("[kiosk]", "[kiosk]\n[", "line"),
        ('counter = "{noun} {label}"', 'counter = "{noun} {number}"', "style.counter: needs the fields"),
        ('date = "<weekday>', 'date = "<wekday>', "style.date: knows no <wekday>"),
        ('day = "<weekday>', 'day = "<time> <weekday>', "style.day: knows no <time>"),
        ('waiting = "waiting"', 'waiting = "waiting {"', "kiosk.waiting: "),
    ],
)
def test_a_wrong_file_is_named(tmp_path: Path, old: str, new: str, says: str) -> None:
    path = tmp_path / "xx.toml"
    path.write_text(ENGLISH, "utf-8")
    assert read_language(path).style == languages()["en"].style
    path.write_text(ENGLISH.replace(old, new, 1), "utf-8")
    with pytest.raises(ValueError, match=f"xx.toml.*{says}"):
        read_language(path)


@pytest.mark.parametrize(
    ("file", "says"),
    [
        (("xx.toml", 'no_wait = "No wait"\n', ""), "xx.toml: kiosk.no_wait: is missing"),
        (("xx.toml", "[web]", '[web]\nmore = "More"'), "xx.toml: web.more: is unknown"),
        (("xx.toml", 'minutes = "{n} min', 'minutes = "{m} min'), "xx.toml: web.minutes: needs the fields {n}"),
        (("EN.toml", "", ""), "EN.toml: there is such a language already"),
        (("xx.toml", "[style]", "["), "xx.toml: "),
        (("elsewhere/xx.toml", "", ""), ""),
    ],
)
@pytest.mark.parametrize("program", ["server", "kiosk", "display"])
def test_a_program_is_checked_with_its_languages(
    tmp_path: Path, program: str, file: tuple[str, str, str], says: str
) -> None:
    name, old, new = file
    (tmp_path / name).parent.mkdir(exist_ok=True)
    assert old in ENGLISH
    (tmp_path / name).write_text(ENGLISH.replace(old, new, 1) if old else ENGLISH, "utf-8-sig")
    ended = subprocess.run(
        [sys.executable, "-m", program, "--check"],
        env={**os.environ, FURTHER: str(tmp_path)},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert ended.returncode == (78 if says else 0)
    assert says in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_language_made_for_layouts_is_a_language(tmp_path: Path) -> None:
    catalog = catalog_with_it("kiosk", tmp_path)
    english, longer = catalog.text("en", "choose"), catalog.text(TAG, "choose")
    assert len(longer) > 1.25 * len(english)
    assert catalog.text(TAG, "opens_today", time="09:14") != catalog.text("en", "opens_today", time="09:14")


def test_a_further_language_is_a_file_in_a_further_folder(tmp_path: Path) -> None:
    (tmp_path / "vi.toml").write_text(ENGLISH.replace('name = "English"', 'name = "Tiếng Việt"'), "utf-8")
    code = "from program.texts import read_catalog as r; print(r('web').style('vi').name, *r('kiosk').languages)"
    ended = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, FURTHER: str(tmp_path), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=True,
    )
    assert ended.stdout.strip() == "Tiếng Việt zh-TW en id th vi"
