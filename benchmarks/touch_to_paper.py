"""From a finger on *print* to the first dot that reaches the printer, through the real kiosk and the real server.

    python -m benchmarks.touch_to_paper [--quick] [--json]

A tap on the printer's cable notes when the first raster byte of each ticket passes. The touch is made by the demo's
stage hand, so the hand's own round trip is in the figure; it is also measured alone and shown as the floor. Rendering
is timed in this process, and its bytes are counted.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import json
import statistics
import sys
import tempfile
import time
from pathlib import Path

from demo.cable import Cable
from demo.hall import Hall
from demo.lines import Lines
from demo.office import Account
from demo.person import new_password
from demo.rehearsal import START
from demo.windows import join
from hardware.printer.escpos import encode_ticket
from hardware.printer.profile import DEFAULT, profile_named
from hardware.printer.ticket_layout import render_ticket
from hardware.printer.ticket_slip import slip_for
from hardware.transport import parse_address
from tests.hardware.tickets import WITH_PAPERS

RASTER = b"\x1dv0"
GOAL_MS = 60.0
RENDER_GOAL_MS = 20.0


class Tap(Cable):
    """The printer's cable, with an eye on what passes towards it."""

    def __init__(self, target_port: int) -> None:
        super().__init__(target_port)
        self.raster_at: asyncio.Queue[float] = asyncio.Queue()

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        seen = b""
        noted = False
        while data := await reader.read(65_536):
            seen = (seen + data)[-65_540:]
            if not noted and RASTER in seen:
                noted = True
                self.raster_at.put_nowait(time.monotonic())
            writer.write(data)
            await writer.drain()
        writer.close()


class TappedHall(Hall):
    """The demo's hall with the tap between kiosk and printer."""

    tap: Tap

    async def plug_printer(self, port: int) -> int:
        self.tap = Tap(port)
        await self.tap.plug_in()
        return self.tap.port


async def measure(rounds: int) -> tuple[list[float], list[float]]:
    """Milliseconds from touch to raster, and of the hand alone, for each round.

    The cable is tapped in this process: its own garbage collector would come in between, once in forty rounds.
    """
    gc.collect()
    gc.disable()
    with tempfile.TemporaryDirectory() as folder:
        hall = TappedHall(Path(folder), start=START, on_screen=False)
        touches, hands = [], []
        try:
            await hall.start_devices()
            await hall.start_server()
            await join(hall, Account("admin", "Administrator", new_password()), Lines("en"))
            await hall.start_screen("kiosk")
            hand = hall.kiosk_hand
            for _ in range(rounds):
                await hand.touch("service_job-seeking")
                await hand.sees("confirm")
                before = time.monotonic()
                await hand.do(do="find", item="confirm")
                hands.append((time.monotonic() - before) * 1000)
                touched = time.monotonic()
                await hand.touch_at_once("confirm")
                raster = await asyncio.wait_for(hall.tap.raster_at.get(), 20)
                touches.append((raster - touched) * 1000)
                await hand.touch("finish")
                await hand.sees("service_job-seeking")
        finally:
            await hall.stop()
    return touches, hands


def rendering(rounds: int) -> list[float]:
    """Milliseconds to draw a ticket with four papers, warm."""
    times = []
    for _ in range(rounds + 3):
        before = time.perf_counter()
        render_ticket(WITH_PAPERS, 576)
        times.append((time.perf_counter() - before) * 1000)
    return times[3:]


def kilobytes(line: str) -> float:
    """What a ticket with four papers is, for a printer at the end of such a line."""
    profile = profile_named(DEFAULT)
    picture = render_ticket(WITH_PAPERS, slip_for(profile, parse_address(line)))
    return len(encode_ticket(picture, profile)) / 1000


def percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    rounds = 10 if options.quick else 40
    touches, hands = asyncio.run(measure(rounds))
    drawn = rendering(rounds)
    figures = {
        "touch_to_raster_p50_ms": statistics.median(touches),
        "touch_to_raster_p95_ms": percentile(touches, 0.95),
        "hand_alone_p50_ms": statistics.median(hands),
        "render_p50_ms": statistics.median(drawn),
        "render_p95_ms": percentile(drawn, 0.95),
        "ticket_kb": kilobytes("tcp://127.0.0.1:9100"),
        "ticket_for_a_slow_line_kb": kilobytes("tcp://127.0.0.1:9100?baud=9600"),
        "goal_p95_ms": GOAL_MS,
        "render_goal_ms": RENDER_GOAL_MS,
    }
    if options.json:
        sys.stdout.write(json.dumps(figures) + "\n")
    else:
        for name, value in figures.items():
            print(f"{name:26} {value:8.1f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
