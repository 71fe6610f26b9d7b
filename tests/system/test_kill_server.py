"""No acknowledged ticket is lost or doubled by a kill -9 under load, and every repeated key keeps its answer."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.postgres import Cluster, postgres
from tests.system.hall_server import write_config
from tests.system.kill_rig import KillRig, Violation

pytestmark = pytest.mark.system

__all__ = ["postgres"]

FULL = os.environ.get("JIAOHAO_FULL") == "1"


@pytest.mark.timeout(3_000 if FULL else 600)
def test_kills_on_sqlite(tmp_path: Path) -> None:
    rig = KillRig(write_config(tmp_path, numbers=9_999), seed=1)
    rig.rounds(300 if FULL else 24)
    print(f"{rig.kills} kills, {len(rig.promised)} promises kept")  # noqa: T201
    assert len(rig.promised) > rig.kills * 10, "the load was no load"


@pytest.mark.postgres
@pytest.mark.timeout(3_000 if FULL else 600)
def test_kills_on_postgresql(tmp_path: Path, postgres: Cluster) -> None:
    rig = KillRig(write_config(tmp_path, postgres.new_database(), numbers=9_999), seed=2)
    rig.rounds(100 if FULL else 8)
    print(f"{rig.kills} kills, {len(rig.promised)} promises kept")  # noqa: T201
    assert len(rig.promised) > rig.kills * 10, "the load was no load"


def test_the_rig_notices_a_reply_before_its_commit(tmp_path: Path) -> None:
    rig = KillRig(write_config(tmp_path, numbers=9_999), seed=3, program=("-m", "tests.system.planted.early_reply"))
    with pytest.raises(Violation, match=r"in the log|after the restart"):
        rig.rounds(10)
