"""Who was next, by which rule, and whom that passed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Rule(StrEnum):
    """By which rule one is next."""

    IN_TURN = "in_turn"
    """Has waited longest."""
    PRIORITY = "priority"
    APPOINTMENT = "appointment"
    """His time has come, or is close."""
    APPOINTMENT_EARLY = "appointment_early"
    """Before his time, since nobody else waits."""
    OFFICER = "officer"
    """His own officer is here."""
    PASSED = "passed"
    """Has been passed as often as anybody may be."""
    TOGETHER_SIZE = "together_size"
    """With others, since there are as many as are called at once."""
    TOGETHER_AGE = "together_age"
    """With others, since one of them has waited long enough."""
    TOGETHER_TIME = "together_time"
    """With others, since it is the time at which they are called."""
    PICKED = "picked"
    """By hand, which is no rule: somebody's reason stands beside it."""


@dataclass(frozen=True, slots=True)
class Choice:
    ticket_id: str
    rule: Rule
    passed: tuple[str, ...]
    """Ids of those who came earlier, could have been called here, and were not: each has been passed once more."""


@dataclass(frozen=True, slots=True)
class Together:
    """Several called at once."""

    ticket_ids: tuple[str, ...]
    """In the order in which they would have been called alone."""
    passed: tuple[str, ...]
