"""Which driver speaks to a sign and which font draws on it: a new protocol is a driver of its own, one case in each
function here, and its address in ``settings``.
"""

import random
import threading
import time
import uuid
from collections.abc import Callable

from hardware.led.bx_driver import BxDriver
from hardware.led.bx_text import on_card
from hardware.led.e131_driver import PixelDriver
from hardware.led.glyphs import open_glyphs
from hardware.led.message import cleaned_away, written
from hardware.led.settings import BxTarget, LedSettings, PixelTarget, parse_url
from hardware.led.sign import LedSign
from hardware.led.worker import SignDriver, SignWorker


def open_sign(
    settings: LedSettings,
    *,
    monotonic: Callable[[], float] = time.monotonic,
    chance: random.Random | None = None,
) -> LedSign:
    """Start driving a sign and return its port; the first contact is made in the background, by a thread of its own.

    ``monotonic`` (seconds) and ``chance`` (jitter of the back-off) are given in tests.
    """
    stopping = threading.Event()
    worker = SignWorker(
        _driver(settings, stopping, monotonic),
        name=settings.url,
        resend_every_s=settings.resend_every_s,
        stopping=stopping,
        monotonic=monotonic,
        chance=chance or random.Random(),  # noqa: S311 - jitter, not a secret
    )
    worker.start()
    return worker


def _driver(settings: LedSettings, stopping: threading.Event, monotonic: Callable[[], float]) -> SignDriver:
    match parse_url(settings.url):
        case BxTarget() as target:
            return BxDriver(settings, target, stopping)
        case PixelTarget() as target:
            return PixelDriver(settings, target, uuid.uuid4().bytes, monotonic)


def _has_glyph(settings: LedSettings) -> Callable[[str], bool]:
    """A BX card draws with its own font, taken to hold all of GBK; where we draw the dots, it is the font of this
    machine.
    """
    match parse_url(settings.url):
        case BxTarget():
            return on_card
        case PixelTarget():
            return open_glyphs().has


def lacking(settings: LedSettings) -> Callable[[str], str]:
    """Return what tells, of a text, the characters that come out as 〓 or without their marks: each once, in order.

    What no message keeps (see ``message``) is left out of account.
    """
    has = _has_glyph(settings)

    def characters_without_glyph(text: str) -> str:
        characters = dict.fromkeys(written(text))
        return "".join(one for one in characters if not (one.isspace() or cleaned_away(one) or has(one)))

    return characters_without_glyph
