"""Every printer that the emulator can be through every trouble, in simulated time; and the rules catch what is wrong.

In real time, with the emulator as a program: one printer, and under ``--full`` all of them.
"""

import os
import re
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image

from hardware.printer.driver import EscPosPrinter, TicketPrinter
from hardware.printer.emulator.matrix import KINDS, PAGE, profile_of, trials, with_matrix
from hardware.printer.emulator.personality import personality_named
from hardware.printer.emulator.simulated import SimulatedBench
from hardware.printer.emulator.trial import Record, Trouble, run_trial
from hardware.printer.emulator.verdict import faults_of
from hardware.printer.job import JobStage, JobState
from hardware.printer.settings import PrinterSettings
from hardware.printer.status import BlockReason, PrinterStatus
from tests.hardware.real_trial import REAL_TROUBLES, real_end, two_kiosks

FULL = os.environ.get("JIAOHAO_FULL") == "1"
REAL_KINDS = KINDS if FULL else (personality_named("generic-clone"),)


@pytest.fixture(name="records", scope="module")
def records_fixture() -> list[Record]:
    return trials()


def test_every_promise_is_kept_by_every_printer_in_every_trouble(records: list[Record]) -> None:
    assert len(KINDS) >= 16
    assert len(records) == len(KINDS) * len(Trouble)
    found = {(one.personality.name, one.trouble): "; ".join(faults_of(one)) for one in records if faults_of(one)}
    assert found == {}


def test_the_page_shows_the_outcomes_of_today(records: list[Record]) -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert with_matrix(page, records) == page, "stale: run `python -m hardware.printer.emulator.matrix --write`"


class Flawed:
    """Our driver with one fault built in."""

    profile: str | None = None
    patience_s = 180.0

    def __init__(self, bench: SimulatedBench) -> None:
        self.bench = bench
        self.driver = EscPosPrinter(
            PrinterSettings(
                bench.url,
                profile=self.profile or profile_of(bench.personality),
                hold_s=self.patience_s,
                roll_s=self.patience_s,
            ),
            open_link=bench.open_link,
            now=bench.now,
            pause=bench.pause,
        )
        self.width = self.driver.width

    def status(self) -> PrinterStatus:
        return self.driver.status()

    def print_ticket(
        self, image: Image.Image, job_id: str, on_state: Callable[[JobState], None], *, until: float | None = None
    ) -> JobState:
        return self.driver.print_ticket(image, job_id, on_state, until=until)


class SendsAgain(Flawed):
    """Sends once more what was not confirmed in three seconds."""

    patience_s = 3.0

    def print_ticket(self, *job: Any, **until: Any) -> JobState:
        end = self.driver.print_ticket(*job, **until)
        return self.driver.print_ticket(*job, **until) if end.stage is JobStage.UNCERTAIN else end


class BelievesWhatIsWritten(Flawed):
    """Says printed once the last byte is handed over."""

    def print_ticket(self, *job: Any, **until: Any) -> JobState:
        end = self.driver.print_ticket(*job, **until)
        return JobState(JobStage.PRINTED) if end.stage in {JobStage.UNCERTAIN, JobStage.SENT} else end


class TriesOnce(Flawed):
    """Gives a job up that cannot begin at once."""

    def print_ticket(self, *job: Any, **until: Any) -> JobState:
        return self.driver.print_ticket(*job)


class ReadsUntilQuiet(Flawed):
    """Waits without a limit until the printer says nothing more."""

    def status(self) -> PrinterStatus:
        link = self.bench.open_link(self.bench.url)
        while link.read(self.bench.now() + 0.2):
            pass
        link.close()
        return self.driver.status()


class CriesWolf(Flawed):
    """Tells staff of each answer that is a little late."""

    def __init__(self, bench: SimulatedBench) -> None:
        super().__init__(bench)
        self.asked = 0

    def status(self) -> PrinterStatus:
        self.asked += 1
        return PrinterStatus(BlockReason.UNKNOWN) if self.asked % 3 == 0 else self.driver.status()


class NeverSure(Flawed):
    """Doubts every ticket."""

    def print_ticket(self, *job: Any, **until: Any) -> JobState:
        self.driver.print_ticket(*job, **until)
        return JobState(JobStage.UNCERTAIN)


class CutsWidth(Flawed):
    """Takes every head to be 576 dots wide."""

    profile = "generic-80"


@pytest.mark.parametrize(
    ("flaw", "name", "trouble", "caught"),
    [
        (SendsAgain, "epson-tm-t20", Trouble.PAPER_OUT, "B031 came out 2 times"),
        (BelievesWhatIsWritten, "generic-clone", Trouble.POWER, "called printed, and no whole ticket had been cut"),
        (BelievesWhatIsWritten, "clone-no-gsr", Trouble.NORMAL, "a printer that cannot prove it"),
        (TriesOnce, "generic-clone", Trouble.COVER, "B031 was lost"),
        (TriesOnce, "usb-lp", Trouble.SECOND_HOST, "B031 was lost"),
        (ReadsUntilQuiet, "chatty", Trouble.NORMAL, "the driver was stuck"),
        (CriesWolf, "generic-clone", Trouble.NORMAL, "staff were told unknown for nothing"),
        (CriesWolf, "generic-clone", Trouble.POWER, "staff were told unknown [2-9] times"),
        (NeverSure, "generic-clone", Trouble.NORMAL, "uncertain, and nothing had happened"),
        (CutsWidth, "tm-t88", Trouble.NORMAL, "called printed, and no whole ticket had been cut"),
    ],
)
def test_a_driver_with_this_fault_is_caught(
    flaw: Callable[[SimulatedBench], Any], name: str, trouble: Trouble, caught: str
) -> None:
    def plug_in(bench: SimulatedBench) -> tuple[TicketPrinter, int]:
        driver = flaw(bench)
        return driver, driver.width

    assert re.search(caught, "; ".join(faults_of(run_trial(personality_named(name), trouble, plug_in))))


@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    ("kind", "trouble"),
    [pytest.param(kind, trouble, id=f"{kind.name}, {trouble}") for kind in REAL_KINDS for trouble in REAL_TROUBLES],
)
def test_in_real_time_the_first_ticket_ends_in_the_same_words(
    kind: Any, trouble: Trouble, records: list[Record], tmp_path: Any
) -> None:
    simulated = next(one for one in records if one.personality is kind and one.trouble is trouble).tickets[0].end
    real, papers = real_end(kind, trouble, tmp_path)
    assert simulated is not None
    if trouble is Trouble.POWER:
        # The program breaks a connection when the power is back, which says more than a real printer does.
        assert real.stage in {simulated.stage, JobStage.UNCERTAIN}
        return
    assert real.stage is simulated.stage
    # One that forgets what it held gives no paper, and nobody says that it did.
    assert papers == 1 or simulated.stage is JobStage.UNCERTAIN


@pytest.mark.timeout(300)
@pytest.mark.parametrize("name", ["lan-slow-reopen", "generic-clone"] if FULL else ["lan-slow-reopen"])
def test_two_kiosks_on_one_printer_lose_no_ticket(name: str, tmp_path: Any) -> None:
    each = 3 if FULL else 2
    ends, papers = two_kiosks(personality_named(name), each, tmp_path)
    assert [one.stage for one in ends] == [JobStage.PRINTED] * (2 * each)
    assert papers == 2 * each
