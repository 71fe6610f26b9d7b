"""A device that is not there is told by what it lacks, over the real links."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from hardware.printer.setup.hands import Hands
from hardware.printer.setup.interview import begin
from hardware.printer.setup.interview_types import Ask, Obstacle, YesNo
from hardware.transport import Address, Transport, TransportUnavailableError, open_transport


def told(url: str, open_link: Callable[[Address, float], Transport] = open_transport) -> Obstacle:
    hands = Hands(lambda *_: Image.new("1", (8, 8)), open_link=open_link)
    asked = hands.do(begin(url, ())).wants
    assert isinstance(asked, Ask)
    assert asked.question is YesNo.TRY_AGAIN
    assert isinstance(asked.about, Obstacle)
    return asked.about


@pytest.mark.parametrize("scheme", ["usb", "serial"])
def test_a_file_that_is_missing_and_one_that_is_no_device(scheme: str, tmp_path: Path) -> None:
    assert told(f"{scheme}://{tmp_path}/lp0") is Obstacle.NO_FILE
    assert told(f"{scheme}://{tmp_path}") is Obstacle.NO_DEVICE
    plain = tmp_path / "notes.txt"
    plain.write_text("mine", "utf-8")
    assert told(f"{scheme}://{plain}") is Obstacle.NO_DEVICE
    assert plain.read_text("utf-8") == "mine"


def failing(cause: OSError) -> Callable[[Address, float], Transport]:
    def open_link(_address: Address, _limit: float) -> Transport:
        raise TransportUnavailableError("as open_transport says it") from cause

    return open_link


@pytest.mark.parametrize(
    ("cause", "obstacle"),
    [
        (socket.gaierror(socket.EAI_NONAME, "Name or service not known"), Obstacle.NO_NAME),
        (TimeoutError(110, "timed out"), Obstacle.NOT_THERE),
        (PermissionError(1, "by a packet filter"), Obstacle.NOT_THERE),
    ],
)
def test_a_name_that_is_not_known_is_not_a_printer_that_is_off(cause: OSError, obstacle: Obstacle) -> None:
    assert told("tcp://printer.invalid:9100", failing(cause)) is obstacle


def test_a_device_that_belongs_to_somebody_else() -> None:
    assert told("usb:///dev/usb/lp0", failing(PermissionError(13, "denied"))) is Obstacle.NOT_ALLOWED
