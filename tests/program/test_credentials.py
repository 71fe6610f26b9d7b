"""A device's credentials: kept whole, read by their owner only, and otherwise not used."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import msgspec
import pytest

from program.credentials import Credentials, CredentialsFault, CredentialsFile
from program.fingerprint import fingerprint
from program.state_folder import state_folder
from tests.wire.authorities import Authority

MINE = Credentials(
    server="wss://192.0.2.1:8765/ws",
    device_id="d1",
    kind="kiosk",
    name="entrance",
    hall_id="yongkang",
    token="t0ken",
    authority_pem="pem",
    addresses=("wss://hall-pc:8765/ws",),
)


def test_kept_and_read_again_by_nobody_else(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        file = CredentialsFile(tmp_path / "state" / "jiaohao", "kiosk")
        assert file.load() is None
        file.save(msgspec.structs.replace(MINE, token="older"))
        file.save(MINE)
    finally:
        os.umask(before)
    assert CredentialsFile(tmp_path / "state" / "jiaohao", "kiosk").load() == MINE
    path = tmp_path / "state" / "jiaohao" / "kiosk.credentials"
    assert file.path == path
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [one.name for one in path.parent.iterdir()] == ["kiosk.credentials"]


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
def test_a_file_that_others_may_read_is_not_used(tmp_path: Path, mode: int) -> None:
    file = CredentialsFile(tmp_path, "kiosk")
    file.save(MINE)
    assert file.path is not None
    file.path.chmod(mode)
    with pytest.raises(CredentialsFault, match="others than its owner may read it"):
        file.load()
    file.save(MINE)  # enrolled again
    assert file.load() == MINE


@pytest.mark.parametrize(
    "said", [b"", b"{", b"[]", b"\xff", b'{"server": "wss://h/ws"}', b'{"server": 3}', b" " * 200_000]
)
def test_a_damaged_file_is_said_and_replaced(tmp_path: Path, said: bytes) -> None:
    path = tmp_path / "kiosk.credentials"
    path.write_bytes(said)
    path.chmod(0o600)
    file = CredentialsFile(tmp_path, "kiosk")
    with pytest.raises(CredentialsFault, match=r"kiosk\.credentials: is damaged"):
        file.load()
    file.save(MINE)
    assert file.load() == MINE


def test_what_is_no_file_is_said(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "kiosk.credentials", 0o600)
    with pytest.raises(CredentialsFault, match="is damaged"):
        CredentialsFile(tmp_path, "kiosk").load()
    (tmp_path / "display.credentials").mkdir(mode=0o700)
    with pytest.raises(CredentialsFault, match=r"is damaged|cannot be read"):
        CredentialsFile(tmp_path, "display").load()


def test_those_of_another_kind_are_not_used(tmp_path: Path) -> None:
    CredentialsFile(tmp_path, "kiosk").save(msgspec.structs.replace(MINE, kind="display"))
    with pytest.raises(CredentialsFault, match="is of a display"):
        CredentialsFile(tmp_path, "kiosk").load()


def test_where_they_cannot_be_kept_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for folder, why in ((None, "state_folder"), (tmp_path / "file", "cannot be"), (Path("/\0"), "cannot be written")):
        with pytest.raises(CredentialsFault, match=why):
            CredentialsFile(folder, "kiosk").save(MINE)
    assert CredentialsFile(None, "kiosk").load() is None


def test_a_half_written_one_from_before_is_in_nobodys_way(tmp_path: Path) -> None:
    (tmp_path / ".kiosk.credentials.part").write_text("half")
    file = CredentialsFile(tmp_path, "kiosk")
    file.save(MINE)
    assert file.load() == MINE


def test_the_token_is_not_in_what_is_logged() -> None:
    assert "t0ken" not in f"{MINE} {MINE!r}"


@pytest.mark.parametrize(
    ("said", "environment", "folder"),
    [
        ("/srv/state", {"STATE_DIRECTORY": "/a"}, "/srv/state"),
        ("", {"STATE_DIRECTORY": "/a:/b", "HOME": "/h"}, "/a"),
        ("", {"XDG_STATE_HOME": "/x"}, "/x/jiaohao"),
    ],
)
def test_where_a_program_keeps_things(said: str, environment: dict[str, str], folder: str) -> None:
    assert state_folder(said, environment) == Path(folder)


def test_a_fingerprint_is_of_one_certificate() -> None:
    one, other = Authority().pem, Authority().pem
    said = fingerprint(one)
    groups = said.split("-")
    assert [len(group) for group in groups] == [4, 4, 4, 4]
    assert fingerprint(f"\n{one}") == said != fingerprint(other)
    for none in ("", "hello", one + other):
        with pytest.raises(ValueError, match=r"certificate|PEM|END"):
            fingerprint(none)
