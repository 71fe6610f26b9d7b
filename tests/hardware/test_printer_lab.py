"""`./jiaohao printer-lab`, and the emulator as a program that plays a given printer for one host at a time."""

import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PIL import Image

from hardware.printer.emulator import lab
from hardware.printer.emulator.personality import PERSONALITIES, personality_named
from hardware.printer.emulator.trial import ink_below, ticket_picture

ASK_STATUS = b"\x10\x04\x01"

pytestmark = pytest.mark.timeout(60)


def connected(printer: lab.PlayedPrinter) -> socket.socket:
    host, port = printer.url.removeprefix("tcp://").split(":")
    return socket.create_connection((host, int(port)), timeout=10)


def lets_in(printer: lab.PlayedPrinter) -> bool:
    try:
        connected(printer).close()
    except ConnectionRefusedError:
        return False
    return True


def test_list_names_every_printer(capsys: pytest.CaptureFixture[str]) -> None:
    assert lab.main(["--list"]) == 0
    told = capsys.readouterr().out
    listed = subprocess.run(
        [sys.executable, "-m", "hardware.printer.emulator", "--list"], capture_output=True, text=True, check=True
    )
    assert [line.split()[0] for line in told.splitlines()] == list(PERSONALITIES)
    assert listed.stdout == told


def test_tickets_are_printed_and_told_of(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert lab.main(["--as", "epson-tm-t20", "--tickets", "1", "--out", str(tmp_path)]) == 0
    told = capsys.readouterr().out
    assert 'printer_profile = "epson-80"' in told
    assert "B031: printed" in told
    assert "came out: 1 papers" in told
    with Image.open(tmp_path / "receipt-0001.png") as paper:
        assert ink_below(paper, ticket_picture("B031", 576)) == 0


def test_trouble_is_made_and_mended(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--trouble", "cover-open", "--mend", "clear cover-open", "--after", "1"]
    assert lab.main(["--as", "ideal", "--tickets", "1", "--out", str(tmp_path), *words]) == 0
    told = capsys.readouterr().out
    assert "B031: waiting (cover)" in told
    assert told.index("the end of it") < told.index("B031: printed")


@pytest.mark.parametrize("words", [["--as", "laser"], ["--trouble", "jam"]])
def test_what_it_does_not_know_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str]) -> None:
    assert lab.main([*words, "--out", str(tmp_path)]) == 2
    assert "allowed are" in capsys.readouterr().out


def test_second_host_waits_until_the_first_is_gone(tmp_path: Path) -> None:
    with lab.played(personality_named("generic-clone"), tmp_path) as printer:
        with connected(printer) as first:
            first.sendall(ASK_STATUS)
            assert first.recv(9) == b"\x12"
            second = connected(printer)
            second.sendall(ASK_STATUS)
            second.settimeout(0.3)
            with pytest.raises(TimeoutError):
                second.recv(9)
        second.settimeout(10)
        assert second.recv(9) == b"\x12"
        second.close()


def test_second_host_is_refused_until_the_first_is_gone(tmp_path: Path) -> None:
    with lab.played(personality_named("idle-closer"), tmp_path) as printer:
        with connected(printer) as first:
            first.sendall(ASK_STATUS)
            assert first.recv(9) == b"\x12"
            with pytest.raises(ConnectionRefusedError):
                connected(printer)
        deadline = time.monotonic() + 10
        while not lets_in(printer):
            assert time.monotonic() < deadline
            time.sleep(0.02)
