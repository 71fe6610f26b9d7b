"""A machine without the fonts of a language: it is left out, what can be read stays, and staff are told."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import msgspec

from display.awake import AwakeHealth
from display.health import screen_reports
from display.letters import Letters
from display.monitors import Places
from program.language import languages
from server.domain.emergency import EmergencyKind
from tests.real_hall import ROOT, RealHall, sample_config
from wire.messages import HallEdited, OpeningChanged, Snapshot

THAI = ("zh-TW", "th", "en")
DRAW = """
import json
from dataclasses import replace
from PySide6.QtGui import QGuiApplication
from display.app import DisplayApp
from display.settings import check
from program.clock import ManualClock
from screen.glyphs import characters_without_glyph
from screen.typeface import use_typeface
from server.domain.emergency import EmergencyKind
from tests.display.ink import without_glyphs
from tests.display.scene import seen
from tests.real_hall import MORNING, ROOT, RealHall, sample_config

app = QGuiApplication([])
use_typeface(app)
shown = DisplayApp(app, check(ROOT / "config.toml"), ManualClock(MORNING), plain_windows=True)
shown.windows.place()
config = sample_config(("zh-TW", "hi", "en"))
hindi = "रोज़गार केंद्र"
hall = RealHall(replace(config, name=(*config.name, ("hi", hindi))))
hall.issue("training")
found = {"lacks": characters_without_glyph(hindi), "faults": [], "said": []}
def look():
    app.processEvents()
    for name in ("order", "content"):
        window = getattr(shown.windows, name)
        found["faults"] += without_glyphs(seen(window))
        found["said"] += [one.shown for one in seen(window)]
shown.live_board.hear(hall.snapshot())
found["languages"] = shown.live_board.board.hall.languages
look()
shown.live_board.hear(hall.raise_emergency(EmergencyKind.EARTHQUAKE))
look()
found["emergency"] = shown.order_page.emergency
print(json.dumps(found))
"""


def no_thai(text: str) -> str:
    return "".join(one for one in dict.fromkeys(text) if "\u0e00" <= one <= "\u0e7f")


def thai_hall() -> RealHall:
    return RealHall(sample_config(THAI))


def emergency_of(message: Snapshot | OpeningChanged) -> list[str]:
    assert message.today is not None
    assert message.today.emergency is not None
    return list(message.today.emergency.text)


def test_a_language_without_letters_is_left_out_and_named() -> None:
    letters, hall = Letters(no_thai), thai_hall()
    said = letters.heard(hall.snapshot())
    assert isinstance(said, Snapshot)
    assert said.hall.languages == ("zh-TW", "en")
    assert letters.lacking.startswith("th: ")
    edited = letters.heard(HallEdited(prev_seq=1, seq=2, edits=(), hall=hall.view))
    assert isinstance(edited, HallEdited)
    assert edited.hall is not None
    assert edited.hall.languages == ("zh-TW", "en")
    there = Places("A", "B", False, ())
    reports = screen_reports("d", there, ("A", "B"), AwakeHealth(fault="DPMS is on"), letters.lacking)
    assert [(one.state, one.code) for one in reports] == [("warning", "no_glyphs")] * 2
    assert reports[0].detail.startswith("th: ")
    for language in languages().values():
        assert language.texts["web"]["code_no_glyphs"]


def test_an_emergency_is_told_in_what_can_be_read() -> None:
    letters, hall = Letters(no_thai), RealHall()
    letters.heard(hall.snapshot())
    assert letters.lacking == ""
    said = letters.heard(hall.raise_emergency(EmergencyKind.FIRE))
    assert isinstance(said, Snapshot)
    assert emergency_of(said) == ["zh-TW", "en", "id", "vi"]
    assert letters.lacking.startswith("th: ")
    changed = letters.heard(hall.opening_changed())
    assert isinstance(changed, OpeningChanged)
    assert "th" not in emergency_of(changed)
    everything = Letters(lambda text: text).heard(hall.snapshot())
    assert isinstance(everything, Snapshot)
    assert len(emergency_of(everything)) == 5, "boxes on red are better than nothing"
    hall.end_emergency()
    letters.heard(hall.snapshot())
    assert letters.lacking == ""


def test_a_single_character_is_named_and_the_language_stays() -> None:
    letters = Letters(lambda text: "號" * ("號" in text))
    hall = RealHall()
    said = letters.heard(hall.snapshot())
    assert isinstance(said, Snapshot)
    assert said.hall.languages == ("zh-TW", "en")
    assert letters.lacking == "zh-TW: 號"
    moved = hall.issue("training")
    assert letters.heard(moved) is moved
    unsaid = msgspec.structs.replace(hall.opening_changed(), today=None)
    assert letters.heard(unsaid) is unsaid


def test_a_machine_without_any_font_of_its_own_shows_what_its_typeface_has(tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    config = tmp_path / "fonts.conf"
    fonts = f"<fontconfig><dir>{tmp_path}/none</dir><cachedir>{tmp_path}</cachedir></fontconfig>"
    config.write_text(fonts, "utf-8")
    bare = {"QT_QPA_PLATFORM": "offscreen", "QT_QUICK_BACKEND": "software", "FONTCONFIG_FILE": str(config)}
    done = subprocess.run(
        [sys.executable, "-c", DRAW], cwd=ROOT, env={**os.environ, **bare}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    assert found["lacks"]
    assert found["languages"] == ["zh-TW", "en"]
    assert len([one for one in found["emergency"] if one]) == 5, "these it has"
    assert found["faults"] == []
    assert not any("\u0900" <= one <= "\u097f" for one in "".join(found["said"]))
