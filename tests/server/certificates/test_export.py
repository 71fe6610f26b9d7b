"""`./jiaohao ca export`: what browsers and devices are given to trust."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from program.fingerprint import fingerprint, hex_fingerprint
from server.certificates.__main__ import main
from server.certificates.authority import OwnAuthority

SAMPLE = (Path(__file__).parents[3] / "config.toml").read_text(encoding="utf-8")


@pytest.fixture
def config(tmp_path: Path) -> Path:
    (tmp_path / "config.toml").write_text(SAMPLE, encoding="utf-8")
    return tmp_path / "config.toml"


@pytest.fixture
def pem(tmp_path: Path) -> str:
    return OwnAuthority(tmp_path / "data/certificates", "yongkang", lambda: ("localhost",)).pem(int(time.time() * 1000))


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIAOHAO_LOCALE", "en_US.UTF-8")


Capture = pytest.CaptureFixture[str]


def test_it_is_written_into_a_file_and_its_fingerprint_said(
    config: Path, pem: str, tmp_path: Path, capsys: Capture
) -> None:
    assert main(["export", str(tmp_path / "hall.pem"), "--config", str(config)]) == 0
    assert (tmp_path / "hall.pem").read_text("ascii") == pem
    said = capsys.readouterr().out
    both = f"fingerprint {fingerprint(pem)}, SHA-256 {hex_fingerprint(pem)}."
    assert said.startswith(f"{tmp_path}/hall.pem: the authority of yongkang, {both}")
    assert "PRIVATE" not in (tmp_path / "hall.pem").read_text("ascii")


def test_it_is_said_and_its_fingerprint_beside(config: Path, pem: str, capsys: Capture) -> None:
    assert main(["export", "--config", str(config)]) == 0
    said = capsys.readouterr()
    assert (said.out, said.err) == (pem, f"Fingerprint {fingerprint(pem)}, SHA-256 {hex_fingerprint(pem)}\n")


def test_before_the_first_start_there_is_none(config: Path, tmp_path: Path, capsys: Capture) -> None:
    assert main(["export", str(tmp_path / "hall.pem"), "--config", str(config)]) == 69
    assert capsys.readouterr().err.startswith("There is no authority yet.")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["config.toml"]


def test_a_server_with_a_certificate_by_path_has_none(config: Path, capsys: Capture) -> None:
    lines = 'port = 8765\ncertificate = "a.pem"\ncertificate_key = "a.key"'
    config.write_text(re.sub(r"(?m)^port = 8765$", lines, SAMPLE), encoding="utf-8")
    assert main(["export", "--config", str(config)]) == 69
    assert capsys.readouterr().err.startswith("This server has no authority of its own")


def test_what_must_be_mended_first_is_said(config: Path, pem: str, tmp_path: Path, capsys: Capture) -> None:
    assert main(["export", str(tmp_path / "nowhere/hall.pem"), "--config", str(config)]) == 73
    assert capsys.readouterr().err == f"{tmp_path}/nowhere/hall.pem cannot be written: No such file or directory\n"
    (tmp_path / "data/certificates/authority.pem").write_text(pem[:200], "ascii")
    assert main(["export", "--config", str(config)]) == 78
    assert "is no certificate in PEM, or only a part of one" in capsys.readouterr().err
    assert main(["export", "--config", str(tmp_path / "none.toml")]) == 78
