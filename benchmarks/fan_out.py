"""From an event to the last of N phones, against bare sockets that send the same bytes; and memory for each phone.

    python -m benchmarks.fan_out [--quick] [--json]

The event is a new ticket over HTTP, so its commit is in the figure; the floor is a line over a socket, then one write
for each phone. The phones are the same process in both, on the other core.
"""

from __future__ import annotations

import argparse
import http.client
import json
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.programs import Program, bench_program, client, hall_server, service_id
from wire.codec import encode
from wire.messages import IssueTicket, Visit

GOAL = 2.0
MEMORY_GOAL_KB = 26.0
IN_LINE = 40
PAUSE_S = 0.35
"""Longer than the pause between two boards: each event finds the phones at rest."""


class TicketSource:
    """Issues tickets over one connection that is kept open."""

    def __init__(self, program: Program) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", program.port, timeout=30)
        self._headers = {"content-type": "application/json", **program.kiosk()}
        self._issued = 0

    def issue(self) -> tuple[int, str]:
        """Log position and token."""
        self._issued += 1
        key = f"desk-{self._issued:06}"
        body = encode(IssueTicket(key=key, visit=Visit(service_id=service_id(0), channel="kiosk", language="zh-TW")))
        self._connection.request("POST", "/api/commands", body, self._headers)
        answer = json.loads(self._connection.getresponse().read())
        return int(answer["seq"]), str(answer["token"])


class Phones:
    """The swarm in its own process."""

    def __init__(self, port: int, phones: int, token: str, niceness: int = 0) -> None:
        self._process: subprocess.Popen[str] = client("phone_clients", port, phones, token, niceness=niceness)
        if self._answer().get("ready") != phones:
            raise RuntimeError("not every phone got its board")

    def expect(self, seq: int) -> Callable[[], float]:
        """Watches for `seq`; what it returns waits for the last phone and says when that was."""
        self._say(f"expect {seq}")

        def last() -> float:
            found = self._answer()
            if found["behind"] or found["lost"]:
                raise RuntimeError(f"{found['behind']} phones behind, {found['lost']} lost")
            return float(found["last"])

        return last

    def close(self) -> None:
        if self._process.stdin is not None:
            self._process.stdin.close()
        self._process.wait(30)

    def _say(self, line: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()

    def _answer(self) -> dict[str, float]:
        assert self._process.stdout is not None
        found: dict[str, float] = json.loads(self._process.stdout.readline())
        return found


@contextmanager
def swarm(port: int, phones: int, token: str = "x" * 22, niceness: int = 0) -> Iterator[Phones]:
    """`niceness`: where it is not the phones that are measured."""
    running = Phones(port, phones, token, niceness)
    try:
        yield running
    finally:
        running.close()


def rounds(count: int, phones: Phones, first_seq: int, event: Callable[[], None]) -> list[float]:
    """Seconds from each event to its last phone."""
    found = []
    for number in range(count):
        time.sleep(PAUSE_S)
        last = phones.expect(first_seq + number)
        time.sleep(0.02)
        begun = time.monotonic()
        event()
        found.append(last() - begun)
    return found


def floor(phones: int, count: int) -> list[float]:
    with bench_program("bare", "sockets") as program, swarm(program.port, phones) as running:
        numbers = iter(range(1, count + 1))
        with socket.create_connection(("127.0.0.1", program.port)) as trigger:
            return rounds(count, running, 1, lambda: trigger.sendall(f"send {next(numbers)}\n".encode()))


def hall(phones: int, count: int) -> tuple[list[float], float]:
    """Seconds of each round, and KB of the server's memory for each phone."""
    with tempfile.TemporaryDirectory() as folder, hall_server(Path(folder)) as program:
        source = TicketSource(program)
        seq, token = [source.issue() for _ in range(IN_LINE)][-1]
        before = _settled_kb(program)
        with swarm(program.port, phones, token) as running:
            each = (_settled_kb(program) - before) / phones
            return rounds(count, running, seq + 1, lambda: _ignore(source.issue())), each


def _ignore(_: object) -> None: ...


def _settled_kb(program: Program) -> int:
    time.sleep(0.5)
    return program.resident_kb()


def measure(sizes: list[int], count: int) -> list[dict[str, float]]:
    found = []
    for phones in sizes:
        bare = floor(phones, count)
        ours, each = hall(phones, count)
        found.append(
            {
                "phones": phones,
                "floor_ms": statistics.median(bare) * 1000,
                "last_phone_ms": statistics.median(ours) * 1000,
                "worst_ms": max(ours) * 1000,
                "ratio": statistics.median(ours) / statistics.median(bare),
                "kb_each": each,
            }
        )
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    found = measure([1_000, 4_000], 7) if options.quick else measure([1_000, 10_000], 15)
    largest = found[-1]
    met = largest["ratio"] <= GOAL and largest["kb_each"] <= MEMORY_GOAL_KB
    if options.json:
        print(json.dumps({"rows": found, "met": met}))
    else:
        print("  phones   floor   last phone   ratio (goal 2.0)   KB each (goal 26)")
        for row in found:
            print(
                f"{row['phones']:8,.0f} {row['floor_ms']:5.0f} ms {row['last_phone_ms']:9.0f} ms "
                f"{row['ratio']:12.2f} {row['kb_each']:18.1f}"
            )
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
