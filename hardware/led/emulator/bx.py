"""A BX-6K font card to talk to: ``python -m hardware.led.emulator.bx --tcp 127.0.0.1:0 --out DIR``.

Listens on TCP (``--tcp HOST:PORT``) or on a pseudo-terminal (``--pty LINK``, a symbolic link to it), writes what
its dots show into ``--out`` and takes faults on the control port:

* ``silent``: reads nothing, answers nothing, as if its line were cut
* ``nak [CODE]``: refuses every command (3, busy, if no code is given)
* ``garbage``: every answer comes with noise and a damaged frame before it
* ``close``: drops the connection once
* ``power-cut``: loses its content, drops the connection
* ``clear``: no faults any more; ``state``: the state as JSON; ``stop``: ends
"""

import argparse
import os
import pty
import socket
import tty
from contextlib import suppress
from pathlib import Path
from typing import Any

from hardware.led.emulator.bx_card import Card, Faults
from hardware.led.emulator.bx_card_screen import screen, shown_text
from hardware.led.emulator.bx_card_text import HEIGHT, NAMES
from hardware.led.emulator.loop import EmulatorLoop, announce, listen_tcp, spoken
from hardware.led.emulator.sign_output import SignOutput

_TICK_S = 0.05


class BxEmulator:
    """The card on its line."""

    def __init__(self, width: int, out: Path) -> None:
        """Make a card of ``width`` x 16 dots that shows itself in ``out``."""
        self.card = Card(width)
        self.loop = EmulatorLoop(self._control, self._tick, _TICK_S)
        self._output = SignOutput(out, width)
        self._connections: list[socket.socket] = []
        self._accepted = 0
        self._content: object = None
        self._colours = bytes(width * HEIGHT * 3)

    def listen(self, address: str) -> str:
        """Accept connections at HOST:PORT and return where."""
        listener = listen_tcp(address)
        self.loop.watch(listener, lambda: self._accept(listener))
        return spoken(listener)

    def open_pty(self, link: Path) -> None:
        """Make a pseudo-terminal and point ``link`` to it."""
        master, slave = pty.openpty()
        tty.setraw(master)
        # Kept open here too: without any open end reading the master fails between two sessions.
        tty.setraw(slave)
        os.set_blocking(master, False)
        aside = link.with_name(f".{link.name}.{os.getpid()}")
        aside.symlink_to(os.ttyname(slave))
        aside.replace(link)
        self.loop.watch(master, lambda: self._read_pty(master))

    def _accept(self, listener: socket.socket) -> None:
        connection, _ = listener.accept()
        connection.setblocking(False)
        self._accepted += 1
        self._connections.append(connection)
        self.loop.watch(connection, lambda: self._read(connection))

    def _read(self, connection: socket.socket) -> None:
        try:
            data = connection.recv(4096)
            if data:
                if answer := self.card.receive(data, self.loop.now()):
                    connection.sendall(answer)
                return
        except OSError:
            pass  # the host went away: the end of this connection, nothing else
        self._drop(connection)

    def _read_pty(self, master: int) -> None:
        with suppress(OSError):
            if answer := self.card.receive(os.read(master, 4096), self.loop.now()):
                os.write(master, answer)

    def _drop(self, connection: socket.socket) -> None:
        self.loop.forget(connection)
        connection.close()
        if connection in self._connections:
            self._connections.remove(connection)

    def _drop_all(self) -> None:
        for connection in list(self._connections):
            self._drop(connection)

    def _control(self, command: str, argument: str) -> dict[str, Any]:
        faults = self.card.faults
        match command:
            case "silent":
                faults.silent = True
            case "nak":
                if argument and not (argument.isdigit() and int(argument) < 256):
                    raise ValueError(f"nak takes an error number up to 255, not {argument!r}")
                faults.nak = int(argument or 3)
            case "garbage":
                faults.garbage = True
            case "close":
                self._drop_all()
            case "power-cut":
                self.card.lose_power()
                self._drop_all()
            case "clear":
                self.card.faults = Faults()
            case "state":
                self._tick(self.loop.now())
                return {"state": self._state()}
            case _:
                raise ValueError("expected silent, nak [CODE], garbage, close, power-cut, clear, state or stop")
        self._tick(self.loop.now())
        return {}

    def _tick(self, now: float) -> None:
        self.card.forget_stale(now)
        content = (self.card.on, tuple(self.card.areas.values()))
        if content != self._content or self.card.moves:
            self._colours = screen(self.card, now)
        self._output.draw(self._colours, now, at_once=content != self._content)
        self._content = content
        self._output.write_state(self._state())

    def _state(self) -> dict[str, Any]:
        areas = sorted(self.card.areas.items())
        colours = [NAMES[run.colour] for _, area in areas for run in area.runs if run.text.strip()]
        faults = self.card.faults
        return {
            "text": shown_text(self.card),
            "colour": colours[0] if colours else "off",
            "on": self.card.on,
            "running": self.card.moves,
            "areas": [number for number, _ in areas],
            "frames": self.card.frames,
            "unheard": self.card.unheard,
            "commands": dict(sorted(self.card.commands.items())),
            "errors": dict(sorted(self.card.errors.items())),
            "connections": self._accepted,
            "faults": {"silent": faults.silent, "nak": faults.nak, "garbage": faults.garbage},
            "pictures": self._output.frames,
        }


def main() -> None:
    """Run the emulator."""
    parser = argparse.ArgumentParser(prog="python -m hardware.led.emulator.bx", description="A BX-6K font card.")
    line = parser.add_mutually_exclusive_group(required=True)
    line.add_argument("--tcp", metavar="HOST:PORT", help="listen here; port 0 takes a free one")
    line.add_argument("--pty", metavar="LINK", type=Path, help="make a serial line and link it here")
    parser.add_argument("--out", metavar="DIR", type=Path, required=True, help="where pictures and state go")
    parser.add_argument("--control", metavar="HOST:PORT", default="127.0.0.1:0", help="where faults are taken")
    parser.add_argument("--width", metavar="DOTS", type=int, default=192, help="dots across (192)")
    options = parser.parse_args()
    emulator = BxEmulator(options.width, options.out)
    try:
        if options.tcp:
            places = {"tcp": emulator.listen(options.tcp)}
        else:
            emulator.open_pty(options.pty)
            places = {"pty": str(options.pty)}
        places["control"] = emulator.loop.control_at(options.control)
    except (OSError, ValueError) as error:
        parser.error(str(error))
    announce(**places)
    emulator.loop.run()


if __name__ == "__main__":
    main()
