"""A store whose flush fails: nothing is acknowledged that a power cut would take back."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.system.hall_server import HallServer, issue, write_config
from tests.system.kill_rig import NOW, KillRig, Violation
from tests.system.lying_disk import LyingDisk

pytestmark = pytest.mark.system

FULL = os.environ.get("JIAOHAO_FULL") == "1"


def test_nothing_is_acknowledged_while_no_flush_succeeds(tmp_path: Path) -> None:
    config = write_config(tmp_path)
    disk = LyingDisk(tmp_path, tmp_path / "data")
    with HallServer(config, now=NOW, environment=disk.environment) as server:
        kept = [server.ask(issue(f"before-{number:03}")) for number in range(5)]
        assert {status for status, _ in kept} == {200}
        assert server.get("/health")["status"] == "ok"
        disk.fail()
        lost = [server.ask(issue(f"during-{number:03}")) for number in range(20)]
        assert [(status, answer["code"]) for status, answer in lost] == [(503, "unavailable")] * 20
        server.logged("store_unavailable")
        health = server.get("/health")
        assert health["status"] == "trouble"
        assert [(one["part"], one["code"], one["blocks"]) for one in health["troubles"]] == [
            ("store", "flush_fails", True)
        ]
        server.kill()
    disk.cut_power()
    with HallServer(config, now=NOW, environment=disk.environment) as server:
        again = [server.ask(issue(f"before-{number:03}")) for number in range(5)]
        assert [answer["number"] for _, answer in again] == [answer["number"] for _, answer in kept]
        assert server.ask(issue("after-001"))[0] == 200


def test_after_the_disk_is_well_again_everything_goes_on(tmp_path: Path) -> None:
    config = write_config(tmp_path)
    disk = LyingDisk(tmp_path, tmp_path / "data")
    with HallServer(config, now=NOW, environment=disk.environment) as server:
        server.entry.let_in(server.door)
        disk.fail()
        refused, _ = server.ask(issue("doubtful-1"))
        assert refused == 503
        disk.heal()
        _, first = server.ask(issue("doubtful-1"))
        _, second = server.ask(issue("well-0001"))
        assert (first["number"], second["number"]) == ("E001", "E002")
        server.logged("store_back")
        assert server.get("/health")["status"] == "ok"
        server.kill()
    disk.cut_power()
    with HallServer(config, now=NOW, environment=disk.environment) as server:
        assert server.ask(issue("doubtful-1"))[1]["number"] == "E001"
        assert server.ask(issue("well-0001"))[1]["number"] == "E002"
        assert server.ask(issue("well-0002"))[1]["number"] == "E003"


@pytest.mark.timeout(3_000 if FULL else 300)
def test_power_cuts_on_a_disk_that_lies(tmp_path: Path) -> None:
    disk = LyingDisk(tmp_path, tmp_path / "data")
    rig = KillRig(write_config(tmp_path, numbers=9_999), seed=5, disk=disk)
    rig.rounds(200 if FULL else 6)
    print(f"{rig.kills} power cuts, {len(rig.promised)} promises kept, {rig.refusals} refused")  # noqa: T201
    assert len(rig.promised) > rig.kills * 10, "the load was no load"
    assert rig.refusals > rig.kills, "the disk did not fail"


def test_the_rig_notices_a_word_that_only_the_page_cache_keeps(tmp_path: Path) -> None:
    disk = LyingDisk(tmp_path, tmp_path / "data")
    program = ("-m", "tests.system.planted.hasty_landed")
    rig = KillRig(write_config(tmp_path, numbers=9_999), seed=6, program=program, disk=disk)
    with pytest.raises(Violation):
        rig.rounds(15)
