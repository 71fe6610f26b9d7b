"""Half a conversation, told and read in plain JSON, so that one written in another language can be driven too."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

import msgspec

from tests.contract.wire_samples import SAMPLES
from wire.codec import decode_client, encode
from wire.conversation import Conversation
from wire.messages import PROTOCOL, AskSnapshot, FollowTicket, Hello, Probe
from wire.outputs import Output

HALL_ID = "yongkang"
Plain = dict[str, Any]


@dataclass(frozen=True)
class Manners:
    """How a program talks: a screen, a console, a phone."""

    greeting: Plain
    ready: str
    silence_ms: int
    probe: Plain | None

    @property
    def phone(self) -> bool:
        return bool(self.greeting["type"] == "follow_ticket")


def plain(message: msgspec.Struct) -> Plain:
    decoded: Plain = json.loads(encode(message))
    return decoded


HELLO = plain(Hello(protocol=PROTOCOL, role="display", name="d"))
FOLLOW = plain(FollowTicket(protocol=PROTOCOL, token="Zm9vYmFyYmF6cXV4MTIzNA"))
MANNERS = (
    Manners(HELLO, "snapshot", 10_000, plain(Probe())),
    Manners({**HELLO, "role": "console", "hall_id": HALL_ID}, "snapshot", 12_000, plain(AskSnapshot())),
    Manners({**HELLO, "hall_id": "hsinying"}, "snapshot", 0, None),
    Manners(FOLLOW, "phone_ticket", 90_000, None),
    Manners(FOLLOW, "phone_ticket", 90_000, plain(Probe())),
)


@dataclass(frozen=True)
class Reaction:
    """What a half did with one input. `luck` is the state of its dice: it threw them as often as the other half."""

    out: list[Plain]
    wake_at: float | None
    state: str
    luck: int
    time: float | None
    """The server's clock, at 0 of its own."""


class Half(Protocol):
    def begin(self, manners: Manners, luck: int) -> None: ...
    def act(self, name: str, *arguments: Any) -> Reaction: ...


class PythonHalf:
    """`wire.conversation`, told and read in JSON."""

    def begin(self, manners: Manners, luck: int) -> None:
        self._luck = luck

        def greeting(last_seq: int | None) -> Hello | FollowTicket:
            told = decode_client(json.dumps(manners.greeting))
            if isinstance(told, Hello):
                return msgspec.structs.replace(told, last_seq=last_seq)
            assert isinstance(told, FollowTicket)
            return told

        probe = decode_client(json.dumps(manners.probe)) if manners.probe else None
        assert isinstance(probe, Probe | AskSnapshot | None)
        self._conversation = Conversation(
            greeting,
            lambda message: plain(message)["type"] == manners.ready,
            random=self._random,
            silence_ms=manners.silence_ms,
            probe=probe,
        )

    def act(self, name: str, *arguments: Any) -> Reaction:
        told = [decode_client(json.dumps(one)) if isinstance(one, dict) else one for one in arguments]
        act: Callable[..., list[Output]] = getattr(self._conversation, name)
        out = [_plain_output(one) for one in act(*told)]
        one = self._conversation
        return Reaction(out, one.wake_at, one.state.value, self._luck, one.clock.read(0.0))

    def _random(self) -> float:
        self._luck = (self._luck * 1_664_525 + 1_013_904_223) & 0xFFFFFFFF
        return self._luck / 2**32


def _plain_output(output: Output) -> Plain:
    fields = {name: getattr(output, name) for name in output.__dataclass_fields__}
    whole = {name: plain(value) if isinstance(value, msgspec.Struct) else value for name, value in fields.items()}
    return {"kind": {"StateChanged": "state"}.get(type(output).__name__, type(output).__name__.lower()), **whole}


T = TypeVar("T")


def sample(kind: type[T]) -> T:
    return next(one for one in SAMPLES if isinstance(one, kind))
