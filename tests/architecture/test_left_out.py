"""Nothing is left out in silence where every tool is required."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LEFT_OUT = """
import pytest
def test_with_a_tool(): pytest.skip("Xvfb is not installed")
def test_of_old_python(): pytest.skip("True and None are immortal from Python 3.12 on")
"""


@pytest.mark.parametrize(("required", "status"), [("1", 1), ("", 0)])
def test_a_missing_tool_fails_only_where_it_is_required(tmp_path: Path, required: str, status: int) -> None:
    (tmp_path / "test_sample.py").write_text(LEFT_OUT, "utf-8")
    (tmp_path / "conftest.py").write_text("from tests.conftest import pytest_runtest_makereport\n", "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", str(tmp_path), str(tmp_path)],
        cwd=tmp_path,
        env={**os.environ, "JIAOHAO_REQUIRE_TOOLS": required, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == status, done.stdout
    assert ("1 failed, 1 skipped" if required else "2 skipped") in done.stdout
