"""Strangers are served at the pace of the place they come from; whoever is known has one of their own."""

from __future__ import annotations

from server.edge.stranger_pace import Paces


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
