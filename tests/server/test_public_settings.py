"""Where the ticket's QR code may lead: to the phone page, which is at one place only; and the public's own port."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from program.config_file import ConfigError
from server.settings import Settings, read_settings

SAMPLE = (Path(__file__).parents[2] / "config.toml").read_text(encoding="utf-8")
ADDRESS = "http://127.0.0.1:8766/t"


def read(folder: Path, address: str, port: str = "port = 8765") -> Settings:
    """The sample hall with that address, and with those lines for its port."""
    assert ADDRESS in SAMPLE
    path = folder / "config.toml"
    text = re.sub(r"(?m)^public_.*\n", "", SAMPLE).replace(ADDRESS, address, 1)
    text = text.replace("\nport = 8765\n", f"\n{port}\n", 1)
    path.write_text(text, encoding="utf-8")
    return read_settings(path)


@pytest.mark.parametrize(
    "address",
    [
        *(
            "https://city.example/queue/t",
            "https://queue.example",
            "https://queue.example/",
            "https://queue.example/t/",
        ),
        *(
            "https://queue.example//t",
            "https://queue.example/T",
            "https://queue.example/t?hall=1",
            "https://q.example/t;x",
        ),
        *("https://queue.example/t?", "https://queue.example/console", "https://clerk@queue.example/t", "https:///t"),
        *("https://queue.example:0/t", "https://queue.example:99999/t", "https://queue.example:x/t", "https://[::1/t"),
        *("http://[2001:DB8:0:0::1]/t", "http://192.168.0x1/t", "http://0x7f000001/t", "http://[fe80::1%25eth0]/t"),
        *("http://0.0.0.0/t", "http://[::]/t", "http://10.1/t"),
        *("https://a..b/t", "https://-a.example/t", "https://256.1.1.1/t", "//queue.example/t", "queue.example/t"),
        *("https://叫號.example/t", "https://queue.example /t", "https://" + "a" * 200 + ".example/t", "javascript:/t"),
    ],
)
def test_an_address_that_cannot_lead_to_the_phone_page_is_refused(tmp_path: Path, address: str) -> None:
    with pytest.raises(ConfigError) as refused:
        read(tmp_path, address)
    assert str(refused.value).startswith(
        f"{tmp_path / 'config.toml'}: hall.phone_url: `{address[:200]}` must be https://NAME/t"
    )


@pytest.mark.parametrize(
    "address",
    [
        *("", "https://queue.example/t", "http://queue.example:8766/t", "https://Queue.Example.tw:443/t"),
        *("http://192.168.1.5:8766/t", "http://[::1]:8765/t", "https://xn--4gqy34f.example/t", "http://queue/t"),
    ],
)
def test_an_address_that_can_is_taken_as_it_is_written(tmp_path: Path, address: str) -> None:
    assert read(tmp_path, address).hall.phone_url == address


def test_the_public_has_no_port_of_its_own_unless_said(tmp_path: Path) -> None:
    server = read(tmp_path, ADDRESS).ports
    assert (server.public_port, server.public_process) == (None, False)
    server = read(tmp_path, ADDRESS, "port = 8765\npublic_port = 8766\npublic_process = true").ports
    assert (server.port, server.public_port, server.public_process) == (8765, 8766, True)
    assert read(tmp_path, ADDRESS, "port = 0\npublic_port = 0").ports.public_port == 0


@pytest.mark.parametrize(
    ("port", "key", "says"),
    [
        ("port = 8765\npublic_port = 8765", "server.public_port", "8765 is the staff's own, server.port"),
        ("port = 8765\npublic_port = 65536", "server.public_port", "<= 65535"),
        ("port = 8765\npublic_process = true", "server.public_process", "server.public_port is left out"),
    ],
)
def test_a_public_port_that_cannot_be_is_refused(tmp_path: Path, port: str, key: str, says: str) -> None:
    with pytest.raises(ConfigError) as refused:
        read(tmp_path, ADDRESS, port)
    assert str(refused.value).startswith(f"{tmp_path / 'config.toml'}: {key}: ")
    assert says in str(refused.value)
