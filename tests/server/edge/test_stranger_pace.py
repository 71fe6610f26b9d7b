"""Strangers are served at the pace of the place they come from; whoever is known has one of their own."""

from __future__ import annotations

import pytest

from server.edge.in_block import InBlock, in_block
from server.edge.stranger_pace import OF_A_BLOCK, Paces, StrangerPaces

HERE, NEIGHBOUR, THERE = in_block("192.0.2.9"), in_block("192.0.2.77"), in_block("198.51.100.7")


def served(paces: StrangerPaces, address: InBlock, now: float, *, makes_known: bool = False) -> int:
    """How many of a hundred at once."""
    return sum(paces.wait_s(address, now, makes_known=makes_known) == 0.0 for _ in range(100))


def test_each_has_its_own_pace() -> None:
    paces = Paces(per_s=2, burst=1)
    assert paces.wait_s("a", 0.0) == 0.0
    assert paces.wait_s("a", 0.0) == 0.5
    assert paces.wait_s("b", 0.0) == 0.0
    assert paces.wait_s("a", 0.5) == 0.0


def test_who_asked_longest_ago_is_forgotten_first() -> None:
    paces = Paces(per_s=1, burst=1, most=2)
    for key in ("a", "b", "a", "c"):
        paces.wait_s(key, 0.0)
    assert len(paces) == 2
    assert paces.wait_s("a", 0.0) > 0
    assert paces.wait_s("b", 0.0) == 0.0


def test_one_address_keeps_no_neighbour_waiting() -> None:
    paces = StrangerPaces(per_s=1, burst=10)
    for now in (0.0, 10.0, 20.0):
        assert served(paces, HERE, now) == 10
        assert served(paces, NEIGHBOUR, now) == 10
    assert served(paces, THERE, 20.0) == 10


def test_a_block_has_no_more_however_many_addresses_it_has() -> None:
    paces = StrangerPaces(per_s=1, burst=10)
    everywhere = [in_block(f"192.0.2.{number}") for number in range(256)]
    assert sum(served(paces, one, 0.0) for one in everywhere) == 10 * OF_A_BLOCK
    assert sum(served(paces, one, 5.0) for one in everywhere) == 5 * OF_A_BLOCK


def test_what_the_block_refuses_costs_the_address_nothing_and_the_other_way_round() -> None:
    paces = StrangerPaces(per_s=0.001, burst=10)
    assert served(paces, HERE, 0.0) == 10
    assert served(paces, NEIGHBOUR, 0.0) == 10, "what the first was refused cost the block"
    third = in_block("192.0.2.5")
    assert served(paces, third, 0.0) == 0
    assert served(paces, third, 5_000.0) == 10, "what it was refused cost it"


def test_who_is_about_to_become_known_waits_for_no_flood_from_where_they_are() -> None:
    """Neither of their own address nor of their block; what they may is bounded all the same."""
    paces = StrangerPaces(per_s=1, burst=10, reserve=3)
    assert served(paces, HERE, 0.0) == 7
    assert served(paces, HERE, 0.0, makes_known=True) == 3
    paces = StrangerPaces(per_s=1, burst=10, reserve=3)
    everywhere = [in_block(f"192.0.2.{number}") for number in range(256)]
    assert sum(served(paces, one, 0.0) for one in everywhere) == 10 * OF_A_BLOCK - 3
    assert served(paces, in_block("192.0.2.200"), 0.0, makes_known=True) == 3


def test_how_long_somebody_waits_is_how_long_it_takes() -> None:
    paces = StrangerPaces(per_s=2, burst=10, reserve=3)
    served(paces, HERE, 0.0)
    assert paces.wait_s(HERE, 0.0, makes_known=False) == 0.5
    assert paces.wait_s(HERE, 0.5, makes_known=False) == 0.0


def test_a_reserve_leaves_something_to_everybody_else() -> None:
    with pytest.raises(ValueError, match="leaves nothing"):
        StrangerPaces(per_s=1, burst=10, reserve=9.5)
