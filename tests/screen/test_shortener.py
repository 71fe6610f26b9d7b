"""A text that does not fit ends in "…", and what is left of it fits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QGuiApplication

from screen.fitter import fitting_size
from screen.line_breaks import REFERENCE_PX, broken_lines
from screen.shortener import SIGN, SPARE, shortened
from screen.typeface import use_typeface

HAN = "辦理中高齡者及高齡者就業促進計畫與身心障礙者職務再設計補助"
LATIN = "Counseling on employment promotion for middle-aged and elderly persons"


@pytest.fixture(autouse=True, scope="module")
def _typeface(qapp: QGuiApplication) -> None:
    use_typeface(qapp)


@pytest.mark.parametrize("text", [HAN, LATIN, "Donaudampfschifffahrtsgesellschaft", ""])
def test_a_text_with_room_is_left_alone(text: str) -> None:
    assert shortened(text, bold=True, width=2_000, size=28, lines=1) == text
    assert shortened(text, bold=True, width=0, size=28, lines=1) == text


@given(
    text=st.sampled_from([HAN, LATIN, HAN + LATIN, "Donaudampfschifffahrtsgesellschaft" * 2]),
    width=st.integers(120, 700),
    lines=st.integers(1, 4),
    bold=st.booleans(),
)
def test_what_is_left_is_the_beginning_and_fits(text: str, width: int, lines: int, bold: bool) -> None:
    left = shortened(text, bold=bold, width=width, size=28, lines=lines)
    assert left == text or (left.endswith(SIGN) and text.startswith(left.removesuffix(SIGN)))
    assert shortened(left, bold=bold, width=width, size=28, lines=lines) == left
    # As much as fits: with two characters more before the sign it would be shortened again, or tear a word.
    if left != text:
        more = text[: len(left) + 1] + SIGN
        assert len(broken_lines(more, bold=bold, room=width * REFERENCE_PX / 28 / SPARE)) > lines


def test_it_agrees_with_the_fitter() -> None:
    for width in range(200, 900, 20):
        size = fitting_size(LATIN, True, width, 116, 46, least=28)
        lines = 1 + int((116 / size - 1.2) / 1.332 + 0.02)
        if size > 28:
            assert shortened(LATIN, bold=True, width=width, size=size, lines=lines) == LATIN
