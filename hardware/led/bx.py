"""Frames of Onbon (仰邦) BX-5K, 5MK and 6K font cards, both directions, without any I/O.

After the vendor's published protocol for BX-5K/6K cards. A frame is eight A5, a stuffed body, one 5A; the body
is a header of 14 bytes, the data field and a CRC-16/ARC over both, low byte first. Lengths and CRC are
computed before stuffing. All integers are little-endian.
"""

from contextlib import suppress
from dataclasses import dataclass
from enum import IntEnum

from hardware.led.bx_answer import Packet

START, END = 0xA5, 0x5A
ANY_ADDRESS = 0xFFFE
"""Whatever card is on the line listens and answers."""
HOST_ADDRESS = 0x8000
ANY_DEVICE = 0xFE
LONGEST_AREA = 512
"""Bytes of one dynamic area on the smallest card (BX-5K)."""

_STUFFED = {0xA5: b"\xa6\x02", 0xA6: b"\xa6\x01", 0x5A: b"\x5b\x02", 0x5B: b"\x5b\x01"}
_UNSTUFFED = {value: bytes([key]) for key, value in _STUFFED.items()}
_HEADER = 14
_LONGEST_BODY = 4096


class FrameError(ValueError):
    """Bytes that are no frame: damaged, cut, or in another protocol."""


class Show(IntEnum):
    """How an area's text appears."""

    STILL = 1
    LEFT = 3


class Align(IntEnum):
    """Where the text stands, horizontally (low two bits) and vertically (next two)."""

    TOP_LEFT = 0x00
    MIDDLE_LEFT = 0x08
    MIDDLE = 0x0A


class Run(IntEnum):
    """What the card does when the text has been shown."""

    LOOP = 0
    LOOP_UNTIL_STALE = 2


@dataclass(frozen=True, slots=True)
class Area:
    """A dynamic area: text in the card's memory, gone when its power goes.

    ``x`` and ``width`` are dots. With ``in_dots`` they are sent as such, which BX-5K cards do not
    understand; otherwise they are sent in bytes of eight dots and must be multiples of eight.
    ``stale_after_s`` counts only with Run.LOOP_UNTIL_STALE. ``speed`` is 0 (fast) to 24, ``stay`` in 0.5 s.
    """

    text: bytes
    width: int
    height: int = 16
    x: int = 0
    y: int = 0
    number: int = 0
    run: Run = Run.LOOP
    stale_after_s: int = 10
    align: Align = Align.MIDDLE
    single_line: bool = True
    wrap: bool = False
    show: Show = Show.STILL
    speed: int = 1
    stay: int = 10
    in_dots: bool = False

    def encode(self) -> bytes:
        """Return the area's bytes. Raises ValueError for what the card could not hold or place."""
        if len(self.text) > LONGEST_AREA:
            raise ValueError(f"{len(self.text)} bytes of text do not fit in an area of {LONGEST_AREA}")
        if not 0 <= self.speed <= 24:
            raise ValueError(f"speed is 0 to 24, not {self.speed}")
        return b"".join(
            (
                b"\x00",
                self._across(self.x),
                _word(self.y),
                self._across(self.width),
                _word(self.height),
                bytes([self.number, 0, self.run]),
                _word(self.stale_after_s),
                b"\x00\x00",  # no voice, no extension
                bytes([self.align, 1 if self.single_line else 2, 2 if self.wrap else 1]),
                bytes([self.show, 0, self.speed, self.stay]),
                len(self.text).to_bytes(4, "little"),
                self.text,
            )
        )

    def _across(self, dots: int) -> bytes:
        if self.in_dots:
            return _word(dots | 0x8000)
        if dots % 8:
            raise ValueError(f"{dots} dots are no whole number of bytes: send them in dots")
        return _word(dots // 8)


def crc16(data: bytes) -> int:
    """CRC-16/ARC: reflected polynomial A001, start 0, no final xor."""
    crc = 0
    for byte in data:
        crc = crc >> 8 ^ _TABLE[(crc ^ byte) & 0xFF]
    return crc


def stuff(body: bytes) -> bytes:
    """Replace the bytes that delimit frames, and those that replace them, by pairs."""
    return b"".join(_STUFFED.get(byte) or bytes([byte]) for byte in body)


def unstuff(stuffed: bytes) -> bytes:
    """Undo :func:`stuff`. Raises FrameError for a delimiter inside or a pair that does not exist."""
    body = bytearray()
    position = 0
    while position < len(stuffed):
        byte = stuffed[position]
        if byte in (0xA6, 0x5B):
            pair = stuffed[position : position + 2]
            if pair not in _UNSTUFFED:
                raise FrameError(f"no such pair: {pair.hex(' ')}")
            body += _UNSTUFFED[pair]
            position += 2
        elif byte in (START, END):
            raise FrameError(f"a bare {byte:02x} inside a frame")
        else:
            body.append(byte)
            position += 1
    return bytes(body)


def frame(data: bytes, *, to: int = ANY_ADDRESS, sender: int = HOST_ADDRESS, device: int = ANY_DEVICE) -> bytes:
    """Wrap a data field in header, checksum, stuffing and delimiters."""
    header = _word(to) + _word(sender) + bytes(6) + bytes([device, 0x02]) + _word(len(data))
    body = header + data
    return bytes([START] * 8) + stuff(body + _word(crc16(body))) + bytes([END])


def ping(to: int = ANY_ADDRESS) -> bytes:
    """Ask whether a card is there; it answers with ACK."""
    return frame(bytes([0xA2, 0x00, 0x01, 0, 0]), to=to)


def ask_status(to: int = ANY_ADDRESS) -> bytes:
    """Ask for power and the dynamic areas the card holds."""
    return frame(bytes([0xA1, 0x02, 0x01, 0, 0]), to=to)


def power(on: bool, to: int = ANY_ADDRESS) -> bytes:
    """Switch the dots on or off; the card itself stays on."""
    return frame(bytes([0xA3, 0x00, 0x01, 0, 0, 0x01 if on else 0x02]), to=to)


def write_areas(*areas: Area, clear: bool = False, delete: tuple[int, ...] = (), to: int = ANY_ADDRESS) -> bytes:
    """Show dynamic areas. ``clear`` empties the sign first; ``delete`` names areas to drop."""
    data = bytearray([0xA3, 0x06, 0x01, 0x01 if clear else 0x00, 0, len(delete), *delete, len(areas)])
    for area in areas:
        encoded = area.encode()
        data += _word(len(encoded)) + encoded
    return frame(bytes(data), to=to)


class FrameReader:
    """Finds frames in a stream that may begin with garbage, split frames or join them."""

    def __init__(self) -> None:
        """Start with nothing received."""
        self._inside = False
        self._body = bytearray()

    def feed(self, data: bytes) -> list[Packet]:
        """Take what came in and return the whole, undamaged frames that are now complete."""
        packets: list[Packet] = []
        for byte in data:
            if byte == START:
                # Any run of A5 is a start: inside a frame it means that the end was lost.
                self._inside = True
                self._body.clear()
            elif byte == END and self._inside:
                if self._body:
                    self._close(packets)
                self._inside = False
                self._body.clear()
            elif self._inside:
                self._body.append(byte)
                if len(self._body) > _LONGEST_BODY:
                    self._inside = False
                    self._body.clear()
        return packets

    def _close(self, packets: list[Packet]) -> None:
        with suppress(FrameError):
            packets.append(parse_body(unstuff(bytes(self._body))))


def parse_body(body: bytes) -> Packet:
    """Check an unstuffed body and split it. Raises FrameError when length or checksum do not agree."""
    if len(body) < _HEADER + 2:
        raise FrameError(f"{len(body)} bytes are too few for a frame")
    if int.from_bytes(body[-2:], "little") != crc16(body[:-2]):
        raise FrameError("wrong checksum")
    length = int.from_bytes(body[12:14], "little")
    data = body[_HEADER:-2]
    if length != len(data):
        raise FrameError(f"a length of {length} over {len(data)} bytes")
    return Packet(int.from_bytes(body[0:2], "little"), int.from_bytes(body[2:4], "little"), body[10], data)


def _word(value: int) -> bytes:
    return value.to_bytes(2, "little")


def _crc_of(index: int) -> int:
    for _ in range(8):
        index = index >> 1 ^ (0xA001 if index & 1 else 0)
    return index


_TABLE = tuple(_crc_of(index) for index in range(256))
