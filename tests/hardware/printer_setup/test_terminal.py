"""A person at a terminal, a printer in simulated time."""

from __future__ import annotations

import io
import tomllib
from pathlib import Path

import pytest

from hardware.printer.emulator.personality import PERSONALITIES
from hardware.printer.emulator.sensors import Fault
from hardware.printer.emulator.simulated import SimulatedBench
from hardware.printer.profile import PROFILES
from hardware.printer.setup.hands import Hands
from hardware.printer.setup.interview_types import Findings, GivenUp
from hardware.printer.setup.proof import proof_picture
from hardware.printer.setup.speech import Speech
from hardware.printer.setup.terminal import NobodyAnswers, Terminal
from program.texts import read_catalog

KINDS = tuple(PROFILES.values())


class Rig:
    def __init__(self, answers: str, language: str = "en") -> None:
        self.bench = SimulatedBench(PERSONALITIES["generic-clone"])
        self.said = io.StringIO()
        self.person = Terminal(Speech(language), self.said, io.StringIO(answers))
        self.hands = Hands(
            lambda url, profile: proof_picture(language, url, profile),
            open_link=self.bench.open_link,
            now=self.bench.now,
            pause=self.bench.pause,
        )

    def set_up(self) -> Findings | GivenUp:
        return self.person.set_up("192.0.2.7", KINDS, self.hands)


@pytest.mark.parametrize(
    ("language", "answers"), [("en", "y\nYES\n y \nsure\ny\nyes\n"), ("zh-TW", "是的\n有\n對\n什麼\n好的\nｙ\n")]
)
def test_a_newcomer_gets_through_with_yes_and_no(language: str, answers: str) -> None:
    rig = Rig(answers, language)
    end = rig.set_up()
    assert isinstance(end, Findings)
    said = rig.said.getvalue()
    assert 'printer = "tcp://192.0.2.7:9100"\nprinter_profile = "generic-80-blade"\n' in said
    assert said.count(read_catalog("setup").text(language, "not_understood")) == 1
    assert said.startswith(read_catalog("setup").text(language, "alone"))
    for jargon in ("DLE", "GS r", "baud", "ESC/POS"):
        assert jargon not in said


@pytest.mark.parametrize("no", ["no", "ｎ", "不是", "不是。", "Ｎ"])
def test_a_no_is_a_no(no: str) -> None:
    rig = Rig(f"y\n{no}\nn\n")
    assert isinstance(rig.set_up(), GivenUp)
    assert "Please answer" not in rig.said.getvalue()
    assert "Nothing was changed" in rig.said.getvalue()


def test_a_terminal_that_closes_ends_it() -> None:
    with pytest.raises(NobodyAnswers):
        Rig("y\ny\n").set_up()


def found(rig: Rig) -> Findings:
    end = rig.set_up()
    assert isinstance(end, Findings)
    return end


@pytest.mark.parametrize(("answer", "changed"), [("y\n", True), ("n\n", False)])
def test_the_file_is_changed_only_after_a_yes(answer: str, changed: bool, tmp_path: Path) -> None:
    path = tmp_path / "hall.toml"
    before = '[kiosk]\nid = "k"  # ours\n'
    path.write_text(before, "utf-8")
    rig = Rig("y\n" * 5 + answer)
    rig.person.offer(found(rig), path)
    after = path.read_text("utf-8")
    assert (after != before) is changed
    assert "# ours" in after
    if changed:
        assert tomllib.loads(after)["kiosk"] == {
            "id": "k",
            "printer": "tcp://192.0.2.7:9100",
            "printer_profile": "generic-80-blade",
        }
        assert f"{path} is changed" in rig.said.getvalue()


@pytest.mark.parametrize(("language", "again"), [("en", "Looking again at"), ("zh-TW", "再看一次")])
def test_after_a_mending_it_says_that_it_looks_again(language: str, again: str) -> None:
    rig = Rig("y\n", language)
    rig.bench.set_fault(Fault.PAPER_OUT)
    with pytest.raises(NobodyAnswers):
        rig.set_up()
    looks = [line for line in rig.said.getvalue().splitlines() if "tcp://" in line]
    assert [again in line for line in looks] == [False, True], looks
