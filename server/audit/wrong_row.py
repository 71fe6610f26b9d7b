"""Which row of a chained log is wrong, where its chain breaks. Pure, for every log whose rows name the hash before.

A break lies between two rows, and either may be the wrong one. Whatever names the hash of the first as it stands
vouches for it: another row, which somebody moved, or a witness outside of the log. Else the second is tried as it would
have been before somebody edited its `prev_hash`, or counted the rows down over one that was removed; if the row behind
it names that, the second is the wrong one. Otherwise it is the first.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, Protocol

from server.audit.said import Said
from server.storage.chain import Head, row_hash

How = Literal["edited", "removed", "swapped", "inserted", "another"]
MOST_REMOVED: Final = 1_000
"""As many rows removed at one place, those behind counted down, are told from an edit."""


class Row(Protocol):
    """A named tuple of a log's columns; `row_hash` is taken over all of them."""

    @property
    def seq(self) -> int: ...
    @property
    def prev_hash(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Wrong:
    """The first row that is not as it was written."""

    seq: int
    how: How
    also: int = 0
    """Of two that were swapped the later one; 0 otherwise."""

    @property
    def words(self) -> str:
        if self.how == "swapped":
            return Said("row_swapped", seq=self.seq, also=self.also)
        return Said(f"row_{self.how}", seq=self.seq)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the log and its witnesses say beside the rows at the break."""

    named_by: Callable[[str], int]
    """`seq` of a row that names this hash as that of the row before it; 0 when none does."""
    row: Callable[[int], Any]
    """The row that stands there, None when none does."""
    witnesses: Mapping[int, str]
    """Hashes of rows that were told outside of the log, by `seq`."""


def first_wrong(before: Row | None, here: Row, evidence: Evidence, head: Head) -> Wrong:
    """Where the chain holds up to `before` (None: nothing comes before, and `head` is what the first row shall name)
    and `here`, the next row there is, does not follow it."""
    if here.seq != head.seq + 1:
        told = evidence.witnesses.get(head.seq, head.hash)
        return Wrong(head.seq, "edited") if told != head.hash else Wrong(head.seq + 1, "removed")
    behind = evidence.row(here.seq + 1)
    moved = evidence.named_by(head.hash)
    if moved:
        return _moved(here, moved, evidence)
    if before is None or evidence.witnesses.get(head.seq) == head.hash:
        return _removed(here, behind, evidence) or Wrong(here.seq, "edited")
    if _named(_as(here, prev_hash=head.hash), behind, evidence):
        return Wrong(here.seq, "edited")
    removed = _removed(here, behind, evidence)
    if removed is not None:
        return removed
    return Wrong(head.seq, "inserted" if here.prev_hash == before.prev_hash else "edited")


def last_wrong(head: Head, witnesses: Mapping[int, str]) -> Wrong | None:
    """Whether a witness tells another row than the last one that a whole chain ends with."""
    told = witnesses.get(head.seq)
    return None if told is None or told == head.hash else Wrong(head.seq, "another")


def _moved(here: Row, moved: int, evidence: Evidence) -> Wrong:
    """What followed the last good row stands at `moved` now."""
    found = evidence.row(moved)
    if found is None:
        return Wrong(here.seq, "edited")
    was = row_hash(_as(found, seq=here.seq))
    if moved == here.seq + 1 and here.prev_hash != was:
        return Wrong(here.seq, "inserted")
    return Wrong(here.seq, "swapped", moved)


def _removed(here: Row, behind: Row | None, evidence: Evidence) -> Wrong | None:
    """Whether rows were removed before `here`, and those behind counted down."""
    for count in range(1, MOST_REMOVED + 1):
        was = _as(here, seq=here.seq + count)
        if _named(was, behind, evidence):
            return Wrong(here.seq, "removed")
        if behind is None and was.seq > max(evidence.witnesses, default=0):
            break
    return None


def _as(row: Any, **changed: str | int) -> Any:
    """The row with other values in some of its columns."""
    return row._replace(**changed)


def _named(row: Any, behind: Row | None, evidence: Evidence) -> bool:
    """Whether the row behind it, or a witness, names the row as it is given."""
    told = row_hash(row)
    return (behind is not None and behind.prev_hash == told) or evidence.witnesses.get(row.seq) == told
