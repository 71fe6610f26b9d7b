"""The pure measures agree with the typeface and with what Qt makes of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL.ImageFont import FreeTypeFont
from PySide6.QtGui import QGuiApplication

from hardware.typeface import BOLD, REGULAR, draw_font
from screen.fitter import ORPHAN_SHARE, fitting_size
from screen.typeface import use_typeface
from screen.widths import INK_EM, fits, line_count, pair_boxes, pieces, width_em

SAID = [
    "給付服務（初次申請）",
    "Benefits – first application",
    "115年11月21日（六）",
    "AB1999",
    "Bênêfîtsünkel",
    "3 號櫃檯",
]


@pytest.mark.parametrize("bold", [False, True])
@pytest.mark.parametrize("text", SAID)
def test_widths_are_those_of_the_typeface(text: str, bold: bool) -> None:
    font: FreeTypeFont = draw_font(1000, BOLD if bold else REGULAR)
    assert width_em(text, bold=bold) == pytest.approx(font.getlength(text) / 1000, rel=0.03)


@pytest.mark.parametrize("text", SAID)
@pytest.mark.parametrize("width", [90, 160, 320])
def test_what_fits_here_fits_qt(qapp: QGuiApplication, text: str, width: int) -> None:
    use_typeface(qapp)
    word = max(width_em(one, bold=True) for one in pieces(text))
    for height in (40, 80, 160):
        if fits(text, width * 0.97, height, 30.0, bold=True) and word * 30 < width:
            size = fitting_size(text, True, width, height, 30.0)
            # An orphan makes it a little smaller, a text that does not fit much smaller or as small as it gets.
            assert size == 30.0 or (size >= 30.0 * ORPHAN_SHARE and line_count(text, width / 30.0, bold=True) > 1)


def test_lines_break_at_spaces_and_between_ideographs() -> None:
    assert line_count("給付再認定", 2.5) == 3
    assert line_count("monthly certification", 7) == 2
    assert line_count("一\n二", 10) == 2
    assert line_count("certification", 3) > 1, "a word alone too wide is broken"
    assert line_count("請準備，", 3.2) == 2
    assert pieces("（請準備），ab 3") == ("（請", "準備），", "ab", " ", "3"), "a word of the list stays whole"


@given(st.text(alphabet="ab 號，", max_size=60), st.floats(1.0, 30.0))
def test_a_wider_line_never_takes_more_of_them(text: str, width: float) -> None:
    assert line_count(text, width * 2 + 1) <= line_count(text, width)


@given(
    st.text(alphabet="ab 號櫃", min_size=1, max_size=140),
    st.text(alphabet="ab 號櫃", max_size=140),
    st.floats(200, 2_000),
    st.floats(30, 300),
    st.floats(10, 30),
)
def test_the_boxes_of_a_pair_stay_inside_and_apart(
    own: str, second: str, width: float, height: float, least: float
) -> None:
    first, other = pair_boxes(own, second, width, height, least * 1.5, least, least)
    for x, y, wide, high in (first, other):
        assert x >= 0
        assert y >= 0
        assert x + wide <= width + 0.01
        assert y + high <= height + 0.01
    beside = first[0] + first[2] <= other[0] + 0.01
    above = first[1] + first[3] <= other[1] + 0.01
    assert beside or above
    if second and above and not beside:
        assert other[3] >= INK_EM * least - 0.6
