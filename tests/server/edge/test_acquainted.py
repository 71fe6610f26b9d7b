"""Where somebody known was heard lately, as it is remembered."""

from __future__ import annotations

from server.edge.acquainted import LATELY_S, Acquainted


def test_a_source_is_known_as_long_as_somebody_was_heard_from_there_lately() -> None:
    acquainted = Acquainted()
    assert not acquainted.knows("192.0.2.9", 0.0)
    acquainted.note("192.0.2.9", 0.0)
    assert acquainted.knows("192.0.2.9", LATELY_S)
    assert not acquainted.knows("192.0.2.8", 0.0), "a neighbour is another one"
    assert not acquainted.knows("192.0.2.9", LATELY_S + 1)
    acquainted.note("192.0.2.9", LATELY_S)
    assert acquainted.knows("192.0.2.9", LATELY_S + 1)


def test_of_which_nobody_was_heard_for_longest_is_forgotten_first() -> None:
    acquainted = Acquainted(most=2)
    for at, source in enumerate(("a", "b", "a", "c")):
        acquainted.note(source, float(at))
    assert len(acquainted) == 2
    assert [acquainted.knows(source, 4.0) for source in "abc"] == [True, False, True]
