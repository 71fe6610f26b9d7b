"""Every printer that the emulator can be is set up by a person who sees its paper and knows its address, no more."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Collection
from dataclasses import dataclass, field

import pytest
from PIL import Image, ImageChops

from hardware.printer.answers import ALL, REAL_TIME, Question
from hardware.printer.driver import EscPosPrinter
from hardware.printer.emulator.personality import PERSONALITIES, Cable, Personality
from hardware.printer.emulator.sensors import Fault
from hardware.printer.emulator.simulated import SimulatedBench
from hardware.printer.profile import PROFILES, PrinterProfile, profile_named
from hardware.printer.ruler import ruler
from hardware.printer.settings import PrinterSettings
from hardware.printer.setup.hands import Hands
from hardware.printer.setup.interview import Interview, advance, begin
from hardware.printer.setup.interview_types import (
    Ask,
    Findings,
    GivenUp,
    Obstacle,
    PrintProof,
    PrintRuler,
    Said,
    YesNo,
)
from hardware.printer.setup.proof import proof_picture
from hardware.printer.setup.speech import lines_of
from hardware.printer.status import BlockReason
from hardware.transport import Address, Transport

NAMES = sorted(PERSONALITIES)
ADDRESSES = {Cable.TCP: "192.0.2.7", Cable.SERIAL: "/dev/ttyS0", Cable.USB: "/dev/usb/lp0"}
A_MINUTE, THREE_MINUTES = 60.0, 180.0
EYES_S = 0.5
"""To look at a strip and press a key: so quick that a printer which rests after a close is met resting."""


class WrongSpeed:
    """A serial line at a speed that the printer is not set to: neither end understands the other."""

    def __init__(self, pause: Callable[[float], None], now: Callable[[], float]) -> None:
        self._pause = pause
        self._now = now

    def write(self, data: bytes, deadline: float) -> None: ...

    def read(self, deadline: float) -> bytes:
        self._pause(max(0.0, deadline - self._now()))
        return b""

    def close(self, *, discard: bool = False) -> None: ...


@dataclass
class Person:
    """Looks at the paper that has come out since the last strip or ticket was announced."""

    bench: SimulatedBench
    seen: int = 0
    expected: Image.Image | None = None
    asked: list[YesNo] = field(default_factory=list)

    def open_link(self, address: Address | str, connect_timeout_s: float = 3.0) -> Transport:
        """The line, at the speed of the address."""
        baud = self.bench.personality.baud
        if isinstance(address, Address) and address.scheme == "serial" and address.baud != baud:
            return WrongSpeed(self.bench.pause, self.bench.now)
        return self.bench.open_link(address, connect_timeout_s)

    def expects(self, interview: Interview) -> None:
        match interview.wants:
            case PrintRuler(_, profile):
                self.expected, self.seen = ruler(profile), len(self.bench.receipts)
            case PrintProof(url, profile):
                self.expected, self.seen = proof_picture("zh-TW", url, profile), len(self.bench.receipts)

    def says(self, asked: Ask) -> bool:
        self.bench.pause(EYES_S)
        self.asked.append(asked.question)
        match asked.question:
            case YesNo.WIDE_PAPER:
                return self.bench.personality.dots > 400
            case YesNo.STRIP:
                return len(self.bench.receipts) > self.seen
            case YesNo.EDGE | YesNo.PROOF:
                return self.expected is not None and shows(self.paper, self.expected)
            case YesNo.CUT:
                return True
            case YesNo.QUICK:
                return self.bench.personality.baud is None
            case YesNo.TRY_AGAIN:
                return asked.about is not Obstacle.NO_STRIP

    @property
    def paper(self) -> Image.Image:
        return self.bench.receipts[-1].picture


def shows(paper: Image.Image, picture: Image.Image) -> bool:
    """Whether all of a picture's ink stands somewhere on the paper, dot for dot, up to the picture's right edge. The
    driver may have moved it sideways by some dots."""
    paper, picture = (ImageChops.invert(one.convert("L")) for one in (paper, picture))
    left, top, right, bottom = picture.getbbox() or (0, 0, 0, 0)
    ink = picture.crop((left, top, right, bottom))
    return any(
        ImageChops.difference(paper.crop((x, y, x + ink.width, y + ink.height)), ink).getbbox() is None
        for x in range(max(0, left - 4), min(left + 4, paper.width - ink.width) + 1)
        for y in range(paper.height - ink.height + 1)
    )


def set_up(bench: SimulatedBench, kinds: Collection[PrinterProfile] | None = None) -> tuple[Findings | GivenUp, Person]:
    person = Person(bench)
    hands = Hands(
        lambda url, profile: proof_picture("zh-TW", url, profile),
        open_link=person.open_link,
        now=bench.now,
        pause=bench.pause,
    )
    interview = begin(ADDRESSES[bench.personality.cable], tuple(kinds or PROFILES.values()))
    for _ in range(60):
        wants = interview.wants
        if isinstance(wants, Findings | GivenUp):
            return wants, person
        if isinstance(wants, Ask):
            interview = advance(interview, Said(person.says(wants)))
        else:
            person.expects(interview)
            interview = hands.do(interview)
    raise AssertionError("the interview does not end")


def true_answers(one: Personality) -> set[Question]:
    questions = {question for kind, question in enumerate(REAL_TIME, 1) if kind in one.answers}
    if one.paper_answer and one.paper_answer_byte is None:
        questions.add(Question.DONE)
    if one.process_id:
        questions.add(Question.PRINTED)
    return questions


@pytest.mark.parametrize("name", NAMES)
def test_it_ends_with_lines_that_print_a_whole_right_edge_and_with_the_true_answers(name: str) -> None:
    bench = SimulatedBench(PERSONALITIES[name])
    findings, person = set_up(bench)
    assert isinstance(findings, Findings), findings
    assert bench.now() < (A_MINUTE if bench.personality.baud is None else THREE_MINUTES)
    assert YesNo.TRY_AGAIN not in person.asked, "what passes by itself nobody is asked about"
    assert findings.facts.answers.yes == true_answers(bench.personality)
    assert findings.confirmed == bench.personality.confirms
    assert findings.cuts
    lines = tomllib.loads(lines_of(findings).as_text())["kiosk"]
    profile = profile_named(lines["printer_profile"])
    assert profile.width_dots == bench.personality.dots
    assert profile.keep_open or not bench.personality.rests_s, "what rests after each close is held"
    assert findings.baud == (bench.personality.baud or 0)
    printer = EscPosPrinter(
        PrinterSettings(url=lines["printer"], profile=profile.name),
        open_link=person.open_link,
        now=bench.now,
        pause=bench.pause,
    )
    printed = len(bench.receipts)
    printer.print_ticket(ruler(profile), "after", lambda _: None, until=bench.now() + 10)
    bench.pause(60)
    assert len(bench.receipts) == printed + 1
    assert shows(person.paper, ruler(profile))


@pytest.mark.parametrize("looks", [1, 2])
@pytest.mark.parametrize("stays_s", [0.3, 1.0])
def test_another_host_that_comes_in_between_is_no_rest_of_the_printer(looks: int, stays_s: float) -> None:
    """A kiosk that polls: it comes at the instant at which the set-up has let go, once or once more."""
    bench = SimulatedBench(PERSONALITIES["idle-closer"])
    opened = 0

    def open_link(address: Address | str, connect_timeout_s: float = 3.0) -> Transport:
        nonlocal opened
        if bench.opened > opened and opened < 2 * looks:
            # The set-up has been let in and is gone again.
            bench.second_host(bench.now(), b"\x10\x04\x01", stays_s)
            bench.pause(0)
            opened = bench.opened
        return bench.open_link(address, connect_timeout_s)

    hands = Hands(lambda *_: Image.new("1", (8, 8)), open_link=open_link, now=bench.now, pause=bench.pause)
    interview = hands.do(begin("192.0.2.7", tuple(PROFILES.values())))
    assert opened == 2 * looks, "the other host was there"
    assert interview.facts.heard
    assert not interview.facts.rests


@pytest.mark.parametrize(
    ("fault", "reason"), [(Fault.COVER_OPEN, BlockReason.COVER), (Fault.PAPER_OUT, BlockReason.PAPER_OUT)]
)
def test_what_the_printer_says_itself_nobody_is_asked(fault: Fault, reason: BlockReason) -> None:
    bench = SimulatedBench(PERSONALITIES["generic-clone"])
    bench.set_fault(fault)
    person = Person(bench)
    hands = Hands(lambda *_: Image.new("1", (8, 8)), open_link=bench.open_link, now=bench.now, pause=bench.pause)
    interview = hands.do(begin("192.0.2.7", tuple(PROFILES.values())))
    assert interview.wants == Ask(YesNo.TRY_AGAIN, reason)
    bench.clear(fault)
    assert person.says(Ask(YesNo.TRY_AGAIN, reason))
    interview = hands.do(advance(interview, Said(yes=True)))
    assert interview.wants == Ask(YesNo.WIDE_PAPER)


def test_a_printer_that_is_off_and_then_on() -> None:
    bench = SimulatedBench(PERSONALITIES["tm-t88"])
    bench.power_off()
    hands = Hands(lambda *_: Image.new("1", (8, 8)), open_link=bench.open_link, now=bench.now, pause=bench.pause)
    interview = hands.do(begin("192.0.2.7", tuple(PROFILES.values())))
    assert interview.wants == Ask(YesNo.TRY_AGAIN, Obstacle.NOT_THERE)
    bench.power_on()
    interview = hands.do(advance(interview, Said(yes=True)))
    assert interview.facts.answers.yes == ALL.yes
