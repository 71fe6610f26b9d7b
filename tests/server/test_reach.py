"""`./jiaohao server --check` says who reaches what from where, and what is wrong with where tickets lead."""

from __future__ import annotations

from pathlib import Path

import pytest

from program.config_file import ConfigError
from program.texts import read_catalog
from server.__main__ import main
from server.certificates.encrypted_ports import Shown
from server.certificates.own_names import OwnNames
from server.reach import Reach
from server.settings import Settings, read_settings

SAMPLE = (Path(__file__).parents[2] / "config.toml").read_text(encoding="utf-8")
OWN = OwnNames(("192.0.2.5", "2001:db8::5"), "hall-pc")
OWN_AUTHORITY = "encrypted, with a certificate of the server's own authority, fingerprint ABCD-EFGH-IJKL-MNOP"
MADE = Shown(fingerprint="ABCD-EFGH-IJKL-MNOP", ends="2027-01-31", public_ends="2027-02-28")


def settings(folder: Path, server: str, phone_url: str = "https://queue.example.tw/t") -> Settings:
    hall = SAMPLE[: SAMPLE.index("\n[server]")].replace("http://127.0.0.1:8766/t", phone_url)
    (folder / "config.toml").write_text(f"{hall}\n[server]\n{server}\n", encoding="utf-8")
    return read_settings(folder / "config.toml")


def reach(folder: Path, server: str, phone_url: str = "https://queue.example.tw/t", shown: Shown = MADE) -> list[str]:
    texts = read_catalog("entrance")
    return list(Reach(settings(folder, server, phone_url), OWN, shown, texts, "en").lines())


def test_a_server_for_a_network_says_each_address_and_who_is_behind_it(tmp_path: Path) -> None:
    server = 'host = "0.0.0.0"\nnames = ["hall.example.tw"]\npublic_port = 8766\npublic_plain = true'
    assert reach(tmp_path, server, "http://hall.example.tw:8766/t") == [
        f"Staff and devices, port 8765: {OWN_AUTHORITY}",
        "  from this computer: https://localhost:8765",
        "  from the network: https://hall.example.tw:8765",
        "  from the network: https://192.0.2.5:8765",
        "  from the network: https://hall-pc.local:8765",
        "  from the network: https://hall-pc:8765",
        "Phones, port 8766, with the page of their number and nothing else: not encrypted",
        "  from this computer: http://localhost:8766/t",
        "  from the network: http://hall.example.tw:8766/t",
        "  from the network: http://192.0.2.5:8766/t",
        "  from the network: http://hall-pc.local:8766/t",
        "  from the network: http://hall-pc:8766/t",
        "The QR code on the tickets leads to http://hall.example.tw:8766/t.",
    ]


def test_a_server_of_this_computer_is_reached_from_nowhere_else(tmp_path: Path) -> None:
    said = reach(tmp_path, "encryption = false", "http://127.0.0.1:8765/t")
    assert said == [
        "Staff and devices, port 8765: not encrypted, since only this computer comes in",
        "  from this computer: http://127.0.0.1:8765",
        "  from the network: not at all",
        "Phones have no port of their own (server.public_port).",
        "The QR code on the tickets leads to http://127.0.0.1:8765/t: only this computer can open that, and no phone.",
    ]


def test_behind_a_proxy_nobody_comes_in_beside_it(tmp_path: Path) -> None:
    server = (
        'host = "192.0.2.5"\nencryption = false\nbehind_proxy = ["192.0.2.1"]\nnames = ["hall.example.tw"]\n'
        'public_port = 8766\npublic_host = "127.0.0.1"'
    )
    assert reach(tmp_path, server) == [
        "Staff and devices, port 8765: not encrypted, since everybody comes through the proxy 192.0.2.1",
        "  through the proxy 192.0.2.1: https://hall.example.tw",
        "  from the network: not at all",
        "Phones, port 8766, with the page of their number and nothing else: not encrypted",
        "  from this computer: http://127.0.0.1:8766/t",
        "  through the proxy 192.0.2.1: https://queue.example.tw/t",
        "  from the network: not at all",
        "The QR code on the tickets leads to https://queue.example.tw/t.",
    ]


def test_a_proxy_on_this_computer_stands_before_its_browsers_too(tmp_path: Path) -> None:
    server = 'encryption = false\nbehind_proxy = ["127.0.0.1"]\nnames = ["hall.example.tw"]'
    assert reach(tmp_path, server)[1:3] == [
        "  through the proxy 127.0.0.1: https://hall.example.tw",
        "  from the network: not at all",
    ]


def test_the_check_names_a_proxy_that_leads_nowhere(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ConfigError):
        settings(tmp_path, 'host = "0.0.0.0"\nencryption = false\nbehind_proxy = ["192.0.2.1"]')
    assert main(["--check", "--config", str(tmp_path / "config.toml")]) == 78
    assert "server.names: is empty" in capsys.readouterr().err


def test_certificates_by_path_are_said_with_their_last_day(tmp_path: Path) -> None:
    server = 'host = "::"\ncertificate = "a.pem"\ncertificate_key = "a.key"\npublic_port = 443\n'
    server += 'public_certificate = "q.pem"\npublic_certificate_key = "q.key"'
    said = reach(tmp_path, server)
    assert said[0].endswith(f"encrypted, with the certificate {tmp_path}/a.pem, which ends on 2027-01-31")
    assert "  from the network: https://[2001:db8::5]:8765" in said
    assert any(f"with the certificate {tmp_path}/q.pem, which ends on 2027-02-28" in line for line in said)


@pytest.mark.parametrize(
    ("server", "phone_url", "says"),
    [
        ("", "", "have no QR code"),
        ("", "http://localhost/t", "only this computer can open that"),
        ('host = "0.0.0.0"', "https://192.0.2.5:8765/t", "that is the port of staff and devices"),
        (
            'host = "0.0.0.0"\npublic_port = 443\npublic_plain = true',
            "https://q.example/t",
            "encrypted, but port 443 is not",
        ),
        ("public_port = 8766", "http://192.0.2.5:8766/t", "lets only this computer in (server.public_host)"),
        ("", "https://q.example:8765/t", "port of staff and devices"),
        ("encryption = false", "http://192.0.2.5:8765/t", "lets only this computer in (server.host)"),
        ('host = "0.0.0.0"', "https://q.example/t", "leads to https://q.example/t."),
    ],
)
def test_what_is_wrong_with_where_tickets_lead_is_said(tmp_path: Path, server: str, phone_url: str, says: str) -> None:
    assert says in reach(tmp_path, server, phone_url)[-1]


def test_a_first_start_has_no_fingerprint_yet_and_any_port_no_number(tmp_path: Path) -> None:
    said = reach(tmp_path, "port = 0", shown=Shown())
    assert said[0] == (
        "Staff and devices, port any free one: encrypted, with a certificate of the server's own authority, which the "
        "first start makes"
    )


def test_the_check_says_it_and_makes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings(tmp_path, "")
    assert main(["--check", "--config", str(tmp_path / "config.toml")]) == 0
    assert "8765" in capsys.readouterr().out
    assert [path.name for path in tmp_path.iterdir()] == ["config.toml"]


def test_the_check_names_a_certificate_that_cannot_be_used(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings(tmp_path, 'certificate = "a.pem"\ncertificate_key = "a.key"')
    assert main(["--check", "--config", str(tmp_path / "config.toml")]) == 78
    assert capsys.readouterr().err == f"{tmp_path}/a.key: cannot be read: No such file or directory\n"


def test_the_check_of_a_screens_computer_needs_no_certificates(tmp_path: Path) -> None:
    settings(tmp_path, 'certificate = "a.pem"\ncertificate_key = "a.key"')
    words = ["--check", "--write-hall", str(tmp_path / "hall.json"), "--config", str(tmp_path / "config.toml")]
    assert main(words) == 0
