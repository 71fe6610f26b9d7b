"""Messages to bytes and back. JSON text frames; the `type` field names the struct."""

from __future__ import annotations

import msgspec

from wire.errors import Code, MalformedMessage
from wire.messages import ClientMessage, ServerMessage
from wire.messages.commands import Key

MAX_CLIENT_BYTES = 16 * 1024
"""A client's message is a few hundred bytes; more is a fault or an attack."""
MAX_DEPTH = 8

_encoder = msgspec.json.Encoder()
_client: msgspec.json.Decoder[ClientMessage] = msgspec.json.Decoder(ClientMessage)
_server: msgspec.json.Decoder[ServerMessage] = msgspec.json.Decoder(ServerMessage)


def encode(message: msgspec.Struct) -> bytes:
    """One message as UTF-8 JSON."""
    return _encoder.encode(message)


def decode_client(data: bytes | str) -> ClientMessage:
    """What a server reads. Raises MalformedMessage with a code and the JSON path of the fault."""
    raw = data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data
    if len(raw) > MAX_CLIENT_BYTES:
        raise MalformedMessage(Code.TOO_LARGE, f"{len(raw)} bytes, at most {MAX_CLIENT_BYTES}")
    if depth(raw) > MAX_DEPTH:
        raise MalformedMessage(Code.TOO_DEEP, f"nested deeper than {MAX_DEPTH}")
    try:
        return _client.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as fault:
        text = str(fault)
        unknown = "Invalid value" in text and text.endswith("`$.type`")
        refusal = MalformedMessage(Code.UNKNOWN_TYPE if unknown else Code.MALFORMED, text)
        refusal.key = _key_in(raw)
        raise refusal from fault


class _Keyed(msgspec.Struct):
    key: Key


_keyed: msgspec.json.Decoder[_Keyed] = msgspec.json.Decoder(_Keyed)


def _key_in(raw: bytes) -> str | None:
    try:
        return _keyed.decode(raw).key
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def decode_server(data: bytes | str) -> ServerMessage | None:
    """What a client reads. None for a type this program does not know: a newer server may say more.

    Raises MalformedMessage when a known message does not have the shape it should.
    """
    try:
        try:
            return _server.decode(data)
        except msgspec.ValidationError as fault:
            if not (str(fault).endswith("`$.type`") and "Invalid value" in str(fault)):
                raise
            msgspec.json.decode(data)  # msgspec stops reading at a type it does not know: the rest has to be JSON too
            return None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as fault:
        raise MalformedMessage(Code.MALFORMED, str(fault)) from fault


def depth(raw: bytes) -> int:
    """Upper bound of the nesting, told no further than one above `MAX_DEPTH`: whoever nests deeper shall cost nothing.
    Brackets inside strings count too, which no message of ours needs."""
    brackets = raw.count(b"[") + raw.count(b"{")
    if brackets <= MAX_DEPTH:
        return brackets
    here = deepest = 0
    for byte in raw:
        if byte in b"[{":
            here += 1
            deepest = max(deepest, here)
            if here > MAX_DEPTH:
                break
        elif byte in b"]}":
            here -= 1
    return deepest
