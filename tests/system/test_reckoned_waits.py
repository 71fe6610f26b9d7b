"""A server that has its waits reckoned: a number is promised one, the process beside it may die, and it leaves none."""

from __future__ import annotations

import os
import signal
import sqlite3
from contextlib import closing
from itertools import count
from pathlib import Path
from threading import Event

import pytest

from tests.server.edge.deadlines import until
from tests.server.test_forecaster import gone
from tests.system.hall_server import HallServer, issue, with_waits, write_config

pytestmark = pytest.mark.system


def promises(folder: Path) -> list[bool]:
    """Of each number that was given, in order: whether its visitor was told a wait."""
    with closing(sqlite3.connect(f"file:{folder}/data/hall.db?mode=ro", uri=True)) as log:
        rows = log.execute("select body from event where type = 'ticket_issued' order by seq").fetchall()
    return ['"promise":{' in body for (body,) in rows]


def test_a_number_is_promised_a_wait_and_a_killed_server_leaves_no_process(tmp_path: Path) -> None:
    with HallServer(with_waits(write_config(tmp_path))) as server:
        first = int(server.logged("forecast_begun")["pid"])
        status, _ = server.ask(issue("first-number"))
        assert status == 200
        seen = len(server.records)
        os.kill(first, signal.SIGKILL)
        fell = server.logged("work_failed", after=seen)
        assert fell["work"] == "forecast"
        assert server.ask(issue("second-number"))[0] == 200, "nothing else is gone"
        again = int(server.logged("forecast_begun", after=seen)["pid"])
        asked = count(3)

        def promised_again() -> bool:
            """A busy machine may be late with the next forecast: an old one is none."""
            assert server.ask(issue(f"number-{next(asked)}"))[0] == 200
            return promises(tmp_path)[-1] or Event().wait(0.5)  # more in a burst would be refused

        assert promises(tmp_path) == [True, False], "who is gone promises nothing"
        until(promised_again, seconds=60)
        server.kill()
        until(lambda: gone(again))


def test_where_waits_are_not_shown_none_is_promised(tmp_path: Path) -> None:
    with HallServer(write_config(tmp_path)) as server:
        assert server.ask(issue("first-number"))[0] == 200
    assert promises(tmp_path) == [False]
    assert not any(record.get("event") == "forecast_begun" for record in server.records)
