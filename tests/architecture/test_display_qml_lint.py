"""The display's QML agrees with its view-models, and its imports with the rooms."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.display.halls import ROOT

TYPES = ("fitter", "phrase", "order_sizes", "content_sizes", "order_view", "content_view")
LINT = [sys.executable, str(ROOT / "deploy" / "qml_lint.py"), str(ROOT / "display" / "qml")]


def test_every_binding_names_something_that_is() -> None:
    types = [str(ROOT / "display" / f"{name}.py") for name in TYPES]
    ended = subprocess.run([*LINT, *types], capture_output=True, text=True, timeout=120, check=False)
    assert ended.returncode == 0, ended.stderr


def test_every_qml_file_is_in_the_module() -> None:
    folder = ROOT / "display" / "qml" / "Display"
    named = {line.split()[-1] for line in (folder / "qmldir").read_text().splitlines()[1:]}
    assert named == {path.name for path in folder.glob("*.qml")}


@pytest.mark.parametrize("module", ["display.board", "display.order_page", "display.sign_lines", "display.settings"])
def test_the_pure_core_loads_no_qt(module: str) -> None:
    code = f"import sys, {module}; sys.exit(any(name.startswith('PySide6') for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, timeout=60, check=False).returncode == 0


def test_the_program_loads_neither_server_nor_kiosk() -> None:
    code = "import sys, display.app; sys.exit(any(name.split('.')[0] in ('server', 'kiosk') for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, timeout=60, check=False).returncode == 0
