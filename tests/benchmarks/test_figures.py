"""Tables and pictures of docs/routing.md: made of the days that were played, and where they belong."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from benchmarks.routing import beside, plots
from benchmarks.routing.__main__ import PAGE, filled
from benchmarks.routing.rules import RULES
from benchmarks.routing.targets import Played, fairness_rows


def test_a_table_takes_the_place_of_the_one_before() -> None:
    page = "a\n<!-- table: x -->\nold\n<!-- end -->\nb\n<!-- table: y -->\nstays\n<!-- end -->\n"
    once = filled(page, {"x": "| new |"})
    assert "old" not in once
    assert "| new |" in once
    assert "stays" in once
    assert filled(once, {"x": "| new |"}) == once
    with pytest.raises(LookupError):
        filled(page, {"z": ""})


def test_the_page_has_every_table_filled() -> None:
    page = PAGE.read_text("utf-8")
    marks = page.count("<!-- table: ")
    assert marks >= 5
    assert page.count("<!-- end -->") == marks
    assert "-->\n<!-- end -->" not in page
    for picture in ("ratios", "waits", "passes"):
        assert f"(routing/{picture}.png)" in page
        assert (PAGE.parent / "routing" / f"{picture}.png").exists()


def test_every_rule_has_a_row() -> None:
    lines = beside.rules_table(Played(1), 185).splitlines()
    assert [line.split(" | ")[0][2:] for line in lines[2:]] == list(RULES)


def test_other_halls_and_days_have_theirs() -> None:
    lines = beside.elsewhere_table(1).splitlines()
    assert len(lines) == 2 + 6 * 3
    assert len({line.split(" | ")[0] for line in lines[2:]}) == 6


def test_pictures_are_drawn(tmp_path: Path) -> None:
    played = Played(2)
    plots.waits(played, tmp_path)
    plots.passes(played, tmp_path)
    plots.ratios(fairness_rows(played, 1), tmp_path, "ratios.png", "x")
    for name in ("waits", "passes", "ratios"):
        with Image.open(tmp_path / f"{name}.png") as picture:
            assert picture.width > 900
            assert len(picture.convert("L").resize((90, 40)).getcolors(256) or []) > 5
