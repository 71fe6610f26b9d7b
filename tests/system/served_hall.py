"""A real server as the rules drive it: restarts with and without warning, and keys that come again."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from hypothesis.stateful import precondition, rule

from server.domain.config import HallConfig
from tests.server.driven import picks
from tests.server.group_rules import GroupRules
from tests.server.hall_driver import Driver
from tests.server.hall_rules import FULL, HallRules
from tests.system.hall_server import PROGRAM
from tests.system.http_hall import HttpHall
from tests.system.kill_rig import lasting

STARTS = 5 if FULL else 2
"""Of the server in one example: a start takes as long as hundreds of orders."""


class ServedHall(HallRules):
    driver: HttpHall
    met: ClassVar[Counter[str]] = Counter()
    program: Sequence[str] = PROGRAM
    """What is started."""

    def make_driver(self, config: HallConfig, now: int) -> Driver:
        self.folder = tempfile.TemporaryDirectory(prefix="hall-")
        return HttpHall(config, now, Path(self.folder.name), self.program)

    def teardown(self) -> None:
        try:
            super().teardown()
        finally:
            if hasattr(self, "folder"):
                self.folder.cleanup()

    def may_restart(self) -> bool:
        return self.driver.starts < STARTS

    @precondition(lambda self: self.driver.effects)
    @rule(pick=picks)
    def repeat(self, pick: int) -> None:
        """I5: the same key gives the same answer and no second effect, also from before a restart; the ticket is told
        as it is now, and not at all when it has left the hall."""
        body, answer = self.driver.effects[-1 - pick % len(self.driver.effects)]
        again = self.driver.post(body)
        assert lasting(again) == lasting(answer)
        if again["ticket_id"] in self.model.practice_fates:
            return
        live = {ticket.ticket_id: ticket.state for ticket in self.driver.view().tickets}
        assert (again["ticket"] or {}).get("state") == live.get(again["ticket_id"])

    @precondition(lambda self: self.driver.effects)
    @rule(pick=picks)
    def reuse(self, pick: int) -> None:
        """I5: the same key with another body is refused."""
        body, _ = self.driver.effects[-1 - pick % len(self.driver.effects)]
        another = {"type": "restore_ticket", "key": body["key"], "ticket_id": "1-Z999"}
        assert self.driver.post(another)["code"] == "key_reused"


class ServedGroups(GroupRules):
    driver: HttpHall
    met: ClassVar[Counter[str]] = Counter()
    program: Sequence[str] = PROGRAM

    def make_driver(self, config: HallConfig, now: int) -> Driver:
        self.folder = tempfile.TemporaryDirectory(prefix="hall-")
        return HttpHall(config, now, Path(self.folder.name), self.program)

    def teardown(self) -> None:
        try:
            super().teardown()
        finally:
            if hasattr(self, "folder"):
                self.folder.cleanup()

    def may_restart(self) -> bool:
        return self.driver.starts < STARTS
