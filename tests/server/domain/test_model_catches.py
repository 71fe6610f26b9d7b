"""The model of the whole life notices what it is for: a hall with a planted bug does not get through its rules."""

from __future__ import annotations

from collections import Counter
from typing import ClassVar

import pytest

from server.domain.config import HallConfig
from tests.server.domain.in_process import InProcess
from tests.server.domain.planted_halls import PLANTED, PLANTED_IN_GROUPS, Plant
from tests.server.group_rules import GroupRules
from tests.server.hall_driver import Driver
from tests.server.hall_rules import FULL, HallRules, search

EXAMPLES = 2_000 if FULL else 400
"""The first of them that meets the bug ends the search."""


def driven(plant: Plant) -> type[HallRules]:
    """The rules over halls that are made so."""

    class Planted(HallRules):
        met: ClassVar[Counter[str]] = Counter()

        def make_driver(self, config: HallConfig, now: int) -> Driver:
            return plant(config, now)

    return Planted


def driven_in_groups(plant: Plant) -> type[GroupRules]:
    class Planted(GroupRules):
        met: ClassVar[Counter[str]] = Counter()

        def make_driver(self, config: HallConfig, now: int) -> Driver:
            return plant(config, now)

    return Planted


@pytest.mark.parametrize("fault", PLANTED)
def test_a_planted_fault_is_caught(fault: str) -> None:
    """By the model, or by the hall's own refusal to take a fact that cannot have happened."""
    with pytest.raises((AssertionError, ValueError)):
        search(driven(PLANTED[fault]), EXAMPLES)


@pytest.mark.parametrize("fault", PLANTED_IN_GROUPS)
def test_a_planted_fault_of_groups_is_caught(fault: str) -> None:
    with pytest.raises((AssertionError, ValueError)):
        search(driven_in_groups(PLANTED_IN_GROUPS[fault]), EXAMPLES)


def test_a_hall_without_a_planted_fault_gets_through_the_same_search() -> None:
    search(driven(InProcess), 20)
    search(driven_in_groups(InProcess), 20)
