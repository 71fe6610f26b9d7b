"""The README's pictures show what the programs draw today."""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]


def load() -> ModuleType:
    """`docs/pictures.py`, which is a script and in no package."""
    spec = importlib.util.spec_from_file_location("readme_pictures", ROOT / "docs" / "pictures.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


pictures = load()


def test_the_pictures_of_the_readme_are_of_today() -> None:
    faults = pictures.outdated(ROOT / "docs" / "pictures")
    assert not faults, "\n".join([*faults, f"When the screens are as they shall be, run: {pictures.COMMAND}"])


def test_the_readme_shows_every_picture_and_no_other() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    assert all(f"docs/pictures/{name}" in readme for name in pictures.PICTURES)
    kept = {path.name for path in (ROOT / "docs" / "pictures").iterdir()}
    assert kept == {*pictures.PICTURES, pictures.NOTE}


def test_both_monitors_are_of_one_moment() -> None:
    scenes = {
        picture.source.split("-")[0] for picture in pictures.PICTURES.values() if picture.surface in {"wall", "sign"}
    }
    assert len(scenes) == 1


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """All that draws, to be changed at will."""
    for surface in pictures.SURFACES.values():
        for file, _ in pictures.inputs(surface):
            there = tmp_path / file.relative_to(ROOT)
            there.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(file, there)
    return tmp_path


def change(file: Path, before: str, after: str) -> None:
    text = file.read_text("utf-8")
    assert before in text
    file.write_text(text.replace(before, after, 1), "utf-8")


@pytest.mark.parametrize(
    ("surface", "file", "before", "after"),
    [
        ("wall", "display/qml/Display/CallCard.qml", "color: card.text", "color: card.quiet"),
        ("kiosk", "program/languages/zh-TW.toml", 'confirm = "取號碼單"', 'confirm = "取號"'),
        ("pages", "server/web/static/console.css", "{", "{ color: red;"),
        ("sign", "config.toml", "永康就業中心", "永康服務中心"),
        ("wall", "guides/reply-card.toml", 'zh-TW = "繳回推介回覆卡"', 'zh-TW = "繳回回覆卡"'),
    ],
)
def test_a_change_of_what_is_drawn_is_noticed(copy: Path, surface: str, file: str, before: str, after: str) -> None:
    old = pictures.digest(pictures.SURFACES[surface], copy)
    change(copy / file, before, after)
    assert pictures.digest(pictures.SURFACES[surface], copy) != old


def test_what_draws_nothing_does_not_count(copy: Path) -> None:
    old = {name: pictures.digest(surface, copy) for name, surface in pictures.SURFACES.items()}
    change(copy / "display/qml/Display/CallCard.qml", "import QtQuick\n", "import QtQuick\n\n// A new word about it.\n")
    change(copy / "display/order_layout.py", '"""', '"""More said. ')
    change(copy / "config.toml", "port = 8765", "port = 8799")
    change(copy / "program/languages/en.toml", "[demo]", "# said on the terminal\n[demo]")
    assert {name: pictures.digest(surface, copy) for name, surface in pictures.SURFACES.items()} == old


def test_a_surface_whose_files_have_moved_is_our_fault(copy: Path) -> None:
    (copy / "display/sign_lines.py").unlink()
    with pytest.raises(FileNotFoundError, match=r"display/sign_lines\.py"):
        pictures.digest(pictures.SURFACES["sign"], copy)


def test_only_a_good_demo_of_today_gives_pictures(tmp_path: Path, copy: Path) -> None:
    played = tmp_path / "played"
    played.mkdir()
    assert "no demo was played" in pictures.unusable(played, copy)
    (played / ".jiaohao-demo").touch()
    (played / "index.html").write_text('<p class="verdict bad">', "utf-8")
    assert "had problems" in pictures.unusable(played, copy)
    (played / "index.html").write_text('<p class="verdict good">', "utf-8")
    assert pictures.unusable(played, copy) == ""
    file = copy / "kiosk/paging.py"
    later = (played / ".jiaohao-demo").stat().st_mtime + 5
    os.utime(file, (later, later))
    assert "is older than kiosk/paging.py" in pictures.unusable(played, copy)
