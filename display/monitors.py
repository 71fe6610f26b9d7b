"""Which window goes to which monitor. Pure: names in, names out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

Box = tuple[int, int, int, int]
"""Left, top, width and height on the desktop."""
BESIDE = 0.1
"""Monitors share less than this part of the smaller one: scales are rounded."""


@dataclass(frozen=True, slots=True)
class Places:
    """`content` is None when the order's monitor shows both (`shared`). `missing` are configured names not here,
    `mirrored` monitors that show what another one shows."""

    order: str
    content: str | None
    shared: bool
    missing: tuple[str, ...]
    mirrored: tuple[str, ...] = ()


def place_apart(order: str, content: str, boxes: Mapping[str, Box]) -> Places | None:
    """Each window's monitor, of those at `boxes`, the primary one first. Of monitors that show the same part of the
    desktop one counts: a window on each would hide the other."""
    mirrored = _mirrored(sorted(boxes, key=lambda name: (name != order, name != content)), boxes)
    places = place(order, content, tuple(name for name in boxes if name not in mirrored))
    if places is None:
        return None
    missing = tuple(name for name in places.missing if name not in mirrored)
    return replace(places, missing=missing, mirrored=mirrored)


def place(order: str, content: str, present: tuple[str, ...]) -> Places | None:
    """Each window's monitor. `present` are the monitors there are, the primary one first; None without any.

    A window goes to its own monitor when that is present. When only one of the two configured ones is, the two share
    it: monitors with other names may belong to other programs. When neither is, the first monitors are taken.
    """
    if not present:
        return None
    missing = tuple(name for name in (order, content) if name and name not in present)
    has_order, has_content = order in present, content in present
    if has_order and has_content:
        return Places(order, content, False, missing)
    if has_order or has_content:
        here = order if has_order else content
        unnamed = not (content if has_order else order)
        others = [name for name in present if name != here]
        if not unnamed or not others:
            return Places(here, None, True, missing)
        return Places(here, others[0], False, missing) if has_order else Places(others[0], here, False, missing)
    if len(present) == 1:
        return Places(present[0], None, True, missing)
    return Places(present[0], present[1], False, missing)


def _mirrored(names: Sequence[str], boxes: Mapping[str, Box]) -> tuple[str, ...]:
    """Those that show what one before them shows."""
    seen: list[str] = []
    for name in names:
        if all(_beside(boxes[name], boxes[one]) for one in seen):
            seen.append(name)
    return tuple(name for name in names if name not in seen)


def _beside(one: Box, other: Box) -> bool:
    wide = min(one[0] + one[2], other[0] + other[2]) - max(one[0], other[0])
    high = min(one[1] + one[3], other[1] + other[3]) - max(one[1], other[1])
    smaller = min(one[2] * one[3], other[2] * other[3])
    return wide <= 0 or high <= 0 or wide * high < smaller * BESIDE
