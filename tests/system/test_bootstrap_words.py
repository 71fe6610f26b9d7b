"""What `./jiaohao` says to a newcomer, and what it believes of the machine it stands on."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import pytest

from tests.system.bare_machine import PYTHON, QT_AND_SIGN, ROOT, TRUST, Machine, shown

pytestmark = pytest.mark.system


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_what_apt_says_is_not_shown_when_it_succeeds(machine: Machine) -> None:
    machine.be(0)
    status, said = machine.run("demo")
    assert status == 0
    lines = said.splitlines()
    assert lines[0].startswith("Installing system packages, which can take some minutes: chromium")
    assert not any("apt" in line or "debconf" in line for line in lines)


@pytest.mark.parametrize(
    "environment",
    [{"DISPLAY": ":55555"}, {"DISPLAY": ":55555.0"}, {"WAYLAND_DISPLAY": "wayland-9"}, {"WAYLAND_DISPLAY": "/nowhere"}],
)
def test_a_screen_that_is_not_there_is_none(machine: Machine, environment: dict[str, Any]) -> None:
    _, said = machine.run("demo", **environment)
    assert "chromium" in shown(said)[0], "pictures need a browser"
    assert "alsa-utils" not in shown(said)[0]


def test_a_screen_behind_a_socket_is_one(machine: Machine) -> None:
    place = machine.folder / "wayland-7"
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(place))
        for name in (str(place), place.name):
            _, said = machine.run("demo", XDG_RUNTIME_DIR=str(machine.folder), WAYLAND_DISPLAY=name)
            assert shown(said)[0].endswith(f"alsa-utils {TRUST} chromium libatomic1"), "the console plays by itself"
            _, said = machine.run("demo", "--pictures", XDG_RUNTIME_DIR=str(machine.folder), WAYLAND_DISPLAY=name)
            assert "chromium" in shown(said)[0]


def test_a_pc_with_firefox_alone_needs_no_other_browser(machine: Machine) -> None:
    machine.put("firefox-esr", "#!/bin/sh\n")
    _, said = machine.run("demo", DISPLAY="hall-pc:0")
    assert shown(said)[0].endswith(f"alsa-utils {TRUST}")
    machine.put("chromium", "#!/bin/sh\n")
    _, said = machine.run("demo", DISPLAY="hall-pc:0")
    assert shown(said)[0].endswith(f"alsa-utils {TRUST} libatomic1"), "what the console is played with needs it"


def test_a_folder_of_another_user_is_said() -> None:
    nobody: dict[str, Any] = {"user": 65_534, "group": 65_534, "extra_groups": []} if os.geteuid() == 0 else {}
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        machine = Machine(Path(folder))
        machine.checkout.chmod(0o555)
        done = subprocess.run(
            [machine.checkout / "jiaohao", "server"],
            env={"PATH": str(machine.bin), "RIG": folder},
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
            **nobody,
        )
        assert done.returncode == 73, done.stderr
        assert "belongs to another user" in done.stderr
        assert "Errno" not in done.stderr
        assert machine.done() == []
        machine.checkout.chmod(0o755)


@pytest.mark.parametrize(
    ("environment", "kept"),
    [
        ({"LANG": "zh_TW.UTF-8"}, "zh_TW.UTF-8"),
        ({"LANG": "zh_TW.UTF-8", "LC_MESSAGES": "en_US.UTF-8"}, "en_US.UTF-8"),
        ({"LANG": "zh_TW.UTF-8", "LC_ALL": "C"}, "C"),
        ({}, ""),
    ],
)
def test_the_callers_language_is_kept(machine: Machine, environment: dict[str, Any], kept: str) -> None:
    machine.put("python3", PYTHON.replace("${LC_ALL:-}", "$JIAOHAO_LOCALE"))
    assert machine.run("server", **environment)[0] == 0
    assert (machine.folder / "where").read_text("utf-8").strip().split("|")[1] == kept


def test_a_hall_is_tried_on_a_screen_or_not_at_all(machine: Machine) -> None:
    status, said = machine.run("try")
    assert (status, len(said.splitlines())) == (69, 1)
    assert "./jiaohao demo --pictures" in said
    assert machine.done() == [], "what would not be seen is not installed"
    machine.has("python3-venv", "alsa-utils", TRUST, *QT_AND_SIGN)
    assert machine.run("try", "--config", "mine.toml", DISPLAY="hall-pc:0")[0] == 0
    assert machine.done() == [
        "venv",
        "pip requirements.lock",
        f"start -m demo.trying --config {machine.folder}/mine.toml",
    ]
    assert machine.run("try")[0] == 0, "with an environment the program itself says it, in the terminal's language"
    assert machine.done() == ["start -m demo.trying"]


def test_a_printer_is_set_up_without_a_screen(machine: Machine) -> None:
    machine.has("python3-venv", "unifont")
    assert machine.run("printer", "192.0.2.10", "--config", "hall.toml")[0] == 0
    assert machine.done() == [
        "venv",
        "pip requirements.lock",
        f"start -m hardware.printer.setup 192.0.2.10 --config {machine.folder}/hall.toml",
    ]


@pytest.mark.parametrize(
    ("room", "module"),
    [*((room, room) for room in ("server", "kiosk", "display", "demo")), ("printer", "hardware.printer.setup")],
)
def test_help_calls_a_program_as_it_was_called(room: str, module: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", module, "--help"], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"usage: ./jiaohao {room} ")
    assert "python -m" not in done.stdout


def test_help_of_check_config_is_the_usage(machine: Machine) -> None:
    assert machine.run("check-config", "--help")[0] == 0


DEAF = """#!/bin/sh
trap '' INT
case "$*" in "-c import venv, ensurepip") : >"$RIG/asked"; /bin/sleep 1 ;; esac
exit 0
"""
"""A Python that makes nothing of Ctrl+C, as one that has only just begun."""


def test_ctrl_c_is_heard_whatever_is_asked_meanwhile(machine: Machine) -> None:
    """It reaches the terminal's whole group."""
    machine.put("python3", DEAF)
    with machine.start(["demo", "--pictures"], group=True) as process:
        deadline = time.monotonic() + 20
        while not (machine.folder / "asked").exists():
            assert time.monotonic() < deadline
            time.sleep(0.01)
        os.killpg(process.pid, signal.SIGINT)
        _, said = process.communicate(timeout=30)
    assert (process.returncode, said) == (130, "")
