"""What is lost is told from what is kept up to a number."""

from __future__ import annotations

import os
from functools import lru_cache

from benchmarks.held import held

TIMES = 1_000
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


def test_a_descriptor_is_told_by_what_it_is() -> None:
    before = held()
    reader, writer = os.pipe()
    after = held()
    os.close(reader)
    os.close(writer)
    assert after["descriptors"] == before["descriptors"] + 2
    assert sorted(before["open"] + ["pipe:[]"] * 2) == after["open"]
    assert held()["open"] == before["open"]
