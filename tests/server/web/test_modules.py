"""The pages' modules, tested where they run: by node's own test runner over the files beside this one."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parent
STATIC = HERE.parents[2] / "server" / "web" / "static"


@pytest.fixture(scope="module")
def node() -> str:
    found = shutil.which("node")
    if found is None:
        reason = "node is not on the PATH; the pages' modules were not tested (apt-get install nodejs)"
        if os.environ.get("CI") == "true" or os.environ.get("JIAOHAO_REQUIRE_TOOLS") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    return found


@pytest.mark.parametrize("test", sorted(path.name for path in HERE.glob("*.test.mjs")))
def test_module(node: str, test: str) -> None:
    ran = subprocess.run([node, "--test", str(HERE / test)], capture_output=True, text=True, timeout=60, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "# pass 0" not in ran.stdout, "no test ran"


@pytest.mark.parametrize("module", sorted(path.name for path in STATIC.glob("*.mjs")))
def test_every_module_parses(node: str, module: str) -> None:
    ran = subprocess.run(
        [node, "--check", str(STATIC / module)], capture_output=True, text=True, timeout=30, check=False
    )
    assert ran.returncode == 0, ran.stderr
