"""Which window goes where, for every set of monitors a hall may have."""

from __future__ import annotations

import pytest

from display.monitors import Places, place


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
