"""Durable tickets a second over HTTP, 64 clients, against the same edge answering without a store.

    python -m benchmarks.tickets_http [--quick] [--json]

Both run in turn, several times; the ratio is the median of the pairs. A third figure is the real server on a disk
whose flush costs 2 ms.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
from pathlib import Path

from benchmarks import slow_disk
from benchmarks.programs import Program, bench_program, client, hall_server

CLIENTS = 64
GOAL = 0.50
SLOW_GOAL = 0.60


def load(program: Program, tickets: int) -> dict[str, float]:
    """One run of the clients. Raises RuntimeError when a ticket was refused: then the figure means nothing."""
    process = client("http_clients", program.port, CLIENTS, tickets, "load", program.kiosk_token())
    found: dict[str, float] = json.loads(process.communicate(timeout=300)[0])
    if found["refused"]:
        raise RuntimeError(f"{found['refused']} tickets were refused")
    return found


def durable(tickets: int, environment: dict[str, str] | None = None) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder, hall_server(Path(folder), environment) as program:
        return load(program, tickets)


def measure(pairs: int, tickets: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        slow = slow_disk.build(Path(folder))
        rows = []
        for _ in range(pairs):
            with bench_program("no_store") as program:
                floor = load(program, tickets)
            rows.append((floor, durable(tickets), durable(tickets, slow)))
    floors, stores, slows = zip(*rows, strict=True)
    return {
        "no_store_per_second": statistics.median(row["per_second"] for row in floors),
        "tickets_per_second": statistics.median(row["per_second"] for row in stores),
        "tickets_p50_ms": statistics.median(row["p50_ms"] for row in stores),
        "tickets_p99_ms": statistics.median(row["p99_ms"] for row in stores),
        "slow_flush_per_second": statistics.median(row["per_second"] for row in slows),
        "ratio_to_no_store": statistics.median(store["per_second"] / floor["per_second"] for floor, store, _ in rows),
        "ratio_slow_flush": statistics.median(slow["per_second"] / store["per_second"] for _, store, slow in rows),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    found = measure(*((3, 6_000) if options.quick else (7, 24_000)))
    met = found["ratio_to_no_store"] >= GOAL and found["ratio_slow_flush"] >= SLOW_GOAL
    if options.json:
        print(json.dumps(found | {"met": met}))
    else:
        print(f"the edge without a store {found['no_store_per_second']:8,.0f} /s")
        print(
            f"durable tickets          {found['tickets_per_second']:8,.0f} /s   p50 {found['tickets_p50_ms']:.1f} ms   "
            f"p99 {found['tickets_p99_ms']:.1f} ms   ratio {found['ratio_to_no_store']:.2f} (goal {GOAL:.2f})"
        )
        print(
            f"with a flush of 2 ms     {found['slow_flush_per_second']:8,.0f} /s   "
            f"ratio {found['ratio_slow_flush']:.2f} (goal {SLOW_GOAL:.2f})"
        )
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
