"""A real server against the naive model: orders, repeated keys, restarts with and without warning, reloads."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis.stateful import precondition, rule

from server.domain.config import HallConfig
from server.settings import read_settings
from tests.server.driven import picks
from tests.server.driven_halls import CONFIGS
from tests.server.hall_driver import Driver
from tests.server.hall_rules import FULL, HallRules, drive
from tests.system.http_hall import HttpHall, config_toml
from tests.system.kill_rig import lasting

STARTS = 5 if FULL else 2
"""Of the server in one example: a start takes as long as hundreds of orders."""


class ServedHall(HallRules):
    driver: HttpHall
    met: ClassVar[Counter[str]] = Counter()

    def make_driver(self, config: HallConfig, now: int) -> Driver:
        self.folder = tempfile.TemporaryDirectory(prefix="hall-")
        return HttpHall(config, now, Path(self.folder.name))

    def teardown(self) -> None:
        super().teardown()
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


@pytest.mark.parametrize("config", CONFIGS)
def test_the_config_file_says_what_the_model_thinks(config: HallConfig, tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(config_toml(config), encoding="utf-8")
    assert read_settings(path).hall == config


@pytest.mark.system
@pytest.mark.timeout(0 if FULL else 900)
def test_a_served_hall_does_what_the_model_says() -> None:
    drive(ServedHall, quick=(12, 30), full=(3_000, 60))
