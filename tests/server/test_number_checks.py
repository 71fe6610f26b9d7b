"""Numbers of two services that could be taken for each other are found, and no others: against sets of texts."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.config import NumberRange
from server.domain.numbering import number_text
from server.number_checks import Clash, Span, clashing


def span(key: str, prefix: str, first: int, last: int) -> Span:
    return Span(key, prefix, NumberRange(first, last))


def texts(one: Span) -> set[str]:
    first, last = one.numbers.first, one.numbers.last
    return {number_text(one.prefix, ordinal, last) for ordinal in range(first, last + 1)}


def heard(text: str) -> tuple[str, int]:
    """Letters, then digits as a value: zeros in front of it are not said."""
    found = re.fullmatch(r"(.*?)([0-9]+)", text)
    assert found is not None
    return found[1], int(found[2])


def clashes_of(one: Span, other: Span) -> set[Clash]:
    a, b = texts(one), texts(other)
    found = set()
    if a & b:
        found.add(Clash.SAME)
    elif {heard(text) for text in a} & {heard(text) for text in b}:
        found.add(Clash.ALIKE)
    if a and b and one.prefix == other.prefix and one.width != other.width:
        found.add(Clash.WIDTHS)
    return found


prefixes = st.sampled_from(["", "0", "1", "2", "A", "A0", "A1", "AB", "1A", "10", "11", "B"])
firsts = st.one_of(st.integers(1, 12), st.integers(95, 105), st.integers(990, 1_012), st.integers(1_095, 2_005))
spans = st.builds(
    lambda prefix, first, more: span("", prefix, first, first + more), prefixes, firsts, st.integers(-1, 12)
)


@given(st.lists(spans, max_size=6))
def test_it_finds_what_sets_of_texts_find(many: list[Span]) -> None:
    named = [one._replace(key=str(place)) for place, one in enumerate(many)]
    pairs = [(a, b) for place, a in enumerate(named) for b in named[place + 1 :]]
    found = clashing(named)
    if found is None:
        assert all(not clashes_of(a, b) for a, b in pairs)
    else:
        assert (found.earlier, found.later) in pairs
        assert found.clash in clashes_of(found.earlier, found.later)


@pytest.mark.parametrize(
    ("one", "other", "clash"),
    [
        (("A", 1001, 1999), ("A1", 1, 99), Clash.SAME),
        (("", 1001, 1999), ("1", 1, 999), Clash.SAME),
        (("A", 1, 500), ("A", 500, 799), Clash.SAME),
        (("", 1, 12), ("0", 12, 99), Clash.ALIKE),
        (("A", 1, 799), ("A0", 1, 799), Clash.ALIKE),
        (("A", 12, 12), ("A", 1, 1999), Clash.ALIKE),
        (("A", 1, 799), ("A", 1001, 1099), Clash.WIDTHS),
        (("A", 1001, 1999), ("A2", 1, 999), None),
        (("A", 1001, 1899), ("A", 1901, 1999), None),
        (("", 1001, 1999), ("", 2001, 2999), None),
        (("A", 1, 999), ("A1", 1, 999), None),
        (("A", 1, 999), ("B", 1, 9_999), None),
        (("A", 1, 799), ("A", 10_000, 9_999), None),
    ],
)
def test_what_can_be_told_apart(one: tuple[str, int, int], other: tuple[str, int, int], clash: Clash | None) -> None:
    for first, second in ((one, other), (other, one)):
        found = clashing([span("x", *first), span("y", *second)])
        assert (found and (found.earlier.key, found.later.key, found.clash)) == (clash and ("x", "y", clash))


def test_a_span_is_told_as_it_is_printed() -> None:
    assert str(span("", "AB", 1, 1999)) == "AB0001 to AB1999"
    assert str(span("", "", 1, 9)) == "001 to 009"
