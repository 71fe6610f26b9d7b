"""Where a sign hangs and what it is: checked when read, so that no wrong setting reaches a driver."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from hardware.led import e131
from hardware.led.bx import ANY_ADDRESS
from hardware.led.glyphs import HEIGHT
from hardware.transport import Address
from program.addresses import (
    LONGEST,
    AddressFault,
    Spelled,
    device_path,
    network_place,
    only,
    reachable,
    spelled,
    whole_number,
)

BX_PORT = 5005
MULTICAST = "multicast"
_INTERFACE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,14}")
"""Names of networks, and all IPv4 addresses."""
_NOBODY = ("0.0.0.0", "::", "255.255.255.255")  # noqa: S104 - refused
FORMS = (
    "bx+tcp://HOST:5005, bx+serial:///dev/ttyUSB0?baud=57600, e131://HOST:5568?universe=1 "
    "or e131://multicast?universe=1&interface=eth0"
)


class SettingFault(ValueError):
    """A setting of a sign is not right. `key` is the setting, `fault` what is wrong and what is allowed."""

    def __init__(self, key: str, fault: str) -> None:
        super().__init__(f"led.{key} {fault}")
        self.key = key
        self.fault = fault


@dataclass(frozen=True, slots=True)
class BxTarget:
    """A BX card: the link to it and its screen address."""

    link: Address
    address: int = ANY_ADDRESS


@dataclass(frozen=True, slots=True)
class PixelTarget:
    """A panel that listens to E1.31; an empty host means multicast, each universe to its own group.

    ``interface`` is the network that multicast goes to, by its name or this computer's IPv4 address in it; empty: as
    the system routes it.
    """

    host: str
    port: int
    universe: int
    priority: int
    interface: str = ""


@dataclass(frozen=True, slots=True)
class LedSettings:
    """One sign, sixteen dots high.

    ``url`` takes one of FORMS. ``colours`` is 3 (red, green, amber) or 1. ``start_corner`` and ``serpentine``
    say how the cable runs through an E1.31 panel. ``speed`` is a BX card's own pace of running text, 0 (fast) to
    24. ``blank_after_s`` is how long a BX card keeps showing a host that has gone silent, 0 for ever; it must
    be longer than ``resend_every_s``. Raises SettingFault.
    """

    url: str
    width_dots: int = 192
    colours: int = 3
    start_corner: str = e131.Corner.TOP_LEFT.value
    serpentine: bool = False
    sender_name: str = "jiaohao"
    speed: int = 1
    ack_wait_s: float = 2.0
    tries: int = 3
    check_every_s: float = 5.0
    resend_every_s: float = 600.0
    blank_after_s: int = 1_200

    def __post_init__(self) -> None:
        """Check every setting."""
        target = parse_url(self.url)
        _within("width_dots", self.width_dots, 16, 1024)
        if self.colours not in (1, 3):
            raise SettingFault("colours", f"is 1 or 3, not {self.colours}")
        corners = [corner.value for corner in e131.Corner]
        if self.start_corner not in corners:
            raise SettingFault("start_corner", f"is one of {', '.join(corners)}, not {self.start_corner!r}")
        if not 1 <= len(self.sender_name.encode()) <= 63:
            raise SettingFault("sender_name", "is 1 to 63 bytes long")
        _within("speed", self.speed, 0, 24)
        _within("ack_wait_s", self.ack_wait_s, 0.05, 60)
        _within("tries", self.tries, 1, 10)
        _within("check_every_s", self.check_every_s, 0.05, 600)
        _within("resend_every_s", self.resend_every_s, 1, 3600)
        if self.blank_after_s and not self.resend_every_s < self.blank_after_s <= 65_535:
            raise SettingFault("blank_after_s", f"is 0 or above resend_every_s, not {self.blank_after_s}")
        if isinstance(target, PixelTarget):
            last = target.universe + e131.universes_needed(self.width_dots * HEIGHT) - 1
            if last > e131.LAST_UNIVERSE:
                raise SettingFault("url", f"`{self.url}` is too high: this sign needs universes up to {last}")


def parse_url(url: str) -> BxTarget | PixelTarget:
    """Read a sign's address. Raises SettingFault that says what is wrong and which forms there are."""
    try:
        return _target(spelled(url))
    except AddressFault as fault:
        raise SettingFault("url", f"`{url[:LONGEST]}` {fault}; allowed are {FORMS}") from fault


def _target(found: Spelled) -> BxTarget | PixelTarget:
    options = found.options
    match found.scheme:
        case "bx+tcp":
            only(options, ("address",))
            host = reachable(network_place(found))
            return BxTarget(Address("tcp", host=host, port=found.port or BX_PORT), _bx_address(options))
        case "bx+serial":
            only(options, ("address", "baud"))
            baud = whole_number(options, "baud", 57_600, range(1, 1_000_000))
            if baud not in (9_600, 57_600):
                raise AddressFault(f"baud is 9600 or 57600, not {baud}")
            return BxTarget(Address("serial", path=device_path(found), baud=baud), _bx_address(options))
        case "e131":
            only(options, ("interface", "priority", "universe"))
            host = network_place(found)
            if host in _NOBODY:
                raise AddressFault(f"{host} is no sign's address")
            return PixelTarget(
                "" if host == MULTICAST else host,
                found.port or e131.PORT,
                whole_number(options, "universe", 1, range(1, e131.LAST_UNIVERSE + 1)),
                whole_number(options, "priority", 100, range(201)),
                _interface(options),
            )
        case other:
            raise AddressFault(f"`{other}` is no kind of sign")


def _bx_address(options: Mapping[str, str]) -> int:
    return whole_number(options, "address", ANY_ADDRESS, range(1, 0x8000))


def _interface(options: Mapping[str, str]) -> str:
    """A network of this computer; whether there is one is seen when it is used: its card may be put in later."""
    text = options.get("interface", "")
    if "interface" in options and not _INTERFACE.fullmatch(text):
        raise AddressFault(f"interface is a network's name, like eth0, or this computer's IPv4 address, not `{text}`")
    return text


def _within(name: str, value: float, low: float, high: float) -> None:
    if not low <= value <= high:
        raise SettingFault(name, f"is {low} to {high}, not {value}")
