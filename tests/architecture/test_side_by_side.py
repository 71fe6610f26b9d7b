"""Tests run side by side, but for those that want the machine for themselves; the closing line is the last one."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SAMPLE = """
import os
from pathlib import Path
import pytest

def note(kind):
    with Path("order.txt").open("a") as file:
        file.write(f"{kind} {os.environ['PYTEST_XDIST_WORKER']}\\n")

@pytest.mark.parametrize("number", range(20))
def test_many(number): note(KIND)
"""
FOLDERS = {"alone": "alone", "system": "together", "server": "beside", "wire": "beside"}


def collected(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The tests below `folder`, run with what `tests/conftest.py` does to a collection."""
    (folder / "pytest.ini").write_text("[pytest]\n", "utf-8")
    hooks = "pytest_collection_modifyitems, pytest_xdist_make_scheduler"
    (folder / "conftest.py").write_text(f"from tests.conftest import {hooks}\n", "utf-8")
    return subprocess.run(
        [sys.executable, "-m", "pytest", *arguments, "-p", "no:cacheprovider", str(folder / "tests")],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )


def test_what_wants_the_machine_comes_last_and_one_at_a_time(tmp_path: Path) -> None:
    for folder, kind in FOLDERS.items():
        sample = tmp_path / "tests" / folder / f"test_{folder}.py"
        sample.parent.mkdir(parents=True)
        sample.write_text(SAMPLE.replace("KIND", repr(kind)), "utf-8")
    done = collected(tmp_path, *ARGUMENTS)
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.fullmatch(r"=* *80 passed in .*", done.stdout.strip().splitlines()[-1])
    ran = [line.split() for line in (tmp_path / "order.txt").read_text("utf-8").splitlines()]
    alone = [worker for kind, worker in ran if kind == "alone"]
    assert (len(alone), len(set(alone))) == (20, 1)
    own = [kind for kind, worker in ran if worker == alone[0]]
    assert own[-20:] == ["alone"] * 20, "whoever runs them has nothing else to do after them"
    by_file = [worker for kind, worker in ran if kind == "together"]
    assert (len(by_file), len(set(by_file))) == (20, 1), "what they share is started once"
    assert [kind for kind, worker in ran if worker == by_file[0]][:20] == ["together"] * 20, "the long ones first"
    assert {worker for _, worker in ran} == {"gw0", "gw1"}


UNNAMED = """
import pytest

@pytest.mark.parametrize("some", [frozenset("ab"), frozenset("bc")], ids=str)
def test_some(some): pass
"""


def test_a_test_with_another_name_in_every_process_is_refused(tmp_path: Path) -> None:
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_unnamed.py").write_text(UNNAMED, "utf-8")
    done = collected(tmp_path)
    assert done.returncode == pytest.ExitCode.USAGE_ERROR
    assert "give the cases names" in done.stderr


def arguments() -> list[str]:
    """As `.ci/checks` calls pytest, with two processes."""
    (line,) = re.findall(r"args=\((-n .*)\)", (ROOT / ".ci" / "checks").read_text("utf-8"))
    return str(line).replace('"$(nproc)"', "2").split()


ARGUMENTS = arguments()
