"""The emulated printer on its bench: cables, receipts on disk, faults of cable and timing."""

import asyncio
import os
import random
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from PIL import Image

from hardware.printer.emulator.links import Door, Link, PtyLink, TcpLink
from hardware.printer.emulator.machine import EmulatedPrinter
from hardware.printer.emulator.personality import Personality
from hardware.printer.emulator.port import Admission, Port
from hardware.printer.emulator.sensors import Fault

_CHUNK = 4096
_TICK_S = 0.005


@dataclass(frozen=True)
class BenchState:
    """What the control port tells about the printer."""

    faults: list[str]
    stalled: bool
    garbage: bool
    receipts: int
    last_receipt: str | None
    bytes_received: int
    bytes_held: int
    unknown_commands: list[str]

    def as_dict(self) -> dict[str, object]:
        """For JSON."""
        return asdict(self)


class Bench:
    """Runs one printer for its hosts, one at a time, and writes receipt-0001.png and so on into ``out``."""

    def __init__(self, personality: Personality, out: Path) -> None:
        out.mkdir(parents=True, exist_ok=True)
        self._out = out
        self._printed = max((int(path.stem[8:]) for path in out.glob("receipt-[0-9]*.png")), default=0)
        self._first = self._printed
        self._baud = personality.baud
        self._stalled = False
        self._noise: random.Random | None = None
        self._drop_after: int | None = None
        self._changed = asyncio.Event()
        self._stirred = asyncio.Event()
        self._unplugged_until = 0.0
        self._port = Port(personality)
        self.printer = EmulatedPrinter(personality, self._keep)

    def _keep(self, receipt: Image.Image) -> None:
        """Write a receipt so that whoever sees its name can read all of it."""
        self._printed += 1
        path = self._receipt(self._printed)
        part = path.with_suffix(".part")
        receipt.save(part, "PNG")
        part.replace(path)

    def _receipt(self, number: int) -> Path:
        return self._out / f"receipt-{number:04}.png"

    async def serve(self, link: Link) -> None:
        """Take what comes over a link until its host is gone. A broken link leaves its bytes in the buffer."""
        if self._port.come(link, time.monotonic()) is Admission.REFUSED:
            link.drop()
            return
        self._stir()
        try:
            await self._until(lambda: self._port.inside is link)
            self._answer(link, self.printer.greet(time.monotonic()))
            while True:
                await self._until(self._takes_bytes)
                step = _CHUNK if self._baud is None else max(1, self._baud // 500)
                data = await link.read(min(step, max(1, self.printer.room)))
                if not data:
                    return
                self._port.heard(time.monotonic())
                await self._until(self._takes_bytes)
                if self._take(link, data):
                    return
                if self._baud is not None:
                    await asyncio.sleep(len(data) * 10 / self._baud)
        finally:
            self._port.leave(link, time.monotonic())
            self._stir()

    async def live(self, door: Door | None) -> None:
        """Let time pass for the printer and for who is let in. ``door`` is open while a host is not refused."""
        while True:
            now = time.monotonic()
            self._tell(self.printer.advance(now))
            if (closes_at := self._port.closes_at) is not None and closes_at <= now:
                self._hang_up()
            if door is not None and self._port.takes(now) and self._connected and now >= self._unplugged_until:
                await door.open()
            elif door is not None:
                door.shut()
            plugged = self._unplugged_until if now < self._unplugged_until else None
            instants = (self.printer.next_event, self._port.closes_at, self._port.takes_again_at(now), plugged)
            following = min((instant for instant in instants if instant is not None), default=None)
            self._tell_waiting()
            wait_s = None if following is None else max(_TICK_S, following - time.monotonic())
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stirred.wait(), wait_s)
            self._stirred.clear()

    def _stir(self) -> None:
        """Something was done to the printer: whoever waits looks again, and it goes on."""
        self._stirred.set()
        self._tell_waiting()

    def _tell_waiting(self) -> None:
        changed, self._changed = self._changed, asyncio.Event()
        changed.set()

    async def _until(self, holds: Callable[[], bool]) -> None:
        while not holds():
            await self._changed.wait()

    def _takes_bytes(self) -> bool:
        return not self._stalled and self._connected and self.printer.room > 0

    @property
    def _connected(self) -> bool:
        """Whether there is somebody who holds connections."""
        return self.printer.powered or self.printer.personality.cable_outlives_power

    def _hang_up(self) -> None:
        """End the connection of whoever is inside."""
        if (inside := self._inside) is not None:
            inside.drop()
            self._port.leave(inside, time.monotonic())

    @property
    def _inside(self) -> Link | None:
        inside = self._port.inside
        return inside if isinstance(inside, TcpLink | PtyLink) else None

    def _take(self, link: Link, data: bytes) -> bool:
        """Give bytes to the printer and its answers to the host; true when the link was to be dropped now."""
        dropping = self._drop_after is not None and len(data) >= self._drop_after
        if self._drop_after is not None:
            data = data[: self._drop_after]
            self._drop_after = None if dropping else self._drop_after - len(data)
        self._answer(link, self.printer.receive(data, time.monotonic()))
        self._stir()
        if dropping:
            link.drop()
        return dropping

    def _answer(self, link: Link, answers: bytes) -> None:
        if self._noise is not None and answers:
            # No reply of a printer has its highest bit set, so noise is never a false answer.
            before, after = (
                bytes(self._noise.randrange(0x80, 0x100) for _ in range(self._noise.randrange(1, 6))) for _ in "12"
            )
            answers = before + answers + after
        link.write(answers)

    def command(self, name: str, value: str | None = None) -> None:  # noqa: C901  one row per command
        """Do what the control port asks; raise ValueError with the allowed words for anything else."""
        match name:
            case "stall":
                self._stalled = True
            case "garbage":
                self._noise = random.Random(int(value or 1))  # noqa: S311  seeded, so that a failure can be repeated
            case "drop-after":
                self._drop_after = max(1, _count(value))
            case "paper-out-after":
                self.printer.rows_left = _count(value)
            case "power-cycle":
                self.printer.power_off()
                self._power_on()
            case "power-off":
                self.printer.power_off()
            case "power-on":
                self._power_on()
            case "cut":
                self._unplugged_until = time.monotonic() + _count(value)
                self._hang_up()
            case "clear":
                self._clear(value)
            case "state":
                pass
            case _:
                self._tell(self.printer.set_fault(_fault(name), time.monotonic()))
        self._stir()

    def _power_on(self) -> None:
        """It knows nothing of its connections, unless another box held them."""
        self.printer.power_on()
        if not self.printer.personality.cable_outlives_power:
            self._hang_up()

    def _clear(self, value: str | None) -> None:
        if value in {None, "stall"}:
            self._stalled = False
        if value in {None, "garbage"}:
            self._noise = None
        if value is None:
            self._drop_after = None
        if value not in {"stall", "garbage"}:
            self._tell(self.printer.clear(_fault(value) if value else None, time.monotonic()))

    def _tell(self, said: bytes) -> None:
        if said and (inside := self._inside) is not None:
            self._answer(inside, said)

    def state(self) -> BenchState:
        """What the printer is like now."""
        return BenchState(
            faults=sorted(fault.value for fault in self.printer.faults),
            stalled=self._stalled,
            garbage=self._noise is not None,
            receipts=self._printed - self._first,
            last_receipt=os.fspath(self._receipt(self._printed)) if self._printed > self._first else None,
            bytes_received=self.printer.received,
            bytes_held=self.printer.held,
            unknown_commands=[data.hex(" ") for data in self.printer.unknown[:20]],
        )


def _count(value: str | None) -> int:
    if value is None or not value.isdecimal():
        raise ValueError("expected a count, as in: drop-after 1000")
    return int(value)


def _fault(name: str) -> Fault:
    try:
        return Fault(name)
    except ValueError:
        faults = ", ".join(fault.value for fault in Fault)
        raise ValueError(
            f"unknown command {name!r}; allowed are {faults}, stall, garbage [SEED], drop-after BYTES, "
            "paper-out-after ROWS, power-cycle, power-off, power-on, cut SECONDS, clear [FAULT], state, stop"
        ) from None
