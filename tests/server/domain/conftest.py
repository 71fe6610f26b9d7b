"""While mutants are tried (`.ci/mutants`), the tests that take the least time go first: most mutants die of any."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

TIMES = Path("mutmut-stats.json")
"""Beside the mutants, where their tests run: how long each test took on the unchanged domain."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if TIMES.exists():
        times = json.loads(TIMES.read_text(encoding="utf-8"))["duration_by_test"]
        items.sort(key=lambda item: times.get(item.nodeid, 0))
