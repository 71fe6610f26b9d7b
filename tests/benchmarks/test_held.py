"""What is lost is told from what is kept up to a number."""

from __future__ import annotations

import os
from functools import lru_cache

from benchmarks.held import held

TIMES = 1_000
FRAME_KB = 8_000
SLACK = 100
"""What comes and goes meanwhile."""


@lru_cache(maxsize=2 * TIMES)
def _answer(question: str, *, flag: bool) -> bool | None:
    return None if question.endswith("1") else flag


def test_answers_that_are_kept_are_no_loss_and_lost_references_are() -> None:
    before = held()
    for number in range(TIMES):
        _answer(f"question {number}", flag=False)
    after = held()
    assert after["kept"] - before["kept"] == TIMES
    assert after["most_kept"] >= 2 * TIMES
    assert max(after[name] - before[name] for name in ("blocks", "none", "true", "false")) < SLACK
    lost = [[False] for _ in range(TIMES)]
    assert held()["false"] - before["false"] >= len(lost) - SLACK
    assert held()["blocks"] - before["blocks"] >= len(lost) - SLACK
    _answer.cache_clear()


def test_a_frame_that_is_lost_is_private_memory_and_one_that_is_let_go_is_not() -> None:
    before = held()["private_kb"]
    frame = bytearray(b".") * FRAME_KB * 1_024
    assert 0.9 * FRAME_KB < held()["private_kb"] - before < 2 * FRAME_KB
    del frame
    assert held()["private_kb"] - before < FRAME_KB / 4


def test_a_descriptor_is_told_by_what_it_is() -> None:
    before = held()
    reader, writer = os.pipe()
    after = held()
    os.close(reader)
    os.close(writer)
    assert after["descriptors"] == before["descriptors"] + 2
    assert sorted(before["open"] + ["pipe:[]"] * 2) == after["open"]
    assert held()["open"] == before["open"]
