"""Half a ticket is never called printed: not the first one ever, of a printer of which nothing is known, nor that of
one that forgets."""

import re
from dataclasses import replace

import pytest

from hardware.printer import escpos
from hardware.printer.driver import EscPosPrinter
from hardware.printer.emulator.personality import PERSONALITIES, Personality
from hardware.printer.emulator.sensors import Fault
from hardware.printer.emulator.simulated import SimulatedBench
from hardware.printer.emulator.trial import ink_below, ticket_picture
from hardware.printer.job import JobStage, JobState
from hardware.printer.profile import profile_named
from hardware.printer.settings import PrinterSettings
from hardware.transport import Address, Transport

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


SMALL_AND_FORGETFUL = replace(PERSONALITIES["clone-forgetful"], name="small-forgetful", buffer=4_096)


@pytest.mark.parametrize("row", [60, 160, 250, 330, 420, 540])
@pytest.mark.parametrize("fault", [Fault.COVER_OPEN, Fault.PAPER_OUT])
def test_half_a_ticket_of_a_small_buffer_that_was_forgotten_is_not_called_printed(fault: Fault, row: int) -> None:
    """On a quick line: bytes still arrive when it forgets what it held, so that it answers what stands behind them."""
    bench = SimulatedBench(SMALL_AND_FORGETFUL)
    printer = driver(bench)
    for _ in range(4):
        printer.status()
        bench.pause(3)
    picture = ticket_picture("B031", profile_named("generic-80").width_dots)

    def halt() -> None:
        bench.set_fault(fault)
        bench.at(bench.now() + 2, lambda: bench.clear(fault))

    bench.when(lambda: bench.printer.burnt >= row, halt)
    end = printer.print_ticket(picture, "B031", lambda _: None, until=bench.now() + 30)
    bench.pause(60)
    assert not [one for one in bench.receipts if ink_below(one.picture, picture) is not None]
    assert end.stage is JobStage.UNCERTAIN


class AnswersOnce:
    """A link to a printer that remembers only that it was asked in its turn, not how often."""

    def __init__(self, inner: Transport) -> None:
        self.sent = bytearray()
        self._inner = inner

    def write(self, data: bytes, deadline: float) -> None:
        self.sent += data
        self._inner.write(data, deadline)

    def read(self, deadline: float) -> bytes:
        return re.sub(rb"\x00+", b"\x00", self._inner.read(deadline))

    def close(self, *, discard: bool = False) -> None:
        self._inner.close(discard=discard)


def test_a_printer_that_answers_several_questions_once_is_asked_one_at_a_time() -> None:
    bench = SimulatedBench(PERSONALITIES["generic-clone"])
    links: list[AnswersOnce] = []

    def open_link(address: Address | str, connect_timeout_s: float = 3.0) -> Transport:
        links.append(AnswersOnce(bench.open_link(address, connect_timeout_s)))
        return links[-1]

    printer = EscPosPrinter(PrinterSettings(bench.url), open_link=open_link, now=bench.now, pause=bench.pause)
    for _ in range(4):
        assert printer.status().ready
        bench.pause(3)
    asked = sum(bytes(link.sent).count(escpos.ASK_PAPER_WHEN_DONE) for link in links)
    assert asked < 8, "once to learn it"
    for number in ("B031", "B032"):
        picture = ticket_picture(number, printer.width)
        end = printer.print_ticket(picture, number, lambda _: None, until=bench.now() + 30)
        assert end.stage is JobStage.PRINTED
        assert bytes(links[-1].sent).count(escpos.ASK_PAPER_WHEN_DONE) <= 2
