"""Drives a panel of RGB dots by E1.31: draws every picture itself and repeats it, since nobody answers."""

from collections.abc import Callable

from hardware.led import e131
from hardware.led.e131_socket import PanelSocket
from hardware.led.frame_buffer import Frame, Line, choose_line, draw_line, frame_at, moves
from hardware.led.glyphs import HEIGHT, Glyphs, open_glyphs
from hardware.led.message import Colour, SignMessage
from hardware.led.settings import LedSettings, PixelTarget

STILL_EVERY_S = 0.8
PICTURES_PER_S = 24
"""Four dots from picture to picture of a running line."""

_PALETTE = {
    Colour.OFF.value: b"\x00\x00\x00",
    Colour.RED.value: b"\xff\x00\x00",
    Colour.GREEN.value: b"\x00\xff\x00",
    # Full red with half of green looks amber on RGB dots; equal parts look lemon.
    Colour.AMBER.value: b"\xff\x80\x00",
}
_FAREWELLS = 3


class PixelDriver:
    """See SignDriver. Without a refusal from the other end nothing proves that anyone listens."""

    answers = False
    backs_off = False
    """A packet into the dark costs nobody anything, and nothing else tells that the panel is back."""
    pause_s = 0.0

    def __init__(
        self,
        settings: LedSettings,
        target: PixelTarget,
        identity: bytes,
        monotonic: Callable[[], float],
        glyphs: Glyphs | None = None,
    ) -> None:
        """Drive the panel at ``target``; ``identity`` are 16 bytes of this program's life."""
        self._target = target
        self._width = settings.width_dots
        self._one_colour = settings.colours == 1
        self._sender = e131.Sender(identity, settings.sender_name, target.priority)
        corner = e131.Corner(settings.start_corner)
        self._order = e131.wiring(self._width, HEIGHT, corner, serpentine=settings.serpentine)
        self._monotonic = monotonic
        self._glyphs = glyphs or open_glyphs()
        first = target.universe
        self._universes = range(first, first + e131.universes_needed(self._width * HEIGHT))
        self._socket: PanelSocket | None = None
        self._attempt = 0
        self._sequence = 0
        self._repeats_left = 0
        self._announce_at = 0.0
        self._line: Line = draw_line("", self._glyphs)
        self._colour = Colour.OFF
        self._began = 0.0
        self._last: SignMessage | None = None

    @property
    def font(self) -> str:
        """The font the pictures are drawn with."""
        return self._glyphs.name

    @property
    def replaced(self) -> int:
        """Characters drawn as 〓."""
        return self._glyphs.replaced

    @property
    def tick_every_s(self) -> float:
        """Soon while a line runs and after a change, in case packets are lost; else so that receivers stay."""
        soon = self._repeats_left or moves(self._line, self._width)
        return 1 / PICTURES_PER_S if soon else STILL_EVERY_S

    def open(self) -> None:
        """Make the socket."""
        self._attempt += 1
        self._socket = PanelSocket(self._target, self._attempt - 1)
        self._announce_at = self._monotonic()

    def show(self, message: SignMessage, *, full: bool) -> None:
        """Draw the message and send its first picture."""
        if message != self._last:
            self._line = choose_line(message, self._width, self._glyphs)
            self._colour = Colour.RED if self._one_colour and message.colour.value else message.colour
            self._began = self._monotonic()
            self._last = message
        self._repeats_left = e131.REPEATS + 1
        self.tick()
        if full:
            self._opened().listen_for_refusal()

    def tick(self) -> None:
        """Send the picture of this moment, all of it, and now and then which universes these are."""
        now = self._monotonic()
        self._repeats_left = max(0, self._repeats_left - 1)
        self._send(frame_at(self._line, self._colour, self._width, round((now - self._began) * 1000)))
        if now >= self._announce_at:
            self._announce_at = now + e131.DISCOVERY_EVERY_S
            self._opened().announce(e131.discovery_packet(self._sender, self._universes))

    def close(self) -> None:
        """Tell receivers that this source ends, and close."""
        if self._socket is None:
            return
        try:
            dark = Frame(self._width, bytes(self._width * HEIGHT))
            for _ in range(_FAREWELLS):
                self._send(dark, ended=True)
        except OSError:
            pass  # nobody there to take leave of
        finally:
            self._socket.close()
            self._socket = None

    def _send(self, frame: Frame, *, ended: bool = False) -> None:
        panel = self._opened()
        colours = b"".join(_PALETTE[frame.dots[place]] for place in self._order)
        self._sequence = (self._sequence + 1) & 0xFF
        for universe, channels in e131.split_universes(colours, self._target.universe):
            panel.send(universe, e131.packet(self._sender, universe, self._sequence, channels, ended=ended))

    def _opened(self) -> PanelSocket:
        if self._socket is None:
            raise OSError("the socket is closed")
        return self._socket
