"""Addresses and settings of signs, right and wrong."""

import pytest

from hardware.led.bx import ANY_ADDRESS
from hardware.led.settings import BxTarget, LedSettings, PixelTarget, parse_url
from hardware.transport import Address


@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("bx+tcp://192.168.0.9:5006", BxTarget(Address("tcp", host="192.168.0.9", port=5006), ANY_ADDRESS)),
        ("bx+tcp://sign?address=7", BxTarget(Address("tcp", host="sign", port=5005), 7)),
        ("bx+serial:///dev/ttyUSB0?baud=9600", BxTarget(Address("serial", path="/dev/ttyUSB0", baud=9600))),
        ("bx+serial:///dev/ttyUSB0", BxTarget(Address("serial", path="/dev/ttyUSB0", baud=57_600))),
        ("e131://10.0.0.5:5568?universe=3", PixelTarget("10.0.0.5", 5568, 3, 100)),
        ("e131://multicast?priority=150", PixelTarget("", 5568, 1, 150)),
        ("e131://multicast?interface=eth1", PixelTarget("", 5568, 1, 100, "eth1")),
        ("e131://10.0.0.5?interface=192.168.100.200", PixelTarget("10.0.0.5", 5568, 1, 100, "192.168.100.200")),
        ("e131://239.255.0.1", PixelTarget("239.255.0.1", 5568, 1, 100)),
        ("bx+tcp://[::1]:5005", BxTarget(Address("tcp", host="::1", port=5005), ANY_ADDRESS)),
        ("bx+tcp://１９２.168.0.9", BxTarget(Address("tcp", host="192.168.0.9", port=5005), ANY_ADDRESS)),
    ],
)
def test_addresses(url: str, target: BxTarget | PixelTarget) -> None:
    assert parse_url(url) == target


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("", "what kind of address"),
        ("tcp://host", "no kind of sign"),
        ("bx+tcp://", "host is missing"),
        ("bx+tcp://host:0", "port is 1 to 65535"),
        ("bx+tcp://host:70000", "port is 1 to 65535, not `70000`"),
        ("bx+tcp://host:５００５", "port is 1 to 65535"),
        ("bx+tcp://host/path", "nothing may follow"),
        ("bx+tcp://host#x", "has a #"),
        ("bx+tcp://me@host", "names a user"),
        ("bx+tcp://" + "a" * 70, "no name of a computer"),
        ("bx+tcp://host?baud=9600", "unknown option `baud`, it takes address"),
        ("bx+tcp://host?address=0", "address is 1 to 32767"),
        ("bx+serial://dev/ttyUSB0", "names no device"),
        ("bx+serial:///dev/ttyUSB0?baud=19200", "9600 or 57600"),
        ("e131://host?universe=0", "universe is 1 to 63999"),
        ("e131://host?universe=３", "universe is 1 to 63999"),
        ("e131://host?universe=", "universe is 1 to 63999"),
        ("e131://host?univers=1", "unknown option `univers`"),
        ("e131://host?priority=201", "priority is 0 to 200"),
        ("e131://multicast?interface=", "interface is a network's name, like eth0"),
        ("e131://multicast?interface=../x", "interface is a network's name"),
        ("e131://multicast?interface=averylongnameofone", "interface is a network's name"),
        ("bx+tcp://host?interface=eth0", "unknown option `interface`"),
        ("e131://host?universe=1&universe=2", "`universe` twice"),
        ("bx+tcp://[::1", "IPv6 address stands in brackets"),
        ("bx+tcp://a..b", "no name of a computer"),
        ("bx+tcp://a b", r"U\+0020 at position 11"),
        ("bx+tcp://224.0.0.1", "no single computer's"),
        ("e131://0.0.0.0", "no sign's address"),
    ],
)
def test_wrong_addresses_are_refused_with_the_place_and_the_reason(url: str, said: str) -> None:
    with pytest.raises(ValueError, match=said) as refused:
        LedSettings(url=url)
    assert str(refused.value).startswith("led.url ")
    assert f"`{url}`" in str(refused.value)
    assert "allowed are bx+tcp://HOST:5005, bx+serial:///dev/ttyUSB0" in str(refused.value)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"width_dots": 8}, "led.width_dots is 16 to 1024"),
        ({"colours": 2}, "led.colours is 1 or 3"),
        ({"start_corner": "left"}, "led.start_corner is one of top-left"),
        ({"sender_name": ""}, "led.sender_name"),
        ({"speed": 25}, "led.speed is 0 to 24"),
        ({"tries": 0}, "led.tries"),
        ({"ack_wait_s": 0}, "led.ack_wait_s"),
        ({"check_every_s": 0}, "led.check_every_s"),
        ({"resend_every_s": 0}, "led.resend_every_s"),
        ({"blank_after_s": 60}, "led.blank_after_s"),
        ({"url": "e131://host?universe=63999"}, "universes up to 64017"),
    ],
)
def test_wrong_settings_are_refused(changed: dict[str, object], said: str) -> None:
    values: dict[str, object] = {"url": "e131://host"} | changed
    with pytest.raises(ValueError, match=said):
        LedSettings(**values)  # type: ignore[arg-type]
