"""A hall id that is new to a database full of another hall's log is asked about, not silently begun."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Engine

from server.storage.faults import UnknownHall
from server.storage.halls import refuse_unknown_hall
from server.storage.log import HallLog
from tests.server.storage.test_log import opened

CONFIG = Path("/etc/hall/config.toml")


def begin(engine: Engine, hall_id: str) -> None:
    log = HallLog(engine, hall_id)
    log.append([opened(1), opened(2)], [])
    log.close()


def test_an_empty_database_and_a_known_hall_are_no_question(engine: Engine) -> None:
    refuse_unknown_hall(engine, "here", CONFIG)
    begin(engine, "here")
    begin(engine, "there")
    refuse_unknown_hall(engine, "here", CONFIG)
    refuse_unknown_hall(engine, "there", CONFIG)


def test_a_hall_that_only_others_logs_are_beside_is_asked_about(engine: Engine) -> None:
    begin(engine, "there")
    with pytest.raises(UnknownHall) as asked:
        refuse_unknown_hall(engine, "here", CONFIG)
    said = str(asked.value)
    assert said.startswith(f"{CONFIG}: hall.id: ")
    assert "`there`" in said
    assert "`here`" in said
    assert "./jiaohao server --new-hall" in said
    for number in range(9):
        begin(engine, f"zzz-{number}")
    with pytest.raises(UnknownHall, match="`zzz-3` and others, and none"):
        refuse_unknown_hall(engine, "here", CONFIG)
