"""The typeface is found, weighted, and handed out once per size."""

import pytest

from hardware.typeface import BOLD, REGULAR, draw_font, noto_sans_tc


def test_path_is_the_variable_font() -> None:
    assert noto_sans_tc().name == "NotoSansTC[wght].ttf"


def test_same_arguments_give_the_same_object() -> None:
    assert draw_font(40, BOLD) is draw_font(40, BOLD)


def test_bold_is_blacker_than_regular() -> None:
    def ink(weight: int) -> float:
        mask = draw_font(60, weight).getmask("號", mode="1")
        return sum(mask)

    assert ink(BOLD) > 1.2 * ink(REGULAR)


@pytest.mark.parametrize("name", list("煊堃喆犇峯碁淼珮櫃檯號"))
def test_characters_of_names_have_glyphs(name: str) -> None:
    missing = bytes(draw_font(32).getmask("\U0010fffd", mode="1"))
    assert bytes(draw_font(32).getmask(name, mode="1")) != missing


@pytest.mark.parametrize(("size", "weight"), [(0, 400), (20, 99), (20, 901)])
def test_out_of_range_is_refused(size: int, weight: int) -> None:
    with pytest.raises(ValueError, match="must be"):
        draw_font(size, weight)
