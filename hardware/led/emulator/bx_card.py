"""A BX-6K font card as the emulator plays it: bytes in, answers out, state in between.

Written from the vendor's protocol alone and sharing no code with the driver's encoder, so that the two check
each other. Faults stay until ``clear``.
"""

import random
import struct
from collections import Counter
from dataclasses import dataclass, field

from hardware.led.emulator.bx_card_text import Run, read_text

KEPT_AREAS = 5
AREA_BYTES = 1024
_SHORTEST = 16
_PAIRS = ((b"\xa6\x02", b"\xa5"), (b"\xa6\x01", b"\xa6"), (b"\x5b\x02", b"\x5a"), (b"\x5b\x01", b"\x5b"))


@dataclass(frozen=True, slots=True)
class CardArea:
    """A dynamic area in the card's memory; places and sizes in dots, times in seconds."""

    number: int
    x: int
    y: int
    width: int
    height: int
    run_mode: int
    stale_after_s: int
    align: int
    single_line: bool
    show_mode: int
    speed: int
    stay_s: float
    runs: tuple[Run, ...]
    since: float

    @property
    def cells(self) -> int:
        """The text's length in cells of eight dots."""
        return sum(len(run.text.encode("gbk", "replace")) for run in self.runs)


@dataclass
class Faults:
    """What is wrong with the card on demand."""

    silent: bool = False
    nak: int | None = None
    garbage: bool = False


@dataclass
class Card:
    """The card. ``time`` values are monotonic seconds given by the caller."""

    width: int
    chance: random.Random = field(default_factory=lambda: random.Random(5))  # noqa: S311 - noise for tests
    on: bool = True
    areas: dict[int, CardArea] = field(default_factory=dict)
    faults: Faults = field(default_factory=Faults)
    frames: int = 0
    unheard: int = 0
    """Bytes that came while it was silent."""
    errors: Counter[str] = field(default_factory=Counter)
    commands: Counter[str] = field(default_factory=Counter)
    _inside: bool = False
    _waiting: bytearray = field(default_factory=bytearray)

    def receive(self, data: bytes, now: float) -> bytes:
        """Take bytes from the line and return what the card answers."""
        if self.faults.silent:
            self.unheard += len(data)
            return b""
        answers = bytearray()
        for value in data:
            if value == 0xA5:
                if self._waiting:
                    self.errors["cut"] += 1
                self._inside, self._waiting = True, bytearray()
            elif value == 0x5A and self._inside:
                answers += self._whole(bytes(self._waiting), now) if self._waiting else b""
                self._inside, self._waiting = False, bytearray()
            elif self._inside:
                self._waiting.append(value)
            else:
                self.errors["garbage"] += 1
        return bytes(answers)

    @property
    def moves(self) -> bool:
        """Whether an area's text runs, or is too long to be shown in one page."""
        return any(area.show_mode == 3 or area.cells * 8 > area.width for area in self.areas.values())

    def lose_power(self) -> None:
        """Go dark and come back with empty memory, as after a power cut."""
        self.areas.clear()
        self.on = True
        self._inside, self._waiting = False, bytearray()

    def forget_stale(self, now: float) -> None:
        """Delete the areas that were to go when the host stays silent."""
        stale = [
            area.number for area in self.areas.values() if area.run_mode == 2 and now > area.since + area.stale_after_s
        ]
        for number in stale:
            del self.areas[number]

    def _whole(self, stuffed: bytes, now: float) -> bytes:
        body = _without_pairs(stuffed)
        if body is None or len(body) < _SHORTEST:
            self.errors["stuffing"] += 1
            return b""
        if _crc(body[:-2]) != struct.unpack("<H", body[-2:])[0]:
            self.errors["checksum"] += 1
            return self._answer(body, 0xA001, 5)
        data = body[14:-2]
        if struct.unpack_from("<H", body, 12)[0] != len(data) or len(data) < 5:
            self.errors["length"] += 1
            return b""
        self.frames += 1
        if self.faults.nak is not None:
            reply = self._answer(body, 0xA001, self.faults.nak)
        else:
            reply = self._obey(body, data, now)
        # Nobody answers a broadcast, or a host that asked for silence.
        return reply if body[:2] != b"\xff\xff" and data[2] == 0x01 else b""

    def _obey(self, ask: bytes, data: bytes, now: float) -> bytes:
        command = data[0] << 8 | data[1]
        error = 0
        if command == 0xA200:
            self.commands["ping"] += 1
        elif command == 0xA102:
            self.commands["status"] += 1
            return self._answer(ask, 0xA102, 0, self._status())
        elif command == 0xA300 and len(data) >= 6:
            self.commands["power"] += 1
            self.on = data[5] == 0x01
        elif command == 0xA306:
            self.commands["area"] += 1
            error = self._write(data, now)
        else:
            error = 2 if data[0] in (0xA1, 0xA2, 0xA3, 0xA4) else 1
        if error:
            self.errors["command"] += 1
        return self._answer(ask, 0xA001 if error else 0xA000, error)

    def _status(self) -> bytes:
        numbers = bytes(sorted(self.areas))
        clock = bytes.fromhex("2026112106090000")
        head = bytes([0x01 if self.on else 0x02, 15]) + clock + b"\x00" + b"P000" + b"\x00\x00"
        return head + bytes([len(numbers)]) + numbers + b"BX-6K-EMULATOR-1" + bytes(12)

    def _write(self, data: bytes, now: float) -> int:
        """Obey the dynamic-area command; return the protocol's error number."""
        try:
            deleted = data[5]
            gone = range(256) if deleted == 0xFF else data[6 : 6 + deleted]
            place = 6 + (0 if deleted == 0xFF else deleted)
            count, place = data[place], place + 1
            new: list[CardArea] = []
            for _ in range(count):
                (length,) = struct.unpack_from("<H", data, place)
                block = data[place + 2 : place + 2 + length]
                if len(block) != length:
                    return 4
                new.append(_read_area(block, now))
                place += 2 + length
        except (IndexError, struct.error):
            return 4
        if place != len(data) or any(area.number >= KEPT_AREAS for area in new):
            return 4
        if data[3] == 1:
            self.areas.clear()
        for number in gone:
            self.areas.pop(number, None)
        self.areas.update((area.number, area) for area in new)
        return 0

    def _answer(self, ask: bytes, kind: int, error: int, more: bytes = b"") -> bytes:
        to, sender = struct.unpack_from("<HH", ask)
        data = bytes([kind >> 8, kind & 0xFF, error, 0, 0]) + more
        # The card puts the asker first and its own address second, as the vendor's examples do.
        body = struct.pack("<HH6xBBH", sender, to, 0xFE, 0x02, len(data)) + data
        body += struct.pack("<H", _crc(body))
        for pair, plain in (
            (b"\xa6\x01", b"\xa6"),
            (b"\xa6\x02", b"\xa5"),
            (b"\x5b\x01", b"\x5b"),
            (b"\x5b\x02", b"\x5a"),
        ):
            body = body.replace(plain, pair)
        whole = b"\xa5" * 9 + body + b"\x5a"
        if self.faults.garbage:
            noise = self.chance.randbytes(20)
            return noise + whole[:-4] + b"\x5a" + noise + whole
        return whole


def _read_area(block: bytes, now: float) -> CardArea:
    (x, y, width, height, number, _spacing, run_mode, stale, voice, extension) = struct.unpack_from(
        "<xHHHHBBBHBB", block
    )
    # A voice or an extension would put more bytes here; this card has neither.
    if voice or extension:
        raise IndexError("voice and extension are not fitted")
    align, single, _wrap, show, _exit, speed, stay, length = struct.unpack_from("<BBBBBBBI", block, 16)
    text = block[27 : 27 + length]
    if len(text) != length or length > AREA_BYTES:
        raise IndexError("text and its length do not agree")
    return CardArea(
        number,
        _dots(x),
        y,
        _dots(width),
        height,
        run_mode,
        stale,
        align,
        single == 1,
        show,
        speed,
        stay / 2,
        read_text(text),
        now,
    )


def _dots(value: int) -> int:
    """With the top bit a number of dots, else of bytes."""
    return value & 0x7FFF if value & 0x8000 else value * 8


def _without_pairs(stuffed: bytes) -> bytes | None:
    """Undo the stuffing pair by pair; None for a pair that does not exist."""
    plain = dict(_PAIRS)
    out = bytearray()
    place = 0
    while place < len(stuffed):
        if stuffed[place] in (0xA6, 0x5B):
            found = plain.get(stuffed[place : place + 2])
            if found is None:
                return None
            out += found
            place += 2
        else:
            out.append(stuffed[place])
            place += 1
    return bytes(out)


def _crc(data: bytes) -> int:
    register = 0
    for value in data:
        register ^= value
        for _ in range(8):
            carry = register & 1
            register >>= 1
            if carry:
                register ^= 0xA001
    return register
