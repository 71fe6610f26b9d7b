"""`./jiaohao privacy`: in the reader's language, with the numbers of the hall's own databases, and without a change."""

from __future__ import annotations

import asyncio
import datetime as dt
from pathlib import Path

import pytest
from sqlalchemy import insert

from program.clock import RehearsalClock
from server.identity.opening import identity_of
from server.privacy.__main__ import main
from server.settings import read_settings
from server.storage.engine import open_engine
from server.storage.migrate import migrate
from server.storage.schema import event
from tests.server.identity.people import added, first_administrator
from tests.system.hall_server import write_config

pytestmark = pytest.mark.anyio
MORNING = dt.datetime(2026, 11, 26, 9, tzinfo=dt.UTC)


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return write_config(tmp_path)


def printed(
    config: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, locale: str = "en_US.UTF-8"
) -> list[str]:
    monkeypatch.setenv("JIAOHAO_LOCALE", locale)
    capsys.readouterr()
    assert main(["--config", str(config)]) == 0
    return capsys.readouterr().out.splitlines()


async def test_it_counts_what_is_there_and_changes_nothing(
    config: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    identity = identity_of(read_settings(config), RehearsalClock(MORNING))
    await identity.start()
    await first_administrator(identity)
    await added(identity, "bob")
    hall = read_settings(config)
    engine = open_engine(hall.server.database)
    migrate(engine)
    row = {"hall_id": hall.hall.hall_id, "day": 1, "version": 1, "at": 1, "cause": "", "body": "{}", "prev_hash": ""}
    with engine.begin() as connection:
        for seq, (kind, by) in enumerate((("ticket_issued", "device:1"), ("ticket_called", "person:1"))):
            connection.execute(insert(event).values(**row, seq=seq + 1, type=kind, by=by))
    engine.dispose()
    files = {path: path.read_bytes() for path in (config.parent / "data").iterdir() if path.suffix == ".db"}
    lines = await asyncio.to_thread(printed, config, capsys, monkeypatch)
    assert {"Accounts of staff: 2", "Who is signed in now: 1", "Where staff sign in from: 1"} <= set(lines)
    assert {"Numbers that were taken: 1", "What staff did: 1", "Wrong guesses: 0"} <= set(lines)
    assert len(files) == 2
    assert {path: path.read_bytes() for path in files} == files
    await identity.stop()


def test_before_the_first_start_nothing_is_held_nor_made(
    config: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = printed(config, capsys, monkeypatch)
    assert "Accounts of staff: 0" in lines
    assert any(line.startswith("  Where: ") and line.endswith("(not made yet)") for line in lines)
    assert not (config.parent / "data").exists()


def test_it_says_the_halls_own_limits_in_the_readers_language(
    config: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    text = config.read_text("utf-8").replace("# idle_minutes = 15", "idle_minutes = 7")
    assert "\nidle_minutes = 7" in text
    config.write_text(text, "utf-8")
    assert "  Until: until they sign out, after 7 minutes without use, and after 12 hours in any case" in printed(
        config, capsys, monkeypatch
    )
    chinese = printed(config, capsys, monkeypatch, "zh_TW.UTF-8")
    assert "  期限：直到登出，閒置 7 分鐘後，或最多 12 小時後" in chinese
    assert "工作人員帳號：0 筆" in chinese
    assert chinese[0] == "「永康就業中心」叫號主機所保存的個人相關資料"
    assert chinese[-1].startswith("資料庫裡和任何人無關的：business_day, command_key, ")


def test_a_damaged_database_is_said(
    config: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = Path(read_settings(config).server.identity.database or "")
    file.parent.mkdir(parents=True)
    file.write_text("no database at all, but long enough to be looked at as one" * 20)
    assert main(["--config", str(config)]) == 65
    assert "DAMAGED" in capsys.readouterr().err
    assert main(["--config", str(config.parent / "none.toml")]) == 78
