"""A panel of RGB dots to talk to: ``python -m hardware.led.emulator.e131 --udp 127.0.0.1:0 --out DIR``.

Listens to E1.31 at ``--udp HOST:PORT`` (a multicast address is joined), writes what its dots show into ``--out``
and takes faults on the control port:

* ``deaf``: closes its socket, so that the host is told that nobody listens; ``clear`` opens it again
* ``drop N``: loses every Nth packet until ``clear``
* ``power-cut``: goes dark once
* ``clear``: no faults any more; ``state``: the state as JSON; ``stop``: ends
"""

import argparse
import socket
import struct
from contextlib import suppress
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from hardware.led.emulator.dot_reader import colour_name, read_dots
from hardware.led.emulator.e131_panel import HEIGHT, Panel, Wiring
from hardware.led.emulator.loop import EmulatorLoop, announce, split_address, spoken
from hardware.led.emulator.sign_output import SignOutput

_TICK_S = 0.05
_SETTLED_S = 0.2
"""A picture that stands for so long is read."""


class PanelEmulator:
    """The panel on its network."""

    def __init__(self, panel: Panel, out: Path) -> None:
        """Show ``panel`` in ``out``."""
        self.panel = panel
        self.loop = EmulatorLoop(self._control, self._tick, _TICK_S)
        self._output = SignOutput(out, panel.width)
        self._socket: socket.socket | None = None
        self._place = ("", 0)
        self._drop_every = 0
        self._seen = 0
        self._colours = b""
        self._changed_at = float("-inf")
        self._text = ""
        self._read = b""

    def listen(self, address: str) -> str:
        """Take packets at HOST:PORT and return where."""
        host, port = split_address(address)
        receiver = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        # A running line of many universes comes in bursts.
        receiver.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
        group = ip_address(host) if host[:1].isdigit() else None
        if group is not None and group.is_multicast:
            receiver.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            receiver.bind(("", port))
            for index in range(self.panel.universes):
                member = struct.pack("4sI", (group + index).packed, socket.INADDR_ANY)
                receiver.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, member)
        else:
            receiver.bind((host, port))
        receiver.setblocking(False)
        self._socket = receiver
        place = spoken(receiver)
        self._place = (host, receiver.getsockname()[1])
        self.loop.watch(receiver, lambda: self._receive(receiver))
        return place

    def _receive(self, receiver: socket.socket) -> None:
        with suppress(BlockingIOError):
            while self._socket is receiver:
                packet = receiver.recv(2048)
                self._seen += 1
                if self._drop_every and self._seen % self._drop_every == 0:
                    continue
                self.panel.receive(packet, self.loop.now())

    def _control(self, command: str, argument: str) -> dict[str, Any]:
        match command:
            case "deaf":
                self._close()
            case "drop":
                if not (argument.isdigit() and int(argument) > 0):
                    raise ValueError(f"drop takes a whole number above 0, not {argument!r}")
                self._drop_every = int(argument)
            case "power-cut":
                self.panel.darken()
            case "clear":
                self._drop_every = 0
                if self._socket is None:
                    self.listen(f"{self._place[0]}:{self._place[1]}")
            case "state":
                self._tick(self.loop.now())
                return {"state": self._state()}
            case _:
                raise ValueError("expected deaf, drop N, power-cut, clear, state or stop")
        self._tick(self.loop.now())
        return {}

    def _close(self) -> None:
        if self._socket is not None:
            self.loop.forget(self._socket)
            self._socket.close()
            self._socket = None

    def _tick(self, now: float) -> None:
        self.panel.lost(now)
        colours = self.panel.colours
        settled = now - self._changed_at > _SETTLED_S
        if colours != self._colours:
            self._colours, self._changed_at = colours, now
        elif settled and colours != self._read:
            self._text, self._read = read_dots(self.panel.width, colours), colours
        self._output.draw(colours, now, at_once=settled)
        self._output.write_state(self._state())

    def _state(self) -> dict[str, Any]:
        return {
            "text": self._text,
            "colour": colour_name(self._colours),
            "source": self.panel.source,
            "priority": self.panel.priority,
            "listening": self._socket is not None,
            "receiving": not self.panel.lost(self.loop.now()) and not self.panel.ended,
            "frames": self.panel.pictures,
            "packets": self.panel.packets,
            "errors": dict(sorted(self.panel.errors.items())),
            "pictures": self._output.frames,
        }


def main() -> None:
    """Run the emulator."""
    parser = argparse.ArgumentParser(prog="python -m hardware.led.emulator.e131", description="A panel of RGB dots.")
    parser.add_argument("--udp", metavar="HOST:PORT", required=True, help="listen here; port 0 takes a free one")
    parser.add_argument("--out", metavar="DIR", type=Path, required=True, help="where pictures and state go")
    parser.add_argument("--control", metavar="HOST:PORT", default="127.0.0.1:0", help="where faults are taken")
    parser.add_argument("--width", metavar="DOTS", type=int, default=192, help=f"dots across (192), {HEIGHT} down")
    parser.add_argument("--universe", type=int, default=1, help="first universe (1)")
    corners = ("top-left", "top-right", "bottom-left", "bottom-right")
    parser.add_argument("--corner", choices=corners, default=corners[0], help="where the first dot is")
    parser.add_argument("--serpentine", action="store_true", help="every second row runs back")
    options = parser.parse_args()
    wiring = Wiring("right" in options.corner, "bottom" in options.corner, options.serpentine)
    emulator = PanelEmulator(Panel(options.width, options.universe, wiring), options.out)
    try:
        places = {"udp": emulator.listen(options.udp), "control": emulator.loop.control_at(options.control)}
    except (OSError, ValueError) as error:
        parser.error(str(error))
    announce(**places)
    emulator.loop.run()


if __name__ == "__main__":
    main()
