from __future__ import annotations

import pytest

from hardware.printer.setup.address import possible_addresses, with_speed
from hardware.printer.setup.wire_facts import USUAL_SPEEDS, line_speed
from hardware.transport import AddressError


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("192.0.2.10", "tcp://192.0.2.10:9100"),
        (" 192.0.2.10:9101 ", "tcp://192.0.2.10:9101"),
        ("printer.hall", "tcp://printer.hall:9100"),
        ("fe80::1", "tcp://[fe80::1]:9100"),
        ("[fe80::1]:9101", "tcp://[fe80::1]:9101"),
        ("tcp://192.0.2.10/", "tcp://192.0.2.10:9100"),
        ("tcp://192.0.2.10?baud=9600", "tcp://192.0.2.10:9100?baud=9600"),
        ("/dev/usb/lp0", "usb:///dev/usb/lp0"),
        ("/dev/lp1", "usb:///dev/lp1"),
        ("serial:///dev/ttyS0?baud=19200", "serial:///dev/ttyS0?baud=19200"),
    ],
)
def test_an_address_as_people_know_it(written: str, meant: str) -> None:
    assert possible_addresses(written) == (meant,)


@pytest.mark.parametrize("written", ["/dev/ttyUSB0", "serial:///dev/ttyUSB0"])
def test_a_serial_line_whose_speed_is_not_said_may_have_any(written: str) -> None:
    assert possible_addresses(written) == tuple(f"serial:///dev/ttyUSB0?baud={speed}" for speed in USUAL_SPEEDS)


def test_other_options_of_a_serial_line_are_kept() -> None:
    assert possible_addresses("serial:///dev/ttyS1?parity=E&flow=rtscts")[0].endswith(
        "/dev/ttyS1?parity=E&flow=rtscts&baud=115200"
    )


@pytest.mark.parametrize("written", ["", "http://192.0.2.10", "tcp://0.0.0.0", "serial:///dev/ttyS0?speed=9600", "a b"])
def test_what_is_no_address_is_said(written: str) -> None:
    with pytest.raises(AddressError):
        possible_addresses(written)


def test_only_a_network_address_that_says_no_speed_is_given_one() -> None:
    assert with_speed("tcp://[fe80::1]:9100", 19_200) == "tcp://[fe80::1]:9100?baud=19200"
    for url in ("tcp://192.0.2.10:9100?baud=9600", "serial:///dev/ttyS0?baud=9600", "usb:///dev/usb/lp0"):
        assert with_speed(url, 19_200) == url
    assert with_speed("tcp://192.0.2.10:9100", 0) == "tcp://192.0.2.10:9100"


@pytest.mark.parametrize("speed", USUAL_SPEEDS)
def test_the_speed_of_a_line_is_told_by_how_much_longer_it_takes(speed: int) -> None:
    padding = 2_000
    takes_s = padding * 10 / speed
    for early, late in ((0.02, 0.02), (0.02, 0.03), (0.3, 0.28)):
        assert line_speed(padding, (0.9, early), late + takes_s) == speed


@pytest.mark.parametrize("longer_s", [-0.1, 0.0, 0.01, 0.09])
def test_a_network_is_no_serial_line(longer_s: float) -> None:
    assert line_speed(2_000, (0.2,), 0.2 + longer_s) == 0
