"""The table of printers: what is ours, and what python-escpos knows without being imported for it."""

import subprocess
import sys
from pathlib import Path

import pytest
from escpos.capabilities import CAPABILITIES, get_profile

from hardware.printer.answers import Question
from hardware.printer.library_models import models
from hardware.printer.profile import DEFAULT, PROFILES, CutAtBlade, profile_named

ROOT = Path(__file__).parents[2]


def test_the_models_are_the_librarys_own() -> None:
    assert len(models()) >= 25
    for name, model in models().items():
        known = get_profile(name).profile_data
        assert known["features"][model.image_command], name
        pixels, dpi = known["media"]["width"].get("pixels", "Unknown"), known["media"].get("dpi")
        assert pixels in {model.width_dots, "Unknown"}, name
        assert dpi in {model.dpi, None}, name


@pytest.mark.parametrize("name", ["OCD-300", "TM-U220", "SP2000", "default", "simple"])
def test_what_prints_no_ticket_or_has_no_width_is_left_out(name: str) -> None:
    assert name in CAPABILITIES["profiles"]
    assert name not in models()


@pytest.mark.parametrize("name", ["TM-T88II", "TM-T88III", "TM-T88IV", "TM-T88V"])
def test_ours_adds_to_the_librarys(name: str) -> None:
    profile = profile_named(name)
    assert (profile.width_dots, profile.dpi) == (512, 180)
    assert isinstance(profile.cut, CutAtBlade)
    assert profile.first_guess.to(Question.PRINTED)


def test_the_default_asks_a_clone_nothing_that_it_does_not_know() -> None:
    assert PROFILES[DEFAULT].first_guess.to(Question.PRINTED) is False


def test_naming_a_model_imports_no_library() -> None:
    code = (
        "import sys; from hardware.printer.profile import profile_named; profile_named('TM-T88V');"
        "sys.exit(any(name.partition('.')[0] in {'escpos', 'yaml'} for name in sys.modules))"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)
