"""Where a number's prefix ends, and which labels need the word for a counter."""

from __future__ import annotations

import pytest

from wire.numbers import parted, wants_noun


@pytest.mark.parametrize(
    ("number", "prefix", "parts"),
    [
        ("B027", "B", ("B", "027")),
        ("A1012", "A", ("A", "1012")),
        ("A1012", "A1", ("A1", "012")),
        ("1001", "", ("", "1001")),
        ("1001", "1", ("1", "001")),
        ("AB1999", "AB", ("AB", "1999")),
        ("A012", "B", ("A", "012")),
        ("AB012", "A", ("AB", "012")),
        ("AB1999", "", ("AB", "1999")),
        ("A1012", "B", ("", "A1012")),
        ("1001", "B", ("", "1001")),
        ("", "A", ("", "")),
    ],
)
def test_the_prefix_is_set_apart_wherever_it_is_sure(number: str, prefix: str, parts: tuple[str, str]) -> None:
    assert parted(number, prefix) == parts


@pytest.mark.parametrize("label", ["3", "12", "3A", "B", "Desk", "３"])
def test_letters_and_digits_need_the_noun(label: str) -> None:
    assert wants_noun(label)


@pytest.mark.parametrize("label", ["服務台", "三", "1-2", "A 1", "3號", "é", ""])
def test_any_other_label_is_a_name_of_its_own(label: str) -> None:
    assert not wants_noun(label)
