"""The interview alone: a printer and a person that are nothing but facts."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from hardware.printer.answers import ALL, NOTHING_KNOWN, PROOFS, REAL_TIME, Answers, Question
from hardware.printer.job import JobStage, JobState
from hardware.printer.profile import PROFILES, CutAtBlade, FeedThenCut, ImageCommand
from hardware.printer.setup.interview import Interview, InterviewError, advance, begin
from hardware.printer.setup.interview_types import (
    Ask,
    Event,
    Findings,
    GivenUp,
    Look,
    NotReached,
    Obstacle,
    Printed,
    PrintProof,
    PrintRuler,
    Said,
    Told,
    Want,
    YesNo,
)
from hardware.printer.setup.wire_facts import WireFacts
from hardware.printer.status import BlockReason

CLONE = Answers(frozenset({*REAL_TIME, Question.DONE}), frozenset({Question.PRINTED}))
MUTE = Answers(no=frozenset(Question))
TCP, SERIAL = "tcp://192.0.2.10:9100", "serial:///dev/ttyS0"


@dataclass
class World:
    """A printer, its line and the person before it."""

    dots: int = 576
    knows: frozenset[ImageCommand] = frozenset({"bitImageRaster"})
    answers: Answers = CLONE
    speed: int = 0
    """Of its serial line, which it understands nothing else on; 0: any."""
    measured: int = 0
    rests: bool = False
    cuts: bool = True
    blade: bool = True
    """Knows the cut that feeds to its blade."""
    quick: bool = True
    wide_paper: bool = True
    troubles: list[Obstacle | BlockReason] = field(default_factory=list)
    """What a look or a job meets, one after the other; the person mends each."""
    mends: bool = True
    strip: tuple[bool, int, bool] = (False, 0, False)
    """Of the last paper: whether it came, how wide it was meant to be, whether it was cut where it should."""
    asked: list[YesNo] = field(default_factory=list)
    printed: int = 0

    def answer(self, want: Want) -> Event:
        match want:
            case Look() | PrintRuler() | PrintProof() if self.troubles:
                trouble = self.troubles.pop(0)
                if isinstance(trouble, Obstacle):
                    return NotReached(trouble)
                if isinstance(want, Look):
                    return Told(WireFacts(NOTHING_KNOWN, trouble))
                return Printed(JobState(JobStage.BLOCKED, trouble), 1.0)
            case Look(url):
                heard = self.answers if self.understood(url) else MUTE
                return Told(WireFacts(heard, None if heard.yes else BlockReason.UNKNOWN, self.measured, self.rests))
            case PrintRuler(url, profile) | PrintProof(url, profile):
                self.printed += 1
                came = self.understood(url) and profile.image_command in self.knows
                cut = self.cuts and (self.blade or isinstance(profile.cut, FeedThenCut))
                self.strip = (came, profile.width_dots, cut)
                return Printed(JobState(JobStage.PRINTED if self.answers.yes & PROOFS else JobStage.SENT), 1.0)
            case Ask(question):
                self.asked.append(question)
                return Said(self.says(question))
            case _:
                raise AssertionError(want)

    def understood(self, url: str) -> bool:
        return not self.speed or url.endswith(f"baud={self.speed}")

    def says(self, question: YesNo) -> bool:
        came, dots, cut = self.strip
        return {
            YesNo.TRY_AGAIN: self.mends,
            YesNo.WIDE_PAPER: self.wide_paper,
            YesNo.STRIP: came,
            YesNo.EDGE: dots <= self.dots,
            YesNo.CUT: cut,
            YesNo.QUICK: self.quick,
            YesNo.PROOF: came and dots <= self.dots and (cut or not self.cuts),
        }[question]


def held(world: World, url: str = TCP) -> Interview:
    interview = begin(url, tuple(PROFILES.values()))
    for _ in range(60):
        if interview.ended:
            return interview
        interview = advance(interview, world.answer(interview.wants))
    raise AssertionError("the interview does not end")


def found(world: World, url: str = TCP) -> Findings:
    end = held(world, url).wants
    assert isinstance(end, Findings), end
    return end


@pytest.mark.parametrize(("dots", "wide"), [(576, True), (512, True), (384, False), (384, True), (576, False)])
@pytest.mark.parametrize("answers", [ALL, CLONE, MUTE])
def test_the_profile_is_as_wide_as_the_head(dots: int, wide: bool, answers: Answers) -> None:
    findings = found(World(dots=dots, wide_paper=wide, answers=answers))
    narrow = 420 if dots > 384 and Question.PRINTED in answers.yes else 384
    assert findings.profile.width_dots == (dots if wide else narrow)
    assert findings.confirmed == bool(answers.yes & PROOFS)
    assert findings.facts.answers == answers


def test_what_it_answers_chooses_among_profiles_of_one_width() -> None:
    assert found(World(answers=ALL)).profile.name == "epson-80"
    assert found(World(answers=CLONE)).profile.name == "generic-80-blade"
    assert found(World(answers=ALL, dots=512)).profile.name == "epson-tm-t88"
    assert found(World(answers=CLONE, rests=True)).profile.name == "generic-80-held"
    assert found(World(answers=CLONE, dots=512)).profile.name == "generic-80-512"


def test_a_plain_good_printer_is_known_after_five_questions_and_two_strips() -> None:
    world = World()
    assert found(world).url == TCP
    assert world.asked == [YesNo.WIDE_PAPER, YesNo.STRIP, YesNo.EDGE, YesNo.CUT, YesNo.PROOF]
    assert world.printed == 2


@pytest.mark.parametrize("speed", [115_200, 57_600, 38_400, 19_200, 9_600])
@pytest.mark.parametrize("answers", [CLONE, MUTE])
def test_the_speed_of_a_serial_line_is_tried_out(speed: int, answers: Answers) -> None:
    world = World(speed=speed, answers=answers, dots=512)
    findings = found(world, SERIAL)
    assert (findings.url, findings.profile.width_dots) == (f"{SERIAL}?baud={speed}", 512)
    assert world.asked.count(YesNo.STRIP) <= (2 if answers.yes else 6)


@pytest.mark.parametrize(("measured", "url"), [(0, TCP), (19_200, f"{TCP}?baud=19200")])
def test_a_slow_line_behind_a_network_address_is_written_down(measured: int, url: str) -> None:
    assert found(World(measured=measured)).url == url


def test_how_slow_a_silent_one_is_the_person_saw() -> None:
    assert found(World(answers=MUTE, quick=False)).url == f"{TCP}?baud=9600"
    assert found(World(answers=MUTE, quick=True)).url == TCP
    quick = World(answers=CLONE)
    found(quick)
    assert YesNo.QUICK not in quick.asked


def test_how_it_cuts_is_seen() -> None:
    assert found(World(cuts=True)).cuts
    by_hand = found(World(cuts=False))
    assert not by_hand.cuts
    assert isinstance(by_hand.profile.cut, FeedThenCut)
    assert isinstance(found(World(blade=True)).profile.cut, CutAtBlade)
    without = World(blade=False)
    assert found(without).profile.name == "generic-80"
    assert without.asked.count(YesNo.PROOF) == 2


@pytest.mark.parametrize(
    "trouble", [Obstacle.NOT_THERE, Obstacle.TAKEN, Obstacle.NOT_ALLOWED, BlockReason.COVER, BlockReason.PAPER_OUT]
)
def test_what_stands_in_the_way_is_named_until_it_is_mended(trouble: Obstacle | BlockReason) -> None:
    world = World(troubles=[trouble, trouble])
    assert found(world).profile.width_dots == 576
    assert world.asked[:2] == [YesNo.TRY_AGAIN, YesNo.TRY_AGAIN]
    assert held(World(troubles=[trouble], mends=False)).wants == GivenUp(trouble)


def test_a_cover_that_is_opened_before_a_strip_is_printed_again() -> None:
    world = World()
    interview = begin(TCP, tuple(PROFILES.values()))
    while not isinstance(interview.wants, PrintRuler):
        interview = advance(interview, world.answer(interview.wants))
    wanted = interview.wants
    interview = advance(interview, Printed(JobState(JobStage.BLOCKED, BlockReason.COVER), 0.1))
    assert interview.wants == Ask(YesNo.TRY_AGAIN, BlockReason.COVER)
    assert advance(interview, Said(yes=True)).wants == wanted


def test_paper_and_plug_are_asked_about_once_before_another_way_is_tried() -> None:
    world = World(knows=frozenset())
    assert held(world).wants == GivenUp(Obstacle.NO_STRIP)
    assert world.asked.count(YesNo.TRY_AGAIN) == 1
    commands = {profile.image_command for profile in PROFILES.values()}
    assert world.printed == 1 + len(commands)


@pytest.mark.parametrize("answers", [ALL, CLONE, MUTE])
def test_on_wide_paper_every_width_is_tried(answers: Answers) -> None:
    world = World(dots=420, answers=answers)
    assert found(world).profile.width_dots == 420
    assert world.asked.count(YesNo.EDGE) == len({576, 512, 420})


def test_an_edge_that_is_never_whole_ends_without_lines() -> None:
    assert held(World(dots=200)).wants == GivenUp(Obstacle.EDGE_LOST)


def test_a_proof_that_is_wrong_is_printed_again() -> None:
    world = World()
    interview = begin(TCP, tuple(PROFILES.values()))
    proofs = 0
    while interview.wants != Ask(YesNo.TRY_AGAIN, Obstacle.BAD_PROOF):
        wrong = interview.wants == Ask(YesNo.PROOF)
        interview = advance(interview, Said(yes=False) if wrong else world.answer(interview.wants))
        proofs += wrong
    assert proofs == 2, "with either cut"
    again = interview
    assert isinstance(advance(again, Said(yes=True)).wants, PrintProof)
    assert advance(again, Said(yes=False)).wants == GivenUp(Obstacle.BAD_PROOF)


def test_what_was_not_wanted_is_our_fault() -> None:
    with pytest.raises(InterviewError):
        advance(begin(TCP, tuple(PROFILES.values())), Said(yes=True))
