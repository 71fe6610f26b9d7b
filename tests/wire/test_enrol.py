"""`./jiaohao enrol`: what it asks, what it says, and when the code is sent."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from program.credentials import Credentials, CredentialsFault, CredentialsFile, MemoryCredentials
from tests.wire.authorities import Authority
from tests.wire.hall_https import ENROLLED, HallHttps
from wire import enrol
from wire.enrolment import Enroller, Found, NotEnrolled, Obstacle, ScriptedEnroller

ROOT = Path(__file__).parents[2]
SERVER = "wss://192.0.2.1:8765/ws"
MINE = Credentials(
    server=SERVER, device_id="d1", kind="kiosk", name="entrance", hall_id="yongkang", token="t", authority_pem="pem"
)
FINGERPRINT = "ABCD-EFGH-IJKL-MNOP"


class Trial:
    """One run of the command with a scripted server."""

    def __init__(self, *, fingerprint: str = FINGERPRINT, redeemed: Credentials | NotEnrolled = MINE) -> None:
        self.store = MemoryCredentials()
        self.sent: list[str] = []
        self.looked: list[str] = []
        self._fingerprint = fingerprint
        self._redeemed = redeemed

    def look(self, server: str) -> Found:
        self.looked.append(server)
        return Found(server, "pem", self._fingerprint)

    def redeem(self, found: Found, code: str) -> Credentials:
        self.sent.append(code)
        if isinstance(self._redeemed, NotEnrolled):
            raise self._redeemed
        return msgspec.structs.replace(self._redeemed, server=found.server)

    def run(self, words: str, typed: str = "", language: str = "en") -> tuple[int, str]:
        said = io.StringIO()
        person = enrol.Person(language, io.StringIO(typed), said)
        enroller: Enroller = ScriptedEnroller(self.look, self.redeem)
        status = enrol.run(enrol.parser().parse_args(words.split()), person, self.store, enroller)
        return status, said.getvalue()


def test_the_fingerprint_is_compared_before_the_code_is_sent() -> None:
    trial = Trial()
    status, said = trial.run("--as kiosk --server 192.0.2.1 --code ktrw-mpae", "perhaps\nn\n")
    assert (status, trial.sent, trial.store.kept) == (1, [], None)
    assert FINGERPRINT in said
    assert "Please answer y" in said
    assert "that is not your server" in said
    status, said = trial.run("--as kiosk --server 192.0.2.1 --code ktrw-mpae", "y\n")
    assert (status, trial.sent, trial.store.kept) == (0, ["KTRWMPAE"], MINE)
    assert 'This is now the kiosk "entrance" of the hall yongkang.' in said


def test_what_is_not_said_is_asked_for() -> None:
    trial = Trial()
    status, said = trial.run("--as kiosk", "192.0.2.1\nKTRW MPAE\n是\n", "zh-TW")
    assert (status, trial.looked, trial.sent) == (0, [SERVER], ["KTRWMPAE"])
    assert "這台電腦現在是據點 yongkang 的取號機「entrance」。" in said


@pytest.mark.parametrize(("language", "words"), [("en", "Nobody typed an answer"), ("zh-TW", "沒有人輸入")])
@pytest.mark.parametrize(
    ("asked", "typed"), [("", ""), ("", "192.0.2.1\n"), ("--server 192.0.2.1 --code KTRWMPAE", "")]
)
def test_where_nobody_types_it_says_so_and_what_to_say_instead(
    asked: str, typed: str, language: str, words: str
) -> None:
    trial = Trial()
    status, said = trial.run(f"--as kiosk {asked}", typed, language)
    assert (status, trial.sent, trial.store.kept) == (1, [], None)
    assert words in said.splitlines()[-1]
    assert "--yes" in said.splitlines()[-1]


def test_unasked_it_only_tells_the_fingerprint() -> None:
    trial = Trial()
    status, said = trial.run("--as kiosk --server 192.0.2.1 --code KTRWMPAE --yes")
    assert (status, trial.store.kept) == (0, MINE)
    assert FINGERPRINT in said


def test_a_server_that_this_computer_knows_needs_no_comparing() -> None:
    status, said = Trial(fingerprint="").run("--as kiosk --server https://hall.example.tw --code KTRWMPAE")
    assert status == 0
    assert "nothing to compare" in said


@pytest.mark.parametrize("words", ["--server http://192.0.2.1 --code KTRWMPAE", "--server 192.0.2.1 --code KTRW"])
def test_what_is_no_address_or_no_code_is_said(words: str, capsys: pytest.CaptureFixture[str]) -> None:
    trial = Trial()
    assert trial.run(f"--as kiosk {words}")[0] == os.EX_USAGE
    assert (trial.sent, trial.store.kept) == ([], None)
    assert "like" in capsys.readouterr().err


def test_a_code_of_another_kind_of_device_makes_no_kiosk() -> None:
    trial = Trial(redeemed=msgspec.structs.replace(MINE, kind="display"))
    status, said = trial.run("--as kiosk --server 192.0.2.1 --code KTRWMPAE --yes")
    assert (status, trial.store.kept) == (1, None)
    assert "get a new code for a kiosk." in said


@pytest.mark.parametrize("language", ["zh-TW", "en"])
@pytest.mark.parametrize("obstacle", list(Obstacle))
def test_every_obstacle_has_its_words(obstacle: Obstacle, language: str) -> None:
    trial = Trial(redeemed=NotEnrolled(obstacle, retry_after_s=61))
    status, said = trial.run("--as kiosk --server 192.0.2.1 --code KTRWMPAE --yes", language=language)
    assert (status, trial.store.kept) == (1, None)
    assert len(said.splitlines()) == 4
    if obstacle is Obstacle.LOCKED:
        assert "2" in said.splitlines()[-1]


def test_where_credentials_cannot_be_kept_it_says_so() -> None:
    class Full(MemoryCredentials):
        def save(self, credentials: Credentials) -> None:
            raise CredentialsFault("the disk is full")

    trial = Trial()
    trial.store = Full()
    status, said = trial.run("--as kiosk --server 192.0.2.1 --code KTRWMPAE --yes")
    assert status == os.EX_CANTCREAT
    assert "the disk is full" in said


def test_a_server_that_moved_is_proved_and_the_token_stays() -> None:
    trial = Trial()
    assert trial.run("--as kiosk --moved 192.0.2.7")[0] == 1
    trial.store.kept = MINE
    status, said = trial.run("--as kiosk --moved 192.0.2.7")
    new = "wss://192.0.2.7:8765/ws"
    assert (status, trial.store.kept) == (0, msgspec.structs.replace(MINE, server=new, addresses=(SERVER,)))
    assert new in said
    trial.store.kept = stranger = msgspec.structs.replace(MINE, authority_pem="another")
    assert trial.run("--as kiosk --moved 192.0.2.8")[0] == 1
    assert trial.store.kept == stranger


@pytest.mark.system
def test_the_command_itself(tmp_path: Path) -> None:
    authority = Authority()
    hall = HallHttps(authority.pem)
    hall.answer = (200, {**ENROLLED, "kind": "display"})
    config = tmp_path / "config.toml"
    config.write_text(f'[display]\nid = "d"\nstate_folder = "{tmp_path / "state"}"\n', "utf-8")
    with hall.served(authority.server(tmp_path, "127.0.0.1")) as server:
        place = server.removeprefix("wss://").removesuffix("/ws")
        ended = subprocess.run(
            [sys.executable, "-m", "wire.enrol", "--as", "display", "--config", config, "--server", place, "--yes"],
            input="KTRW-MPAE\n",
            capture_output=True,
            text=True,
            cwd=ROOT,
            timeout=60,
            check=False,
        )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    kept = CredentialsFile(tmp_path / "state", "display").load()
    assert kept is not None
    assert (kept.server, kept.token, kept.authority_pem) == (server, "tok-7", authority.pem)
    config.write_text("[display", "utf-8")
    command = [sys.executable, "-m", "wire.enrol", "--as", "display", "--config", str(config)]
    assert subprocess.run(command, cwd=ROOT, timeout=60, check=False).returncode == os.EX_CONFIG
