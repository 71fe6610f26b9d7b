"""E1.31 packets: a golden vector, and an independent decoder for any frame."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sacn.messages.data_packet import DataPacket
from sacn.messages.universe_discovery import UniverseDiscoveryPacket

from hardware.led import e131

GOLDEN = (
    "001000004153432d45312e3137000000707a000000045151515151515151515151515151515170640000000271756575652d6c65"
    "64000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
    "0000000064000001000001701702a100000001000d00ff0000ff0000ff0000ff0000"
)
SENDER = e131.Sender(b"\x51" * 16, "queue-led")


def decoded(packet: bytes) -> DataPacket:
    """Read a packet with the independent decoder, which wants all 512 channels present or cut alike."""
    return DataPacket.make_data_packet(tuple(packet))


def test_golden_packet() -> None:
    assert e131.packet(SENDER, 1, 1, bytes.fromhex("ff0000" * 4)).hex() == GOLDEN


@given(
    st.integers(1, 63_999),
    st.integers(0, 1000),
    st.binary(min_size=1, max_size=512),
    st.integers(0, 200),
    st.booleans(),
)
def test_an_independent_decoder_reads_what_was_sent(
    universe: int, sequence: int, channels: bytes, priority: int, ended: bool
) -> None:
    sender = e131.Sender(bytes(range(16)), "就業中心", priority)
    read = decoded(e131.packet(sender, universe, sequence, channels, ended=ended))
    assert (read.universe, read.sequence, read.priority) == (universe, sequence % 256, priority)
    assert (read.cid, read.sourceName) == (tuple(range(16)), "就業中心")
    assert tuple(read.dmxData[: len(channels)]) == tuple(channels)
    assert read.option_StreamTerminated is ended


@given(st.lists(st.integers(1, 63_999), unique=True, max_size=512))
def test_an_independent_decoder_reads_which_universes_are_sent(universes: list[int]) -> None:
    sender = e131.Sender(bytes(range(16)), "就業中心")
    packet = e131.discovery_packet(sender, universes)
    read = UniverseDiscoveryPacket.make_universe_discovery_packet(tuple(packet))
    assert read.universes == tuple(sorted(universes))
    assert (read.cid, read.sourceName, read.page, read.lastPage) == (tuple(range(16)), "就業中心", 0, 0)
    assert bytes(read.getBytes()) == packet


@given(st.integers(0, 1200), st.integers(1, 60_000))
def test_universes_hold_whole_dots_in_order(dots: int, first: int) -> None:
    colours = bytes(index % 251 for index in range(dots * 3))
    parts = e131.split_universes(colours, first)
    assert b"".join(part for _, part in parts) == colours
    assert [universe for universe, _ in parts] == list(range(first, first + len(parts)))
    assert all(len(part) % 3 == 0 and len(part) <= 510 for _, part in parts)
    assert len(parts) == e131.universes_needed(dots)


def test_limits_are_said() -> None:
    with pytest.raises(ValueError, match="whole number of dots"):
        e131.split_universes(b"1234")
    with pytest.raises(ValueError, match="2 universes from 63999"):
        e131.split_universes(bytes(171 * 3), 63_999)
    with pytest.raises(ValueError, match="universe is 1"):
        e131.packet(SENDER, 0, 0, b"")
    with pytest.raises(ValueError, match="512"):
        e131.packet(SENDER, 1, 0, bytes(513))
    with pytest.raises(ValueError, match="513 universes"):
        e131.discovery_packet(SENDER, range(1, 514))
    with pytest.raises(ValueError, match="universes are 1"):
        e131.discovery_packet(SENDER, [64_214])
    with pytest.raises(ValueError, match="16 bytes"):
        e131.Sender(b"1", "x")
    with pytest.raises(ValueError, match="63 bytes"):
        e131.Sender(bytes(16), "號" * 22)
    with pytest.raises(ValueError, match="priority"):
        e131.Sender(bytes(16), "x", 201)


def test_wiring_starts_at_its_corner_and_turns() -> None:
    assert e131.wiring(3, 2, e131.Corner.TOP_LEFT, serpentine=False) == (0, 1, 2, 3, 4, 5)
    assert e131.wiring(3, 2, e131.Corner.TOP_LEFT, serpentine=True) == (0, 1, 2, 5, 4, 3)
    assert e131.wiring(3, 2, e131.Corner.TOP_RIGHT, serpentine=False) == (2, 1, 0, 5, 4, 3)
    assert e131.wiring(3, 2, e131.Corner.BOTTOM_LEFT, serpentine=True) == (3, 4, 5, 2, 1, 0)
    assert e131.wiring(3, 2, e131.Corner.BOTTOM_RIGHT, serpentine=True) == (5, 4, 3, 0, 1, 2)


@given(st.integers(1, 40), st.integers(1, 16), st.sampled_from(e131.Corner), st.booleans())
def test_wiring_reaches_every_dot_once(width: int, height: int, corner: e131.Corner, serpentine: bool) -> None:
    assert sorted(e131.wiring(width, height, corner, serpentine=serpentine)) == list(range(width * height))


def test_multicast_group() -> None:
    assert e131.multicast_group(1) == "239.255.0.1"
    assert e131.multicast_group(0x1234) == "239.255.18.52"
