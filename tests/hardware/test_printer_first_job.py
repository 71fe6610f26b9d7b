"""The first ticket that a printer ever gets, before anything of it has been learnt: what is said of it is true."""

from dataclasses import replace

import pytest

from hardware.printer.driver import EscPosPrinter
from hardware.printer.emulator.personality import PERSONALITIES, Personality
from hardware.printer.emulator.simulated import SimulatedBench
from hardware.printer.emulator.trial import ink_below, ticket_picture
from hardware.printer.job import JobStage, JobState
from hardware.printer.profile import profile_named
from hardware.printer.settings import PrinterSettings

SLOW = [PERSONALITIES["serial-9600"], PERSONALITIES["lan-box-19200"]]


def driver(bench: SimulatedBench, profile: str = "generic-80") -> EscPosPrinter:
    return EscPosPrinter(
        PrinterSettings(bench.url, profile=profile), open_link=bench.open_link, now=bench.now, pause=bench.pause
    )


@pytest.mark.parametrize("kind", SLOW, ids=lambda kind: kind.name)
def test_half_of_the_first_ticket_ever_on_a_slow_line_is_not_called_printed(kind: Personality) -> None:
    """Its power goes for a moment in mid-ticket; nobody has asked it anything before."""
    bench = SimulatedBench(kind)
    printer = driver(bench)
    picture = ticket_picture("B031", profile_named("generic-80").width_dots)
    bench.when(lambda: bench.printer.burnt >= 250, lambda: off_for(bench, 1.0))
    end = printer.print_ticket(picture, "B031", lambda _: None, until=bench.now() + 30)
    bench.pause(60)
    came_out = [one for one in bench.receipts if ink_below(one.picture, picture) is not None]
    assert not came_out
    assert end.stage is JobStage.UNCERTAIN


def off_for(bench: SimulatedBench, seconds: float) -> None:
    bench.power_off()
    bench.at(bench.now() + seconds, bench.power_on)


@pytest.mark.parametrize("idle_s", [5.0, 10.0, 90.0])
@pytest.mark.parametrize("after_s", [0.0, 3.0, 20.0])
def test_the_first_ticket_of_a_silent_printer_that_closes_idle_links_is_sent(idle_s: float, after_s: float) -> None:
    """Before the first two polls, when nobody knows yet that it says nothing."""
    bench = SimulatedBench(replace(PERSONALITIES["clone-silent"], idle_close_s=idle_s))
    printer = driver(bench)
    if after_s:
        printer.status()
        bench.pause(after_s)
    picture = ticket_picture("B031", profile_named("generic-80").width_dots)
    end = printer.print_ticket(picture, "B031", lambda _: None, until=bench.now() + 30)
    bench.pause(60)
    assert [ink_below(one.picture, picture) for one in bench.receipts] == [0]
    assert end == JobState(JobStage.SENT)
