"""A hall is tried as its owner wrote it, and nothing of it reaches the owner's devices, monitors or data."""

from __future__ import annotations

import copy
import tomllib
from pathlib import Path
from typing import Any

import pytest
import tomli_w

from demo.trial_config import Ports, printer_emulator, sign_emulator, trial_tables
from display.settings import check as check_display
from kiosk.settings import check as check_kiosk
from server.settings import check as check_server

ROOT = Path(__file__).parents[2]
PORTS = Ports(server=18765, public=18766, printer=19100, sign=15005)


@pytest.fixture
def own() -> dict[str, Any]:
    return tomllib.loads((ROOT / "config.toml").read_text("utf-8"))


def test_the_hall_stays_as_its_owner_wrote_it(own: dict[str, Any], tmp_path: Path) -> None:
    before = copy.deepcopy(own)
    own["server"].update(public_port=8766, public_process=True, keys_kept_days=30)
    given = copy.deepcopy(own)
    tried = trial_tables(own, PORTS, tmp_path, ROOT)
    assert own == given, "the tables of the file are not written into"
    for name in ("service", "counter", "notice"):
        assert tried[name] == before[name]
    same = {"phone_url": "", "guides": str(ROOT / "guides")}
    assert {**tried["hall"], "phone_url": ""} == {**before["hall"], **same}, "its guides are those beside its file"
    assert tried["hall"]["phone_url"] == "http://127.0.0.1:18766/t"
    assert tried["server"]["keys_kept_days"] == 30
    assert tried["kiosk"]["idle_seconds"] == before["kiosk"]["idle_seconds"]


def test_what_would_reach_the_owners_things_is_replaced(own: dict[str, Any], tmp_path: Path) -> None:
    own["server"].update(
        host="0.0.0.0",
        names=["hall.example.tw"],
        certificate="hall.pem",
        certificate_key="hall.key",
        behind_proxy=["192.0.2.1"],
        public_host="::",
        public_port=8766,
        public_process=True,
        public_certificate="queue.pem",
        public_certificate_key="queue.key",
        public_plain=False,
        database="postgresql+psycopg://jiaohao@/hall",
        identity_file="/var/lib/jiaohao/identity.db",
        certificates="/var/lib/jiaohao/certificates",
        anchors="/var/lib/jiaohao/anchors",
    )
    own["kiosk"].update(monitor="KIOSK", printer="usb:///dev/usb/lp0", state_folder="/var/lib/jiaohao")
    file = tmp_path / "config.toml"
    file.write_text(tomli_w.dumps(trial_tables(own, PORTS, tmp_path, ROOT)), "utf-8")
    settings = check_server(file)
    ports, server = settings.ports, settings.server
    assert (ports.host, ports.port, ports.encryption, ports.names) == ("127.0.0.1", 18765, True, ())
    assert (ports.certificate, ports.public_certificate, ports.behind_proxy) == (None, None, ())
    assert (ports.public_host, ports.public_port, ports.public_process) == ("127.0.0.1", 18766, False)
    kept = {
        server.database.database,
        server.identity.database,
        str(ports.certificates),
        str(server.secret_file),
        str(server.anchors),
    }
    assert kept == {str(tmp_path / name) for name in ("hall.db", "identity.db", "certificates", "phone.key", "anchors")}
    assert not settings.sign_in.totp_for_administrators
    kiosk = check_kiosk(file)
    assert (kiosk.server, kiosk.printer, kiosk.monitor) == ("wss://127.0.0.1:18765/ws", "tcp://127.0.0.1:19100", "")
    display = check_display(file)
    assert (display.server, display.order.monitor, display.content.monitor) == ("wss://127.0.0.1:18765/ws", "", "")
    assert display.order.read_from_m == own["display"]["order"]["read_from_m"]
    assert display.led is not None
    assert display.led.url == "bx+tcp://127.0.0.1:15005"


def test_a_hall_without_kiosk_and_wall_gets_both(own: dict[str, Any], tmp_path: Path) -> None:
    for name in ("server", "kiosk", "display"):
        del own[name]
    file = tmp_path / "config.toml"
    file.write_text(tomli_w.dumps(trial_tables(own, PORTS, tmp_path, ROOT)), "utf-8")
    assert check_server(file).ports.port == 18765
    assert check_kiosk(file).printer == "tcp://127.0.0.1:19100"
    assert check_display(file).led is None
    assert sign_emulator(own, PORTS.sign, tmp_path) == []


@pytest.mark.parametrize(
    ("profile", "width"), [("epson-80", "576"), ("generic-58", "384"), ("TM-T88V", "512"), ("none of that name", "576")]
)
def test_the_paper_is_as_wide_as_the_kiosks(own: dict[str, Any], tmp_path: Path, profile: str, width: str) -> None:
    own["kiosk"]["printer_profile"] = profile
    words = printer_emulator(own, 9, tmp_path)
    assert words[words.index("--width") + 1] == width


def test_a_pixel_panel_is_played_by_one(own: dict[str, Any], tmp_path: Path) -> None:
    own["display"]["led"] = {
        "url": "e131://192.0.2.30:5568?universe=3",
        "width_dots": 96,
        "start_corner": "bottom-left",
        "serpentine": True,
    }
    words = sign_emulator(own, 5568, tmp_path)
    assert words[:3] == ["hardware.led.emulator.e131", "--udp", "127.0.0.1:5568"]
    assert words[words.index("--width") + 1] == "96"
    assert words[words.index("--corner") + 1] == "bottom-left"
    assert "--serpentine" in words
    assert trial_tables(own, PORTS, tmp_path, ROOT)["display"]["led"]["url"] == "e131://127.0.0.1:15005"


@pytest.mark.parametrize(
    "wrong",
    [
        {"kiosk": "none"},
        {"display": 3},
        {"server": []},
        {"hall": "x"},
        {"display": {"led": 5}},
        {"display": {"led": {"url": 7}}},
        {"display": {"led": {"url": "bx+tcp://[::1", "width_dots": "wide"}}},
        {"display": {"order": "HALL-1"}},
        {"kiosk": {"printer_profile": ["epson-80"]}},
    ],
)
def test_what_is_wrong_in_the_file_is_left_for_the_programs_to_say(wrong: dict[str, Any], tmp_path: Path) -> None:
    trial_tables(wrong, PORTS, tmp_path, ROOT)
    printer_emulator(wrong, 9, tmp_path)
    sign_emulator(wrong, 9, tmp_path)


def test_what_the_playlist_shows_is_looked_for_beside_the_owners_file(own: dict[str, Any], tmp_path: Path) -> None:
    items = [{"kind": "picture", "source": "media/fair.png"}, {"kind": "vacancies", "source": "https://jobs.example/x"}]
    own["display"]["playlist"] = items
    tried = trial_tables(own, PORTS, tmp_path, Path("/srv/hall"))
    assert [one["source"] for one in tried["display"]["playlist"]] == ["/srv/hall/media/fair.png", items[1]["source"]]
    assert items[0]["source"] == "media/fair.png", "the tables of the file are not written into"
