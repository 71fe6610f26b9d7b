"""Asks a Wayland compositor that is made with wlroots (sway, labwc, cage, Wayfire) to count nobody as idle.

Desktops take the same request over their message bus (`display.awake`); these have none there. It holds as long as this
connection lives, which is one beside Qt's: Qt gives nobody its own surfaces (ADR 0076). These compositors count a
surface that is shown nowhere as shown; others would not, and are not asked.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from PySide6.QtCore import QByteArray, QObject
from PySide6.QtNetwork import QLocalSocket

MANAGER: Final = "zwp_idle_inhibit_manager_v1"
COMPOSITOR: Final = "wl_compositor"
OF_WLROOTS: Final = "zwlr_output_manager_v1"
OF_RIVER: Final = "zriver_control_v1"
"""Made with wlroots, but counts what is shown only."""
_DISPLAY, _REGISTRY, _LISTED, _COMPOSITOR, _MANAGER, _SURFACE, _INHIBITOR, _DONE = range(1, 9)
"""Numbers of the things on our connection; the first is everybody's."""
_HEAD: Final = struct.Struct("=IHH")


def wayland_socket(environment: Mapping[str, str]) -> str:
    """Where the compositor listens, as libwayland finds it."""
    name = environment.get("WAYLAND_DISPLAY") or "wayland-0"
    return os.path.join(environment.get("XDG_RUNTIME_DIR", ""), name)  # noqa: PTH118 - an absolute name stands alone


def request(thing: int, number: int, *words: int | str) -> bytes:
    """One request of the Wayland protocol."""
    body = b"".join(struct.pack("=I", word) if isinstance(word, int) else _text(word) for word in words)
    return _HEAD.pack(thing, number, _HEAD.size + len(body)) + body


LIST: Final = request(_DISPLAY, 1, _REGISTRY) + request(_DISPLAY, 0, _LISTED)


def inhibit(offered: Mapping[str, int]) -> bytes:
    """What is asked of a compositor that offers this, by its numbers; empty: it would not hold anything for us."""
    if not {MANAGER, COMPOSITOR, OF_WLROOTS} <= offered.keys() or OF_RIVER in offered:
        return b""
    return (
        request(_REGISTRY, 0, offered[COMPOSITOR], COMPOSITOR, 1, _COMPOSITOR)
        + request(_REGISTRY, 0, offered[MANAGER], MANAGER, 1, _MANAGER)
        + request(_COMPOSITOR, 0, _SURFACE)
        + request(_MANAGER, 1, _INHIBITOR, _SURFACE)
        + request(_DISPLAY, 0, _DONE)
    )


class IdleInhibitor(QObject):
    """Lives on the Qt thread and waits for nothing. `told` hears whether the request holds, at each answer."""

    def __init__(self, path: str, told: Callable[[bool], None], parent: QObject) -> None:
        super().__init__(parent)
        self._path = path
        self._told = told
        self._got = b""
        self._offered: dict[str, int] = {}
        self._line = QLocalSocket(self)
        self._line.connected.connect(self._connected)
        self._line.readyRead.connect(self._read)
        self._line.disconnected.connect(self._lost)
        self._line.errorOccurred.connect(self._lost)

    def ask(self) -> None:
        """Unless it is asked already."""
        if self._line.state() is QLocalSocket.LocalSocketState.UnconnectedState:
            self._got = b""
            self._offered.clear()
            self._line.connectToServer(self._path)

    def stop(self) -> None:
        for signal in (self._line.connected, self._line.readyRead, self._line.disconnected, self._line.errorOccurred):
            signal.disconnect()
        self._line.abort()

    def _connected(self) -> None:
        self._line.write(QByteArray(LIST))

    def _lost(self, *_: object) -> None:
        self._told(False)

    def _read(self) -> None:
        self._got += bytes(self._line.readAll().data())
        for thing, number, body in self._events():
            if (thing, number) == (_REGISTRY, 0):
                (name, length) = struct.unpack_from("=II", body)
                self._offered[body[8 : 7 + length].decode("utf-8", "replace")] = name
            elif thing == _LISTED:
                wanted = inhibit(self._offered)
                if wanted:
                    self._line.write(QByteArray(wanted))
                else:
                    self._told(False)
            elif thing == _DONE:
                self._told(True)

    def _events(self) -> Iterator[tuple[int, int, bytes]]:
        """Those that have come whole: of whom, which, and what it says."""
        while len(self._got) >= _HEAD.size:
            thing, number, size = _HEAD.unpack_from(self._got)
            if len(self._got) < size or size < _HEAD.size:
                return
            body, self._got = self._got[_HEAD.size : size], self._got[size:]
            yield thing, number, body


def _text(word: str) -> bytes:
    data = word.encode() + b"\0"
    return struct.pack("=I", len(data)) + data + b"\0" * (-len(data) % 4)
