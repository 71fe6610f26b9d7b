"""What a number, its call and a sign-in cost a server's memory until the business day ends, and what the day leaves.

    python -m benchmarks.day_memory [--quick] [--json]

A whole server in this process, which asks it over HTTP; Python's own count of what is allocated, so that neither the
allocator's reserve nor SQLite counts. 1,000 numbers a day, with `--quick` 200; all are called and finished, and for two
numbers somebody signs in once. The second day is measured. Ends with 1 when a goal is missed.
"""

from __future__ import annotations

import argparse
import gc
import json
import sys
import tempfile
import time
import tracemalloc
from pathlib import Path
from typing import Any

from benchmarks.two_monitors import verdict
from tests.server.edge.running import visit
from tests.server.edge.signed_in import Browser, StaffedHall, staffed_hall
from tests.server.sample_halls import sample_counter, sample_hall, sample_service
from wire.codec import encode
from wire.messages import IssueTicket
from wire.messages.commands import CallNext, FinishTicket

NUMBERS, QUICK_NUMBERS, WARM = 1_000, 200, 40
DAY_MS = 86_400_000
SETTLE_S = 0.5
GOALS = {"number": 4_000.0, "call": 3_000.0, "sign_in": 1_000.0, "left": 500.0}
"""Bytes: of one, and of what the second day leaves for each of its numbers; the first is one in which all is new."""


def main() -> int:
    parser = argparse.ArgumentParser(description="what a day costs a server's memory, and what it leaves")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    found = measure(QUICK_NUMBERS if chosen.quick else NUMBERS)
    if chosen.json:
        print(json.dumps(found))
        return 0 if all(found[name] <= goal for name, goal in GOALS.items()) else 1
    met = [verdict(name, found[name], goal, " bytes") for name, goal in GOALS.items()]
    return 0 if all(met) else 1


def measure(numbers: int) -> dict[str, float]:
    """Bytes of one number, one call with its end, one sign-in; and what is left of each number on the next day."""
    service = sample_service("apples", "A", last=numbers + WARM)
    hall = sample_hall((service,), (sample_counter("1", ("apples",)),))
    with tempfile.TemporaryDirectory() as folder, staffed_hall(Path(folder), hall) as staffed:
        staffed.hire("ann")
        day = _Day(staffed, staffed.enrol("kiosk", "kiosk")["token"])
        tracemalloc.start()
        day.begin()
        day.call(day.issue(numbers))
        day.sign_in(numbers // 2)
        day.end()
        begun = _allocated()
        issued = day.issue(numbers)
        given = _allocated()
        day.call(issued)
        called = _allocated()
        day.sign_in(numbers // 2)
        signed_in = _allocated()
        day.end()
        left = _allocated()
        tracemalloc.stop()
    return {
        "number": (given - begun) / numbers,
        "call": (called - given) / numbers,
        "sign_in": (signed_in - called) / (numbers // 2),
        "left": (left - begun) / numbers,
    }


class _Day:
    """Who takes numbers and who calls them."""

    def __init__(self, staffed: StaffedHall, kiosk: str) -> None:
        self._staffed = staffed
        self._sent = {"content-type": "application/json", "authorization": f"Bearer {kiosk}"}
        self._keys = 0

    def begin(self) -> None:
        """A clerk signs in, at a counter that has not called yet."""
        self._clerk: Browser = self._staffed.browser()
        self._clerk.sign_in("ann")
        self._calls = 0

    def end(self) -> None:
        """It is the next day, and a few have been there."""
        self._staffed.hall.clock.advance(DAY_MS)
        self.begin()
        self.call(self.issue(WARM))

    def sign_in(self, times: int) -> None:
        for _ in range(times):
            self._staffed.browser().sign_in("ann")

    def issue(self, numbers: int) -> list[str]:
        """Ids of as many new tickets."""
        found = []
        for _ in range(numbers):
            raw = encode(IssueTicket(key=self._key(), visit=visit()))
            answer: dict[str, Any] = self._staffed.hall.request("POST", "/api/commands", raw, self._sent).json()
            found.append(answer["ticket_id"])
        return found

    def call(self, ticket_ids: list[str]) -> None:
        """Each is called in turn, and finished."""
        for ticket_id in ticket_ids:
            self._clerk.ask(CallNext(key=self._key(), counter_id="1", after=self._calls))
            answer = self._clerk.ask(FinishTicket(key=self._key(), counter_id="1", ticket_id=ticket_id))
            if answer.status != 200:
                raise RuntimeError(f"{ticket_id} was not finished: {answer.body!r}")
            self._calls += 1

    def _key(self) -> str:
        self._keys += 1
        return f"day-memory-{self._keys:011}"


def _allocated() -> int:
    """Once what was begun has ended."""
    time.sleep(SETTLE_S)
    gc.collect()
    return tracemalloc.get_traced_memory()[0]


if __name__ == "__main__":
    sys.exit(main())
