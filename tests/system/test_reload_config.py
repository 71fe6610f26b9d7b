"""A running server takes a changed config over, and keeps the one it has when the new one is wrong."""

from __future__ import annotations

import hashlib
import json
import shutil
import signal
from pathlib import Path

import pytest

from server.identity.database import open_identity
from server.settings import read_settings
from tests.real_hall import ROOT
from tests.server.identity.staff_rows import staff_rows
from tests.system.hall_server import HallServer, issue, write_config

pytestmark = pytest.mark.system


def test_a_reload_takes_what_is_right_and_refuses_what_is_wrong(tmp_path: Path) -> None:
    config = write_config(tmp_path)
    right = config.read_text(encoding="utf-8")

    def reload(server: HallServer, text: str) -> dict[str, object]:
        seen = len(server.records)
        config.write_text(text, encoding="utf-8")
        server.signal(signal.SIGHUP)
        return server.logged("config_", after=seen)

    with HallServer(config, forked=True) as server:
        assert reload(server, right)["event"] == "config_unchanged"
        renamed = right.replace("職業訓練諮詢", "職業訓練與進修諮詢")
        assert reload(server, renamed)["event"] == "config_taken"
        assert "職業訓練與進修諮詢" in str(server.get("/api/snapshot"))

        for old, new, line in [
            ('prefix = "B"', 'prefix = "A"', "service[1].prefix: its numbers, A001 to A799, and those of"),
            ("recall_limit = 2", "recal_limit = 2", "hall: unknown key `recal_limit`; allowed are id, name"),
            ('label = "3"', 'label = "綜合服務台"', "counter[2].label: `綜合服務台` must be 1 to 4"),
            ('primary = ["youth"]', 'primary = ["yuoth"]', "counter[5].primary[0]: unknown service `yuoth`"),
            ("[hall]", "[hall", "line "),
            ('id = "yongkang"', 'id = "elsewhere"', "hall.id: another hall needs another server"),
        ]:
            record = reload(server, renamed.replace(old, new, 1))
            assert record["event"] == "config_refused"
            assert str(record["reason"]).startswith(f"{config}: {line}")
            assert "\n" not in str(record["reason"])
            assert "職業訓練與進修諮詢" in str(server.get("/api/snapshot")), "the running one is kept"
        seen = len(server.records)
        config.unlink()
        server.signal(signal.SIGHUP)
        assert "cannot be read" in server.logged("config_refused", after=seen)["reason"]

        moved = renamed.replace('secret_file = "data/phone.key"', 'secret_file = "data/other.key"')
        assert reload(server, moved)["event"] == "config_unchanged"
        assert "next start" in str(server.logged("restart_needed")["reason"])
        assert server.ask(issue("key-00001"))[0] == 200
        server.signal(signal.SIGTERM)
        assert server.ended() == 0
    with HallServer(config, forked=True) as server:
        assert "職業訓練與進修諮詢" in str(server.get("/api/snapshot")), "and after a restart"
        assert server.get("/api/snapshot")["seq"] == 3, "opened, configured, issued; nothing more"
    noted = config_entries(config)
    assert [what for what, *_ in noted] == ["config_taken"] * 3 + ["config_refused"] * 7 + ["config_taken"] * 2
    assert [seq for *_, seq in noted] == [1, 1, 2] + [2] * 8 + [3]
    hashes = [hashed for _, hashed, _ in noted]
    assert hashes[0] == hashes[1] == hashlib.sha256(right.encode()).hexdigest()
    assert len(set(hashes)) == 10, "each file that was refused is known by its hash, and one could not be read"


def config_entries(config: Path) -> list[tuple[str, str, int]]:
    """What the staff log says of config files: what became of it, its hash, where in the hall's log."""
    settings = read_settings(config)
    with open_identity(settings.server.identity).connect() as connection:
        rows = staff_rows(connection, settings.hall.hall_id, 0, 100)
    told = [(row, json.loads(row.detail)) for row in rows if row.what.startswith("config_")]
    return [(row.what, detail["hash"], detail["seq"]) for row, detail in told]


def test_a_deleted_service_strands_nobody_also_after_a_restart(tmp_path: Path) -> None:
    config = write_config(tmp_path)
    tables = config.read_text(encoding="utf-8").split("[[")
    less = "[[".join(one for one in tables if not (one.startswith("service]]") and 'id = "youth"' in one))
    less = less.replace('primary = ["youth"]', 'primary = ["training"]')
    (tmp_path / "guides").mkdir()
    shutil.copy(ROOT / "guides/youth.toml", tmp_path / "guides")
    with HallServer(config, forked=True) as server:
        assert server.ask(issue("first-0001", "youth"))[0] == 200
        number = server.get("/api/snapshot")["tickets"][0]["number"]
        config.write_text(less, encoding="utf-8")
        server.signal(signal.SIGHUP)
        assert server.logged("config_")["event"] == "config_taken"
        assert server.logged("config_keeps")["services"] == ["youth"]
        assert server.logged("guide_unread")["files"] == ["youth.toml"], "its guide's file may stay"
        assert server.ask(issue("late-0001", "youth"))[1]["code"] == "service_closed"
        server.signal(signal.SIGTERM)
        assert server.ended() == 0
    with HallServer(config, forked=True) as server:
        assert server.logged("config_keeps")["services"] == ["youth"]
        hall = server.get("/api/snapshot")["hall"]
        assert [one["service_id"] for one in hall["services"] if one.get("withdrawn")] == ["youth"]
        assert [one["guide"]["sample"] for one in hall["services"] if one.get("withdrawn")] == [True]
        doing = [one for one in hall["counters"] if "youth" in [*one["primary"], *one.get("backup", [])]]
        (counter,) = (one["counter_id"] for one in doing)
        call = {"type": "call_next", "key": "call-0001", "counter_id": counter, "after": 0, "patience_ms": 20_000}
        status, answer = server.ask(call)
        assert (status, answer["number"]) == (200, number)


def test_a_guide_whose_file_has_another_name_is_told_in_the_log_and_to_staff_until_it_is_mended(tmp_path: Path) -> None:
    config = write_config(tmp_path)
    guides = tmp_path / "guides"
    guides.mkdir()
    (guides / "._youth.toml").write_bytes(b"\x00\x05\x16\x07")
    shutil.copy(ROOT / "guides/youth.toml", guides / "youth.toml.txt")

    def told(server: HallServer) -> bool:
        return "guide_unread" in [one["code"] for one in server.get("/health")["troubles"]]

    with HallServer(config, forked=True) as server:
        assert server.logged("guide_unread")["files"] == ["._youth.toml", "youth.toml.txt"]
        assert told(server)
        (guides / "youth.toml.txt").rename(guides / "youth.toml")
        seen = len(server.records)
        server.signal(signal.SIGHUP)
        assert server.logged("config_", after=seen)["event"] == "config_taken"
        assert not told(server)
        (guides / "youth.toml").rename(guides / "youth.TOML")
        seen = len(server.records)
        server.signal(signal.SIGHUP)
        assert server.logged("config_", after=seen)["event"] == "config_taken"
        assert server.logged("guide_unread", after=seen)["files"] == ["._youth.toml", "youth.TOML"]
        assert told(server)
        assert not any(one["event"] == "restart_needed" for one in server.records)
