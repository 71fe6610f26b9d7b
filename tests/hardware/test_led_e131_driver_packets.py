"""When the pixel driver sends what, read by an independent decoder, with a clock that the test moves."""

import socket
import struct
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from uuid import uuid4

import pytest
from sacn.messages.data_packet import DataPacket
from sacn.messages.universe_discovery import UniverseDiscoveryPacket

from hardware.led import e131
from hardware.led.e131_driver import STILL_EVERY_S, PixelDriver
from hardware.led.message import notice_message, opening_message
from hardware.led.settings import LedSettings, PixelTarget, parse_url

LONG = notice_message("本中心週六辦理就業博覽會，歡迎參加")
SHORT = opening_message("08:00")
IDENTITY = uuid4().bytes
"""Another process of the tests may send on the same network."""
WAIT_S = 10.0


@dataclass
class Stand:
    """A receiver, and a driver of a sign of one universe that sends to it."""

    receiver: socket.socket
    now: float = 100.0
    drivers: list[PixelDriver] = field(default_factory=list)

    def driver(self, url: str, width: int = 16) -> PixelDriver:
        settings = LedSettings(url=url, width_dots=width)
        target = parse_url(url)
        assert isinstance(target, PixelTarget)
        driver = PixelDriver(settings, target, IDENTITY, lambda: self.now)
        driver.open()
        self.drivers.append(driver)
        return driver

    @property
    def port(self) -> int:
        port = self.receiver.getsockname()[1]
        assert isinstance(port, int)
        return port

    def received(self) -> list[bytes]:
        """What of this driver has come."""
        packets: list[bytes] = []
        while True:
            try:
                packet = self.receiver.recv(2048)
            except BlockingIOError:
                return packets
            if packet[22:38] == IDENTITY:
                packets.append(packet)


@pytest.fixture
def stand() -> Iterator[Stand]:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as receiver:
        receiver.bind(("127.0.0.1", 0))
        receiver.setblocking(False)
        stand = Stand(receiver)
        yield stand
        for driver in stand.drivers:
            driver.close()


@pytest.fixture
def network() -> Iterator[Stand]:
    """A receiver that listens to multicast of this computer alone: to universe 9, and to who sends what."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as receiver:
        receiver.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        receiver.bind(("", e131.PORT))
        receiver.setblocking(False)
        for group in (e131.DISCOVERY_GROUP, e131.multicast_group(9)):
            member = struct.pack("4s4s", socket.inet_aton(group), socket.inet_aton("127.0.0.1"))
            receiver.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, member)
        stand = Stand(receiver)
        yield stand
        for driver in stand.drivers:
            driver.close()


def pictures(packets: list[bytes]) -> list[tuple[int, ...]]:
    return [tuple(DataPacket.make_data_packet(tuple(packet)).dmxData) for packet in packets]


def test_a_change_is_followed_by_three_packets_of_the_same_before_it_slows_down(stand: Stand) -> None:
    driver = stand.driver(f"e131://127.0.0.1:{stand.port}", width=96)
    first_universe = slice(None, None, 10)
    sent = {}
    for message in (SHORT, opening_message("17:00")):
        driver.show(message, full=False)
        pauses = []
        while (pause := driver.tick_every_s) < STILL_EVERY_S:
            pauses.append(pause)
            stand.now += pause
            driver.tick()
        assert len(pauses) == 3
        assert all(0.02 < pause < 0.1 for pause in pauses), "no universe may be sent more often than 44 times a second"
        came = pictures(stand.received()[first_universe])
        assert len(came) == 4
        assert len(set(came)) == 1
        sent[message.text] = came[0]
    assert len(set(sent.values())) == 2


def test_a_line_that_runs_keeps_its_pace(stand: Stand) -> None:
    driver = stand.driver(f"e131://127.0.0.1:{stand.port}")
    driver.show(LONG, full=True)
    for _ in range(20):
        assert driver.tick_every_s < 0.1
        stand.now += driver.tick_every_s
        driver.tick()


def announcements(packets: list[bytes]) -> list[bytes]:
    return [packet for packet in packets if packet[18:22] == b"\0\0\0\x08"]


@pytest.mark.parametrize("host", ["127.0.0.1", "multicast"])
def test_the_network_is_told_every_ten_seconds_which_universes_are_sent(network: Stand, host: str) -> None:
    driver = network.driver(f"e131://{host}:{e131.PORT}?universe=40&interface=127.0.0.1")
    driver.show(SHORT, full=False)
    (packet,) = announcements(network.received())
    read = UniverseDiscoveryPacket.make_universe_discovery_packet(tuple(packet))
    assert (read.universes, read.sourceName) == ((40, 41), "jiaohao")
    for seconds, told in ((9.5, 0), (0.5, 1), (0.8, 0), (9.2, 1)):
        network.now += seconds
        driver.tick()
        assert len(announcements(network.received())) == told


def test_a_panel_on_this_computer_is_no_news_for_the_network(network: Stand) -> None:
    with suppress(OSError):  # a computer without a network tells nobody anyway
        routed = struct.pack("4s4s", socket.inet_aton(e131.DISCOVERY_GROUP), socket.inet_aton("0.0.0.0"))
        network.receiver.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, routed)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as panel:  # the network's own port may be another test's too
        panel.bind(("127.0.0.1", 0))
        panel.settimeout(WAIT_S)
        network.driver(f"e131://127.0.0.1:{panel.getsockname()[1]}?universe=40").show(SHORT, full=False)
        assert panel.recv(2048)[22:38] == IDENTITY
    assert not announcements(network.received())


@pytest.mark.parametrize("interface", ["127.0.0.1", "lo"])
@pytest.mark.parametrize("host", ["multicast", "239.255.0.9"])
def test_multicast_leaves_through_the_network_that_was_chosen(network: Stand, host: str, interface: str) -> None:
    driver = network.driver(f"e131://{host}?universe=9&interface={interface}")
    driver.show(SHORT, full=True)
    universes = {
        int.from_bytes(packet[113:115], "big") for packet in network.received() if packet[18:22] == b"\0\0\0\4"
    }
    assert 9 in universes


def test_a_network_that_is_not_there_is_an_error_of_the_world(stand: Stand) -> None:
    with pytest.raises(OSError, match="no network nosuch0"):
        stand.driver("e131://multicast?interface=nosuch0")
