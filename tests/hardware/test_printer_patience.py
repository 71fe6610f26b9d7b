"""For how long a printer is waited for: what held it up once makes nobody wait ever after. The clock is simulated."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from hardware.printer.answer_store import FileAnswerStore, MemoryAnswerStore
from hardware.printer.answers import ALL, SLOWEST_PROOF_S
from hardware.printer.job import JobStage
from tests.hardware.scripted_printer import COVER, PAPER_OUT, WELL, ScriptedPrinter
from tests.hardware.simulated_conversation import KNOWN_WELL, PRINTED, driver, rest, ticket, when


@pytest.mark.parametrize(("state", "halt_s"), [(PAPER_OUT, 150.0), (COVER, 5.0)])
def test_a_proof_that_a_halt_held_up_is_no_measure_of_patience(state: Mapping[int, int], halt_s: float) -> None:
    printer, store = ScriptedPrinter(in_turn_s=1.5), MemoryAnswerStore()
    one = driver(printer, store=store)
    one.status()

    def halt() -> None:
        """It says that it is well again before it has printed the rest."""
        printer.change(0, state=state, in_turn_s=halt_s + 3)
        printer.change(halt_s, state=WELL)

    told = ticket(one, printer, act=when(JobStage.SENDING, halt))
    assert told.states[-1] == PRINTED
    assert told.ended_after_s > halt_s
    (kept,) = store.kept.values()
    assert kept.slowest_proof_s < 2


def test_no_proof_however_late_is_remembered_as_slower_than_any_printer_is() -> None:
    printer, store = ScriptedPrinter(), MemoryAnswerStore()
    one = driver(printer, store=store)
    one.status()
    told = ticket(one, printer, act=when(JobStage.SENDING, lambda: printer.change(0, in_turn_s=15.0)))
    assert told.states[-1] == PRINTED
    (kept,) = store.kept.values()
    assert kept.slowest_proof_s == SLOWEST_PROOF_S


@pytest.mark.parametrize("kept", ["609.3", "1e300", "1e999", "9" * 400, "9" * 5_000])
def test_what_stands_in_the_file_is_no_longer_patience_either(tmp_path: Path, kept: str) -> None:
    path = tmp_path / "printers.json"
    path.write_text('{"a": {"yes": ["done"], "no": [], "slowest_proof_s": ' + kept + "}}", encoding="utf-8")
    learnt = FileAnswerStore(path).load("a")
    assert learnt is None or learnt.slowest_proof_s == SLOWEST_PROOF_S
    FileAnswerStore(path).save("b", ALL)
    assert FileAnswerStore(path).load("b") == ALL


def test_a_folder_that_no_system_can_have_stops_nothing(caplog: pytest.LogCaptureFixture) -> None:
    store = FileAnswerStore(Path("/tmp/a\0b/printers.json"))
    assert store.load("a") is None
    store.save("a", ALL)
    assert "could not be kept" in caplog.text


@pytest.mark.parametrize(("state", "halt_s"), [(PAPER_OUT, 25 * 60.0), (COVER, 200.0)])
def test_a_printer_that_says_what_staff_must_do_is_given_half_an_hour(state: Mapping[int, int], halt_s: float) -> None:
    printer = ScriptedPrinter()
    one = driver(printer, knows=KNOWN_WELL)
    rest(one, printer, 1)

    def halt() -> None:
        printer.change(0, state=state)
        printer.change(halt_s, state=WELL)

    told = ticket(one, printer, act=when(JobStage.SENDING, halt))
    assert told.states[-1] == PRINTED
    assert told.ended_after_s > halt_s


@pytest.mark.parametrize(("silent_after_s", "ends_after_s"), [(None, 1800.0), (600.0, 780.0)])
def test_half_an_hour_it_is_and_three_minutes_of_silence(silent_after_s: float | None, ends_after_s: float) -> None:
    printer = ScriptedPrinter()
    one = driver(printer, knows=KNOWN_WELL)
    rest(one, printer, 1)

    def halt() -> None:
        printer.change(0, state=PAPER_OUT, in_turn_s=None)
        if silent_after_s is not None:
            printer.change(silent_after_s, kinds=frozenset())

    told = ticket(one, printer, act=when(JobStage.SENDING, halt))
    assert told.states[-1].stage is JobStage.UNCERTAIN
    assert abs(told.ended_after_s - ends_after_s) < 15
