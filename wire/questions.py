"""What a program asked and nobody has answered yet: commands, and what became of a key. Pure.

The browser keeps the same in `server/web/static/questions.mjs`; a machine holds both to one meaning.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import floor
from typing import Literal

import msgspec

from wire.errors import Code
from wire.instant import HeardInstant
from wire.messages import Accepted, AskFate, CancelKey, Fate, Refused
from wire.messages.commands import Command

Kind = Literal["ask", "fate", "cancel"]
Asked = Command | AskFate | CancelKey
Answer = Accepted | Refused | Fate


@dataclass(frozen=True, slots=True)
class Answered:
    """The one answer to what was asked about a key.

    To "ask" it is Accepted or Refused; Refused(`expired`) also when no answer came in time, and then the fate of the
    key is not known. To "fate" and "cancel" it is Fate, or Refused when the server would not tell.
    """

    to: Kind
    key: str
    answer: Answer


@dataclass(frozen=True, slots=True)
class _Question:
    message: Asked
    asked: float
    give_up: float | None


class Questions:
    """Each is answered exactly once, or still waits. One that waits already is not asked twice: both get one answer."""

    def __init__(self) -> None:
        self.instant = HeardInstant()
        """What commands name, so that their patience counts from now, whenever they arrive."""
        self._waiting: dict[tuple[Kind, str], _Question] = {}

    def ask(self, now: float, command: Command, give_up_ms: float | None) -> Command | None:
        """What to send now; None when the key waits already or is being cancelled. Without `give_up_ms` the command's
        own patience counts; a command that has none waits for ever.
        """
        if give_up_ms is None:
            give_up_ms = command.patience_ms
        until = None if give_up_ms is None else now + give_up_ms
        if not self._add("ask", command, now, until) or ("cancel", command.key) in self._waiting:
            return None
        return self.instant.stamped(now, command)

    def fate(self, now: float, key: str) -> AskFate | None:
        message = AskFate(key=key)
        return message if self._add("fate", message, now) else None

    def cancel(self, now: float, key: str) -> CancelKey | None:
        """The key's command is not sent again from here on: it might overtake its own cancellation."""
        message = CancelKey(key=key)
        return message if self._add("cancel", message, now) else None

    def again(self, now: float) -> list[Asked]:
        """Everything for a fresh line, in the order it was asked; commands with what is left of their patience."""
        return [
            self.instant.stamped(now, _with_patience_left(question, now))
            for (kind, key), question in self._waiting.items()
            if kind != "ask" or ("cancel", key) not in self._waiting
        ]

    @property
    def next_give_up(self) -> float | None:
        return min((one.give_up for one in self._waiting.values() if one.give_up is not None), default=None)

    def give_up(self, now: float) -> list[Answered]:
        """Answers those whose time is over."""
        over = [at for at, one in self._waiting.items() if one.give_up is not None and one.give_up <= now]
        return [self._answer(kind, key, _no_answer(key)) for kind, key in over]

    def settle(self, answer: Answer) -> list[Answered]:
        """Whom the server's answer is for; nobody when it came too late.

        A refusal is the command's while that waits; after that it is taken for the question about its key. A fate that
        is final answers the command too, and so does any that was told to who cancelled it: nobody waits any more.
        """
        key = answer.key
        if key is None:
            return []
        to = self._question_about(key)
        asked = ("ask", key) in self._waiting
        settled: list[Answered] = []
        if isinstance(answer, Fate):
            final = _final(answer) or (_no_answer(key) if to == "cancel" else None)
            if asked and final is not None:
                settled.append(self._answer("ask", key, final))
        elif asked:
            return [self._answer("ask", key, answer)]
        if to is not None and not isinstance(answer, Accepted):
            settled.append(self._answer(to, key, answer))
        return settled

    def _add(self, kind: Kind, message: Asked, now: float, give_up: float | None = None) -> bool:
        if (kind, message.key) in self._waiting:
            return False
        self._waiting[kind, message.key] = _Question(message, now, give_up)
        return True

    def _answer(self, kind: Kind, key: str, answer: Answer) -> Answered:
        del self._waiting[kind, key]
        return Answered(kind, key, answer)

    def _question_about(self, key: str) -> Kind | None:
        """The server answers questions about a key in the order they were asked."""
        return next((kind for kind, of in self._waiting if kind != "ask" and of == key), None)


def _no_answer(key: str) -> Refused:
    return Refused(code=Code.EXPIRED, key=key, detail="no answer in time")


def _final(fate: Fate) -> Accepted | Refused | None:
    if fate.fate == "cancelled":
        return Refused(code=Code.CANCELLED, key=fate.key)
    return fate.done if fate.fate == "done" else None


def _with_patience_left(question: _Question, now: float) -> Asked:
    message = question.message
    if isinstance(message, AskFate | CancelKey) or message.patience_ms is None:
        return message
    left = max(0, floor(message.patience_ms - (now - question.asked)))
    return msgspec.structs.replace(message, patience_ms=left)
