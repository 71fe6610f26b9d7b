"""What was once asked of what-if is understood for ever, and what was once answered has its fields for ever."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec

from server.edge.api_words import WhatIf
from server.what_if.answer import Answer, what_if
from server.what_if.asked import change_asked
from server.what_if.changes import CounterPauses, CounterServices, ExtraCounter, OtherPreset
from server.what_if.day_of_log import day_of_log
from tests.server.sample_halls import sample_counter, sample_hall
from tests.server.what_if.played_day import Comes, played

GOLDEN = Path(__file__).parent / "golden" / "what_if.jsonl"
"""Only ever added to."""
LINES = [json.loads(line) for line in GOLDEN.read_text("utf-8").splitlines()]
HALL = sample_hall(counters=(sample_counter("1", ("apples", "books")), sample_counter("4", ("apples",))))


def test_every_question_is_understood_as_it_was() -> None:
    asked = [msgspec.convert(line["question"], WhatIf) for line in LINES if "question" in line]
    changes = [[change_asked(one, HALL) for one in question.changes] for question in asked]
    assert {type(one) for each in changes for one in each} == {
        ExtraCounter,
        CounterPauses,
        CounterServices,
        OtherPreset,
    }
    assert [(one.day, one.tomorrow, one.weeks) for one in asked[:3]] == [
        ("", False, 8),
        ("2026-11-24", False, 8),
        ("", True, 4),
    ]


def test_an_answer_has_its_fields_and_a_day_its_answer() -> None:
    """Of one small day; a change of the rule or of the replay that means another answer adds a line of its own."""
    (told,) = [line["answer"] for line in LINES if "answer" in line][-1:]
    one_counter = sample_hall(counters=(sample_counter("1", ("apples", "books")),))
    visitors = [Comes(0, "apples", 10), Comes(0, "books", 20), Comes(1, "apples", 7), Comes(2, "books", 5)]
    day = day_of_log(played([*visitors, Comes(2, "apples", 30)], one_counter, 120))
    answer = what_if(day, [ExtraCounter(("apples",), 720, 780)], runs=4)
    assert msgspec.convert(told, Answer) == answer
