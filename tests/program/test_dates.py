"""Dates of the Republic and of the common era, as each language writes them."""

from __future__ import annotations

from datetime import date

import pytest

from program.dates import clock, local, written
from program.language import languages

MORNING = 1_795_396_440_000
"""2026-11-23 09:14 in Taipei."""


def test_a_date_and_a_moment_in_each_pattern() -> None:
    chinese, english = languages()["zh-TW"].style, languages()["en"].style
    moment = local(MORNING, "Asia/Taipei")
    assert written(chinese, chinese.date, date(2026, 11, 23)) == "115年11月23日（一）"
    assert written(english, english.date, date(2026, 11, 23)) == "Mon 23 Nov 2026"
    assert written(chinese, chinese.date_on_ticket, moment) == "115/11/23（一）09:14"
    assert written(english, english.date_on_ticket, moment) == "2026-11-23 (Mon) 09:14"
    assert clock(moment) == "09:14"


def test_a_day_has_no_time() -> None:
    english = languages()["en"].style
    with pytest.raises(KeyError, match="time"):
        written(english, english.date_on_ticket, date(2026, 11, 23))
