"""`./jiaohao try` before any window: what it needs, and what it says of a config that cannot be used."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.architecture.test_imports import loaded_by

ROOT = Path(__file__).parents[2]
OF_THE_CHECKS = {"playwright", "zxingcpp", "pytest", "hypothesis"}


def test_it_needs_nothing_but_what_a_hall_runs() -> None:
    loaded = loaded_by("demo.trying", "demo.tray")
    assert "demo.trial" in loaded
    assert not {name.split(".")[0] for name in loaded} & OF_THE_CHECKS


def test_a_config_that_is_no_toml_is_refused_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "hall.toml").write_text('[hall]\nid = "a\n', "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "demo.trying", "--config", str(tmp_path / "hall.toml")],
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == os.EX_CONFIG
    assert "hall.toml: line 2" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["hall.toml"]
