"""The QML lint sees view-models written in Python, and fails for what plain qmllint lets pass."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TYPES = """
from PySide6.QtCore import Property, QAbstractListModel, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

QML_IMPORT_NAME = "SampleTypes"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
@QmlUncreatable("made by the program")
class Rows(QAbstractListModel):
    pass


@QmlElement
@QmlUncreatable("made by the program")
class SampleView(QObject):
    changed = Signal()

    @Property(str, notify=changed)
    def headline(self) -> str:
        return ""

    @Property(Rows, constant=True)
    def rows(self) -> object:
        return None

    @Slot(str)
    def choose(self, service: str) -> None:
        pass
"""
QML = """pragma ComponentBehavior: Bound
import QtQuick
import SampleTypes

Item {
    id: root
    required property SampleView view
    Text { text: root.view.headline }
    ListView { model: root.view.rows; delegate: Item { required property string name } }
    MouseArea { onClicked: root.view.choose("A") }
}
"""


def lint(folder: Path, qml: str, types: str = TYPES) -> subprocess.CompletedProcess[str]:
    module = folder / "qml" / "Sample"
    module.mkdir(parents=True)
    (module / "Main.qml").write_text(qml, encoding="utf-8")
    (module / "qmldir").write_text("module Sample\nMain 1.0 Main.qml\n", encoding="utf-8")
    (folder / "view_model.py").write_text(types, encoding="utf-8")
    return run_lint(folder / "qml", folder / "view_model.py")


def run_lint(*paths: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(ROOT / "deploy/qml_lint.py"), *map(str, paths)],
        check=False,
        capture_output=True,
        text=True,
    )


def test_clean_file_passes(tmp_path: Path) -> None:
    ended = lint(tmp_path, QML)
    assert ended.returncode == 0, ended.stderr


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("root.view.headline", "root.view.headlin"),
        ("root.view.rows", "root.view.row"),
        ("root.view.choose(", "root.view.chose("),
        ("root.view.headline", "view.headline"),
        ("import SampleTypes", "import SampleType"),
        ("required property SampleView view", "required property SampelView view"),
    ],
)
def test_misspelt_name_fails_and_is_named(tmp_path: Path, right: str, wrong: str) -> None:
    assert right in QML
    ended = lint(tmp_path, QML.replace(right, wrong))
    assert ended.returncode == 1, ended.stderr
    assert "Main.qml" in ended.stderr


def test_a_name_misspelt_in_python_fails_too(tmp_path: Path) -> None:
    ended = lint(tmp_path, QML, TYPES.replace("def headline", "def headlines"))
    assert ended.returncode == 1
    assert "headline" in ended.stderr


def test_missing_files_are_an_error_of_their_own(tmp_path: Path) -> None:
    assert run_lint(tmp_path / "nothing").returncode == 2
    ended = lint(tmp_path, QML, "x = 1\n")
    assert ended.returncode == 2
    assert "view_model.py" in ended.stderr
