"""Drives a BX font card: text in a dynamic area, every command confirmed by the card.

The area lives in the card's memory. The driver therefore asks every few seconds whether it is still there: a
card that lost its power behind a serial line or a gateway is found out within that time.
"""

import threading
import time

from hardware.led import bx
from hardware.led.bx_answer import Ack, Answer, Nak, Status, parse_answer
from hardware.led.bx_text import card_line
from hardware.led.message import DARK, Colour, SignMessage
from hardware.led.settings import BxTarget, LedSettings
from hardware.led.worker import ContentLostError, SignError, SignRefusedError
from hardware.transport import Transport, open_transport

_AREA = 0
_SLICE_S = 0.2
_STALE_READS = 16
_UNKNOWN_TO_CARD = (1, 2)


class UnknownCommandError(SignRefusedError):
    """This card does not know the command."""


class BxDriver:
    """See SignDriver."""

    answers = True
    backs_off = True
    pause_s = 1.0
    """Cards take no more than one refresh a second."""

    def __init__(self, settings: LedSettings, target: BxTarget, stopping: threading.Event) -> None:
        """Drive the card at ``target``; ``stopping`` ends every wait early."""
        self._settings = settings
        self._target = target
        self._stopping = stopping
        self._line: Transport | None = None
        self._replaced = 0
        self._last = DARK
        self._tells = True

    @property
    def font(self) -> str:
        """The card draws; we cannot see its font."""
        return "GBK font of the card"

    @property
    def replaced(self) -> int:
        """Characters outside GBK, sent as something else."""
        return self._replaced

    @property
    def tick_every_s(self) -> float:
        """How often the card is asked for its status."""
        return self._settings.check_every_s

    def open(self) -> None:
        """Open the link and ping the card."""
        self._line = open_transport(self._target.link)
        self._tells = True
        self._ask(bx.ping(self._target.address), Ack)

    def show(self, message: SignMessage, *, full: bool) -> None:
        """Write the dynamic area; with ``full`` switch the dots on and clear the card first."""
        width = self._settings.width_dots
        if message.colour is Colour.OFF:
            message = DARK
        line = card_line(message, width, one_colour=self._settings.colours == 1)
        runs = line.dots > width
        stale = self._settings.blank_after_s
        area = bx.Area(
            # An area without a single character would not be kept by the card.
            line.data if line.dots else b" ",
            width=width,
            number=_AREA,
            run=bx.Run.LOOP_UNTIL_STALE if stale else bx.Run.LOOP,
            stale_after_s=stale,
            align=bx.Align.MIDDLE_LEFT if runs else bx.Align.MIDDLE,
            show=bx.Show.LEFT if runs else bx.Show.STILL,
            speed=self._settings.speed,
            stay=0 if runs else 10,
            in_dots=bool(width % 8),
        )
        if full:
            self._ask(bx.power(True, self._target.address), Ack)
        self._ask(bx.write_areas(area, clear=full, to=self._target.address), Ack)
        if message != self._last:
            self._replaced += line.replaced
            self._last = message

    def tick(self) -> None:
        """Ask whether the card is on and still holds the area; a card without that question is pinged."""
        if not self._tells:
            self._ask(bx.ping(self._target.address), Ack)
            return
        try:
            status = self._ask(bx.ask_status(self._target.address), Status)
        except UnknownCommandError:
            self._tells = False
            return
        if isinstance(status, Status):
            if not status.on:
                raise ContentLostError("the card has switched its dots off")
            if status.areas is not None and _AREA not in status.areas:
                raise ContentLostError("the card has lost its content")

    def close(self) -> None:
        """Close the link."""
        if self._line is not None:
            self._line.close(discard=True)
            self._line = None

    def _ask(self, frame: bytes, wanted: type[Answer]) -> Answer:
        """Send a frame until the card answers. Raises SignRefusedError after NAKs, SignError after silence."""
        refusal: Nak | None = None
        for attempt in range(self._settings.tries):
            answer = self._exchange(frame, wanted)
            if isinstance(answer, Nak):
                if answer.error in _UNKNOWN_TO_CARD:
                    raise UnknownCommandError(f"the card refuses: {answer.reason}")
                refusal = answer
                self._stopping.wait(_SLICE_S * (attempt + 1))
            elif answer is not None:
                return answer
            if self._stopping.is_set():
                raise SignError("stopping")
        if refusal is not None:
            raise SignRefusedError(f"the card refuses: {refusal.reason}")
        wait = self._settings.ack_wait_s
        raise SignError(f"no answer within {wait:g} s, {self._settings.tries} times")

    def _exchange(self, frame: bytes, wanted: type[Answer]) -> Answer | None:
        """Send once; return the card's answer, None when it stays silent."""
        line = self._line
        if line is None:
            raise SignError("the link is closed")
        # A late answer to an earlier question must not pass for the answer to this one.
        for _ in range(_STALE_READS):
            if not line.read(time.monotonic()):
                break
        deadline = time.monotonic() + self._settings.ack_wait_s
        line.write(frame, deadline)
        reader = bx.FrameReader()
        while (now := time.monotonic()) < deadline and not self._stopping.is_set():
            for packet in reader.feed(line.read(min(deadline, now + _SLICE_S))):
                answer = parse_answer(packet)
                if isinstance(answer, (wanted, Nak)):
                    return answer
        return None
