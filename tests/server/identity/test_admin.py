"""`./jiaohao admin`: accounts from the server's own computer, beside the running server and without it."""

from __future__ import annotations

import asyncio
import datetime as dt
import re
from pathlib import Path

import pytest

from program.clock import RehearsalClock
from server.admin.__main__ import main
from server.identity.database import open_identity
from server.identity.identity import Identity
from server.identity.opening import identity_of
from server.settings import read_settings
from tests.server.identity.people import HERE, LONG, OTHER, added, first_administrator, signed_in
from tests.server.identity.staff_rows import staff_rows
from tests.server.storage.tampering import tampered
from tests.system.hall_server import write_config

pytestmark = pytest.mark.anyio
MORNING = dt.datetime(2026, 11, 26, 9, tzinfo=dt.UTC)
CODE = re.compile(r"[A-Z]{4}-[A-Z]{4}-[A-Z]{4}")


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return write_config(tmp_path)


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIAOHAO_LOCALE", "en_US.UTF-8")


def identity_for(config: Path) -> Identity:
    return identity_of(read_settings(config), RehearsalClock(MORNING))


def ran(config: Path, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    capsys.readouterr()
    status = main([*words, "--config", str(config)])
    said = capsys.readouterr()
    return status, said.out, said.err


def code_in(text: str) -> str:
    found = CODE.search(text)
    assert found, text
    return found[0]


async def test_the_first_code_is_the_servers_and_gone_with_the_first_account(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, before, _ = await asyncio.to_thread(ran, config, capsys, "first-code")
    identity = identity_for(config)
    await identity.start()
    code = await identity.first_code()
    status, beside, _ = await asyncio.to_thread(ran, config, capsys, "first-code")
    assert (status, code_in(before), code_in(beside)) == (0, code, code)
    noted = [(one.what, one.by) for one in reversed((await identity.staff_lines()).lines)]
    assert noted == [(what, "console") for what in ("first_code_made", "first_code_shown", "first_code_shown")]
    await first_administrator(identity)
    status, out, err = await asyncio.to_thread(ran, config, capsys, "first-code")
    assert (status, out) == (69, "")
    assert "There are accounts already" in err
    await identity.stop()


async def test_a_reset_beside_the_server_ends_sessions_there(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    identity = identity_for(config)
    await identity.start()
    await first_administrator(identity)
    await added(identity, "bob")
    session = signed_in(await identity.sign_in("bob", LONG, "", source=HERE))
    ended: list[str] = []
    identity.subscribe(ended.extend)
    status, out, _ = await asyncio.to_thread(ran, config, capsys, "reset", "BOB")
    assert status == 0
    async with asyncio.timeout(5):
        while not ended:
            await asyncio.sleep(0.01)
    assert ended == [session.principal.session_id]
    assert identity.principal_of_session(session.token) is None
    (reset,) = [one for one in (await identity.staff_lines()).lines if one.what == "account_reset"]
    assert (reset.by, reset.subject_id) == ("console", session.principal.actor.removeprefix("person:"))
    assert await identity.reset_password("bob", code_in(out), OTHER, source=HERE) is None
    signed_in(await identity.sign_in("bob", OTHER, "", source=HERE))
    await identity.stop()


async def test_the_list_names_everybody_and_no_secret(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    identity = identity_for(config)
    await identity.start()
    await first_administrator(identity)
    await identity.add_account("person:test", "bob", "阿寶", "volunteer")
    await identity.stop()
    status, out, _ = await asyncio.to_thread(ran, config, capsys, "list")
    assert (status, out.splitlines()) == (
        0,
        ["amy\tadministrator\t艾米", "bob\tvolunteer\t阿寶\twaits for a password"],
    )


def test_protection_that_it_makes_again_is_noted(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ran(config, capsys, "list")
    tampered(open_identity(read_settings(config).server.identity))
    assert ran(config, capsys, "list") == (0, "", "")
    assert ran(config, capsys, "list") == (0, "", "")
    with open_identity(read_settings(config).server.identity).connect() as connection:
        assert [row.what for row in staff_rows(connection, "yongkang", 0, 9)] == ["protection_restored"]


def test_a_login_that_nobody_has_is_said(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = ran(config, capsys, "reset", "eve")
    assert (status, out) == (64, "")
    assert "Nobody has the login eve" in err


def test_a_config_with_faults_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, _, err = ran(tmp_path / "none.toml", capsys, "list")
    assert status == 78
    assert "none.toml" in err


def test_a_store_that_is_none_is_said(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = Path(read_settings(config).server.identity.database or "")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("no database at all, but long enough to be looked at as one" * 20)
    status, _, err = ran(config, capsys, "list")
    assert status == 65
    assert "DAMAGED" in err


def test_it_speaks_the_terminals_language(
    config: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JIAOHAO_LOCALE", "zh_TW.UTF-8")
    assert "建立第一位系統管理員" in ran(config, capsys, "first-code")[1]
    assert "沒有 eve 這個帳號" in ran(config, capsys, "reset", "eve")[2]
