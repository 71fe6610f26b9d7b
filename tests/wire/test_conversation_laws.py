"""What no order of messages, losses and wishes may break."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass, replace
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.wire.conversation_halves import Manners, Plain, PythonHalf, Reaction
from tests.wire.conversation_rules import ConversationRules

EXAMPLES, STEPS = (5_000, 100) if os.environ.get("JIAOHAO_FULL") == "1" else (80, 40)
OF_THE_HALL = {"hall_moved", "lines", "opening_changed", "device_changed"}
QUESTIONS = {"ask_fate": "fate", "cancel_key": "cancel"}


@dataclass
class Waiting:
    asked_at: float
    give_up: float | None
    patience: int | None
    sent_over: int = 0


class Lawful(ConversationRules):
    """Keeps books of its own beside one conversation."""

    met: ClassVar[Counter[str]] = Counter()
    kind: ClassVar[type[PythonHalf]] = PythonHalf

    def begun(self, manners: Manners, luck: int) -> None:
        self.half = self.kind()
        self.half.begin(manners, luck)
        self.waiting: dict[tuple[str, str], Waiting] = {}
        self.usable: int | None = None
        self.picture: int | None = None
        self.socket: int | None = None
        self.stopped = True
        self.state = "connecting"

    def do(self, name: str, *arguments: Any) -> list[Plain]:
        self._before(name, arguments)
        reaction = self.half.act(name, *arguments)
        self.wake_at = reaction.wake_at
        for output in reaction.out:
            self.met[output["kind"]] += 1
            getattr(self, f"_{output['kind']}")(output)
        self._after(name, reaction)
        return reaction.out

    def _before(self, name: str, arguments: tuple[Any, ...]) -> None:
        if name in {"start", "stop"}:
            self.stopped = name == "stop"
            self.state = "connecting" if self.stopped else self.state
        elif name == "ask":
            _, command, give_up_ms = arguments
            patience = command.get("patience_ms")
            limit = patience if give_up_ms is None else give_up_ms
            give_up = None if limit is None else self.now + limit
            self.waiting.setdefault(("ask", command["key"]), Waiting(self.now, give_up, patience))
        elif name in {"fate", "cancel"}:
            self.waiting.setdefault((name, arguments[1]), Waiting(self.now, None, None))
        elif name in {"closed", "open_failed"} and arguments[1] == self.socket:
            self.socket = self.usable = self.picture = None

    def _after(self, name: str, reaction: Reaction) -> None:
        assert reaction.state == self.state
        if not self.stopped and self.usable is None:
            assert reaction.wake_at is not None, "it would never try again"
        if name == "tick":
            late = [key for key, one in self.waiting.items() if one.give_up is not None and one.give_up <= self.now]
            assert not late, "its time is over and it was not answered"
        for (kind, key), one in self.waiting.items():
            if self.usable is not None and not (kind == "ask" and ("cancel", key) in self.waiting):
                assert one.sent_over == self.usable, "a line is usable and it was not sent over it"

    def _open(self, output: Plain) -> None:
        assert self.socket is None, "one socket at a time"
        assert not self.stopped
        self.socket = output["line"]

    def _close(self, output: Plain) -> None:
        assert output["line"] == self.socket
        self.socket = self.usable = self.picture = None

    def _send(self, output: Plain) -> None:
        message = output["message"]
        assert self.socket is not None
        if message["type"] in {"hello", "follow_ticket"}:
            self.picture = None
            return
        assert self.usable == self.socket or message["type"] == "ask_snapshot", "only over a line that stands"
        kind = QUESTIONS.get(message["type"], "ask")
        if "key" not in message:
            return
        one = self.waiting[kind, message["key"]]
        assert one.sent_over != self.usable, "once over each line"
        one.sent_over = self.socket
        if one.patience is not None:
            assert 0 <= message["patience_ms"] <= max(0, one.patience - (self.now - one.asked_at))
        if kind == "ask":
            assert ("cancel", message["key"]) not in self.waiting, "nobody wants it any more"

    def _deliver(self, output: Plain) -> None:
        message = output["message"]
        kind = message["type"]
        if kind == "snapshot":
            self.picture = message["seq"]
        elif kind == "hall_moved":
            assert message["prev_seq"] == self.picture, "a gap, and no snapshot before this"
            self.picture = message["seq"]
        elif kind in OF_THE_HALL:
            assert self.picture is not None
        if kind == self.manners.ready and self.socket is not None:
            self.usable = self.socket

    def _state(self, output: Plain) -> None:
        assert output["state"] != "connecting"
        assert (output["state"] == "connected") == (output["reason"] == "")
        assert output["sentence"]
        self.state = output["state"]

    def _answered(self, output: Plain) -> None:
        one = self.waiting.pop((output["to"], output["key"]), None)
        assert one is not None, "answered, and nobody waited"
        answer = output["answer"]
        assert answer["key"] == output["key"]
        assert answer["type"] in ({"accepted", "refused"} if output["to"] == "ask" else {"fate", "refused"})


def drive(machine: type[Lawful], **how: Any) -> None:
    chosen = settings(
        max_examples=EXAMPLES,
        stateful_step_count=STEPS,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        **how,
    )
    run_state_machine_as_test(machine, settings=chosen)


def test_no_order_of_things_breaks_a_law() -> None:
    drive(Lawful)
    assert min(Lawful.met[kind] for kind in ("open", "close", "send", "deliver", "state", "answered")) > EXAMPLES // 10


class Forgetful(PythonHalf):
    """Forgets to hand on a snapshot now and then."""

    def act(self, name: str, *arguments: Any) -> Reaction:
        reaction = super().act(name, *arguments)
        kept = [one for one in reaction.out if one.get("message", {}).get("type") != "snapshot" or reaction.luck % 2]
        return replace(reaction, out=kept)


class Repeating(PythonHalf):
    def act(self, name: str, *arguments: Any) -> Reaction:
        reaction = super().act(name, *arguments)
        return replace(reaction, out=[*reaction.out, *(one for one in reaction.out if one["kind"] == "answered")])


class Patient(PythonHalf):
    def act(self, name: str, *arguments: Any) -> Reaction:
        reaction = super().act(name, *arguments)
        for one in reaction.out:
            if one["kind"] == "send" and one["message"].get("patience_ms") is not None:
                one["message"]["patience_ms"] += 1
        return reaction


@pytest.mark.parametrize("kind", [Forgetful, Repeating, Patient])
def test_the_laws_notice_a_half_that_breaks_them(kind: type[PythonHalf]) -> None:
    broken = type("Broken", (Lawful,), {"kind": kind, "met": Counter()})
    with pytest.raises(AssertionError):
        drive(broken, derandomize=True, database=None, phases=[Phase.generate])
