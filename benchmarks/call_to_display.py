"""From a clerk's call to the display's socket: a quiet hall, then with thousands of phones on the line.

    python -m benchmarks.call_to_display [--quick] [--json]

The call is a POST of `call_next`; the figure ends when a greeted display has the `ticket_called`. The floor is the sum
of its parts at their least: an echo over a WebSocket, a request that does nothing, one raw commit.
"""

from __future__ import annotations

import argparse
import http.client
import json
import random
import socket
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack, nullcontext
from pathlib import Path

from benchmarks.fan_out import Desk, swarm
from benchmarks.phone_clients import UPGRADE, masked_text, pong_for
from benchmarks.programs import bench_program, hall_server
from server.storage.engine import sqlite_module
from wire.codec import encode
from wire.messages import PROTOCOL
from wire.messages.commands import CallNext
from wire.messages.session import Hello

QUIET_GOAL = 2.0
TAIL_GOAL = 5.0
CROWD_P99_MS = 15.0
WARM_UP = 10


class Wire:
    """A WebSocket that blocks: nothing of a client's loop is in the figure."""

    def __init__(self, port: int, path: bytes) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), 30)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket.sendall(UPGRADE.replace(b"/ws/phone", path))
        while not self._socket.recv(4096).endswith(b"\r\n\r\n"):
            pass

    def send(self, payload: bytes) -> None:
        self._socket.sendall(masked_text(payload))

    def wait_for(self, words: bytes) -> None:
        """Returns when the words have come; they are looked for in what comes from now on."""
        tail = b""
        while words not in tail:
            data = self._socket.recv(262_144)
            if not data:
                raise ConnectionError("the server closed the socket")
            self._socket.sendall(pong_for(data))
            tail = tail[-64:] + data

    def close(self) -> None:
        self._socket.close()


class Asker:
    """An HTTP connection that is kept open."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self._connection.connect()
        self._connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self, body: bytes) -> None:
        self._connection.request("POST", "/api/commands", body, {"content-type": "application/json"})

    def answer(self) -> bytes:
        return self._connection.getresponse().read()


def calls(phones: int, count: int, chance: random.Random) -> list[float]:
    """Seconds from each call to the display, at uneven times, so that some meet the phones' sweep."""
    found = []
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        program = stack.enter_context(hall_server(Path(folder)))
        desk = Desk(program.port)
        tokens = [desk.issue()[1] for _ in range(count + WARM_UP)]
        stack.enter_context(swarm(program.port, phones, tokens[0]) if phones else nullcontext())
        display = Wire(program.port, b"/ws")
        display.send(encode(Hello(protocol=PROTOCOL, role="display", name="display-1")))
        display.wait_for(b'"type":"snapshot"')
        clerk = Asker(program.port)
        for number in range(count + WARM_UP):
            time.sleep(chance.uniform(0.02, 0.3) if phones else 0.01)
            command = CallNext(
                key=f"call-{number:06}", counter_id="1", after=number, present="served" if number else None
            )
            begun = time.perf_counter()
            clerk.ask(encode(command))
            display.wait_for(b'"type":"ticket_called"')
            found.append(time.perf_counter() - begun)
            if b'"accepted"' not in clerk.answer():
                raise RuntimeError("a call was refused")
        display.close()
    return found[WARM_UP:]


def floors(count: int) -> dict[str, list[float]]:
    """Seconds of each part, in order of size."""
    with bench_program("bare", "asgi") as program:
        echo, asker = Wire(program.port, b"/"), Asker(program.port)

        def sound() -> None:
            echo.send(b'{"type":"echo"}')
            echo.wait_for(b"echo")

        def request() -> None:
            asker.ask(b"{}")
            asker.answer()

        found = {"echo": _times(sound, count), "request": _times(request, count)}
        echo.close()
    with tempfile.TemporaryDirectory() as folder:
        store = sqlite_module().connect(f"{folder}/raw.db", isolation_level=None)
        for line in ("journal_mode=wal", "synchronous=full"):
            store.execute(f"pragma {line}")
        store.execute("create table event(seq integer primary key, body text)")

        def commit() -> None:
            store.execute("begin immediate")
            store.execute("insert into event(body) values(?)", ("x" * 400,))
            store.execute("commit")

        found["commit"] = _times(commit, count)
        store.close()
    return found


def _times(act: Callable[[], None], count: int) -> list[float]:
    found = []
    for _ in range(count + WARM_UP):
        time.sleep(0.01)
        begun = time.perf_counter()
        act()
        found.append(time.perf_counter() - begun)
    return sorted(found[WARM_UP:])


def measure(crowds: list[int], quiet_calls: int, crowd_calls: int) -> dict[str, object]:
    chance = random.Random(1)
    times = floors(quiet_calls)
    parts = {name: statistics.median(found) for name, found in times.items()}
    floor, floor_p99 = sum(parts.values()), sum(_p99(found) for found in times.values())
    rows = []
    for phones in (0, *crowds):
        found = sorted(calls(phones, crowd_calls if phones else quiet_calls, chance))
        rows.append({"phones": phones, "p50_ms": statistics.median(found) * 1000, "p99_ms": _p99(found) * 1000})
    quiet, largest = rows[0], rows[-1]
    ratio = quiet["p50_ms"] / 1000 / floor
    met = {
        "quiet p50 to its floor": ratio <= QUIET_GOAL,
        "quiet p99 to its p50": quiet["p99_ms"] <= TAIL_GOAL * quiet["p50_ms"],
        "p99 with phones": largest["p99_ms"] <= CROWD_P99_MS and largest["p99_ms"] <= TAIL_GOAL * quiet["p99_ms"],
    }
    parts_ms = {name: seconds * 1000 for name, seconds in parts.items()}
    return {
        "floor_ms": floor * 1000,
        "floor_p99_ms": floor_p99 * 1000,
        "parts_ms": parts_ms,
        "rows": rows,
        "ratio": ratio,
        "goals": met,
    }


def _p99(ordered: list[float]) -> float:
    return ordered[min(len(ordered) - 1, len(ordered) * 99 // 100)]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    found = measure([2_000], 200, 60) if options.quick else measure([2_000, 10_000], 500, 300)
    goals = found["goals"]
    assert isinstance(goals, dict)
    if options.json:
        print(json.dumps(found))
    else:
        _show(found)
    return 0 if all(goals.values()) else 1


def _show(found: dict[str, object]) -> None:
    parts, rows, goals = found["parts_ms"], found["rows"], found["goals"]
    assert isinstance(parts, dict)
    assert isinstance(rows, list)
    assert isinstance(goals, dict)
    shown = ", ".join(f"{name} {ms:.2f}" for name, ms in parts.items())
    print(f"floor {found['floor_ms']:.2f} ms ({shown}); quiet p50 is {found['ratio']:.2f} of it (goal {QUIET_GOAL})")
    print("  phones      p50        p99")
    print(f"   floor {found['floor_ms']:6.2f} ms {found['floor_p99_ms']:7.2f} ms")
    for row in rows:
        print(f"{row['phones']:8,.0f} {row['p50_ms']:6.2f} ms {row['p99_ms']:7.2f} ms")
    for name, met in goals.items():
        print(f"{'met' if met else 'NOT MET':8} {name}")


if __name__ == "__main__":
    sys.exit(main())
