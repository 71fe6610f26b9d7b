"""Every room's QML agrees with its view-models, and the imports with the rooms."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from tests.display.halls import ROOT


@pytest.mark.parametrize("room", ["screen", "kiosk", "display"])
def test_every_binding_names_something_that_is(room: str) -> None:
    sources = sorted({*(ROOT / room).glob("*.py"), *(ROOT / "screen").glob("*.py")})
    types = [str(source) for source in sources if "\n@QmlElement" in source.read_text(encoding="utf-8")]
    lint = [sys.executable, str(ROOT / "deploy" / "qml_lint.py"), str(ROOT / room / "qml"), *types]
    shared = ["--import", str(ROOT / "screen" / "qml")]
    ended = subprocess.run([*lint, *shared], capture_output=True, text=True, timeout=120, check=False)
    assert ended.returncode == 0, ended.stderr


@pytest.mark.parametrize("room", ["screen", "kiosk", "display"])
def test_every_qml_file_is_in_the_module(room: str) -> None:
    folder = ROOT / room / "qml" / room.capitalize()
    named = {line.split()[-1] for line in (folder / "qmldir").read_text().splitlines()[1:]}
    assert named == {path.name for path in folder.glob("*.qml")}


@pytest.mark.parametrize("room", ["screen", "kiosk", "display", "demo"])
def test_every_text_is_shown_as_it_is_written(room: str) -> None:
    """Qt would take one that looks like markup for it, and load what it names."""
    for path in sorted((ROOT / room).rglob("*.qml")):
        for found in re.finditer(r"(?<!\w)(?:Text|TextEdit|TextArea|Label|ToolTip) \{[^{}]*", path.read_text("utf-8")):
            plain = "textFormat: Text.PlainText" in found[0]
            assert plain or (room == "kiosk" and found[0].startswith("Label")), (path.name, found[0])
    label = (ROOT / "kiosk/qml/Kiosk/Label.qml").read_text("utf-8")
    assert "\nHallText {" in label


@pytest.mark.parametrize("module", ["display.board", "display.order_page", "display.sign_lines", "display.settings"])
def test_the_pure_core_loads_no_qt(module: str) -> None:
    code = f"import sys, {module}; sys.exit(any(name.startswith('PySide6') for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, timeout=60, check=False).returncode == 0


def test_the_program_loads_neither_server_nor_kiosk() -> None:
    code = "import sys, display.app; sys.exit(any(name.split('.')[0] in ('server', 'kiosk') for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, timeout=60, check=False).returncode == 0
