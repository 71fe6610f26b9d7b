"""The UDP socket through which a panel is sent its packets, to one host or to multicast groups."""

import errno
import ipaddress
import logging
import select
import socket
import struct
import time
from contextlib import suppress

from hardware.led import e131
from hardware.led.settings import PixelTarget
from hardware.lookup import LOOKUP, Lookup

LOOK_UP_S = 3.0
_REFUSAL_WAIT_MS = 50

logger = logging.getLogger(__name__)


class PanelSocket:
    """An open socket. Raises OSError when it cannot be made, and when it cannot send."""

    def __init__(
        self, target: PixelTarget, attempt: int = 0, lookup: Lookup = LOOKUP, look_up_s: float = LOOK_UP_S
    ) -> None:
        """Open it, which takes no longer than looking its host up may: ``look_up_s``.

        Nobody tells which of a host's addresses are dead: each ``attempt`` takes the next one.
        """
        self._target = target
        self._announces = True
        if not target.host:
            self._socket = _for_groups(target.interface)
            return
        places = lookup.places(target.host, target.port, time.monotonic() + look_up_s, socket.SOCK_DGRAM)
        place = places[attempt % len(places)]
        self._socket = socket.socket(place.family, place.kind, place.protocol)
        try:
            if place.family == socket.AF_INET and ipaddress.ip_address(place.address[0]).is_multicast:
                _leave_through(self._socket, target.interface)
            # A connected socket hears when the other end refuses.
            self._socket.connect(place.address)
        except OSError:
            self._socket.close()
            raise
        # A panel that is played on this computer is no news for the network.
        self._announces = (
            bool(target.interface) or not ipaddress.ip_address(place.address[0].partition("%")[0]).is_loopback
        )

    def send(self, universe: int, packet: bytes) -> None:
        """Send one universe's packet."""
        if self._target.host:
            self._socket.send(packet)
        else:
            self._socket.sendto(packet, (e131.multicast_group(universe), self._target.port))

    def announce(self, packet: bytes) -> None:
        """Tell the network which universes are sent. A network without multicast goes without. Never raises."""
        if not self._announces:
            return
        try:
            with _for_groups(self._target.interface) as announcer:
                announcer.sendto(packet, (e131.DISCOVERY_GROUP, e131.PORT))
        except OSError as error:
            logger.debug("universes not announced: %s", error)

    def listen_for_refusal(self) -> None:
        """Raise ConnectionRefusedError when nobody listens: the refusal comes back shortly after sending."""
        if not self._target.host:
            return
        poll = select.poll()
        poll.register(self._socket, select.POLLERR)
        if poll.poll(_REFUSAL_WAIT_MS):
            error = self._socket.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
            if error:
                raise OSError(error, f"nobody listens at {self._target.host}:{self._target.port}")

    def close(self) -> None:
        """Close it. Never raises."""
        with suppress(OSError):
            self._socket.close()


def _for_groups(interface: str) -> socket.socket:
    sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    try:
        _leave_through(sender, interface)
    except OSError:
        sender.close()
        raise
    return sender


def _leave_through(sender: socket.socket, interface: str) -> None:
    """Choose the network that multicast goes to: by its name (eth0) or this computer's address in it; "" as routed."""
    if not interface:
        return
    try:
        own = ipaddress.IPv4Address(interface).packed
    except ValueError:
        chosen = struct.pack("=4s4si", bytes(4), bytes(4), _number_of(interface))
    else:
        chosen = struct.pack("=4s4si", bytes(4), own, 0)
    sender.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, chosen)


def _number_of(interface: str) -> int:
    try:
        return socket.if_nametoindex(interface)
    except OSError as error:
        raise OSError(errno.ENODEV, f"this computer has no network {interface}") from error
