"""The first row that is wrong is named, whatever was done to a chain: every tampering at every place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations
from typing import NamedTuple

import pytest

from server.audit.wrong_row import Evidence, Wrong, first_wrong, last_wrong
from server.storage.chain import GENESIS, Head, row_hash

LENGTH = 9


class Line(NamedTuple):
    hall_id: str
    seq: int
    what: str
    prev_hash: str


def chain(length: int = LENGTH) -> list[Line]:
    rows: list[Line] = []
    head = GENESIS
    for seq in range(1, length + 1):
        rows.append(Line("sample", seq, f"event {seq}", head.hash))
        head = Head(seq, row_hash(rows[-1]))
    return rows


def found(rows: Sequence[Line], witnesses: dict[int, str] | None = None) -> Wrong | None:
    """As a walk over the rows finds it."""
    told = witnesses or {}
    by_seq = {row.seq: row for row in rows}
    named = {row.prev_hash: row.seq for row in reversed(rows)}
    evidence = Evidence(lambda prev: named.get(prev, 0), by_seq.get, told)
    head, before = GENESIS, None
    for row in sorted(rows, key=lambda one: one.seq):
        if row.seq != head.seq + 1 or row.prev_hash != head.hash:
            return first_wrong(before, row, evidence, head)
        before, head = row, Head(row.seq, row_hash(row))
    return last_wrong(head, told)


def edited(rows: list[Line], at: int) -> list[Line]:
    return [row._replace(what="another") if row.seq == at else row for row in rows]


def link_edited(rows: list[Line], at: int) -> list[Line]:
    return [row._replace(prev_hash="e" * 64) if row.seq == at else row for row in rows]


def removed(rows: list[Line], at: int) -> list[Line]:
    return [row for row in rows if row.seq != at]


def counted_down(rows: list[Line], at: int) -> list[Line]:
    return [row._replace(seq=row.seq - (row.seq > at)) for row in rows if row.seq != at]


def swapped(rows: list[Line], at: int, other: int) -> list[Line]:
    """What stood at the one stands at the other now."""
    to = {at: other, other: at}
    return [row._replace(seq=to.get(row.seq, row.seq)) for row in rows]


def inserted(rows: list[Line], at: int, prev_hash: str | None = None) -> list[Line]:
    """One before what stood at `at`, which is counted up with all that follows."""
    before = GENESIS.hash if at == 1 else row_hash(rows[at - 2])
    new = Line("sample", at, "somebody's", before if prev_hash is None else prev_hash)
    return [*rows[: at - 1], new, *(row._replace(seq=row.seq + 1) for row in rows[at - 1 :])]


def test_a_whole_chain_is_whole() -> None:
    assert found(chain()) is None
    assert found(chain(), {LENGTH: row_hash(chain()[-1])}) is None


@pytest.mark.parametrize("at", range(1, LENGTH))
@pytest.mark.parametrize(
    ("change", "how"),
    [
        (edited, "edited"),
        (removed, "removed"),
        (inserted, "inserted"),
        (lambda rows, at: inserted(rows, at, "d" * 64), "inserted"),
    ],
)
def test_each_change_is_named_where_it_is(change: Callable[[list[Line], int], list[Line]], how: str, at: int) -> None:
    wrong = found(change(chain(), at))
    assert wrong is not None
    assert wrong.seq == at
    assert wrong.how == how or (at == 1 and how == "inserted")


@pytest.mark.parametrize("at", range(1, LENGTH))
def test_an_edited_link_is_not_taken_for_an_edit_of_the_row_before(at: int) -> None:
    assert found(link_edited(chain(), at)) == Wrong(at, "edited")


@pytest.mark.parametrize("at", range(1, LENGTH - 1))
def test_a_row_removed_with_those_behind_it_counted_down(at: int) -> None:
    assert found(counted_down(chain(), at)) == Wrong(at, "removed")


@pytest.mark.parametrize(("at", "other"), list(combinations(range(1, LENGTH + 1), 2)))
def test_two_that_were_swapped(at: int, other: int) -> None:
    assert found(swapped(chain(), at, other)) == Wrong(at, "swapped", other)


def test_the_last_row_is_held_by_who_was_told_of_it() -> None:
    rows = chain()
    told = {LENGTH: row_hash(rows[-1])}
    assert found(edited(rows, LENGTH), told) == Wrong(LENGTH, "another")
    assert found(edited(rows, LENGTH)) is None  # nobody can know: see the anchors
    assert found(link_edited(rows, LENGTH), told) == Wrong(LENGTH, "edited")
    assert found(counted_down(rows, LENGTH - 1), told) == Wrong(LENGTH - 1, "removed")


def test_what_somebody_added_at_the_end_does_not_make_the_row_before_wrong() -> None:
    rows = chain()
    more = [*rows, Line("sample", LENGTH + 1, "somebody's", "d" * 64)]
    assert found(more, {LENGTH: row_hash(rows[-1])}) == Wrong(LENGTH + 1, "edited")


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (Wrong(4, "edited"), "seq 4 was edited"),
        (Wrong(4, "swapped", 6), "seq 4 was swapped with seq 6"),
        (Wrong(4, "another"), "seq 4 is not the row that was acknowledged there"),
    ],
)
def test_it_is_said_in_words(wrong: Wrong, words: str) -> None:
    assert wrong.words == words
