from __future__ import annotations

import re

import pytest

from demo.rehearsal import spaced, unspaced
from demo.windows import opening_time


@pytest.mark.parametrize("shown", ["B001", "B 001", "B | 001", "B\u2009001"])
def test_number_is_found_however_the_wall_spaces_it(shown: str) -> None:
    assert re.search(spaced("B001"), shown)


def test_another_number_is_not_found() -> None:
    assert not re.search(spaced("B001"), "B | 0010".replace("0010", "010"))
    assert unspaced("B 001") == "B001"


def test_windows_open_when_the_sample_hall_is_open() -> None:
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d", opening_time())
