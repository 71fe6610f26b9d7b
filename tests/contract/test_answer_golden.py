"""What a key is answered for ever: read again from the event that its command ended with, word for word."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest

from server.domain.commands import Context
from server.domain.events import AUTHOR, DayOpened, Event, Fact, HallChanged
from server.domain.evolve import evolve
from server.domain.hall import Hall
from server.draft import Draft
from server.storage.keys import NOTHING, Remembered
from server.tokens import TokenMint
from server.translation.session import reply
from tests.contract.event_samples import AT, CONFIG, SAMPLES
from wire.codec import encode
from wire.messages import Accepted

GOLDEN = Path(__file__).parent / "golden" / "answers.jsonl"
"""Only ever added to: a line is [type of the event, answer]; the ticket, told as it is at the time, is left out."""
KEY = "0123456789abcdef"
OPENED = evolve(Hall.empty(), Fact(AT, AUTHOR, "author:configure", DayOpened(1, "2026-11-23", CONFIG)))


def answered(what: str, event: Event | None) -> dict[str, object]:
    """The answer to a repeat of the key whose command ended with this event at log position 42."""
    fact = None if event is None else Fact(AT, "kiosk", KEY, event)
    draft = Draft(OPENED, Context(AT, str), {KEY: Remembered("", what, 42 if fact else 0, fact)})
    fate = draft.fate(KEY, cancel=False)
    assert fate.done is not None
    told = reply(KEY, fate.done, OPENED, TokenMint(b"s" * 32, CONFIG.hall_id).token)
    answer: dict[str, object] = json.loads(encode(told))
    assert answer.pop("ticket") is None, "no such ticket is in this hall"
    return answer


NOTHING_SAID = msgspec.to_builtins(Accepted(key=KEY, what="", seq=0))
"""What a field says that has come since a line was written."""

CASES: dict[str, Event | None] = {
    **{what: event for what, event in SAMPLES.items() if not isinstance(event, HallChanged)},
    NOTHING: None,
}


def golden() -> dict[str, dict[str, object]]:
    return dict(json.loads(line) for line in GOLDEN.read_text(encoding="utf-8").splitlines())


@pytest.mark.parametrize("what", CASES)
def test_a_repeat_is_answered_as_it_always_was(what: str) -> None:
    answer, was = answered(what, CASES[what]), golden().get(what, {})
    grown = {name: NOTHING_SAID[name] for name in answer if name not in was}
    assert was | grown == answer, f"its golden line: {json.dumps([what, answer])}"
