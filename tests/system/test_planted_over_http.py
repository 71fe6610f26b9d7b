"""The model of the whole life notices, behind a real server too, what it is for: one walk through its rules that a
right server gets through, and none with a planted bug."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from server.domain.by_hand import HandWhat
from server.domain.commands import Leaving
from server.domain.tickets import HoldReason
from tests.server.planted_faults import FAULTS, GROUP_FAULTS
from tests.system.hall_server import PROGRAM
from tests.system.planted.false_hall import PLANTS
from tests.system.served_hall import ServedGroups, ServedHall

pytestmark = [pytest.mark.system, pytest.mark.timeout(300)]

FORGETFUL = ("-m", "tests.system.planted.forgetful_next")


class Walk(ServedHall):
    """Every rule's step is followed by the look that hypothesis has after it."""

    def look(self) -> None:
        self.what_is_seen_is_what_the_model_says()

    def walk(self) -> None:
        self.open_hall(0, [0, 1, 0, 1, 2])
        self.look()
        self.practise(0, arrives=True, finishes=True)
        self.look()
        for pick in (0, 2):
            self.next(pick, None)
            self.look()
        self.next_of_a_stale_page("1", -1, None)
        self.look()
        self.hold(1, wild=False, counter_id="1", reason=HoldReason.PAPERS)
        self.look()
        self.set_by_hand(HandWhat.SERVICE_QUOTA, 4, 1, lasting=True)
        self.look()
        self.practise(0, arrives=False, finishes=True)
        self.issue_some([0, 0])
        self.look()
        self.restart(hard=True)
        self.look()
        self.issue_some([0, 1])
        self.go_to(1, 0)
        self.look()
        self.issue_some([0, 1])
        self.next(0, None)
        self.look()


class PromiseWalk(Walk):
    """A hall where priority goes first and nobody is passed more than twice."""

    def walk(self) -> None:
        self.open_hall(3, [0, 0])
        self.look()
        for _ in range(4):
            self.issue_one(self.model.config.services[0].service_id, "en", visitor_class="priority")
            self.look()
        for _ in range(4):
            self.next(0, Leaving.SERVED)
            self.look()


class GroupWalk(ServedGroups):
    def look(self) -> None:
        self.who_waits_and_who_is_where()

    def walk(self) -> None:
        self.open_hall()
        self.issue(4)
        self.look()
        self.call("1")
        self.look()
        self.press_again("1")
        self.call("2")
        self.look()
        self.hours_pass()
        self.call("2")
        self.look()


def through(kind: type[Walk | GroupWalk], program: Sequence[str]) -> None:
    walked = kind()
    walked.program = program
    try:
        walked.walk()
    finally:
        walked.teardown()


@pytest.mark.parametrize("kind", [Walk, PromiseWalk, GroupWalk])
def test_a_right_server_gets_through(kind: type[Walk | GroupWalk]) -> None:
    through(kind, PROGRAM)


@pytest.mark.parametrize("fault", [*FAULTS, *PLANTS])
def test_a_server_with_a_planted_fault_is_caught(fault: str) -> None:
    of_turns = fault.startswith(("starvation", "wrong order"))
    with pytest.raises(AssertionError):
        through(PromiseWalk if of_turns else Walk, ("-m", "tests.system.planted.false_hall", fault))


@pytest.mark.parametrize("fault", GROUP_FAULTS)
def test_a_server_with_a_planted_fault_of_groups_is_caught(fault: str) -> None:
    with pytest.raises(AssertionError):
        through(GroupWalk, ("-m", "tests.system.planted.false_hall", fault))


@pytest.mark.parametrize("kind", [Walk, GroupWalk])
def test_a_server_that_hears_one_press_twice_is_caught(kind: type[Walk | GroupWalk]) -> None:
    with pytest.raises(AssertionError):
        through(kind, FORGETFUL)
