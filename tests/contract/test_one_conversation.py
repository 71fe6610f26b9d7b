"""The client's half of the conversation is one, in two languages: told the same, both do the same at the same time."""

from __future__ import annotations

import json
import os
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.contract.node_process import NodeProcess
from tests.wire.conversation_halves import Manners, Plain, PythonHalf, Reaction
from tests.wire.conversation_rules import ConversationRules

HERE = Path(__file__).parent
STATIC = HERE.parents[1] / "server" / "web" / "static"
FULL = os.environ.get("JIAOHAO_FULL") == "1"
EXAMPLES, STEPS = (3_000, 100) if FULL else (50, 40)
KINDS = ("open", "close", "send", "deliver", "state", "answered")
CAMEL = {"open_failed": "openFailed", "retry_now": "retryNow"}


class BrowserHalf(NodeProcess):
    """The modules of a folder, in a node process that lives as long as this object."""

    def __init__(self, folder: Path = STATIC) -> None:
        super().__init__("conversation_runner.mjs", folder / "conversation.mjs")

    def begin(self, manners: Manners, luck: int) -> None:
        self.say("begin", asdict(manners), luck)

    def act(self, name: str, *arguments: Any) -> Reaction:
        return Reaction(**self.say(CAMEL.get(name, name), *arguments))

    def say(self, *line: Any) -> Plain:
        answer: Plain = self.answer(json.dumps(line))
        assert "fault" not in answer, answer["fault"]
        return answer


@pytest.fixture(scope="module")
def pages_half() -> Iterator[BrowserHalf]:
    one = BrowserHalf()
    yield one
    one.close()


class Compared(ConversationRules):
    """Every input goes to both halves; a class of its own for each pair, since hypothesis makes the objects."""

    met: ClassVar[Counter[str]]


def compared(browser: BrowserHalf) -> type[Compared]:
    class Both(Compared):
        met: ClassVar[Counter[str]] = Counter()

        def begun(self, manners: Manners, luck: int) -> None:
            self.python = PythonHalf()
            for half in (self.python, browser):
                half.begin(manners, luck)

        def do(self, name: str, *arguments: Any) -> list[Plain]:
            ours, theirs = self.python.act(name, *arguments), browser.act(name, *arguments)
            assert without_place(theirs) == without_place(ours)
            self.wake_at = ours.wake_at
            self.met.update(one["kind"] for one in ours.out)
            return ours.out

    return Both


def without_place(reaction: Reaction) -> Reaction:
    """Where exactly a malformed message is wrong is said by two decoders in their own words."""
    out = [{**one, "sentence": ""} if one.get("reason") == "malformed" else one for one in reaction.out]
    return replace(reaction, out=out)


ROUNDS = 3


def drive(browser: BrowserHalf, examples: int, steps: int, **how: Any) -> None:
    chosen = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        **how,
    )
    both = compared(browser)
    for _ in range(ROUNDS):  # chance may meet few of a kind in one
        run_state_machine_as_test(both, settings=chosen)
        hollow = [kind for kind in KINDS if both.met[kind] < examples // 2]
        if not hollow:
            break
    assert not hollow, f"hardly any {hollow} in {both.met}"


def test_both_halves_do_the_same(pages_half: BrowserHalf) -> None:
    drive(pages_half, EXAMPLES, STEPS)


PLANTED = {
    "a renewed line forgets what was asked": (
        "conversation.mjs",
        "this.#show(CONNECTED);",
        'if (this.state === "connected") return; this.#show(CONNECTED);',
    ),
    "no answer has another name": ("questions.mjs", "CODES.EXPIRED", '"unanswered"'),
    "patience does not run out": ("questions.mjs", "(now - asked)", "0"),
    "a clock that was set back is not believed": ("server_clock.mjs", "setBack ? floor :", ""),
    "an event does not tell that the clock was set back": ("server_clock.mjs", "at < this.#said - SAVED_MS", "false"),
    "a gap is not seen": ("stream.mjs", "moved.prev_seq !== this.lastSeq", "false"),
}
RARER = {
    "a press does not age on its way": ("instant.mjs", "Math.floor(now - at)", "0"),
    "a cancelled command is sent again": ("questions.mjs", "!this.#cancelled(message.key)", "true"),
    "a message without its parts is believed": ("read_message.mjs", "schema.required.includes(field)", "false"),
    "too slow is read as any end": ("verdicts.mjs", 'lost("too_slow", "this', 'lost("closed", "this'),
    "going away is no reason to hurry": ("pauses.mjs", "-SHORT_TRIES", "0"),
}
"""Found as surely, after more tries."""


@pytest.mark.parametrize("bug", [*PLANTED, *(RARER if FULL else ())])
def test_the_machine_notices_when(bug: str, tmp_path: Path) -> None:
    name, right, wrong = {**PLANTED, **RARER}[bug]
    shutil.copytree(STATIC, tmp_path / "static")
    path = tmp_path / "static" / name
    source = path.read_text(encoding="utf-8")
    assert source.count(right) == 1
    path.write_text(source.replace(right, wrong), encoding="utf-8")
    browser = BrowserHalf(path.parent)
    try:
        with pytest.raises(AssertionError):
            drive(browser, 300, 30, derandomize=True, database=None, phases=[Phase.generate])
    finally:
        browser.close()
