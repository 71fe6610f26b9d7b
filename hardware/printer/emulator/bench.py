"""The emulated printer on its bench: cables, receipts on disk, faults of cable and timing."""

import asyncio
import os
import random
from dataclasses import asdict, dataclass
from pathlib import Path

from PIL import Image

from hardware.printer.emulator.links import Link
from hardware.printer.emulator.machine import EmulatedPrinter, Fault

_CHUNK = 4096


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
    """Runs one printer for any number of links, and writes receipt-0001.png and so on into ``out``."""

    def __init__(self, width: int, out: Path, *, buffer_bytes: int, baud: int | None) -> None:
        out.mkdir(parents=True, exist_ok=True)
        self._out = out
        self._printed = max((int(path.stem[8:]) for path in out.glob("receipt-[0-9]*.png")), default=0)
        self._first = self._printed
        self._baud = baud
        self._stalled = False
        self._noise: random.Random | None = None
        self._drop_after: int | None = None
        self._links: list[Link] = []
        self._changed = asyncio.Event()
        self.printer = EmulatedPrinter(width, self._keep, buffer_bytes)

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
        self._links.append(link)
        try:
            while True:
                await self._until_it_takes_bytes()
                step = _CHUNK if self._baud is None else max(1, self._baud // 500)
                data = await link.read(min(step, max(1, self.printer.room)))
                if not data:
                    return
                await self._until_it_takes_bytes()
                if self._take(link, data):
                    return
                if self._baud is not None:
                    await asyncio.sleep(len(data) * 10 / self._baud)
        finally:
            self._links.remove(link)

    async def _until_it_takes_bytes(self) -> None:
        while self._stalled or self.printer.room == 0:
            self._changed.clear()
            await self._changed.wait()

    def _take(self, link: Link, data: bytes) -> bool:
        """Give bytes to the printer and its answers to the host; true when the link was to be dropped now."""
        dropping = self._drop_after is not None and len(data) >= self._drop_after
        if self._drop_after is not None:
            data = data[: self._drop_after]
            self._drop_after = None if dropping else self._drop_after - len(data)
        self._answer(link, self.printer.receive(data))
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

    def command(self, name: str, value: str | None = None) -> None:
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
                self.printer.power_cycle()
                for link in list(self._links):
                    link.drop()
            case "clear":
                self._clear(value)
            case "state":
                pass
            case _:
                self._tell_all(self.printer.set_fault(_fault(name)))
        self._changed.set()

    def _clear(self, value: str | None) -> None:
        if value in {None, "stall"}:
            self._stalled = False
        if value in {None, "garbage"}:
            self._noise = None
        if value is None:
            self._drop_after = None
        if value not in {"stall", "garbage"}:
            self._tell_all(self.printer.clear(_fault(value) if value else None))

    def _tell_all(self, answers: bytes) -> None:
        for link in self._links:
            self._answer(link, answers)

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
            "paper-out-after ROWS, power-cycle, clear [FAULT], state, stop"
        ) from None
