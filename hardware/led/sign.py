"""The port through which a display drives its LED sign (``drivers.open_sign`` opens one).

``show`` leaves the newest message for the sign's own thread and returns at once. Nothing that happens to the sign
reaches the caller except through ``health``.
"""

from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from hardware.led.message import SignMessage


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
