"""Where the QR code on the ticket may lead: to the phone page, which is at one place only."""

from __future__ import annotations

from pathlib import Path

import pytest

from program.config_file import ConfigError
from server.settings import Settings, read_settings

SAMPLE = (Path(__file__).parents[2] / "config.toml").read_text(encoding="utf-8")
ADDRESS = "http://127.0.0.1:8765/t"


def read(folder: Path, address: str) -> Settings:
    """The sample hall with that address."""
    assert ADDRESS in SAMPLE
    path = folder / "config.toml"
    path.write_text(SAMPLE.replace(ADDRESS, address, 1), encoding="utf-8")
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
