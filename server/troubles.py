"""What is wrong in the server now, as each of its parts says it: for health, the log, and the staff's pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Trouble:
    part: str
    """What is in trouble: "store", "clock", "phones". One word of ours, the same as long as it lasts."""
    code: str
    """What is wrong with it, as a code that has a text in every language: "disk_full"."""
    detail: str
    """For logs and health, in English."""
    blocks: bool
    """Whether commands cannot be served meanwhile."""
    name: str = ""
    """Whose trouble it is, as people named it, where the text of `code` says so."""


TroubleSource = Callable[[], Sequence[Trouble]]
"""Says what is wrong now, nothing when all is well. Cheap; called on the event loop."""
