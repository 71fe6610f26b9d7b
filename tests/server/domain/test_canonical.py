"""One byte string for one state."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from server.domain.canonical import canonical
from server.domain.persistent import SortedMap
from server.domain.tickets import TicketState


@dataclass(frozen=True)
class Sample:
    b: object
    a: object = None
    lookup: dict[str, str] = field(compare=False, default_factory=lambda: {"left": "out"})


def test_dataclasses_tuples_and_maps_become_plain_json_in_one_order() -> None:
    value = Sample((1, "號", True, None), SortedMap([("y", TicketState.WAITING), ("x", (2,))]))
    assert canonical(value) == '{"a":[["x",[2]],["y","waiting"]],"b":[1,"號",true,null]}'.encode()


def test_a_map_is_written_by_its_keys_whatever_the_order_of_edits() -> None:
    there = SortedMap((number, number) for number in range(100))
    back = SortedMap((number, number) for number in reversed(range(100)))
    assert canonical(there) == canonical(back)


@pytest.mark.parametrize("value", [1.5, {"a": 1}, [1], Sample])
def test_what_has_no_one_form_is_refused(value: object) -> None:
    with pytest.raises(TypeError, match=f"no canonical form for {type(value).__name__}"):
        canonical(Sample(value))
