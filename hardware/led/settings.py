"""Where a sign hangs and what it is: checked when read, so that no wrong setting reaches a driver."""

from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

from hardware.led import e131
from hardware.led.bx import ANY_ADDRESS
from hardware.led.glyphs import HEIGHT
from hardware.transport import Address

BX_PORT = 5005
MULTICAST = "multicast"
FORMS = (
    "bx+tcp://HOST:5005, bx+serial:///dev/ttyUSB0?baud=57600, e131://HOST:5568?universe=1 "
    "or e131://multicast?universe=1"
)


@dataclass(frozen=True, slots=True)
class BxTarget:
    """A BX card: the link to it and its screen address."""

    link: Address
    address: int = ANY_ADDRESS


@dataclass(frozen=True, slots=True)
class PixelTarget:
    """A panel that listens to E1.31; an empty host means multicast, each universe to its own group."""

    host: str
    port: int
    universe: int
    priority: int


@dataclass(frozen=True, slots=True)
class LedSettings:
    """One sign, sixteen dots high.

    ``url`` takes one of FORMS. ``colours`` is 3 (red, green, amber) or 1. ``start_corner`` and ``serpentine``
    say how the cable runs through an E1.31 panel. ``speed`` is a BX card's own pace of running text, 0 (fast) to
    24. ``blank_after_s`` is how long a BX card keeps showing a host that has gone silent, 0 for ever; it must
    be longer than ``resend_every_s``. Raises ValueError that names the setting and what is allowed.
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
            raise ValueError(f"led.colours is 1 or 3, not {self.colours}")
        corners = [corner.value for corner in e131.Corner]
        if self.start_corner not in corners:
            raise ValueError(f"led.start_corner is one of {', '.join(corners)}, not {self.start_corner!r}")
        if not 1 <= len(self.sender_name.encode()) <= 63:
            raise ValueError("led.sender_name is 1 to 63 bytes long")
        _within("speed", self.speed, 0, 24)
        _within("ack_wait_s", self.ack_wait_s, 0.05, 60)
        _within("tries", self.tries, 1, 10)
        _within("check_every_s", self.check_every_s, 0.05, 600)
        _within("resend_every_s", self.resend_every_s, 1, 3600)
        if self.blank_after_s and not self.resend_every_s < self.blank_after_s <= 65_535:
            raise ValueError(f"led.blank_after_s is 0 or above resend_every_s, not {self.blank_after_s}")
        if isinstance(target, PixelTarget):
            last = target.universe + e131.universes_needed(self.width_dots * HEIGHT) - 1
            if last > e131.LAST_UNIVERSE:
                raise ValueError(f"led.url {self.url!r}: this sign needs universes up to {last}")


def parse_url(url: str) -> BxTarget | PixelTarget:
    """Read a sign's address. Raises ValueError that says what is wrong and which forms there are."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise ValueError(f"led.url {url!r}: {error}; the forms are {FORMS}") from error
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    if parts.username is not None or parts.fragment:
        raise ValueError(f"led.url {url!r}: no user name and no # belong here; the forms are {FORMS}")
    match parts.scheme:
        case "bx+tcp":
            _allow(url, options, ("address",))
            host = _host(url, parts.hostname, parts.path)
            link = Address("tcp", host=host, port=_port(url, port, BX_PORT))
            return BxTarget(link, _number(url, options, "address", ANY_ADDRESS, range(1, 0x8000)))
        case "bx+serial":
            _allow(url, options, ("address", "baud"))
            if parts.netloc or len(parts.path) < 2:
                raise ValueError(f"led.url {url!r}: a device follows, as in bx+serial:///dev/ttyUSB0?baud=57600")
            baud = _number(url, options, "baud", 57_600, range(1, 1_000_000))
            if baud not in (9_600, 57_600):
                raise ValueError(f"led.url {url!r}: baud is 9600 or 57600, not {baud}")
            link = Address("serial", path=parts.path, baud=baud)
            return BxTarget(link, _number(url, options, "address", ANY_ADDRESS, range(1, 0x8000)))
        case "e131":
            _allow(url, options, ("priority", "universe"))
            host = _host(url, parts.hostname, parts.path)
            return PixelTarget(
                "" if host == MULTICAST else host,
                _port(url, port, e131.PORT),
                _number(url, options, "universe", 1, range(1, e131.LAST_UNIVERSE + 1)),
                _number(url, options, "priority", 100, range(201)),
            )
        case other:
            raise ValueError(f"led.url {url!r}: {other!r} is no kind of sign; the forms are {FORMS}")


def _host(url: str, host: str | None, path: str) -> str:
    if not host:
        raise ValueError(f"led.url {url!r}: the host is missing; the forms are {FORMS}")
    if path not in ("", "/"):
        raise ValueError(f"led.url {url!r}: nothing may follow the host, but {path!r} does")
    try:
        host.encode("idna")
    except UnicodeError as error:
        raise ValueError(f"led.url {url!r}: {host!r} is no name of a host: {error}") from error
    return host


def _port(url: str, port: int | None, usual: int) -> int:
    if port == 0:
        raise ValueError(f"led.url {url!r}: port is 1 to 65535, not 0")
    return port or usual


def _allow(url: str, options: dict[str, str], allowed: tuple[str, ...]) -> None:
    for name in options:
        if name not in allowed:
            raise ValueError(f"led.url {url!r}: unknown option {name!r}, allowed are {', '.join(allowed)}")


def _number(url: str, options: dict[str, str], name: str, usual: int, allowed: range) -> int:
    if name not in options:
        return usual
    text = options[name]
    if not (text.isascii() and text.isdigit() and len(text) <= 9 and int(text) in allowed):
        raise ValueError(f"led.url {url!r}: {name} is {allowed[0]} to {allowed[-1]}, not {text!r}")
    return int(text)


def _within(name: str, value: float, low: float, high: float) -> None:
    if not low <= value <= high:
        raise ValueError(f"led.{name} is {low} to {high}, not {value}")
