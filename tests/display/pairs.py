"""Cases in which every two values of different axes meet. Pure, and the same in every process."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import combinations

Case = dict[str, object]


def pairwise(axes: Mapping[str, Sequence[object]]) -> list[Case]:
    """Few cases, not the fewest: each begins with a pair that has not met, and takes on each further axis the value
    that brings the most new pairs together; where several do, the one that was taken least often."""
    left = {
        ((one, a), (other, b))
        for one, other in combinations(axes, 2)
        for a in range(len(axes[one]))
        for b in range(len(axes[other]))
    }
    taken: Counter[tuple[str, int]] = Counter()
    cases: list[Case] = []
    while left:
        chosen = dict(min(left))
        for name in axes:
            if name not in chosen:
                news = [(_new(left, chosen, name, place), -taken[name, place]) for place in range(len(axes[name]))]
                chosen[name] = news.index(max(news))
        taken.update(chosen.items())
        left -= set(combinations(((name, chosen[name]) for name in axes), 2))
        cases.append({name: axes[name][place] for name, place in chosen.items()})
    return [{name: case[name] for name in axes} for case in cases]


def _new(left: set[tuple[tuple[str, int], tuple[str, int]]], chosen: Mapping[str, int], name: str, place: int) -> int:
    mine = (name, place)
    return sum((one, mine) in left or (mine, one) in left for one in chosen.items())
