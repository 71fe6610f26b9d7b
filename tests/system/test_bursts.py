"""Many presses at once: clerks at eight counters, and one clerk who presses twice, over real connections."""

from __future__ import annotations

import threading
from collections import Counter as Tally
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any, Self

import pytest

from server.domain.config import HallConfig
from tests.server.sample_halls import as_a_file_says, sample_counter, sample_hall, sample_service
from tests.system.hall_server import HallServer
from tests.system.http_hall import config_toml

pytestmark = pytest.mark.system

CLERKS = 8
PRESSES = 2_000
DOUBLES = 200
NOON = "2026-11-24T12:00:00+08:00"
"""No day ends while the test runs."""


def hall() -> HallConfig:
    """Eight counters, each for both services: one first come, first served line over all of them."""
    names = ("apples", "books")
    counters = []
    for number in range(1, CLERKS + 1):
        primary, backup = names if number % 2 else reversed(names)
        counters.append(sample_counter(str(number), (primary,), (backup,)))
    services = (sample_service("apples", "A", last=9_000), sample_service("books", "B", last=9_000))
    return sample_hall(services, tuple(counters))


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "config.toml"
    path.write_text(config_toml(as_a_file_says(hall())), encoding="utf-8")
    return path


@pytest.fixture
def server(config: Path) -> Iterator[HallServer]:
    with HallServer(config, now=NOON, forked=True) as running:
        yield running


class Clerk:
    """A connection of its own; `says` keeps every answer."""

    def __init__(self, server: HallServer, counter_id: str) -> None:
        self.counter_id = counter_id
        self.says: list[dict[str, Any]] = []
        self._line = server.line()

    def ask(self, body: dict[str, object]) -> dict[str, Any]:
        _, answer = self._line.ask(body)
        self.says.append(answer)
        return answer

    def next(self, key: str, after: int, present: str | None = None) -> dict[str, Any]:
        return self.ask(
            {
                "type": "call_next",
                "key": key,
                "counter_id": self.counter_id,
                "after": after,
                "present": present,
                "patience_ms": 60_000,
            }
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *fault: object) -> None:
        self._line.close()


def at_once(*works: Callable[[], object]) -> None:
    """Runs each in a thread of its own, all let go together; the first fault of any is raised here."""
    gate = threading.Barrier(len(works))

    def run(work: Callable[[], object]) -> None:
        gate.wait(20)
        work()

    with ThreadPoolExecutor(len(works)) as pool:
        for running in [pool.submit(run, work) for work in works]:
            running.result(240)


def issue_many(server: HallServer, count: int) -> list[str]:
    with Clerk(server, "desk") as desk:
        for number in range(count):
            visit = {"service_id": ("apples", "books")[number % 2], "channel": "desk", "language": "zh-TW"}
            desk.ask({"type": "issue_ticket", "key": f"issue-{number:06}", "visit": visit})
    return [answer["ticket_id"] for answer in desk.says]


def test_eight_clerks_press_next_two_thousand_times(server: HallServer) -> None:
    """No ticket at two counters; every ticket called once, in the order of issue, whoever pressed."""
    issued = issue_many(server, PRESSES)
    left = threading.Semaphore(PRESSES)
    crowded: list[str] = []

    def press(clerk: Clerk) -> None:
        """Until all presses are used; looks now and then whether a ticket stands at two counters."""
        calls = 0
        while left.acquire(blocking=False):
            answer = clerk.next(f"next-{clerk.counter_id}-{len(clerk.says):06}", calls, "served" if calls else None)
            assert answer["type"] == "accepted", answer
            calls += answer["what"] == "ticket_called"
            if calls % 50 == 1:
                counters = server.get("/api/snapshot")["counters"]
                held = [ticket_id for one in counters for ticket_id in one["tickets"]]
                crowded.extend(ticket_id for ticket_id, times in Tally(held).items() if times > 1)

    with ExitStack() as stack:
        clerks = [stack.enter_context(Clerk(server, str(number))) for number in range(1, CLERKS + 1)]
        at_once(*(partial(press, clerk) for clerk in clerks))
    called = sorted((one["seq"], one["ticket_id"]) for clerk in clerks for one in clerk.says)
    assert crowded == []
    assert [ticket_id for _, ticket_id in called] == issued
    snapshot = server.get("/api/snapshot")
    held = {ticket_id for one in snapshot["counters"] for ticket_id in one["tickets"]}
    assert {one["ticket_id"] for one in snapshot["tickets"]} == held
    assert sum(one["calls"] for one in snapshot["counters"]) == PRESSES


def press_twice(server: HallServer, *, same_key: bool) -> None:
    """200 presses at one counter, each sent over two connections at once. Raises AssertionError when one press is
    more than one call, or a connection hears of another ticket."""
    issued = issue_many(server, DOUBLES)
    with Clerk(server, "3") as left, Clerk(server, "3") as right:
        for number in range(DOUBLES):
            present = "served" if number else None
            keys = [f"press-{number:06}-{0 if same_key else side}" for side in (0, 1)]
            at_once(partial(left.next, keys[0], number, present), partial(right.next, keys[1], number, present))
            first, second = sorted((left.says[-1], right.says[-1]), key=lambda answer: str(answer["type"]))
            assert first["type"] == "accepted"
            assert first["ticket_id"] == issued[number]
            if same_key:
                assert second == first
            else:
                assert (second["type"], second.get("code")) == ("refused", "already_called"), "one press, two calls"
                assert second["ticket"]["ticket_id"] == issued[number]
    (counter,) = (one for one in server.get("/api/snapshot")["counters"] if one["counter_id"] == "3")
    assert (counter["calls"], counter["tickets"]) == (DOUBLES, [issued[-1]])


@pytest.mark.parametrize("same_key", [True, False], ids=["one key", "a key each"])
def test_a_double_press_is_one_call(server: HallServer, same_key: bool) -> None:
    """With one key both hear the same; with a key each the second hears who is there."""
    press_twice(server, same_key=same_key)


def test_a_second_call_for_one_press_would_be_noticed(config: Path) -> None:
    with (
        HallServer(config, ("-m", "tests.system.planted.forgetful_next"), now=NOON, forked=True) as server,
        pytest.raises(AssertionError, match="one press, two calls"),
    ):
        press_twice(server, same_key=False)


def test_a_held_key_is_one_call(server: HallServer) -> None:
    """Twenty presses at once with three keys among them, while the page still shows nobody called."""
    first, second = issue_many(server, 2)
    with ExitStack() as stack:
        clerks = [stack.enter_context(Clerk(server, "3")) for _ in range(20)]
        at_once(*(partial(clerk.next, f"held-key-{at % 3}", 0) for at, clerk in enumerate(clerks)))
    answers = [clerk.says[0] for clerk in clerks]
    accepted = {answer["key"] for answer in answers if answer["type"] == "accepted"}
    assert len(accepted) == 1
    assert all((answer["key"] in accepted) == (answer["type"] == "accepted") for answer in answers)
    assert {answer["ticket"]["ticket_id"] for answer in answers} == {first}
    assert [one["ticket_id"] for one in server.get("/api/snapshot")["tickets"]] == [second, first]
