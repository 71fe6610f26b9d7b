"""Which window goes where, for every set of monitors a hall may have."""

from __future__ import annotations

import pytest

from display.monitors import Box, Places, place, place_apart


@pytest.mark.parametrize(
    ("names", "present", "places"),
    [
        (("A", "B"), ("A", "B"), Places("A", "B", False, ())),
        (("A", "B"), ("B", "A"), Places("A", "B", False, ())),
        (("A", "B"), ("A",), Places("A", None, True, ("B",))),
        (("A", "B"), ("B",), Places("B", None, True, ("A",))),
        (("A", "B"), ("X", "A"), Places("A", None, True, ("B",))),
        (("A", "B"), ("X", "Y", "Z"), Places("X", "Y", False, ("A", "B"))),
        (("A", "B"), ("X",), Places("X", None, True, ("A", "B"))),
        (("", ""), ("X", "Y"), Places("X", "Y", False, ())),
        (("", ""), ("X",), Places("X", None, True, ())),
        (("A", ""), ("X", "A"), Places("A", "X", False, ())),
        (("", "B"), ("B", "X"), Places("X", "B", False, ())),
        (("A", ""), ("A",), Places("A", None, True, ())),
    ],
)
def test_each_window_has_its_monitor(names: tuple[str, str], present: tuple[str, ...], places: Places) -> None:
    assert place(*names, present) == places


def test_without_any_monitor_there_is_no_place() -> None:
    assert place("A", "B", ()) is None


BIG: Box = (0, 0, 1920, 1080)
SMALL: Box = (0, 0, 1280, 720)
BESIDE: Box = (1920, 0, 1280, 720)
ROUNDED: Box = (1919, 0, 1281, 721)


@pytest.mark.parametrize(
    ("names", "boxes", "places"),
    [
        (("A", "B"), {"A": BIG, "B": BESIDE}, Places("A", "B", False, ())),
        (("A", "B"), {"A": BIG, "B": ROUNDED}, Places("A", "B", False, ())),
        (("A", "B"), {"A": BIG, "B": BIG}, Places("A", None, True, (), ("B",))),
        (("A", "B"), {"B": SMALL, "A": BIG}, Places("A", None, True, (), ("B",))),
        (("A", "B"), {"X": BIG, "B": SMALL}, Places("B", None, True, ("A",), ("X",))),
        (("A", "B"), {"X": BIG, "A": SMALL, "B": BESIDE}, Places("A", "B", False, (), ("X",))),
        (("", ""), {"X": BIG, "Y": BIG}, Places("X", None, True, (), ("Y",))),
        (("", ""), {"X": BIG, "Y": BIG, "Z": BESIDE}, Places("X", "Z", False, (), ("Y",))),
        (("A", "B"), {}, None),
    ],
)
def test_monitors_with_the_same_picture_count_as_one(
    names: tuple[str, str], boxes: dict[str, Box], places: Places | None
) -> None:
    assert place_apart(*names, boxes) == places
