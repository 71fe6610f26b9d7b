"""One ticket at the emulator as a program of its own, through one trouble, in real time."""

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from hardware.printer.driver import open_printer
from hardware.printer.emulator.lab import PlayedPrinter, played
from hardware.printer.emulator.matrix import profile_of
from hardware.printer.emulator.personality import Personality
from hardware.printer.emulator.trial import VISITOR_S, Trouble, ticket_picture
from hardware.printer.job import JobStage, JobState
from hardware.printer.profile import profile_named
from hardware.printer.settings import PrinterSettings

REAL_TROUBLES = (Trouble.NORMAL, Trouble.PAPER_OUT, Trouble.COVER, Trouble.POWER)
_ROLL_CHANGED_S = 5.0
_OFF_S = 3.0


def real_end(kind: Personality, trouble: Trouble, out: Path) -> tuple[JobState, int]:
    """Print one ticket; return how that ended, and the count of papers that came out."""
    with played(kind, out) as printer:
        profile = profile_of(kind)
        driver = open_printer(PrinterSettings(printer.url, profile=profile))
        driver.status()
        driver.status()
        if trouble is Trouble.COVER:
            printer.do("cover-open")
            _later(0.5, lambda: printer.do("clear"))
        elif trouble is Trouble.PAPER_OUT:
            printer.do("paper-out-after 250")
            threading.Thread(target=_change_roll, args=(printer,), daemon=True).start()

        def told(state: JobState) -> None:
            if state.stage is JobStage.AWAITING_CONFIRMATION and trouble is Trouble.POWER:
                _later(0.0, lambda: printer.do("power-off"))
                _later(_OFF_S, lambda: printer.do("power-on"))

        picture = ticket_picture("B031", profile_named(profile).width_dots)
        end = driver.print_ticket(picture, "B031", told, until=time.monotonic() + VISITOR_S)
        return end, printer.do("state")["receipts"]


def two_kiosks(kind: Personality, each: int, out: Path) -> tuple[list[JobState], int]:
    """Two kiosks on one printer, each with so many visitors one after the other; return how their tickets ended, and
    the count of papers that came out."""
    ends: list[JobState] = []
    with played(kind, out) as printer:
        settings = PrinterSettings(printer.url, profile=profile_of(kind))

        def kiosk(letter: str) -> None:
            driver = open_printer(settings)
            for visitor in range(each):
                number = f"{letter}{visitor:03}"
                picture = ticket_picture(number, profile_named(settings.profile).width_dots)
                until = time.monotonic() + VISITOR_S
                ends.append(driver.print_ticket(picture, number, lambda _: None, until=until))
                driver.status()

        kiosks = [threading.Thread(target=kiosk, args=(letter,)) for letter in "AB"]
        for one in kiosks:
            one.start()
        for one in kiosks:
            one.join()
        return ends, printer.do("state")["receipts"]


def _later(seconds: float, action: Callable[[], object]) -> None:
    timer = threading.Timer(seconds, action)
    timer.daemon = True
    timer.start()


def _change_roll(printer: PlayedPrinter) -> None:
    with suppress(OSError):
        while "paper-out" not in printer.do("state")["faults"]:
            time.sleep(0.1)
        time.sleep(_ROLL_CHANGED_S)
        printer.do("clear paper-out")
