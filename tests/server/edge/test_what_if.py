"""What would have been, over HTTP: who may ask, what is told, what is refused, and that nobody waits for it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from server.storage.faults import StorageFault
from server.what_if.asked import Question
from server.what_if.beside import Busy, WhatIfBeside
from server.what_if.worker import NotAnswered, Result
from tests.server.edge.running import Answered, RunningServer, running_server, visit
from wire.messages import CallNext, FinishTicket, IssueTicket

MINUTE = 60_000
EXTRA = {"what": "extra_counter", "services": ["A"], "start": "12:00", "end": "24:00"}
JSON = {"content-type": "application/json"}


def ask(hall: RunningServer, who: Any = "supervisor", **question: object) -> Answered:
    return hall.request("POST", "/api/what-if", json.dumps(question).encode(), JSON, who=who)


def a_day(hall: RunningServer) -> None:
    """Two visitors of ten minutes each, who came at once to one counter."""
    first, second = (hall.post(IssueTicket(key=f"key-000{n}", visit=visit())).json()["ticket_id"] for n in (1, 2))
    hall.post(CallNext(key="key-0003", counter_id="1", after=0))
    hall.clock.advance(10 * MINUTE)
    hall.post(FinishTicket(key="key-0004", counter_id="1", ticket_id=first))
    hall.post(CallNext(key="key-0005", counter_id="1", after=1))
    hall.clock.advance(10 * MINUTE)
    hall.post(FinishTicket(key="key-0006", counter_id="1", ticket_id=second))


def test_a_supervisor_asks_what_one_more_counter_would_have_done(tmp_path: Path) -> None:
    with running_server(tmp_path) as hall:
        a_day(hall)
        seq = hall.seq()
        answer = ask(hall, changes=[EXTRA])
        assert answer.status == 200, answer
        assert hall.seq() == seq
    told = answer.json()
    everybody, apples = told["outlooks"]
    assert (told["date"], told["distance"]["each_ms"], apples["service_id"]) == ("2026-11-24", 0, "apples")
    assert (everybody["happened"]["people"], everybody["happened"]["longest_ms"]) == (2, 10 * MINUTE)
    assert (everybody["changed"]["longest_ms"], everybody["difference"]["mean_ms"]["point"]) == (0, -5 * MINUTE)


@pytest.mark.parametrize("who", ["anonymous", "kiosk", "display", "counter", "volunteer", "clerk"])
def test_nobody_else_does(tmp_path: Path, who: Any) -> None:
    with running_server(tmp_path) as hall:
        assert ask(hall, who, changes=[EXTRA]).status in {401, 403}


def test_what_is_no_change_is_told_so(tmp_path: Path) -> None:
    with running_server(tmp_path) as hall:
        for question, detail in (
            ({"changes": [EXTRA | {"services": ["Z"]}]}, "no_service: Z (there are A, B)"),
            ({"changes": [EXTRA | {"start": ""}]}, "no_time: -24:00"),
            ({"changes": [{"what": "counter_pauses", "counter": "9"}]}, "no_counter: 9 (there are 1, 2, 3)"),
            ({"changes": [EXTRA], "day": "2026-11-23"}, "no_day: 2026-11-23 (there are 2026-11-24)"),
            ({"changes": [EXTRA], "tomorrow": True}, "nothing_learnt: 2026-11-25"),
        ):
            answer = ask(hall, **question)
            assert (answer.status, answer.json()["code"], answer.json()["detail"]) == (422, "no_change", detail)
        wrongs: list[dict[str, object]] = [
            {},
            {"changes": []},
            {"changes": [{"what": "magic"}]},
            {"changes": [EXTRA], "more": 1},
        ]
        for wrong in wrongs:
            assert ask(hall, **wrong).status == 400, wrong


def test_tomorrow_is_told_from_days_like_it(tmp_path: Path) -> None:
    with running_server(tmp_path) as hall:
        a_day(hall)
        for _ in range(6):
            hall.clock.advance(86_400_000)
            hall.post(IssueTicket(key=f"key-{hall.clock.now()}", visit=visit()))
        answer = ask(hall, changes=[EXTRA], tomorrow=True)
    assert answer.status == 200, answer
    told = answer.json()
    assert (told["date"], told["days"], told["distance"]) == ("2026-12-01", ["2026-11-24"], None)
    assert told["outlooks"][0]["unchanged"]["people"] == 2


class Stubborn:
    """Answers nobody."""

    def __init__(self, fault: Exception | None = None) -> None:
        self._fault = fault

    async def ask(self, question: Question) -> Result:
        if self._fault is not None:
            raise self._fault
        return NotAnswered("no_day", question.day, ())


def test_one_question_at_a_time_and_none_without_a_log(tmp_path: Path) -> None:
    with running_server(tmp_path, what_if=Stubborn(Busy())) as hall:
        answer = ask(hall, changes=[EXTRA])
        assert (answer.status, answer.json()["code"], answer.headers["retry-after"]) == (503, "one_question", "2")
    with running_server(tmp_path, what_if=Stubborn(StorageFault("away"))) as hall:
        assert ask(hall, changes=[EXTRA]).status == 503


@pytest.mark.anyio
async def test_the_second_question_is_busy_and_the_third_is_answered(tmp_path: Path) -> None:
    import asyncio

    beside = WhatIfBeside(f"sqlite:///{tmp_path}/none.db", "sample")
    question = Question(changes=())
    first = asyncio.create_task(beside.ask(question))
    await asyncio.sleep(0)
    with pytest.raises(Busy):
        await beside.ask(question)
    with pytest.raises(StorageFault):
        await first
    with pytest.raises(StorageFault):
        await beside.ask(question)


@pytest.mark.anyio
async def test_what_takes_too_long_is_given_up(tmp_path: Path) -> None:
    beside = WhatIfBeside(f"sqlite:///{tmp_path}/none.db", "sample", patience_s=0)
    with pytest.raises(StorageFault, match="too long"):
        await beside.ask(Question(changes=()))
