"""A display that is no device yet, or none any more, as a program of its own: it ends, and it goes on by itself."""

from __future__ import annotations

import re
import signal
from pathlib import Path

import msgspec
import pytest

from program.credentials import CredentialsFile
from tests.display.hall_server import HallServer
from tests.display.program import DEVICE, Program, config, offscreen, until
from tests.real_hall import RealHall

pytestmark = pytest.mark.system
ONE = [("HALL-1", 1920, 1080)]


def first_screen_stands(program: Program) -> None:
    def hears() -> bool:
        """Whether it has handlers of its own: before that a signal would end it."""
        status = Path(f"/proc/{program.process.pid}/status").read_text(encoding="ascii")
        caught = re.search(r"^SigCgt:\s*([0-9a-f]+)$", status, re.MULTILINE)
        return caught is not None and bool(int(caught[1], 16) >> (signal.SIGUSR1 - 1) & 1)

    until(hears, "it never came so far", program)
    program.process.send_signal(signal.SIGUSR1)
    until((program.pictures / "first-address.png").exists, "no first screen", program)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_on_its_first_screen(tmp_path: Path, number: signal.Signals) -> None:
    with Program(tmp_path, config(""), offscreen(tmp_path, ONE), enrolled=False) as program:
        first_screen_stands(program)
        program.process.send_signal(number)
        assert program.process.wait(15) == 0


@pytest.mark.parametrize("enrolled", [False, True], ids=["on its first screen", "while its server is elsewhere"])
def test_credentials_that_a_terminal_keeps_are_taken_without_a_start(tmp_path: Path, enrolled: bool) -> None:
    server = HallServer(RealHall()).start()
    try:
        with Program(tmp_path, config(""), offscreen(tmp_path, ONE), enrolled=enrolled) as program:
            if enrolled:
                until(lambda: program.entries("link") != [], "it never looked for its server", program)
            else:
                first_screen_stands(program)
            assert server.hellos == []
            CredentialsFile(tmp_path / "state", "display").save(msgspec.structs.replace(DEVICE, server=server.url))
            until(lambda: len(server.hellos) == 1, "it never came", program)
            assert program.end() == 0
    finally:
        server.stop()
