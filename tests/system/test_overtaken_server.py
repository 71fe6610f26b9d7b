"""A server that was frozen while another took its log over: it shows the other's hall, and does not fight for it."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.postgres import Cluster, postgres
from tests.system.hall_server import HallServer, issue, write_config

pytestmark = [pytest.mark.system, pytest.mark.postgres]

__all__ = ["postgres"]


def until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_a_server_that_thaws_follows_its_successor(tmp_path: Path, postgres: Cluster) -> None:
    config = write_config(tmp_path, postgres.new_database())
    with HallServer(config, forked=True) as frozen:
        assert frozen.ask(issue("first-0001"))[1]["number"] == "E001"
        frozen.signal(signal.SIGSTOP)
        with HallServer(config, forked=True) as successor:
            assert successor.ask(issue("second-0001"))[1]["number"] == "E002"
            frozen.signal(signal.SIGCONT)
            frozen.logged("author_overtaken")
            until(lambda: frozen.get("/api/snapshot")["seq"] == successor.get("/api/snapshot")["seq"])
            status, answer = frozen.ask(issue("second-0002"))
            assert (status, answer["code"]) == (503, "unavailable")
            assert f":{successor.process_id}) writes this hall's log" in answer["detail"]
            health = frozen.get("/health")
            assert [(one["part"], one["code"]) for one in health["troubles"]] == [("store", "overtaken")]
            assert successor.ask(issue("second-0002"))[1]["number"] == "E003"
            until(lambda: frozen.get("/api/snapshot")["tickets"] == successor.get("/api/snapshot")["tickets"])
            assert successor.get("/health")["status"] == "ok"
            frozen.signal(signal.SIGTERM)
            assert frozen.ended() == 0
            assert successor.ask(issue("second-0003"))[1]["number"] == "E004"
