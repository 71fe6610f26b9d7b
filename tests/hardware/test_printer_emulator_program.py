"""The emulated printer as a program: its control port, its files, its cables."""

import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from hardware.transport import open_transport
from tests.hardware.emulated_printer import PrinterProgram, printer_program

JOB = bytes.fromhex("1b 40 1d 76 30 00 02 00 02 00 f0 01 00 80 1d 56 00")


def ask(program: PrinterProgram, *lines: str) -> list[dict[str, Any]]:
    host, port = program.address["control"].split(":")
    with socket.create_connection((host, int(port)), timeout=5) as control, control.makefile() as answers:
        control.sendall("".join(f"{line}\n" for line in lines).encode())
        return [json.loads(answers.readline()) for _ in lines]


def send(program: PrinterProgram, data: bytes) -> None:
    host, port = program.address["tcp"].split(":")
    with socket.create_connection((host, int(port)), timeout=5) as link:
        link.sendall(data)


def test_words_and_json_do_the_same(tmp_path: Path) -> None:
    with printer_program(tmp_path) as program:
        first, second = ask(program, "paper-out", '{"command": "clear", "value": "paper-out"}')
    assert first["state"]["faults"] == ["paper-out"]
    assert second["ok"]
    assert second["state"]["faults"] == []


@pytest.mark.parametrize("line", ["jam", "drop-after", "drop-after x", '{"command": 1}', "{", "clear jam"])
def test_wrong_command_is_refused_with_the_reason(tmp_path: Path, line: str) -> None:
    with printer_program(tmp_path) as program:
        wrong, right = ask(program, line, "state")
    assert not wrong["ok"]
    assert wrong["error"]
    assert right["ok"]


def test_receipts_are_numbered_on_from_what_is_there(tmp_path: Path) -> None:
    for start in (0, 2):
        with printer_program(tmp_path, options=("--width", "16")) as program:
            send(program, JOB + JOB)
            program.wait_for("receipts", 2)
            assert program.do("state")["last_receipt"] == str(tmp_path / f"receipt-000{start + 2}.png")
    assert sorted(path.name for path in tmp_path.iterdir()) == [f"receipt-000{number}.png" for number in range(1, 5)]


def test_stop_ends_the_program_and_takes_the_serial_name_away(tmp_path: Path) -> None:
    with printer_program(tmp_path / "out", kind="pty") as program:
        assert Path(program.address["pty"]).is_symlink()
        program.do("stop")
        assert program.process.wait(10) == 0
        assert not os.path.lexists(program.address["pty"])


@pytest.mark.parametrize("kind", ["tcp", "pty"])
def test_dropped_cable_can_be_opened_again(tmp_path: Path, kind: str) -> None:
    with printer_program(tmp_path / "out", kind=kind, options=("--width", "16")) as program:
        program.do("drop-after 5")
        for received in (5, 5 + len(JOB)):
            link = open_transport(program.url)
            link.write(JOB, time.monotonic() + 5)
            program.wait_for("bytes_received", received)
            link.close()


def test_no_cable_is_a_usage_error(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hardware.printer.emulator", "--out", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "--tcp, --pty or both" in done.stderr
