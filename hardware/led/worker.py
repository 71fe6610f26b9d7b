"""The thread behind a sign: newest message only, full state after every reconnect, back-off, health.

All rules are in ``step``, which does what is due and says when to come again; the thread only calls it. A
clock given from outside therefore drives everything in tests.
"""

import logging
import random
import threading
from collections.abc import Callable
from typing import Final, Protocol

from hardware.led.message import DARK, SignMessage
from hardware.led.sign import SignHealth, SignState
from hardware.transport import TransportError
from program.tending import tended_thread

FIRST_BACK_OFF_S = 0.5
LONGEST_BACK_OFF_S = 2.0
"""A sign that is back shows its content within 5 s: this, and an attempt to connect that came just too early."""
JITTER = 0.2

_LONGEST_NAP_S = 30.0
_CLOSE_WAIT_S = 5.0

logger = logging.getLogger(__name__)


class SignError(Exception):
    """A sign cannot be reached or does not answer."""


class SignRefusedError(SignError):
    """The sign answers, but will not take the content."""


class ContentLostError(SignError):
    """The sign is there and has forgotten its content."""


WORLD_ERRORS: Final = (SignError, TransportError, OSError)


class SignDriver(Protocol):
    """The blocking half of a sign, called by one thread. Every call may raise WORLD_ERRORS."""

    answers: bool
    """Whether the protocol confirms anything; if not, success leaves the state UNKNOWN."""
    backs_off: bool
    """Whether a sign that is not there is tried at growing intervals."""
    pause_s: float
    """Least time between two messages."""

    @property
    def font(self) -> str:
        """The font in use."""
        ...

    @property
    def replaced(self) -> int:
        """Characters the sign lacks, shown as 〓 or without their marks."""
        ...

    @property
    def tick_every_s(self) -> float:
        """How soon ``tick`` is wanted after the last ``show`` or ``tick``."""
        ...

    def open(self) -> None:
        """Open the link and see that the sign is there."""
        ...

    def show(self, message: SignMessage, *, full: bool) -> None:
        """Show a message; ``full`` first brings the sign into a known state."""
        ...

    def tick(self) -> None:
        """Do what is due between messages. Raises ContentLostError when everything must be sent again."""
        ...

    def close(self) -> None:
        """Close the link; harmless when closed. Never raises."""
        ...


class SignWorker:
    """A LedSign in a thread of its own."""

    def __init__(
        self,
        driver: SignDriver,
        *,
        name: str,
        resend_every_s: float,
        stopping: threading.Event,
        monotonic: Callable[[], float],
        chance: random.Random,
    ) -> None:
        """Prepare; ``start`` makes the thread, or a test calls ``step``."""
        self._driver = driver
        self._name = name
        self._resend_every_s = resend_every_s
        self._stopping = stopping
        self._monotonic = monotonic
        self._chance = chance
        self._thread = tended_thread(f"sign {name}", self._run, stopping)
        self._news = threading.Condition()
        self._is_news = False
        self._wanted = DARK
        self._shown: SignMessage | None = None
        self._open = False
        self._failures = 0
        self._retry_at = self._send_from = self._resend_at = self._tick_at = float("-inf")
        self._state = SignState.UNKNOWN
        self._last_error = ""

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def show(self, message: SignMessage) -> None:
        """See LedSign."""
        with self._news:
            self._wanted = message
            self._is_news = True
            self._news.notify()

    def health(self) -> SignHealth:
        """See LedSign."""
        with self._news:
            return SignHealth(
                self._state,
                self._last_error,
                self._driver.replaced,
                self._driver.font,
            )

    def close(self) -> None:
        """See LedSign."""
        self._stopping.set()
        with self._news:
            self._news.notify()
        if self._thread.ident is not None:
            self._thread.join(_CLOSE_WAIT_S)

    def step(self) -> float:
        """Do what is due and return how many seconds from now something is due again."""
        try:
            return self._advance()
        except ContentLostError as error:
            self._shown = None
            self._remember(error)
            logger.warning("sign %s: %s; sending everything again", self._name, error)
            return max(0.0, self._send_from - self._monotonic())
        except SignRefusedError as error:
            self._shown = None
            self._fail(SignState.DEGRADED, error)
        except WORLD_ERRORS as error:
            self._lose(error)
        except Exception as error:
            # A fault of ours must not end the thread and leave a dead sign.
            logger.exception("sign %s: a fault in its driver", self._name)
            self._lose(error)
        return max(0.0, self._retry_at - self._monotonic())

    def _advance(self) -> float:
        now = self._monotonic()
        if now < self._retry_at:
            return self._retry_at - now
        if not self._open:
            self._driver.open()
            self._open = True
            self._shown = None
        with self._news:
            wanted = self._wanted
        full = self._shown is None or now >= self._resend_at
        if full or wanted != self._shown:
            if now < self._send_from:
                return self._send_from - now
            self._driver.show(wanted, full=full)
            now = self._succeed()
            self._shown = wanted
            self._send_from = now + self._driver.pause_s
            if full:
                self._resend_at = now + self._resend_every_s
            self._tick_at = now + self._driver.tick_every_s
        elif now >= self._tick_at:
            self._driver.tick()
            now = self._succeed()
            # From when it was due, not from when it was done, so that a running line keeps its pace.
            self._tick_at = max(self._tick_at + self._driver.tick_every_s, now)
        return max(0.0, min(self._tick_at, self._resend_at) - now)

    def _succeed(self) -> float:
        self._failures = 0
        self._become(SignState.OK if self._driver.answers else SignState.UNKNOWN)
        return self._monotonic()

    def _lose(self, error: Exception) -> None:
        self._driver.close()
        self._open = False
        self._shown = None
        self._fail(SignState.OFFLINE, error)

    def _fail(self, state: SignState, error: Exception) -> None:
        doubled = min(self._failures, 10) if self._driver.backs_off else 0
        delay = FIRST_BACK_OFF_S * 2**doubled * self._chance.uniform(1 - JITTER, 1 + JITTER)
        self._retry_at = self._monotonic() + min(LONGEST_BACK_OFF_S, delay)
        self._failures += 1
        self._remember(error)
        self._become(state)

    def _remember(self, error: Exception) -> None:
        with self._news:
            self._last_error = str(error) or type(error).__name__

    def _become(self, state: SignState) -> None:
        """Change state; a transition is logged once, however often it is confirmed."""
        with self._news:
            if state is self._state:
                return
            self._state = state
        if state in (SignState.OFFLINE, SignState.DEGRADED):
            logger.warning("sign %s is %s: %s", self._name, state.value, self._last_error)
        else:
            logger.info("sign %s is %s", self._name, state.value)

    def _run(self) -> None:
        while not self._stopping.is_set():
            wait = self.step()
            with self._news:
                if not self._is_news and not self._stopping.is_set():
                    self._news.wait(min(wait, _LONGEST_NAP_S))
                self._is_news = False
        self._driver.close()
