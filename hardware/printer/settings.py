"""How a ticket printer is reached and waited for, and what is known of it."""

from dataclasses import dataclass

from hardware.printer.status import UNKNOWN_STATUS, PrinterStatus


@dataclass(frozen=True)
class PrinterSettings:
    """How a printer is reached, and how long it is given. Times in seconds."""

    url: str
    """``tcp://HOST:9100`` (``?baud=19200`` before a serial line), ``serial:///dev/ttyUSB0?baud=115200`` or
    ``usb:///dev/usb/lp0``."""
    profile: str = "generic-80"
    connect_timeout_s: float = 3.0
    status_timeout_s: float = 0.5
    """For one status byte; asked once more, then the state is unknown."""
    resync_timeout_s: float = 2.0
    """For a printer that has to be brought back into step after an interrupted job."""
    job_timeout_s: float = 20.0
    """For a job while nothing holds the printer up; a slow serial line gets what its bytes need on top."""
    stall_s: float = 3.0
    """Without progress for so long, a job that is being sent is said to be held up."""
    hold_s: float = 180.0
    """How long a job is waited for that a printer holds which stands still and does not say why."""
    roll_s: float = 1800.0
    """The same while it says that its paper is out or its cover open: time to fetch a roll."""
    poll_s: float = 1.0
    """Between status questions while the confirmation is awaited."""


@dataclass
class PrinterHealth:
    """What is known of a printer, for the pages of staff."""

    status: PrinterStatus = UNKNOWN_STATUS
    answered_at: float | None = None
    """Monotonic instant of the last status that was not unknown."""
    tickets_since_near_end: int = 0
    printed: int = 0
    """Jobs that were proved to have come out."""
    sent: int = 0
    """Jobs that were handed over whole to a printer that proves nothing."""
    confirms: bool | None = None
    """Whether this printer can prove that a job came out; None when that is not yet known."""
    last_error: str = ""
