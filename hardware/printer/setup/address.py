"""The address of a printer as people know it: an IP address, a device's name, or what stands in a config."""

import ipaddress
import re
from dataclasses import replace
from urllib.parse import urlencode

from hardware.printer.setup.discovery import PRINTER_PORT
from hardware.printer.setup.wire_facts import USUAL_SPEEDS
from hardware.transport import parse_address
from program.addresses import Spelled, spelled


def possible_addresses(text: str) -> tuple[str, ...]:
    """What `text` may mean as an address of `hardware.transport`: more than one where a serial line's speed is not
    said. Raises AddressError with what is allowed.
    """
    url = address_meant(text)
    parse_address(url)
    found = spelled(url)
    if found.scheme == "serial" and "baud" not in found.options:
        return tuple(_written(found, baud) for baud in USUAL_SPEEDS)
    return (url,)


def address_meant(text: str) -> str:
    """The address with what everybody leaves out: the kind of link, and a network printer's usual port."""
    text = text.strip()
    if re.match(r"/dev/(usb/)?lp\d", text):
        return f"usb://{text}"
    if text.startswith("/"):
        return f"serial://{text}"
    if "://" not in text:
        text = f"tcp://[{text}]" if _is_ipv6(text) else f"tcp://{text}"
    if text.startswith("tcp://") and not re.search(r":\d+/?(\?.*)?\Z", text):
        place, mark, options = text.partition("?")
        text = f"{place.rstrip('/')}:{PRINTER_PORT}{mark}{options}"
    return text


def _is_ipv6(text: str) -> bool:
    try:
        ipaddress.IPv6Address(text)
    except ValueError:
        return False
    return True


def with_speed(url: str, baud: int) -> str:
    """A network address that says how fast the serial line behind it is; any other as it is."""
    found = spelled(url)
    if found.scheme != "tcp" or not baud or "baud" in found.options:
        return url
    return _written(found, baud)


def _written(found: Spelled, baud: int) -> str:
    found = replace(found, options={**found.options, "baud": str(baud)})
    host = f"[{found.host}]" if ":" in found.host else found.host
    place = f"{host}:{found.port}" if found.port is not None else host
    return f"{found.scheme}://{place}{found.path}?{urlencode(found.options)}"
