"""The pure functions against the naive model, whatever order things happen in."""

from __future__ import annotations

from collections import Counter
from typing import ClassVar

import pytest
from hypothesis.stateful import invariant

from server.domain.commands import Refusal
from server.domain.config import HallConfig, MissedReturn
from server.domain.life import LIFE
from server.storage.event_codec import KINDS
from tests.server.domain.in_process import InProcess
from tests.server.driven_halls import CONFIGS
from tests.server.group_rules import GroupRules
from tests.server.hall_driver import Driver
from tests.server.hall_rules import FULL, HallRules, drive, drive_groups


class PureHall(HallRules):
    driver: InProcess
    met: ClassVar[Counter[str]] = Counter()

    def make_driver(self, config: HallConfig, now: int) -> Driver:
        return InProcess(config, now)

    @invariant()
    def replaying_the_day_now_and_then_gives_the_same_bytes(self) -> None:
        """It costs as much as the whole day before, so not after every step."""
        if self.driver.hall.seq % 8 == 0:
            self.replay()

    def teardown(self) -> None:
        if hasattr(self, "driver"):
            self.replay()
        super().teardown()

    def replay(self) -> None:
        replayed = self.driver.replayed()
        assert replayed == self.driver.hall
        assert replayed.canonical() == self.driver.hall.canonical()

    @invariant()
    def the_log_tells_of_every_ticket(self) -> None:
        self.check_log()

    @invariant()
    def a_ticket_is_at_one_counter_at_most_and_a_counter_has_one(self) -> None:
        hall = self.driver.hall
        taken = {key: now.ticket_id for key, now in hall.counters.items() if now.ticket_id is not None}
        there = {one.counter_id: one.ticket_id for one in hall.tickets() if one.state in {"called", "serving"}}
        assert taken == there
        assert len(set(taken.values())) == len(taken)


class PureHallOfItsOwnRule(PureHall):
    """Begins with a hall whose file has one rule of its own, which the others have by luck alone: calls that may not be
    taken back, recalls that rest, missed visitors who take a new number."""

    met: ClassVar[Counter[str]] = Counter()
    begins = tuple(
        one
        for one in CONFIGS
        if not one.undo_seconds or one.recall_pause_seconds or one.missed_return is MissedReturn.NEW_NUMBER
    )


class PureGroups(GroupRules):
    met: ClassVar[Counter[str]] = Counter()

    def make_driver(self, config: HallConfig, now: int) -> Driver:
        return InProcess(config, now)


@pytest.mark.timeout(0 if FULL else 300)
def test_the_hall_does_what_the_model_says() -> None:
    """And every refusal a hall can give was met on the way, every verb, and every way back from being held. What one
    run's chances left out, others must bring."""
    asked = {verb.event for verb in LIFE.verbs if verb.command is not None}
    verbs = {word for word, (kind, _) in KINDS.items() if kind in asked}
    ways = {"resumed where it was", "resumed elsewhere", "resumed where somebody is", "held over the day's end"}
    drive(PureHallOfItsOwnRule, quick=(60, 40), full=(2_000, 100))
    drive_groups(PureGroups, quick=(60, 40), full=(5_000, 60))
    met = {word for word, times in (PureHallOfItsOwnRule.met + PureGroups.met).items() if times}
    missing = {*Refusal, *verbs, *ways, "group_called"} - met
    for walk in range(12):
        drive(PureHall, quick=(150, 50), full=(20_000, 100), walk=walk)
        missing = {word for word in missing if PureHall.met[word] == 0}
        if not missing:
            break
    assert missing == set()
