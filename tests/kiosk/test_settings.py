"""The kiosk's table of the config."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.settings import check
from program.config_file import ConfigError
from tests.kiosk.sample_hall import ROOT

GOOD = 'id = "kiosk-1"\nserver = "ws://127.0.0.1:8765/ws"\nprinter = "tcp://127.0.0.1:9100"\n'


def written(folder: Path, body: str) -> Path:
    path = folder / "config.toml"
    path.write_text(f"[kiosk]\n{body}", encoding="utf-8")
    return path


def test_the_sample_and_the_least_table() -> None:
    settings = check(ROOT / "config.toml")
    assert (settings.id, settings.hall) == ("kiosk-1", "yongkang")


def test_defaults(tmp_path: Path) -> None:
    settings = check(written(tmp_path, GOOD))
    assert (settings.idle_seconds, settings.done_seconds, settings.printer_profile) == (60, 5, "generic-80")
    assert settings.hall == ""


@pytest.mark.parametrize(("written_as", "means"), [("EN", "en"), ("zh-tw", "zh-TW"), ("", "")])
def test_its_second_language_is_compared_without_case(tmp_path: Path, written_as: str, means: str) -> None:
    assert check(written(tmp_path, f'{GOOD}second_language = "{written_as}"\n')).second_language == means


@pytest.mark.parametrize(
    ("kiosk", "rest", "hall"),
    [
        ("", '[hall]\nid = "yongkang"\n', "yongkang"),
        ('hall = "anping"\n', '[hall]\nid = "yongkang"\n', "anping"),
        ('hall = "anping"\n', "", "anping"),
    ],
)
def test_the_hall_it_belongs_to(tmp_path: Path, kiosk: str, rest: str, hall: str) -> None:
    assert check(written(tmp_path, GOOD + kiosk + rest)).hall == hall


@pytest.mark.parametrize(
    ("body", "place", "allowed"),
    [
        (GOOD + "idle_second = 5\n", "kiosk", "idle_seconds"),
        (GOOD + "idle_seconds = 5\n", "kiosk.idle_seconds", "10"),
        (GOOD.replace("tcp://127.0.0.1:9100", "lpt1"), "kiosk.printer", "tcp://HOST:PORT"),
        (
            GOOD.replace("ws://127.0.0.1", "ws://hall-pc"),
            "kiosk.server",
            "is not encrypted and leads to another computer",
        ),
        (GOOD.replace("ws://", "http://"), "kiosk.server", "allowed is wss://HOST:PORT/ws"),
        (GOOD + 'printer_profile = "star"\n', "kiosk.printer_profile", "allowed are generic-80"),
        (GOOD + 'hall = "Yongkang Hall"\n', "kiosk.hall", "small letters a-z, plain digits"),
        (GOOD + 'second_language = "tlh"\n', "kiosk.second_language", "no texts in `tlh`; there are en, zh-TW"),
    ],
)
def test_a_fault_is_named_with_its_place(tmp_path: Path, body: str, place: str, allowed: str) -> None:
    with pytest.raises(ConfigError) as fault:
        check(written(tmp_path, body))
    assert fault.value.place == place
    assert allowed in str(fault.value)


def test_the_program_says_it_in_one_line(tmp_path: Path) -> None:
    def run(path: Path) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "kiosk", "--check", "--config", str(path)]
        return subprocess.run(command, check=False, capture_output=True, text=True, cwd=ROOT)

    assert run(written(tmp_path, GOOD)).returncode == 0
    bad = run(written(tmp_path, GOOD + "x = 1\n"))
    assert bad.returncode == 78
    assert len(bad.stderr.splitlines()) == 1
    assert "kiosk" in bad.stderr


def test_a_mistyped_option_is_not_left_to_qt() -> None:
    command = [sys.executable, "-m", "kiosk", "--check", "--windwed"]
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 2
    assert done.stderr.startswith("usage: ./jiaohao kiosk ")
    assert "--windwed" in done.stderr
