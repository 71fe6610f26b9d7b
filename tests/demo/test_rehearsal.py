from __future__ import annotations

import re

from demo.rehearsal import unspaced
from demo.windows import opening_time


def test_a_number_is_read_without_its_gap() -> None:
    assert unspaced("B 001") == "B001"


def test_windows_open_when_the_sample_hall_is_open() -> None:
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d", opening_time())
