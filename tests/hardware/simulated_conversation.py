"""A driver and its scripted printer in simulated time: what the tests of their conversation share."""

from collections.abc import Callable

from PIL import Image

from hardware.printer.answer_store import AnswerStore, MemoryAnswerStore, place
from hardware.printer.answers import ALL, Answers, Question
from hardware.printer.driver import EscPosPrinter
from hardware.printer.job import JobStage, JobState
from hardware.printer.settings import PrinterSettings
from hardware.printer.status import PrinterStatus
from tests.hardware.scripted_printer import ScriptedPrinter

TICKET = Image.new("1", (576, 300), 0)
POLL_S = 3.0
LAN = "tcp://192.0.2.7:9100"
PREAMBLE = bytes(18_432)
ID_QUESTION = b"\x1d(H"
PRINTED, SENT, UNCERTAIN = JobState(JobStage.PRINTED), JobState(JobStage.SENT), JobState(JobStage.UNCERTAIN)
SILENT = {"kinds": frozenset[int](), "in_turn_s": None}
KNOWN_WELL = ALL.with_no(Question.PRINTED)


class Told:
    """Takes the states of a job, with the instants."""

    def __init__(self, printer: ScriptedPrinter, act: Callable[[JobState], object] = lambda _state: None) -> None:
        self._printer, self._act = printer, act
        self._began = printer.time
        self.states: list[JobState] = []
        self.ended_after_s = 0.0

    def __call__(self, state: JobState) -> None:
        self.states.append(state)
        self.ended_after_s = self._printer.time - self._began
        self._act(state)


def driver(
    printer: ScriptedPrinter,
    *,
    url: str = LAN,
    profile: str = "generic-80",
    knows: Answers | None = None,
    store: AnswerStore | None = None,
) -> EscPosPrinter:
    """``knows``: what was learnt of it before."""
    if store is None:
        store = MemoryAnswerStore()
        if knows is not None:
            store.save(place(url, profile), knows)
    settings = PrinterSettings(url, profile)
    return EscPosPrinter(settings, answers=store, open_link=printer.open_link, now=printer.now, pause=printer.pause)


def rest(one: EscPosPrinter, printer: ScriptedPrinter, polls: int) -> list[PrinterStatus]:
    """Ask as a kiosk does while nobody comes."""
    said = []
    for _ in range(polls):
        said.append(one.status())
        printer.pause(POLL_S)
    return said


def ticket(
    one: EscPosPrinter,
    printer: ScriptedPrinter,
    patience_s: float | None = 30.0,
    act: Callable[[JobState], object] = lambda _state: None,
) -> Told:
    told = Told(printer, act)
    until = None if patience_s is None else printer.time + patience_s
    end = one.print_ticket(TICKET, "A001", told, until=until)
    assert told.states[-1] == end
    assert end.ended
    return told


def when(stage: JobStage, action: Callable[[], object]) -> Callable[[JobState], None]:
    """Do it once, when a job comes to a stage."""
    left = [action]

    def act(state: JobState) -> None:
        if state.stage is stage and left:
            left.pop()()

    return act
