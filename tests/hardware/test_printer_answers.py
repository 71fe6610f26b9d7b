"""What a printer answers is learnt of its answers and its silence, kept, and asked again ever more seldom."""

import json
import logging
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.printer.answer_store import FileAnswerStore
from hardware.printer.answers import ALL, FIRST_PAUSE_S, LAST_PAUSE_S, PROOFS, Acquaintance, Answers, Question

SOME = Answers(frozenset({Question.PRINTER, Question.DONE}), frozenset({Question.PRINTED}), 3.25)
QUESTIONS = st.sampled_from(Question)


def test_what_was_learnt_goes_before_the_guess() -> None:
    known = Acquaintance(ALL, Answers(no=frozenset({Question.CAUSE})))
    assert known.answers(Question.CAUSE) is False
    assert known.answers(Question.PAPER) is True
    assert not known.proved(Question.PAPER)


@pytest.mark.parametrize(
    ("guess", "learnt", "alive", "rounds"),
    [
        (Answers(), Answers(), True, 1),
        (Answers(), Answers(), False, 2),
        (ALL, Answers(), True, 2),
        (ALL, Answers(), False, 2),
        (Answers(), ALL, True, 3),
    ],
)
def test_silence_is_believed_after_so_many_rounds(guess: Answers, learnt: Answers, *, alive: bool, rounds: int) -> None:
    known = Acquaintance(guess, learnt)
    for _ in range(rounds):
        assert known.answers(Question.ERROR) is not False
        known.unheard(Question.ERROR, alive=alive)
    assert known.answers(Question.ERROR) is False


def test_one_answer_makes_earlier_silence_forgotten() -> None:
    known = Acquaintance(learnt=ALL)
    for _ in range(5):
        known.unheard(Question.ERROR, alive=True)
        known.unheard(Question.ERROR, alive=True)
        known.heard(Question.ERROR)
    assert known.answers(Question.ERROR)


def test_silence_of_the_whole_printer_takes_nothing_away() -> None:
    known = Acquaintance(learnt=ALL)
    for _ in range(100):
        for question in ALL.yes:
            known.unheard(question, alive=False)
    assert known.learnt == ALL


def test_it_confirms_once_it_has_and_does_not_when_nothing_is_left() -> None:
    assert Acquaintance(ALL).confirms is None
    assert Acquaintance(learnt=Answers(no=frozenset({Question.PRINTED}))).confirms is None
    assert Acquaintance(learnt=Answers(no=PROOFS)).confirms is False
    assert Acquaintance(learnt=SOME).confirms is True


def test_what_is_not_answered_is_asked_again_ever_more_seldom() -> None:
    known, at, asked = Acquaintance(), 0.0, list[float]()
    while at < 12 * 3600:
        if known.silent_ones_due(at):
            known.asked_silent_ones(at)
            asked.append(at)
        at += 1
    pauses = [after - before for before, after in pairwise(asked)]
    assert asked[0] == FIRST_PAUSE_S
    assert pauses == sorted(pauses)
    assert pauses[-1] == LAST_PAUSE_S


@pytest.mark.parametrize("news", ["link lost", "new answer"])
def test_what_is_not_answered_is_soon_asked_again_after_any_news(news: str) -> None:
    known, at = Acquaintance(learnt=SOME), 0.0
    while at < 6 * 3600:
        at += 1
        if known.silent_ones_due(at):
            known.asked_silent_ones(at)
    if news == "link lost":
        known.lost()
    else:
        known.heard(Question.PAPER)
    asked, began = list[float](), at
    while at < began + 3600:
        at += 1
        if news == "link lost" and at < began + 5:
            known.lost()
        if known.silent_ones_due(at):
            known.asked_silent_ones(at)
            asked.append(at - began)
    assert asked[0] <= FIRST_PAUSE_S + 1
    assert len(asked) > 4


def test_a_known_answer_and_a_busy_day_are_no_news() -> None:
    known, at, asked = Acquaintance(learnt=SOME), 0.0, 0
    while at < 12 * 3600:
        at += 3
        known.heard(Question.PRINTER)
        if known.silent_ones_due(at):
            known.asked_silent_ones(at)
            asked += 1
    assert asked < 25


def test_answers_outlive_the_program(tmp_path: Path) -> None:
    path = tmp_path / "state" / "printers.json"
    FileAnswerStore(path).save("tcp://192.0.2.7:9100", SOME)
    FileAnswerStore(path).save("usb:///dev/usb/lp0", ALL)
    store = FileAnswerStore(path)
    assert store.load("tcp://192.0.2.7:9100") == SOME
    assert store.load("usb:///dev/usb/lp0") == ALL
    assert store.load("tcp://192.0.2.8:9100") is None
    assert [one.name for one in path.parent.iterdir()] == ["printers.json"]


@given(st.frozensets(QUESTIONS), st.frozensets(QUESTIONS), st.floats(0, 10))
def test_any_answers_are_read_back(
    tmp_path_factory: pytest.TempPathFactory, yes: frozenset[Question], no: frozenset[Question], slowest: float
) -> None:
    answers = Answers(yes, no - yes, round(slowest, 3))
    store = FileAnswerStore(tmp_path_factory.mktemp("answers") / "printers.json")
    store.save("a", answers)
    assert store.load("a") == answers


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "null", "[" * 100_000, '{"a": 3}', '{"a": {"yes": 1, "no": [], "slowest_proof_s": 0}}',
     '{"a": {"yes": [], "no": [], "slowest_proof_s": NaN}}', '{"a": {"yes": [], "no": [], "slowest_proof_s": -1}}'],
)  # fmt: skip
def test_an_unreadable_file_is_learnt_again_and_written_anew(tmp_path: Path, text: str) -> None:
    path = tmp_path / "printers.json"
    path.write_text(text, encoding="utf-8")
    store = FileAnswerStore(path)
    assert store.load("a") is None
    store.save("a", SOME)
    assert store.load("a") == SOME


def test_words_of_a_newer_program_are_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "printers.json"
    path.write_text(
        json.dumps({"a": {"yes": ["printer", "colour", 3], "no": ["printer", "done"], "slowest_proof_s": 0}}),
        encoding="utf-8",
    )
    assert FileAnswerStore(path).load("a") == Answers(frozenset({Question.PRINTER}), frozenset({Question.DONE}))


def test_a_file_that_cannot_be_written_is_said_and_stops_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with caplog.at_level(logging.WARNING):
        FileAnswerStore(tmp_path / "file" / "printers.json").save("a", SOME)
    assert "could not be kept" in caplog.text
