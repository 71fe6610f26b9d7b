"""The port through which a display drives its LED sign.

``open_sign(settings)`` starts a thread of its own; ``show`` leaves the newest message for it and returns at
once. Nothing that happens to the sign reaches the caller except through ``health``.
"""

import random
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from hardware.led.message import SignMessage
from hardware.led.settings import BxTarget, LedSettings, parse_url


class SignState(Enum):
    """How a sign is.

    DEGRADED: it answers, but refused the content. UNKNOWN: nothing was tried yet, or its protocol has no
    answers (E1.31) and nothing speaks against it.
    """

    OK = "ok"
    DEGRADED = "degraded"
    OFFLINE = "offline"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class SignHealth:
    """What staff may know of a sign.

    ``last_error`` is for the log and the support line and stays after recovery; ``replaced`` characters the sign
    lacks came out as 〓 or without their marks; ``font`` is the font in use.
    """

    state: SignState
    last_error: str
    replaced: int
    font: str


class LedSign(Protocol):
    """One sign."""

    def show(self, message: SignMessage) -> None:
        """Show this from now on. The newest message wins. Never blocks, never raises."""
        ...

    def health(self) -> SignHealth:
        """Return how the sign is now. Never blocks on the sign."""
        ...

    def close(self) -> None:
        """Stop the thread and close the link; twice is harmless."""
        ...


def open_sign(
    settings: LedSettings,
    *,
    monotonic: Callable[[], float] = time.monotonic,
    chance: random.Random | None = None,
) -> LedSign:
    """Start driving a sign and return its port; the first contact is made in the background.

    ``monotonic`` (seconds) and ``chance`` (jitter of the back-off) are given in tests.
    """
    from hardware.led.bx_driver import BxDriver
    from hardware.led.e131_driver import PixelDriver
    from hardware.led.worker import SignDriver, SignWorker

    stopping = threading.Event()
    target = parse_url(settings.url)
    driver: SignDriver
    if isinstance(target, BxTarget):
        driver = BxDriver(settings, target, stopping)
    else:
        driver = PixelDriver(settings, target, uuid.uuid4().bytes, monotonic)
    worker = SignWorker(
        driver,
        name=settings.url,
        resend_every_s=settings.resend_every_s,
        stopping=stopping,
        monotonic=monotonic,
        chance=chance or random.Random(),  # noqa: S311 - jitter, not a secret
    )
    worker.start()
    return worker
