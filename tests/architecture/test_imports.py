"""Which modules a room brings with it, asked of a fresh interpreter."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = {"wire", "server", "hardware", "kiosk", "display", "demo", "tests", "benchmarks"}
LOADED = """
import importlib, json, sys
before = set(sys.modules)
for name in sys.argv[1:]:
    importlib.import_module(name)
print(json.dumps(sorted(set(sys.modules) - before)))
"""


def modules_of(package: str) -> list[str]:
    """Every module below the package that may be imported: migrations are run by Alembic, not imported."""
    files = sorted(ROOT.joinpath(package).rglob("*.py"))
    names = [".".join(file.relative_to(ROOT).with_suffix("").parts) for file in files]
    return [name.removesuffix(".__init__") for name in names if ".migrations." not in name]


def loaded_by(*names: str, site: bool = True) -> set[str]:
    """Modules that a fresh interpreter has after importing these and had not before."""
    command = [sys.executable, *([] if site else ["-S"]), "-c", LOADED, *names]
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stdout))


def of_qt(modules: set[str]) -> set[str]:
    return {name for name in modules if name.split(".")[0] in {"PySide6", "shiboken6"}}


def test_the_domain_needs_nothing_but_the_standard_library() -> None:
    """It loads whole in an interpreter that has no other library, and brings no other room with it."""
    names = modules_of("server/domain")
    assert "server.domain.decide" in names
    loaded = loaded_by(*names, site=False)
    assert {name for name in loaded if name.split(".")[0] in ROOMS} == {"server", *names}


def test_another_library_would_be_missed() -> None:
    with pytest.raises(AssertionError, match="No module named 'msgspec'"):
        loaded_by("server.settings", site=False)


@pytest.mark.parametrize("room", ["server", "hardware"])
def test_no_qt_in(room: str) -> None:
    names = modules_of(room)
    assert len(names) > 5
    loaded = loaded_by(*names)
    assert set(names) - {room} <= loaded | {room}
    assert of_qt(loaded) == set()


def test_qt_would_be_seen() -> None:
    assert "PySide6.QtCore" in of_qt(loaded_by("PySide6.QtCore"))
