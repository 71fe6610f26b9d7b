"""What the server and the process that reckons waits say to each other: a line of JSON each."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from server.forecast.forecast import Expected, Forecast
from server.forecast.now import Now


class Beginning(msgspec.Struct, frozen=True):
    """The first line: what to learn from."""

    database: str
    hall_id: str


class Reckoned(msgspec.Struct, frozen=True):
    """A `Forecast`; JSON knows no pairs as names."""

    at: int
    seq: int
    issued_now: tuple[tuple[str, str, Expected], ...]
    tickets: Mapping[str, Expected]
    took_ms: float
    """Processor time that it took to reckon it."""


_encoder = msgspec.json.Encoder()
_now = msgspec.json.Decoder(Now)
_reckoned = msgspec.json.Decoder(Reckoned)
_beginning = msgspec.json.Decoder(Beginning)


def line(said: Beginning | Now | Reckoned) -> bytes:
    return _encoder.encode(said) + b"\n"


def read_beginning(text: bytes) -> Beginning:
    """Raises msgspec.MsgspecError, as all that read here."""
    return _beginning.decode(text)


def read_now(text: bytes) -> Now:
    return _now.decode(text)


def read_reckoned(text: bytes) -> tuple[Forecast, float]:
    """With what it took, in ms."""
    said = _reckoned.decode(text)
    issued_now = {(service_id, kind): expected for service_id, kind, expected in said.issued_now}
    return Forecast(said.at, said.seq, issued_now, said.tickets), said.took_ms


def reckoned(forecast: Forecast, took_ms: float) -> Reckoned:
    issued_now = tuple((service_id, kind, expected) for (service_id, kind), expected in forecast.issued_now.items())
    return Reckoned(forecast.at, forecast.seq, issued_now, forecast.tickets, took_ms)
