"""Texts shrink by steps until they fit, and no sooner."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QGuiApplication

from screen.fitter import STEPS, broken_width, fitting_size, stacked
from screen.typeface import use_typeface


@pytest.fixture(autouse=True)
def _typeface(qapp: QGuiApplication) -> None:
    use_typeface(qapp)


def test_what_fits_keeps_its_size() -> None:
    assert fitting_size("請準備", True, 1000, 60, 40.0) == 40.0


def test_what_is_too_long_shrinks_by_a_step() -> None:
    size = fitting_size("給付初次申請", False, 210, 60, 40.0)
    assert size in [40.0 * step for step in STEPS]
    assert 210 * 0.85 < 6 * size <= 210


def test_it_wraps_before_it_shrinks() -> None:
    assert fitting_size("給付初次申請", False, 170, 120, 40.0) == 40.0


def test_no_character_is_left_alone_on_a_line_where_a_little_smaller_is_enough() -> None:
    size = fitting_size("請將證件交給人", False, 250, 120, 40.0)
    assert 40.0 * 0.8 <= size < 40.0
    assert fitting_size("請將證件交給服務人員", False, 250, 120, 40.0) == 40.0
    assert fitting_size("請將證件交給服務人員的人", False, 40 * 11.5, 120, 40.0) < 40.0
    assert fitting_size("字字字字", False, 125, 120, 40.0) == 40.0, "much smaller is worse"


def test_what_is_of_one_line_shrinks_instead() -> None:
    assert fitting_size("13:30 開始", False, 130, 120, 40.0, one_line=True) < 40.0


def test_a_word_is_not_broken() -> None:
    assert fitting_size("certification", False, 120, 400, 40.0) < 40.0 * 0.6


def test_lines_of_its_own_are_kept() -> None:
    assert fitting_size("等候\n人數", True, 500, 60, 40.0) < 40.0
    assert fitting_size("等候\n人數", True, 500, 120, 40.0) == 40.0


@pytest.mark.parametrize(("width", "height"), [(0, 50), (50, 0), (1, 1)])
def test_a_box_without_room_yet_gets_the_wish(width: int, height: int) -> None:
    assert fitting_size("字", False, width, height, 40.0) == 40.0


def test_nothing_to_say_is_never_small() -> None:
    assert fitting_size("", False, 10, 10, 40.0) == 40.0


def test_the_floor_is_never_passed_and_is_one_of_the_steps() -> None:
    assert fitting_size("給付初次申請" * 20, False, 130, 60, 40.0, least=24.0) == 24.0
    assert fitting_size("給付初次申請" * 20, False, 130, 60, 40.0, least=8.0) == 8.0
    assert fitting_size("短", False, 130, 60, 20.0, least=24.0) == 24.0
    assert fitting_size("請準備", True, 1000, 60, 40.0, least=24.0) == 40.0


def test_lines_break_behind_a_comma_where_that_takes_no_further_line() -> None:
    said = "服務免費，請勿將證件、存摺交給來路不明的人"
    width = broken_width(said, True, 19 * 40, 40)
    assert 11 * 40 <= width < 12 * 40, "服務免費，請勿將證件、 is one line, not what fits into the width"


def test_no_line_is_left_nearly_empty() -> None:
    width = broken_width("請扶住扶手站穩不要奔跑以免跌倒受傷的", True, 16 * 40, 40)
    assert 9 * 40 <= width < 11 * 40, "nine and nine, not fifteen and three"


@pytest.mark.parametrize("said", ["一行", "很長" * 90, "One line of words", "Word " * 120])
def test_one_line_or_very_many_are_left_as_they_are(said: str) -> None:
    assert broken_width(said, False, 640, 40) == 640


def test_what_has_no_further_line_keeps_all_its_width() -> None:
    assert broken_width("請先取號" * 5, True, 16 * 40, 40, 1) == 16 * 40


def test_texts_below_each_other_are_as_large_as_all_of_them_fit() -> None:
    said = ("地震！請趴下、掩護、穩住", "", "Earthquake! Drop, cover, hold on.")
    size, (first, none, other) = stacked(said, 0.6, 900, 300, 20, 200)
    assert none == 0.0
    assert first + other + 20 <= 300
    assert 40 < size < 200
    assert fitting_size(said[0], True, 900, round(first), size) == size
    assert fitting_size(said[2], True, 900, round(other), size * 0.6) == size * 0.6
    larger = size * 1.05
    heights = [fitting_size(one, True, 900, 300, larger * share) for one, share in zip(said, (1, 1, 0.6), strict=True)]
    assert heights[0] < larger or stacked(said, 0.6, 900, 300, 20, larger)[0] < larger
    assert stacked(said, 0.6, 0, 300, 20, 200) == (200, (0.0, 0.0, 0.0))
