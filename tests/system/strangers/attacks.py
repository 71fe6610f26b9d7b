"""What strangers do to the hall's port: each attack by what one of its connections does, over and over."""

from __future__ import annotations

import zlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from tests.system.strangers.line import Line, Place, Tally, client_hello
from wire.codec import encode
from wire.messages import PROTOCOL, Probe
from wire.messages.phone import FollowTicket

MASK = b"\0\0\0\0"
"""Leaves a payload as it is (RFC 6455 section 5.3)."""
CHUNK_BYTES = 60_000
RECORDS = 500
"""Said at once."""
BOMB_BYTES = 60_000_000
AGAIN_S = 0.02
"""Between an end and the next beginning."""
HOLD_S = 60.0


@dataclass(frozen=True, slots=True)
class Attack:
    """`once`: what connection number so-and-so does from its beginning until it leaves by itself."""

    once: Callable[[Place, Tally, int], Awaitable[None]]
    lines: int
    """Connections at full size."""
    quick: int
    """And in the tests."""


def frame(head: int, payload: bytes) -> bytes:
    """Of a client, at most 65,535 bytes."""
    size = len(payload)
    length = bytes([0x80 | size]) if size < 126 else b"\xfe" + size.to_bytes(2, "big")
    return bytes([head]) + length + MASK + payload


def chunk(piece: bytes) -> bytes:
    return piece * (CHUNK_BYTES // len(piece))


def request(place: Place, first: bytes, *more: bytes, body: bytes | None = None) -> bytes:
    """From a page of the hall's own, as far as its head says."""
    where = b"127.0.0.1:%d" % place.port
    lines = [first, b"host: " + where, *more]
    if body is not None:
        lines += [b"origin: https://" + where, b"content-type: application/json", b"content-length: %d" % len(body)]
    return b"\r\n".join([*lines, b"", body or b""])


async def upgraded(place: Place, tally: Tally, number: int, *more: bytes, small: bool = False) -> Line:
    """A socket before its greeting."""
    line = await place.connect(tally, number=number, small=small)
    key = b"sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ=="
    words = (b"connection: Upgrade", b"upgrade: websocket", b"sec-websocket-version: 13", key)
    await line.say(request(place, b"GET /ws/phone HTTP/1.1", *words, *more))
    await line.hear(b"\r\n\r\n")
    return line


async def following(place: Place, tally: Tally, number: int, *, small: bool = False) -> Line:
    """A socket after its greeting, of the number that this stranger took."""
    line = await upgraded(place, tally, number, small=small)
    await line.say(frame(0x81, encode(FollowTicket(protocol=PROTOCOL, token=place.token))))
    await line.hear(b'"phone_board"')
    return line


async def half_head(place: Place, tally: Tally, number: int) -> None:
    line = await place.connect(tally, number=number)
    await line.say(b"GET / HTTP/1.1\r\nhost: 127.0.0.1\r\nx-slow: ")
    while True:
        await line.rest(1.0)
        await line.say(b"a")


async def early_fragments(place: Place, tally: Tally, number: int) -> None:
    await _fragments(await upgraded(place, tally, number))


async def late_fragments(place: Place, tally: Tally, number: int) -> None:
    await _fragments(await following(place, tally, number))


async def _fragments(line: Line) -> None:
    """Of one message that has nothing in it and does not end."""
    await line.say(frame(0x01, b""))
    more = chunk(frame(0x00, b""))
    while True:
        await line.say(more)


async def _endless(place: Place, tally: Tally, number: int, begin: bytes, piece: bytes) -> None:
    line = await place.connect(tally, number=number)
    await line.say(begin)
    more = chunk(piece)
    while True:
        await line.say(more)


async def endless_header(place: Place, tally: Tally, number: int) -> None:
    await _endless(place, tally, number, b"GET / HTTP/1.1\r\nhost: 127.0.0.1\r\nx-long: ", b"a")


async def endless_headers(place: Place, tally: Tally, number: int) -> None:
    await _endless(place, tally, number, b"GET / HTTP/1.1\r\nhost: 127.0.0.1\r\n", b"x: y\r\n")


async def endless_path(place: Place, tally: Tally, number: int) -> None:
    await _endless(place, tally, number, b"GET /", b"a")


async def endless_records(place: Place, tally: Tally, number: int) -> None:
    """Of TLS, a byte in each."""
    line = await place.connect(tally, number=number)
    await line.say(b"GET / HTTP/1.1\r\nhost: 127.0.0.1\r\nx-long: ")
    while True:
        await line.say_each(b"a" * RECORDS)


async def unread_pings(place: Place, tally: Tally, number: int) -> None:
    line = await following(place, tally, number, small=True)
    line.be_deaf()
    more = chunk(frame(0x89, b"p" * 125))
    while True:
        await line.say(more)


async def unread_socket(place: Place, tally: Tally, number: int) -> None:
    line = await following(place, tally, number, small=True)
    line.be_deaf()
    more = frame(0x81, encode(Probe())) * 20
    while True:
        await line.say(more)
        await line.rest(0.5)


async def deep_request(place: Place, tally: Tally, number: int) -> None:
    line = await place.connect(tally, number=number)
    raw = request(place, b"POST /api/sign-in HTTP/1.1", body=b'{"login":' + b"[" * 15_000)
    for _ in range(20):
        await line.say(raw)
        await line.hear(b"HTTP/1.1 ")
        line.heard = b""
    line.leave()


async def deep_message(place: Place, tally: Tally, number: int) -> None:
    line = await upgraded(place, tally, number)
    while True:
        await line.say(frame(0x81, b"[" * 16_000))


async def deflated_frames(place: Place, tally: Tally, number: int) -> None:
    """Whether or not the server agreed to the extension."""
    line = await upgraded(place, tally, number, b"sec-websocket-extensions: permessage-deflate")
    while True:
        await line.say(frame(0xC1, BOMB))


async def deflated_body(place: Place, tally: Tally, number: int) -> None:
    line = await place.connect(tally, number=number)
    for _ in range(20):
        raw = request(place, b"POST /api/sign-in HTTP/1.1", b"content-encoding: deflate", body=BOMB[:16_000])
        await line.say(raw)
        await line.hear(b"HTTP/1.1 ")
        line.heard = b""
    line.leave()


async def come_and_go(place: Place, tally: Tally, number: int) -> None:
    (await place.connect(tally, number=number, tls=False)).leave()


async def come_and_go_encrypted(place: Place, tally: Tally, number: int) -> None:
    (await place.connect(tally, number=number)).leave()


async def half_handshake(place: Place, tally: Tally, number: int) -> None:
    line = await place.connect(tally, number=number, tls=False)
    await line.say(HELLO)
    await line.rest(HOLD_S)


async def aborted_pipeline(place: Place, tally: Tally, number: int) -> None:
    line = await place.connect(tally, number=number)
    line.be_deaf()
    await line.say(request(place, b"GET /sign-in HTTP/1.1") * 300)
    await line.rest(0.1)
    line.leave()


def _bomb() -> bytes:
    """Zeros, as permessage-deflate writes them; what is no longer than a frame of ours may be."""
    packer = zlib.compressobj(9, wbits=-15)
    return (packer.compress(bytes(BOMB_BYTES)) + packer.flush(zlib.Z_SYNC_FLUSH))[:-4]


BOMB = _bomb()
HELLO = client_hello()
ATTACKS: Mapping[str, Attack] = {
    "half heads": Attack(half_head, 500, 100),
    "early fragments": Attack(early_fragments, 8, 4),
    "late fragments": Attack(late_fragments, 8, 4),
    "endless header": Attack(endless_header, 4, 2),
    "endless headers": Attack(endless_headers, 4, 2),
    "endless path": Attack(endless_path, 4, 2),
    "endless records": Attack(endless_records, 4, 2),
    "unread pings": Attack(unread_pings, 8, 4),
    "unread sockets": Attack(unread_socket, 200, 60),
    "deep requests": Attack(deep_request, 8, 4),
    "deep messages": Attack(deep_message, 8, 4),
    "deflated frames": Attack(deflated_frames, 8, 4),
    "deflated bodies": Attack(deflated_body, 8, 4),
    "come and go": Attack(come_and_go, 16, 8),
    "encrypted come and go": Attack(come_and_go_encrypted, 16, 8),
    "half handshakes": Attack(half_handshake, 100, 40),
    "aborted pipelines": Attack(aborted_pipeline, 4, 2),
}
PHASES: Mapping[str, tuple[str, ...]] = {
    "half heads": ("half heads",),
    "fragments": ("early fragments", "late fragments"),
    "endless heads": ("endless header", "endless headers", "endless path", "endless records"),
    "unread pings": ("unread pings",),
    "unread sockets": ("unread sockets",),
    "deep JSON": ("deep requests", "deep messages"),
    "deflate bombs": ("deflated frames", "deflated bodies"),
    "come and go": ("come and go", "encrypted come and go", "half handshakes"),
    "aborted pipelines": ("aborted pipelines",),
    "all together": tuple(ATTACKS),
}


def sizes(phase: str, *, quick: bool = False) -> dict[str, int]:
    return {name: ATTACKS[name].quick if quick else ATTACKS[name].lines for name in PHASES[phase]}
