"""`python -m server.what_if.worker`: answers one question for a server, from its log, in a process of its own: an
`Errand` as JSON comes in, an `Answered` or `NotAnswered` goes out.

Exit status: 0 with an answer or a refusal, 75 when the log cannot be read now.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import msgspec

from server.domain.config import HallConfig
from server.storage.engine import open_engine
from server.storage.faults import LogCorrupt, StorageFault
from server.storage.reader import PassingReader
from server.what_if.answer import Answer
from server.what_if.asked import Question, change_asked
from server.what_if.changes import Change, ChangeRefused
from server.what_if.reader import of_day, of_tomorrow

NICENESS = 10
"""Whoever calls a visitor goes first."""


class Errand(msgspec.Struct, frozen=True):
    database: str
    """URL, with its password."""
    hall_id: str
    question: Question


class Answered(msgspec.Struct, frozen=True, tag="answered"):
    answer: Answer


class NotAnswered(msgspec.Struct, frozen=True, tag="not_answered"):
    fault: str
    """A word of `server.what_if.changes.Fault`."""
    said: str
    known: tuple[str, ...]


Result = Answered | NotAnswered


def main() -> int:
    os.nice(NICENESS)
    errand = msgspec.json.decode(sys.stdin.buffer.read(), type=Errand)
    try:
        sys.stdout.buffer.write(msgspec.json.encode(result_of(errand)))
    except (StorageFault, LogCorrupt) as fault:
        sys.stderr.write(f"{fault}\n")
        return os.EX_TEMPFAIL
    return os.EX_OK


def result_of(errand: Errand) -> Result:
    """Raises StorageFault, LogCorrupt."""
    question = errand.question

    def changes(config: HallConfig) -> Sequence[Change]:
        return [change_asked(one, config) for one in question.changes]

    engine = open_engine(errand.database, looks=True)
    try:
        log = PassingReader(engine, errand.hall_id)
        if question.tomorrow:
            return Answered(of_tomorrow(log, changes, question.weeks))
        return Answered(of_day(log, changes, question.day))
    except ChangeRefused as refused:
        return NotAnswered(refused.fault, refused.said, refused.known)
    finally:
        engine.dispose()


if __name__ == "__main__":
    sys.exit(main())
