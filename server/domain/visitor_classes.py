"""Whom a hall tells apart among its visitors: who is served sooner, and for whom a counter may be kept. A visit names
its class by id.

Two ids need no configuration: "ordinary", who is anybody, and "priority", as which every hall once offered to be served
sooner. They mean that for ever, whatever else a hall calls its visitors.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

ORDINARY = "ordinary"
PRIORITY = "priority"

_Texts = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class VisitorClass:
    class_id: str
    name: _Texts
    who: _Texts
    """Who qualifies: the same words wherever it is asked."""
    priority: bool = False
    """Served sooner."""


def known(classes: Sequence[VisitorClass], class_id: str) -> bool:
    return class_id in {ORDINARY, PRIORITY} or any(one.class_id == class_id for one in classes)


def has_priority(classes: Sequence[VisitorClass], class_id: str) -> bool:
    """Whether a visitor of this class is served sooner; one that the hall no longer knows is ordinary."""
    return class_id == PRIORITY or any(one.class_id == class_id and one.priority for one in classes)
