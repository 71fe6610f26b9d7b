"""Whether a window can be opened: the screen that the environment names is asked before it is believed.

Qt would end the process instead (status 134), with a sentence about a library that is there.
"""

from __future__ import annotations

import os
import re
import socket
import struct
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import pairwise
from pathlib import Path

ANSWER_WITHIN_S = 5.0
AGAIN_AFTER_S, AGAIN_FOR_S = 0.1, 1.0
_WITH_WINDOWS = ("xcb", "wayland")
"""Platforms of Qt that need somebody to open windows; every other draws by itself."""
_COOKIE = b"MIT-MAGIC-COOKIE-1"
_WILD = 0xFFFF


class _NoScreen(Exception):
    """Why this one is none."""


def no_desktop(environment: Mapping[str, str], platform: str = "") -> str:
    """Why no window can be opened, in one sentence; empty when one can. `platform`: what Qt is told on its command
    line; else its own variable counts. Waits for at most ANSWER_WITHIN_S for each screen that is named.
    """
    names = [name.split(":")[0] for name in (platform or environment.get("QT_QPA_PLATFORM", "")).split(";") if name]
    if any(not name.startswith(_WITH_WINDOWS) for name in names):
        return ""
    x11, wayland = environment.get("DISPLAY", ""), environment.get("WAYLAND_DISPLAY", "")
    faults = []
    for variable, screen, ask in (("WAYLAND_DISPLAY", wayland, _ask_wayland), ("DISPLAY", x11, _ask_x11)):
        wanted = not names or any(name.startswith("xcb" if variable == "DISPLAY" else "wayland") for name in names)
        if screen and wanted:
            try:
                ask(screen, environment)
            except _NoScreen as fault:
                faults.append(f"{variable}={screen} {fault}")
            else:
                return ""
    said = " and ".join(faults) or "neither DISPLAY nor WAYLAND_DISPLAY is set"
    return (
        f"No screen: {said}; start it on the desktop of the PC that has the screen, or name that one, like DISPLAY=:0"
    )


def platform_in(words: Sequence[str]) -> str:
    """What a command line tells Qt with `-platform`; empty when it says nothing."""
    for word, following in pairwise((*words, "")):
        if word in {"-platform", "--platform"}:
            return following
        if re.match(r"--?platform=", word):
            return word.partition("=")[2]
    return ""


def _ask_x11(screen: str, environment: Mapping[str, str]) -> None:
    found = re.fullmatch(r"(?:unix|([^:/]*|\[[^\]]*\])):([0-9]{1,5})(?:\.[0-9]+)?", screen)
    if found is None:
        raise _NoScreen("is no name of a screen")
    host, number = (found[1] or "").strip("[]"), found[2]
    reason = ""
    until = time.monotonic() + AGAIN_FOR_S
    for cookie in (*_cookies(number, environment), b""):
        reason = _greeted(host, int(number), cookie, until)
        if not reason:
            return
    raise _NoScreen(f"turns us away: {reason}")


def _greeted(host: str, number: int, cookie: bytes, until: float) -> str:
    """Why the X server turns us away; empty when it does not. One that begins anew because its last window has just
    gone drops whoever comes at that moment: it is greeted again until it answers."""
    while True:
        try:
            with _x11_socket(host, number) as line:
                return _greet_x11(line, cookie)
        except OSError as fault:
            if time.monotonic() > until:
                raise _NoScreen("does not answer") from fault
            time.sleep(AGAIN_AFTER_S)


def _x11_socket(host: str, number: int) -> socket.socket:
    line = None
    try:
        if host:
            return socket.create_connection((host, 6000 + number), timeout=ANSWER_WITHIN_S)
        path = f"/tmp/.X11-unix/X{number}"  # noqa: S108 - where every X server listens
        for place in (f"\0{path}", path):
            line = socket.socket(socket.AF_UNIX)
            line.settimeout(ANSWER_WITHIN_S)
            with suppress(OSError):
                line.connect(place)
                return line
            line.close()
    except (OSError, ValueError, OverflowError) as fault:
        raise _NoScreen("does not answer") from fault
    raise _NoScreen("does not answer")


def _greet_x11(line: socket.socket, cookie: bytes) -> str:
    """Why the X server turns us away; empty when it does not. First exchange of the X11 protocol. Raises OSError."""
    name = _COOKIE if cookie else b""
    hello = struct.pack("<BxHHHHxx", ord("l"), 11, 0, len(name), len(cookie)) + _padded(name) + _padded(cookie)
    line.sendall(hello)
    head = _exactly(line, 8)
    if head[0] == 1:
        return ""
    length = head[1] if head[0] == 0 else 4 * struct.unpack("<H", head[6:8])[0]
    said = _exactly(line, 4 * struct.unpack("<H", head[6:8])[0])[:length]
    return " ".join(said.rstrip(b"\0").decode("latin-1").split()) or "no reason is given"


def _cookies(number: str, environment: Mapping[str, str]) -> Iterator[bytes]:
    """Cookies for this display, from the file of X authorities; none when there is no such file."""
    file = environment.get("XAUTHORITY") or f"{environment.get('HOME', '')}/.Xauthority"
    with suppress(OSError, struct.error, IndexError):
        rest = Path(file).read_bytes()
        while rest:
            (family,), rest = struct.unpack(">H", rest[:2]), rest[2:]
            fields = []
            for _ in range(4):
                size = 2 + struct.unpack(">H", rest[:2])[0]
                fields.append(rest[2:size])
                rest = rest[size:]
            _, of, name, cookie = fields
            if name == _COOKIE and cookie and (of in {b"", number.encode()} or family == _WILD):
                yield cookie


def _ask_wayland(screen: str, environment: Mapping[str, str]) -> None:
    """Sends wl_display.sync, which every compositor answers."""
    path = os.path.join(environment.get("XDG_RUNTIME_DIR", ""), screen)  # noqa: PTH118 - an absolute name stands alone
    with socket.socket(socket.AF_UNIX) as line:
        line.settimeout(ANSWER_WITHIN_S)
        try:
            line.connect(path)
            line.sendall(struct.pack("=III", 1, 12 << 16, 2))
            _exactly(line, 8)
        except (OSError, ValueError) as fault:
            raise _NoScreen("does not answer") from fault


def _exactly(line: socket.socket, count: int) -> bytes:
    """So many bytes. Raises OSError when the other end closes before."""
    got = b""
    while len(got) < count:
        more = line.recv(count - len(got))
        if not more:
            raise ConnectionResetError
        got += more
    return got


def _padded(data: bytes) -> bytes:
    return data + b"\0" * (-len(data) % 4)
