"""A ticket's token is the same after a restart, nobody can guess it, and its secret is only its owner's."""

from __future__ import annotations

import re
import stat
from pathlib import Path

import pytest

from server.tokens import SECRET_BYTES, SecretRefused, TokenMint, read_secret, token_hash

MINT = TokenMint(b"s" * 32, "sample")


def test_a_token_is_128_bits_and_always_the_same() -> None:
    assert re.fullmatch(r"[A-Za-z0-9_-]{22}", MINT.token("1-A001"))
    assert MINT.token("1-A001") == TokenMint(b"s" * 32, "sample").token("1-A001")
    assert MINT.hash("1-A001") == token_hash(MINT.token("1-A001"))
    assert re.fullmatch("[0-9a-f]{64}", MINT.hash("1-A001"))


def test_another_ticket_hall_or_secret_has_another_token() -> None:
    tokens = {
        MINT.token("1-A001"),
        MINT.token("1-A002"),
        TokenMint(b"s" * 32, "other").token("1-A001"),
        TokenMint(b"t" * 32, "sample").token("1-A001"),
    }
    assert len(tokens) == 4


def test_the_secret_is_made_once_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "new" / "phone.key"
    secret = read_secret(path)
    assert len(secret) == SECRET_BYTES
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert read_secret(path) == secret
    assert list(path.parent.iterdir()) == [path]
    assert read_secret(tmp_path / "other.key") != secret


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o620])
def test_a_secret_that_others_may_use_is_refused(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "phone.key"
    read_secret(path)
    path.chmod(mode)
    with pytest.raises(SecretRefused, match=f"mode {mode:04o}.*chmod 600"):
        read_secret(path)


@pytest.mark.parametrize("text", ["", "abcd", "zz" * 32, "密", "ab" * 33])
def test_a_damaged_secret_is_refused_and_kept(tmp_path: Path, text: str) -> None:
    path = tmp_path / "phone.key"
    path.write_text(text, encoding="utf-8")
    path.chmod(0o600)
    with pytest.raises(SecretRefused, match=re.escape(str(path))):
        read_secret(path)
    assert path.read_text(encoding="utf-8") == text


def test_a_folder_in_its_place_is_refused(tmp_path: Path) -> None:
    (tmp_path / "phone.key").mkdir(mode=0o700)
    with pytest.raises(SecretRefused, match="cannot be used"):
        read_secret(tmp_path / "phone.key")
