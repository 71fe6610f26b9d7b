"""Lints a room's QML against its Python view-models: `python deploy/qml_lint.py kiosk/qml kiosk/view_model.py ...`.

Plain qmllint cannot see types written in Python and exits 0 on warnings. This describes them for it
(pyside6-metaobjectdump, then pyside6-qmltyperegistrar) and lints every QML file under the folder with `-W 0`, so a
misspelt property of a view-model fails. Ends with 0 when clean, 1 with findings, 2 when the tools or files are wrong.
"""
# ruff: noqa: S603 - it runs the tools of the installed PySide6 only

from __future__ import annotations

import argparse
import ast
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import PySide6

TOOLS = Path(PySide6.__file__).parent / "Qt" / "libexec"
METATYPES = Path(PySide6.__file__).parent / "Qt" / "metatypes"
FOREIGN = ("core", "gui", "qml", "qmlmodels", "quick", "quicktemplates2", "quickcontrols2")
"""Qt modules whose classes a view-model may derive from or hand out."""


class LintError(Exception):
    """The lint could not be made at all: a tool failed or a file is not what it should be."""


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Lint QML files against the Python types they use.")
    parser.add_argument("qml", type=Path, help="import folder: holds one folder with a qmldir for each QML module")
    parser.add_argument(
        "--import", type=Path, action="append", default=[], dest="imports", help="a further import folder"
    )
    parser.add_argument("types", type=Path, nargs="*", help="Python files with @QmlElement classes")
    chosen = parser.parse_args(arguments)
    try:
        files = _qml_files(chosen.qml)
        with tempfile.TemporaryDirectory(prefix="qml-lint-") as scratch:
            described = Path(scratch)
            _describe(chosen.types, described)
            return _lint(files, (chosen.qml, *chosen.imports, described))
    except LintError as fault:
        sys.stderr.write(f"qml_lint: {fault}\n")
        return 2


def _qml_files(folder: Path) -> list[Path]:
    files = sorted(folder.rglob("*.qml"))
    if not files:
        raise LintError(f"no QML files under {folder}")
    return files


def _describe(sources: Sequence[Path], into: Path) -> None:
    """Writes one QML module with a qmldir and type descriptions for each QML_IMPORT_NAME of the sources."""
    modules: dict[str, list[dict[str, Any]]] = {}
    for source in sources:
        dumped = _dump(source)
        modules.setdefault(dumped["QML_IMPORT_NAME"], []).append(dumped)
    for name, parts in modules.items():
        folder = into.joinpath(*name.split("."))
        folder.mkdir(parents=True)
        meta = folder / "metatypes.json"
        meta.write_text(json.dumps(parts), encoding="utf-8")
        foreign = ",".join(str(METATYPES / f"qt6{module}_metatypes.json") for module in FOREIGN)
        major, minor = parts[0]["QML_IMPORT_MAJOR_VERSION"], parts[0]["QML_IMPORT_MINOR_VERSION"]
        _run(
            [
                str(TOOLS / "qmltyperegistrar"),
                *("--generate-qmltypes", str(folder / "types.qmltypes")),
                *("--import-name", name, "--major-version", str(major), "--minor-version", str(minor)),
                f"--foreign-types={foreign}",
                *("-o", str(folder / "registration.cpp"), str(meta)),
            ]
        )
        (folder / "qmldir").write_text(f"module {name}\ntypeinfo types.qmltypes\ndepends QtQuick\n", encoding="utf-8")


def _dump(source: Path) -> dict[str, Any]:
    """The meta-object description of one Python file, with `constant=True` of its properties added."""
    if not source.is_file():
        raise LintError(f"{source} does not exist")
    dumper = Path(PySide6.__file__).parent / "scripts" / "metaobjectdump.py"
    text = _run([sys.executable, str(dumper), str(source.resolve())])
    try:
        (dumped,) = json.loads(text)
    except ValueError as fault:
        raise LintError(f"{source} has no @QmlElement class") from fault
    if "QML_IMPORT_NAME" not in dumped:
        raise LintError(f"{source} does not set QML_IMPORT_NAME")
    constants = _constants(ast.parse(source.read_text(encoding="utf-8")))
    for described in dumped["classes"]:
        for found in described.get("properties", ()):
            if (described["className"], found["name"]) in constants:
                found["constant"] = True
    typed: dict[str, Any] = dumped
    return typed


def _constants(tree: ast.Module) -> set[tuple[str, str]]:
    """Class and name of each `@Property(..., constant=True)`: the dumper of PySide6 6.11 leaves the flag out."""
    return {
        (owner.name, member.name)
        for owner in tree.body
        if isinstance(owner, ast.ClassDef)
        for member in owner.body
        if isinstance(member, ast.FunctionDef)
        for mark in member.decorator_list
        if isinstance(mark, ast.Call) and isinstance(mark.func, ast.Name) and mark.func.id == "Property"
        for word in mark.keywords
        if word.arg == "constant" and isinstance(word.value, ast.Constant) and word.value.value is True
    }


def _lint(files: Sequence[Path], imports: Sequence[Path]) -> int:
    folders = [word for folder in imports for word in ("-I", str(folder))]
    tool = Path(PySide6.__file__).parent / "qmllint"
    # The settings file of whoever runs this must not decide what counts.
    ended = subprocess.run(
        [str(tool), "--ignore-settings", "-W", "0", *folders, *map(str, files)],
        check=False,
        capture_output=True,
        text=True,
    )
    sys.stderr.write(ended.stdout + ended.stderr)
    return 1 if ended.returncode else 0


def _run(command: Sequence[str]) -> str:
    ended = subprocess.run(list(command), check=False, capture_output=True, text=True)
    if ended.returncode:
        raise LintError(f"{Path(command[0]).name} ended with {ended.returncode}: {ended.stderr.strip()[:2000]}")
    return ended.stdout


if __name__ == "__main__":
    raise SystemExit(main())
