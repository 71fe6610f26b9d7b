"""How a list too long for one screen is dealt onto pages. Pure.

Up to `ONE_PAGE` things stand on one page. More are dealt evenly onto pages of at most `PER_PAGE`, which leave room for
the page buttons below and for every notice above, on a monitor that stands or lies.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TypeVar

ONE_PAGE = 8
PER_PAGE = 6

Thing = TypeVar("Thing")


def pages(things: Sequence[Thing]) -> tuple[tuple[Thing, ...], ...]:
    """All things in their order, each on one page; pages differ by at most one thing, fuller ones first. Nothing at all
    is one empty page.
    """
    count = 1 if len(things) <= ONE_PAGE else -(-len(things) // PER_PAGE)
    least, more = divmod(len(things), count)
    starts = [place * least + min(place, more) for place in range(count + 1)]
    return tuple(tuple(things[start:end]) for start, end in pairwise(starts))


def turned(page: int, by: int, count: int) -> int:
    """The page after turning; behind the last comes the first, so no button of pages is ever dead."""
    return (page + by) % count
