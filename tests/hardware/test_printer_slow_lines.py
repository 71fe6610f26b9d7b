"""On no line, however slow its config says it is, does a question about the printer take longer than staff wait."""

import pytest

from hardware.printer.answers import SLOWEST_PROOF_S, Answers
from tests.hardware.scripted_printer import WELL, ScriptedPrinter
from tests.hardware.simulated_conversation import KNOWN_WELL, SILENT, driver

MOST_S = 12.0
SLOW_TO_PROVE = Answers(KNOWN_WELL.yes, KNOWN_WELL.no, SLOWEST_PROOF_S)


@pytest.mark.parametrize("url", ["tcp://192.0.2.7:9100?baud={}", "serial:///dev/ttyUSB0?baud={}"])
@pytest.mark.parametrize("baud", [50, 1200, 9600, 115_200])
@pytest.mark.parametrize("knows", [None, SLOW_TO_PROVE], ids=["stranger", "known"])
@pytest.mark.parametrize(
    "peculiar",
    [SILENT, {"kinds": frozenset({1, 4}), "in_turn_s": None}, {"in_turn_s": None}, {"room": 40}],
    ids=["silent", "two", "no proof", "full"],
)
def test_a_status_is_there_in_time(url: str, baud: int, knows: Answers | None, peculiar: dict[str, object]) -> None:
    printer = ScriptedPrinter(**peculiar)  # type: ignore[arg-type]
    one = driver(printer, url=url.format(baud), knows=knows)
    for _ in range(8):
        began = printer.time
        one.status()
        assert printer.time - began < MOST_S
        printer.pause(3)


def test_what_is_cut_short_goes_on_with_the_next_question() -> None:
    """A picture that nobody ends, on a line where ending it takes half a minute."""
    printer = ScriptedPrinter(in_turn_s=None)
    one = driver(printer, url="serial:///dev/ttyUSB0?baud=9600", knows=KNOWN_WELL)
    assert not one.status().ready
    printer.change(25, in_turn_s=0.01)
    for _ in range(20):
        ready = one.status().ready
        printer.pause(3)
    assert ready
    assert printer.state is WELL
