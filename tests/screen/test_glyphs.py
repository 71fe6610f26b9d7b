"""Which characters the fonts of a machine cannot draw, on a machine whose fonts the test chooses."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from hardware.typeface import noto_sans_tc

ROOT = Path(__file__).parents[2]
ASK = """
import json, sys
from PySide6.QtGui import QGuiApplication
from screen.glyphs import characters_without_glyph
from screen.typeface import use_typeface
app = QGuiApplication([])
use_typeface(app)
print(json.dumps([characters_without_glyph(text) for text in json.loads(sys.argv[1])]))
"""
JAPANESE = noto_sans_tc().parents[1] / "notosansjp"


def lacking(texts: list[str], fonts: Path, folder: Path) -> list[str]:
    """What is lacking beside the programs' own typeface where the system's fonts are those in `fonts`."""
    config = folder / "fonts.conf"
    config.write_text(f"<fontconfig><dir>{fonts}</dir><cachedir>{folder}</cachedir></fontconfig>", "utf-8")
    done = subprocess.run(
        [sys.executable, "-c", ASK, json.dumps(texts)],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "FONTCONFIG_FILE": str(config)},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    found: list[str] = json.loads(done.stdout)
    return found


def test_a_machine_without_fonts_of_its_own(tmp_path: Path) -> None:
    none = tmp_path / "none"
    none.mkdir()
    texts = {
        "永康就業中心 Yongkang – é 3 號櫃檯（一）・": "",
        "𠮷𪛖就業中心𠮷": "𠮷𪛖",
        "Center ✔ 🙂": "✔🙂",
        "สวัส": "",
        "مرحبا": "",
        "ქალაქი": "ქალი",
        "e\u0301 \u3000\u200b": "",
        "✔\ufe0f": "✔",
        "": "",
    }
    assert dict(zip(texts, lacking(list(texts), none, tmp_path), strict=True)) == texts


def test_a_font_behind_the_typeface_counts(tmp_path: Path) -> None:
    if not JAPANESE.is_dir():
        pytest.skip("the package of the typeface has no Japanese one beside it")
    assert lacking(["𠮷野家 🙂"], JAPANESE, tmp_path) == ["🙂"]
