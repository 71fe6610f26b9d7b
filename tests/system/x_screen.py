"""A virtual X screen with a finger on it and eyes before it: the X11 protocol itself, by no library of ours."""

from __future__ import annotations

import os
import shutil
import socket
import struct
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from PIL import Image

KEY_PRESS, KEY_RELEASE, PRESS, RELEASE, MOVE = 2, 3, 4, 5, 6
EVERYTHING = 0xFFFFFFFF
WHOLE_PIXELS = 2


class XScreen:
    """One connection to a screen that asks nobody who he is."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._line = socket.socket(socket.AF_UNIX)
        self._line.settimeout(10)
        self._line.connect(f"/tmp/.X11-unix/X{name.removeprefix(':')}")
        self._line.sendall(struct.pack("<BxHHHHxx", ord("l"), 11, 0, 0, 0))
        head = self._exactly(8)
        assert head[0] == 1, "the screen turns us away"
        setup = self._exactly(4 * struct.unpack("<H", head[6:8])[0])
        vendor, formats = struct.unpack("<H", setup[16:18])[0], setup[21]
        root = 32 + (vendor + 3) // 4 * 4 + 8 * formats
        (self._root,) = struct.unpack("<I", setup[root : root + 4])
        self.width, self.height = struct.unpack("<HH", setup[root + 20 : root + 24])
        extension = b"XTEST"
        self._ask(struct.pack("<BxHHxx", 98, 4, len(extension)) + extension + b"\0" * 3)
        answer = self._answer()
        assert answer[8] == 1, "this screen has no XTEST"
        self._xtest = answer[9]

    def touch(self, x: int, y: int) -> None:
        """Presses and lets go there."""
        self.point_at(x, y)
        for kind in (PRESS, RELEASE):
            self._does(kind, 1, x, y)

    def point_at(self, x: int, y: int) -> None:
        """Where no desktop says otherwise, keys go to the window there."""
        self._does(MOVE, 0, x, y)

    def strike(self, key: int) -> None:
        """Presses and lets go of the key with this code."""
        for kind in (KEY_PRESS, KEY_RELEASE):
            self._does(kind, key, 0, 0)

    def look(self, x: int, y: int, width: int, height: int) -> Image.Image:
        """What stands there now."""
        self._ask(struct.pack("<BBHIhhHHI", 73, WHOLE_PIXELS, 5, self._root, x, y, width, height, EVERYTHING))
        pixels = self._answer()[32:]
        return Image.frombuffer("RGB", (width, height), pixels, "raw", "BGRX", 0, 1)

    def close(self) -> None:
        self._line.close()

    def _does(self, kind: int, detail: int, x: int, y: int) -> None:
        self._ask(struct.pack("<BBHBBxxIIxxxxxxxxHHxxxxxxxx", self._xtest, 2, 9, kind, detail, 0, self._root, x, y))

    def _ask(self, request: bytes) -> None:
        self._line.sendall(request)

    def _answer(self) -> bytes:
        while True:
            head = self._exactly(32)
            assert head[0] != 0, f"the screen refuses: error {head[1]}"
            if head[0] == 1:
                return head + self._exactly(4 * struct.unpack("<I", head[4:8])[0])

    def _exactly(self, count: int) -> bytes:
        got = bytearray()
        while len(got) < count:
            more = self._line.recv(count - len(got))
            assert more, "the screen went away"
            got += more
        return bytes(got)


@contextmanager
def virtual_screen(width: int = 1920, height: int = 1080) -> Iterator[str]:
    """A virtual X screen; its DISPLAY. Skips when there is no Xvfb, fails where every tool must be there."""
    found = shutil.which("Xvfb")
    if found is None:
        if os.environ.get("JIAOHAO_REQUIRE_TOOLS") == "1":
            pytest.fail("Xvfb is not installed")
        pytest.skip("Xvfb is not installed")
    read, write = os.pipe()
    with subprocess.Popen(
        [found, "-displayfd", str(write), "-noreset", "-screen", "0", f"{width}x{height}x24"],
        pass_fds=(write,),
        stderr=subprocess.DEVNULL,
    ) as process:
        os.close(write)
        try:
            with os.fdopen(read) as number:
                yield f":{number.readline().strip()}"
        finally:
            process.terminate()
