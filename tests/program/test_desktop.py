"""A screen is asked before it is believed."""

from __future__ import annotations

import os
import socket
import struct
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from program.desktop import no_desktop, platform_in

ROOT = Path(__file__).parents[2]
COOKIE = bytes(range(16))
ACCEPTED = struct.pack("<BxHHH", 1, 11, 0, 0)


@contextmanager
def answering(listener: socket.socket, answer: Callable[[socket.socket], None]) -> Iterator[None]:
    """Has every connection answered, one after another."""

    def serve() -> None:
        with suppress(OSError):
            while True:
                line, _ = listener.accept()
                with line, suppress(OSError):
                    line.settimeout(10)
                    answer(line)

    listener.listen()
    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(10)


@contextmanager
def x_server(answer: Callable[[bytes], bytes]) -> Iterator[str]:
    """An X server on the network, as far as its greeting: told a cookie, it gives its `answer`. Yields its name."""

    def greet(line: socket.socket) -> None:
        head = line.recv(12, socket.MSG_WAITALL)
        name, data = struct.unpack("<xxxxxxHHxx", head)
        said = line.recv(name + -name % 4 + data + -data % 4, socket.MSG_WAITALL)
        line.sendall(answer(said[name + -name % 4 :][:data]))

    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    with answering(listener, greet):
        yield f"127.0.0.1:{listener.getsockname()[1] - 6000}.0"


def refusal(reason: bytes) -> bytes:
    padded = reason + b"\0" * (-len(reason) % 4)
    return struct.pack("<BBHHH", 0, len(reason), 11, 0, len(padded) // 4) + padded


def authority(folder: Path, number: str) -> str:
    """A file of X authorities with a line for another display and one for this; its path."""
    lines = b""
    for of, cookie in (("99", b"x" * 16), (number, COOKIE)):
        lines += struct.pack(">H", 256)
        for field in (b"hall-pc", of.encode(), b"MIT-MAGIC-COOKIE-1", cookie):
            lines += struct.pack(">H", len(field)) + field
    (folder / "authority").write_bytes(lines)
    return str(folder / "authority")


def test_a_screen_that_lets_us_in(tmp_path: Path) -> None:
    with x_server(lambda _: ACCEPTED) as screen:
        assert no_desktop({"DISPLAY": screen, "HOME": str(tmp_path)}) == ""
        assert no_desktop({"DISPLAY": screen, "QT_QPA_PLATFORM": "xcb"}) == ""
        assert no_desktop({"DISPLAY": screen, "WAYLAND_DISPLAY": "/nowhere"}) == "", "one that answers is enough"


def test_a_screen_that_begins_anew_is_greeted_again() -> None:
    """As Xvfb does when its last window has gone; who comes then is dropped."""
    answers = [b"", b"", ACCEPTED]
    with x_server(lambda _: answers.pop(0)) as screen:
        assert no_desktop({"DISPLAY": screen}) == ""
    assert answers == []


def test_a_screen_that_wants_a_cookie(tmp_path: Path) -> None:
    with x_server(lambda cookie: ACCEPTED if cookie == COOKIE else refusal(b"No protocol specified\n")) as screen:
        lacking = no_desktop({"DISPLAY": screen, "XAUTHORITY": str(tmp_path / "none")})
        assert f"DISPLAY={screen} turns us away: No protocol specified;" in lacking
        number = screen.split(":")[1].removesuffix(".0")
        assert no_desktop({"DISPLAY": screen, "XAUTHORITY": authority(tmp_path, number)}) == ""


@pytest.mark.parametrize("rubbish", [b"", b"\x00\xff\x0b\x00\x00\x00\xff", b"HTTP/1.1 400 Bad"])
def test_what_is_no_x_server(rubbish: bytes) -> None:
    with x_server(lambda _: rubbish) as screen:
        assert f"DISPLAY={screen} does not answer;" in no_desktop({"DISPLAY": screen})


@pytest.mark.parametrize("screen", [":55555", "unix:55555.0", "127.0.0.1:1", "a..b:1", "127.0.0.1:99999"])
def test_a_screen_with_nobody_there(screen: str) -> None:
    assert f"DISPLAY={screen} does not answer;" in no_desktop({"DISPLAY": screen})


@pytest.mark.parametrize("screen", ["55", ":", "hall/unix", ":1x", "\0:1\n"])
def test_what_names_no_screen(screen: str) -> None:
    assert "is no name of a screen" in no_desktop({"DISPLAY": screen})


def test_a_compositor_is_asked_too(tmp_path: Path) -> None:
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(str(tmp_path / "wayland-3"))

    def synced(line: socket.socket) -> None:
        line.recv(12, socket.MSG_WAITALL)
        line.sendall(struct.pack("=III", 2, 12 << 16, 0))

    environment = {"WAYLAND_DISPLAY": "wayland-3", "XDG_RUNTIME_DIR": str(tmp_path)}
    with answering(listener, synced):
        assert no_desktop(environment) == ""
        assert no_desktop({"WAYLAND_DISPLAY": str(tmp_path / "wayland-3")}) == ""
        assert "neither" in no_desktop(environment, "xcb"), "Qt is told to look elsewhere"
    assert "WAYLAND_DISPLAY=wayland-3 does not answer;" in no_desktop(environment)


@pytest.mark.parametrize("platform", ["offscreen", "offscreen:configfile=x.json", "eglfs", "xcb;offscreen"])
def test_what_draws_by_itself_needs_no_screen(platform: str) -> None:
    assert no_desktop({"QT_QPA_PLATFORM": platform}) == ""
    assert no_desktop({"QT_QPA_PLATFORM": "xcb"}, platform) == ""


@pytest.mark.parametrize(
    ("words", "platform"),
    [
        (["-platform", "offscreen"], "offscreen"),
        (["-x", "--platform=eglfs"], "eglfs"),
        (["-platform"], ""),
        (["platform=x"], ""),
        ([], ""),
    ],
)
def test_the_platform_of_a_command_line(words: list[str], platform: str) -> None:
    assert platform_in(words) == platform


@pytest.mark.parametrize("room", ["kiosk", "display"])
def test_a_program_without_a_screen_ends_with_one_sentence(room: str) -> None:
    kept = {"QT_QPA_PLATFORM", "WAYLAND_DISPLAY"}
    environment = {name: value for name, value in os.environ.items() if name not in kept}
    done = subprocess.run(
        [sys.executable, "-m", room],
        cwd=ROOT,
        env={**environment, "DISPLAY": ":55555"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 69, done.stderr
    assert done.stderr.startswith("No screen: DISPLAY=:55555 does not answer; ")
    assert done.stderr.count("\n") == 1
