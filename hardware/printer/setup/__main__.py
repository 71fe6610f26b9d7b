"""`./jiaohao printer`: finds out what a printer is and can, and what to write into the config.

Exit status: 0 when it was set up, 1 when it ended without, 64 for an address or a network that is not understood, 74
when the config could not be changed at the end, 78 when it is known from the start that it cannot, 130 after Ctrl+C.
"""

import argparse
import asyncio
import os
import sys
from ipaddress import IPv4Network
from pathlib import Path

from hardware.printer.profile import PROFILES
from hardware.printer.setup import discovery
from hardware.printer.setup.config_lines import ConfigNotChanged, check
from hardware.printer.setup.hands import Hands
from hardware.printer.setup.interview_types import Findings
from hardware.printer.setup.proof import proof_picture
from hardware.printer.setup.speech import Speech
from hardware.printer.setup.terminal import NobodyAnswers, Terminal
from hardware.transport import AddressError
from program.language import language_of_terminal
from program.log_records import last_word

_DEVICES = ("usb/lp*", "ttyUSB*", "ttyACM*")


def main() -> int:
    """See the module."""
    options = _parser().parse_args()
    speech = Speech(language_of_terminal())
    hands = Hands(lambda url, profile: proof_picture(speech.language, url, profile))
    return run(options, Terminal(speech, sys.stdout, sys.stdin), hands)


def run(options: argparse.Namespace, person: Terminal, hands: Hands) -> int:
    """The whole set-up with a person; the exit status. `options` are those of the command line."""
    lacking = os.EX_CONFIG
    try:
        if options.config is not None:
            check(options.config)
        lacking = os.EX_IOERR
        return _set_up(options, person, hands)
    except ConfigNotChanged as fault:
        last_word(person.speech.config_lacks(options.config, fault))
        return lacking
    except NobodyAnswers:
        person.tell("nobody")
        return 1
    except (AddressError, discovery.NetworkFault) as fault:
        last_word(str(fault))
        return os.EX_USAGE
    except KeyboardInterrupt:
        person.say("")
        person.tell("stopped")
        return 130


def _set_up(options: argparse.Namespace, person: Terminal, hands: Hands) -> int:
    url = options.address or _found(person, options)
    end = person.set_up(url, tuple(PROFILES.values()), hands) if url else None
    if not isinstance(end, Findings):
        return 1
    if options.config is not None:
        person.offer(end, options.config)
    else:
        person.tell("lines_by_itself")
    return os.EX_OK


def _found(person: Terminal, options: argparse.Namespace) -> str:
    """The address of a printer that the person chose among those nearby; empty without one."""
    if options.find is None:
        urls = [str(path) for pattern in _DEVICES for path in sorted(Path("/dev").glob(pattern))]
        lacking = "no_device"
    else:
        port = discovery.port_named(options.port)
        network = _network_named(person, options.find) if options.find else _own_network(person)
        if network is None:
            person.tell("no_network")
            return ""
        person.tell("finding", network=network)
        urls = [f"tcp://{host}:{port}" for host in asyncio.run(discovery.find(network.hosts(), port))]
        lacking = "found_none"
    if not urls:
        person.tell(lacking)
    for url in urls:
        person.tell("found_one", url=url)
        if person.ask(person.speech.text("set_it_up")):
            return url
    return ""


def _network_named(person: Terminal, text: str) -> IPv4Network:
    """Raises NetworkFault in the person's language."""
    try:
        return discovery.network_named(text)
    except discovery.NetworkFault as fault:
        most, prefix = f"{2 ** (32 - discovery.SMALLEST_PREFIX):,}", discovery.SMALLEST_PREFIX
        words = person.speech.text("network_refused", network=text, most=most, prefix=prefix)
        raise discovery.NetworkFault(words) from fault


def _own_network(person: Terminal) -> IPv4Network | None:
    """What is looked at unasked; other networks are only named."""
    networks = discovery.reachable(discovery.own_networks())
    if not networks:
        return None
    first, own = networks[0]
    others = [network for network, _ in networks[1:]]
    if others:
        names = person.speech.catalog.style(person.speech.language).list_separator.join(map(str, others))
        near = discovery.around(others[0], others[0].network_address)
        person.tell("other_networks", networks=names, first=near)
    return discovery.around(first, own)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="./jiaohao printer",
        description="Finds out what a ticket printer is and can, with questions answered by yes or no, and prints the"
        " lines for the config.",
    )
    parser.add_argument(
        "address",
        nargs="?",
        help="192.0.2.10, /dev/usb/lp0, /dev/ttyUSB0 or as in the config; left out: what is plugged into this computer",
    )
    parser.add_argument(
        "--find",
        nargs="?",
        const="",
        metavar="NETWORK",
        help="look for network printers nearby, or in NETWORK (192.0.2.0/24)",
    )
    parser.add_argument("--port", default=str(discovery.PRINTER_PORT), help="with --find: another port than 9100")
    parser.add_argument("--config", type=Path, help="offer to put the lines into this file")
    return parser


if __name__ == "__main__":
    sys.exit(main())
