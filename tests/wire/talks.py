"""A conversation at a clock that the test moves."""

from __future__ import annotations

import msgspec

from tests.contract.wire_samples import KEY
from tests.wire.conversation_halves import HALL_ID, sample
from wire.codec import encode
from wire.conversation import Conversation
from wire.messages import (
    PROTOCOL,
    CallNext,
    FollowTicket,
    HallMoved,
    Hello,
    IssueTicket,
    PhoneTicket,
    Probe,
    ServerMessage,
    Snapshot,
    Welcome,
)
from wire.outputs import Open, Output, StateChanged
from wire.verdicts import LinkState, Reason

HELLO = Hello(protocol=PROTOCOL, role="display", name="d", hall_id=HALL_ID)
FOLLOW = sample(FollowTicket)
WELCOME = Welcome(protocol=PROTOCOL, oldest=PROTOCOL, server="t", hall_id=HALL_ID, at=0)
CALL = CallNext(key=KEY, counter_id="3", after=7, patience_ms=4_000)
ISSUE = sample(IssueTicket)
UP = StateChanged(LinkState.CONNECTED, Reason.NONE, "connected")
SILENCE = 9_000.0
PROBE = Probe()


def snapshot(seq: int) -> Snapshot:
    return msgspec.structs.replace(sample(Snapshot), seq=seq)


def moved(seq: int, prev_seq: int) -> HallMoved:
    return HallMoved(seq=seq, prev_seq=prev_seq, at=0, what="ticket_issued")


class Talk:
    """Dice fall on `luck`."""

    def __init__(self, *, phone: bool = False, luck: float = 0.0, probe: Probe | None = PROBE) -> None:
        self.now = 0.0
        self.line = 0

        def greeting(last_seq: int | None) -> Hello | FollowTicket:
            return FOLLOW if phone else msgspec.structs.replace(HELLO, last_seq=last_seq)

        ready = PhoneTicket if phone else Snapshot
        self.half = Conversation(
            greeting, lambda message: isinstance(message, ready), random=lambda: luck, silence_ms=SILENCE, probe=probe
        )
        self.seen(self.half.start(0.0))

    def seen(self, outputs: list[Output]) -> list[Output]:
        self.line = next((one.line for one in outputs if isinstance(one, Open)), self.line)
        return outputs

    def opened(self) -> list[Output]:
        return self.seen(self.half.opened(self.now, self.line))

    def hear(self, *said: ServerMessage | str) -> list[Output]:
        texts = [one if isinstance(one, str) else encode(one).decode() for one in said]
        return [out for text in texts for out in self.seen(self.half.received(self.now, self.line, text))]

    def cut(self, code: int = 1006, text: str = "") -> list[Output]:
        return self.seen(self.half.closed(self.now, self.line, code, text))

    def wake(self) -> list[Output]:
        assert self.half.wake_at is not None
        self.now = self.half.wake_at
        return self.seen(self.half.tick(self.now))

    def connect(self, seq: int = 5) -> list[Output]:
        return [*self.opened(), *self.hear(WELCOME, snapshot(seq))]


def connected(*, luck: float = 0.0, probe: Probe | None = PROBE) -> Talk:
    talk = Talk(luck=luck, probe=probe)
    talk.connect()
    return talk


def lost(out: list[Output]) -> Reason:
    (changed,) = [one for one in out if isinstance(one, StateChanged)]
    assert changed.state is LinkState.LOST
    return changed.reason
