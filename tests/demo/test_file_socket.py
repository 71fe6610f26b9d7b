from __future__ import annotations

import socket
from pathlib import Path

from demo.file_socket import listen_at, reachable


def test_a_socket_is_called_by_its_file_however_deep_that_lies(tmp_path: Path) -> None:
    folder = tmp_path.joinpath(*("deep" * 10 for _ in range(6)))
    folder.mkdir(parents=True)
    place = folder / "kiosk.hand"
    assert len(bytes(place)) > 107, "more than the kernel takes"
    with listen_at(place) as listener, socket.socket(socket.AF_UNIX) as caller:
        with reachable(place) as name:
            caller.connect(name)
        answered, _ = listener.accept()
        with answered:
            caller.sendall(b"hello")
            assert answered.recv(5) == b"hello"


def test_who_listens_again_takes_the_place_of_one_that_is_gone(tmp_path: Path) -> None:
    place = tmp_path / "kiosk.hand"
    listen_at(place).close()
    with listen_at(place), socket.socket(socket.AF_UNIX) as caller, reachable(place) as name:
        caller.connect(name)
