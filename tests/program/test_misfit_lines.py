"""What the checks of the screens found, in words."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from program.misfit import Misfit, Surface
from program.misfit_lines import guides_beside, misfit_lines

ROOT = Path(__file__).parents[2]


def shortened(surface: Surface, key: str, language: str = "en", text: str = "A long name") -> Misfit:
    return Misfit(surface=surface, key=key, language=language, text=text)


def without(surface: Surface, characters: str, key: str = "hall.name") -> Misfit:
    return Misfit(surface=surface, key=key, language="en", text="Hall", why="no glyph", characters=characters)


def test_a_line_names_file_key_language_surface_and_text() -> None:
    assert misfit_lines("config.toml", [shortened("kiosk", "service[3].name")]) == [
        'config.toml: service[3].name.en: will be shortened on the kiosk: "A long name"'
    ]


def test_a_text_has_one_line_however_much_is_wrong_with_it() -> None:
    found = [
        shortened("kiosk", "hall.name", text="Hall"),
        without("kiosk", "𠮷"),
        without("ticket", "𠮷"),
        without("LED sign", "𠮷é"),
        shortened("ticket", "hall.name", text="Hall"),
        shortened("ticket", "hall.name", text="Hall"),
        shortened("order monitor", "hall.name", text="Hall"),
        Misfit(surface="content monitor", key="hall.name", language="en", text="Hall", why="left out"),
    ]
    (line,) = misfit_lines("x", found)
    assert line == (
        "x: hall.name.en: will be shortened on the kiosk, the ticket and the order monitor; "
        "has no room on the content monitor; 𠮷 (U+20BB7) cannot be drawn on the kiosk and the ticket; "
        '𠮷 (U+20BB7), é (U+00E9) cannot be drawn on the LED sign: "Hall"'
    )


def test_lines_stand_in_the_order_of_the_file() -> None:
    keys = [
        "hall.name",
        "hall.office",
        "service[2].guide.papers[9].name",
        "service[2].guide.papers[10].name",
        "service[2].name",
        "service[10].name",
        "counter[0].label",
        "notice[0].text",
    ]
    lines = misfit_lines("x", [shortened("kiosk", key, language) for key in reversed(keys) for language in ("zh", "")])
    named = [line.split(": ")[1] for line in lines]
    assert named == [name for key in keys for name in (key, f"{key}.zh")], "the same in every language has none in it"


def test_long_texts_and_whole_scripts_stay_on_a_line() -> None:
    (line,) = misfit_lines("x", [shortened("kiosk", "hall.name", text="字" * 500)])
    assert line.endswith(f': "{"字" * 59}…"')
    (line,) = misfit_lines("x", [without("kiosk", "กขฃคฅฆงจ")])
    assert "ฆ (U+0E06) and 2 more cannot be drawn on the kiosk" in line


@pytest.mark.parametrize(
    ("found", "arguments", "status", "end"),
    [
        ([], [], 0, ""),
        ([], ["--strict"], 0, ""),
        (
            [shortened("kiosk", "hall.name")],
            [],
            0,
            "c.toml: 1 of its texts cannot be shown as written; the file is acc",
        ),
        ([shortened("kiosk", "hall.name")], ["--strict"], 78, "c.toml: 1 of its texts cannot be shown as written; the"),
    ],
)
def test_findings_are_warnings_unless_told_otherwise(
    found: list[Misfit], arguments: list[str], status: int, end: str
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "program.misfit_lines", "c.toml", *arguments],
        cwd=ROOT,
        input=b"".join(msgspec.json.encode(one) + b"\n" for one in found),
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == status
    assert done.stdout.count(b"\n") == len(found)
    assert done.stderr.decode().startswith(end)
    assert bool(done.stderr) == bool(end)


def test_a_text_of_a_guides_own_file_is_named_by_that_file(tmp_path: Path) -> None:
    config = tmp_path / "c.toml"
    config.write_text('[hall]\n[[service]]\nid = "a"\n[[service]]\nid = "b"\n', "utf-8")
    (tmp_path / "guides").mkdir()
    (tmp_path / "guides" / "b.toml").write_text("", "utf-8")
    guides = guides_beside(config)
    found = [shortened("kiosk", f"service[{place}].guide.notice") for place in (0, 1)]
    in_config, in_file = misfit_lines("c.toml", found, guides)
    assert in_config.startswith("c.toml: service[0].guide.notice.")
    assert in_file.startswith("guides/b.toml: notice.")
