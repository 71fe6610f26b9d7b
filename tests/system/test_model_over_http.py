"""A real server against the naive model: orders, repeated keys, restarts with and without warning, reloads, groups."""

from __future__ import annotations

from pathlib import Path

import pytest

from server.domain.config import HallConfig
from server.settings import read_settings
from tests.server.driven_halls import CONFIGS
from tests.server.group_rules import HALL as GROUP_HALL
from tests.server.hall_rules import FULL, drive, drive_groups
from tests.system.http_hall import config_toml
from tests.system.served_hall import ServedGroups, ServedHall


@pytest.mark.parametrize("config", [*CONFIGS, GROUP_HALL])
def test_the_config_file_says_what_the_model_thinks(config: HallConfig, tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(config_toml(config), encoding="utf-8")
    assert read_settings(path).hall == config


@pytest.mark.system
@pytest.mark.timeout(0 if FULL else 900)
def test_a_served_hall_does_what_the_model_says() -> None:
    drive(ServedHall, quick=(12, 30), full=(3_000, 60))


@pytest.mark.system
@pytest.mark.timeout(0 if FULL else 300)
def test_a_served_hall_calls_groups_as_the_model_says() -> None:
    drive_groups(ServedGroups, quick=(6, 25), full=(1_000, 60))
