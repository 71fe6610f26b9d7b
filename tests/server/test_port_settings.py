"""Where the server may listen in the clear, and what a certificate and a proxy must be told of."""

from __future__ import annotations

from pathlib import Path

import pytest

from program.config_file import ConfigError
from server.port_settings import CertificateFiles, PortSettings
from server.settings import Settings, read_settings

SAMPLE = (Path(__file__).parents[2] / "config.toml").read_text(encoding="utf-8")


def whole(folder: Path, server: str, sign_in: str = "") -> Settings:
    """The sample hall with these lines as its `[server]` and `[sign_in]`."""
    hall = SAMPLE[: SAMPLE.index("\n[server]")]
    path = folder / "config.toml"
    path.write_text(f"{hall}\n[server]\n{server}\n[sign_in]\n{sign_in}\n", encoding="utf-8")
    return read_settings(path)


def read(folder: Path, server: str) -> PortSettings:
    return whole(folder, server).ports


def test_what_is_left_out_is_encrypted_and_on_this_computer(tmp_path: Path) -> None:
    ports = read(tmp_path, "")
    assert (ports.host, ports.port, ports.encryption, ports.certificate) == ("127.0.0.1", 8765, True, None)
    assert (ports.public_host, ports.public_port, ports.names, ports.behind_proxy) == ("127.0.0.1", None, (), ())
    assert ports.certificates == tmp_path / "data/certificates"


def test_the_sample_is_encrypted_and_its_phones_are_not(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text(SAMPLE, encoding="utf-8")
    settings = read_settings(tmp_path / "config.toml")
    assert (settings.ports.encryption, settings.ports.public_port, settings.ports.public_certificate) == (
        True,
        8766,
        None,
    )
    assert settings.hall.phone_url == "http://127.0.0.1:8766/t"


@pytest.mark.parametrize(
    ("lines", "host"),
    [
        ('host = "0.0.0.0"', "0.0.0.0"),
        ('host = "::"', "::"),
        ('host = "[2001:DB8::5]"', "2001:db8::5"),
        ('host = "192.0.2.5"', "192.0.2.5"),
        ('host = "LocalHost."\nencryption = false', "localhost"),
        ('host = "127.0.0.9"\nencryption = false', "127.0.0.9"),
        ('host = "::1"\nencryption = false', "::1"),
        ('host = "::ffff:127.0.0.1"\nencryption = false', "::ffff:7f00:1"),
        ('host = "192.0.2.5"\nencryption = false\nbehind_proxy = ["192.0.2.1"]\nnames = ["hall"]', "192.0.2.5"),
        ('host = "192.0.2.5"\npublic_port = 8766\npublic_plain = true', "192.0.2.5"),
        ('host = "192.0.2.5"\npublic_port = 8766\npublic_host = "127.0.0.1"', "192.0.2.5"),
        ('host = "192.0.2.5"\npublic_port = 8766\nbehind_proxy = ["127.0.0.1"]', "192.0.2.5"),
        ('host = "::"\npublic_port = 8766\npublic_certificate = "a.pem"\npublic_certificate_key = "a.key"', "::"),
    ],
)
def test_what_may_be_listened_on(tmp_path: Path, lines: str, host: str) -> None:
    ports = read(tmp_path, lines)
    assert ports.host == host
    assert ports.encryption == ("encryption" not in lines)


PUBLIC = 'host = "192.0.2.5"\npublic_port = 8766\n'
FAULTS = [
    (
        'host = "192.0.2.5"\nencryption = false',
        "server.encryption",
        "is false, but 192.0.2.5 is reached over the network",
    ),
    ('host = "0.0.0.0"\nencryption = false', "server.encryption", "others would read passwords along"),
    ('host = "::"\nencryption = false', "server.encryption", "server.behind_proxy"),
    ('host = "hall.example.tw"', "server.host", "allowed are an IP address of this computer"),
    ('host = ""', "server.host", "allowed are an IP address"),
    ('host = "224.0.0.1"', "server.host", "allowed are an IP address"),
    ('host = "255.255.255.255"', "server.host", "allowed are an IP address"),
    ('host = "fe80::1%eth0"', "server.host", "allowed are an IP address"),
    (PUBLIC, "server.public_port", "phones would reach 192.0.2.5 without encryption, and nobody has said"),
    ('public_port = 8766\npublic_host = "0.0.0.0"', "server.public_port", "phones would reach 0.0.0.0"),
    ('public_certificate = "a.pem"\npublic_certificate_key = "a.key"', "server.public_certificate", "left out"),
    (PUBLIC + 'public_certificate = "a.pem"', "server.public_certificate_key", "needs the file of its private key"),
    (PUBLIC + 'public_certificate_key = "a.key"', "server.public_certificate", "is the private key of a certificate"),
    (
        PUBLIC + 'public_certificate = "a.pem"\npublic_certificate_key = "a.key"\npublic_plain = true',
        "server.public_plain",
        "leave one of them out",
    ),
    ('public_host = "queue.example.tw"', "server.public_host", "allowed are an IP address of this computer"),
    ('certificate = "a.pem"', "server.certificate_key", "needs the file of its private key"),
    ('certificate_key = "a.key"', "server.certificate", "is the private key of a certificate"),
    ('certificate = ""\ncertificate_key = "a.key"', "server.certificate", "of length >= 1"),
    ('certificate = "."\ncertificate_key = "a.key"', "server.certificate", "is a folder; the path of a file is needed"),
    ('certificates = "config.toml"', "server.certificates", "is a file; the path of a folder is needed"),
    ('names = ["hall.example.tw", "https://hall"]', "server.names[1]", "names and IP addresses, without port or http"),
    ('names = ["hall:8765"]', "server.names[0]", "names and IP addresses, without port or http"),
    ('names = ["0.0.0.0"]', "server.names[0]", "names and IP addresses"),
    ('names = ["hall_pc"]', "server.names[0]", "names and IP addresses"),
    ('names = ["*.example.tw"]', "server.names[0]", "names and IP addresses"),
    ('names = ["fe80::1%eth0"]', "server.names[0]", "names and IP addresses"),
    ('names = "hall"', "server.names", "is a list in square brackets"),
    ('behind_proxy = ["proxy.example.tw"]', "server.behind_proxy[0]", "the IP addresses of proxies"),
    ('behind_proxy = ["*"]', "server.behind_proxy[0]", "the IP addresses of proxies"),
    ('behind_proxy = ["0.0.0.0"]', "server.behind_proxy[0]", "the IP addresses of proxies"),
    ('behind_proxy = ["192.0.2.0/24"]', "server.behind_proxy[0]", "the IP addresses of proxies"),
    (
        'host = "0.0.0.0"\nencryption = false\nbehind_proxy = ["192.0.2.1"]',
        "server.names",
        "is empty, although staff and devices come through the proxy in server.behind_proxy alone",
    ),
    ('behind_proxy = ["127.0.0.1"]', "server.names", "needed is the name by which they reach that proxy"),
    ('identity_file = "data/hall.db"', "server.identity_file", "is the hall's log"),
]


@pytest.mark.parametrize(("lines", "key", "says"), FAULTS)
def test_a_fault_names_file_key_and_what_is_allowed(tmp_path: Path, lines: str, key: str, says: str) -> None:
    with pytest.raises(ConfigError) as refused:
        read(tmp_path, lines)
    line = str(refused.value)
    assert line.startswith(f"{tmp_path / 'config.toml'}: {key}: ")
    assert says in line
    assert "…" not in line


def test_names_and_proxies_are_kept_as_a_browser_writes_them(tmp_path: Path) -> None:
    ports = read(tmp_path, 'names = ["Hall.Example.tw.", "叫號.tw", "[2001:DB8:0::1]", "hall.example.tw"]')
    assert ports.names == ("hall.example.tw", "xn--fpr078i.tw", "2001:db8::1")
    ports = read(tmp_path, 'names = ["hall"]\nbehind_proxy = ["192.0.2.1", "::1", "192.0.2.1"]')
    assert ports.behind_proxy == ("192.0.2.1", "::1")


def test_own_certificates_are_found_beside_the_file(tmp_path: Path) -> None:
    ports = read(
        tmp_path,
        'certificate = "tls/hall.pem"\ncertificate_key = "/etc/hall.key"\npublic_port = 1\n'
        'public_certificate = "q.pem"\npublic_certificate_key = "q.key"',
    )
    assert ports.certificate == CertificateFiles(tmp_path / "tls/hall.pem", Path("/etc/hall.key"))
    assert ports.public_certificate == CertificateFiles(tmp_path / "q.pem", tmp_path / "q.key")


def test_people_and_devices_are_kept_beside_the_log(tmp_path: Path) -> None:
    server = whole(tmp_path, "").server
    assert server.identity.database == str(tmp_path / "data/identity.db")
    assert server.first_code_file == tmp_path / "data/identity-yongkang.first-code"
    server = whole(tmp_path, 'database = "postgresql+psycopg://jiaohao@/hall"').server
    assert server.identity == server.database


def test_how_people_sign_in(tmp_path: Path) -> None:
    said = whole(tmp_path, "").sign_in
    assert (said.policy, said.idle_minutes, said.absolute_hours, said.totp_for_administrators) == ("asvs", 15, 12, True)
    said = whole(
        tmp_path, "", 'policy = "tw-gov"\nidle_minutes = 5\nabsolute_hours = 8\ntotp_for_administrators = false'
    ).sign_in
    assert (said.policy, said.idle_minutes, said.absolute_hours, said.totp_for_administrators) == (
        "tw-gov",
        5,
        8,
        False,
    )
    for line, key, says in (
        ('policy = "none"', "sign_in.policy", "asvs, tw-gov"),
        ("idle_minutes = 0", "sign_in.idle_minutes", "from 1 to 480"),
        ("absolute_hours = 25", "sign_in.absolute_hours", "from 1 to 24"),
        ("idle = 3", "sign_in", "allowed are policy, idle_minutes, absolute_hours, totp_for_administrators"),
    ):
        with pytest.raises(ConfigError) as refused:
            whole(tmp_path, "", line)
        assert str(refused.value).startswith(f"{tmp_path / 'config.toml'}: {key}: ")
        assert says in str(refused.value)
