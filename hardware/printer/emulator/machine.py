"""The emulated printer itself: buffer, sensors and answers. Pure: no socket, no file, no clock."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from PIL import Image

from hardware.printer.emulator.commands import (
    AskPaper,
    AskPrinted,
    AutomaticStatus,
    ColumnImage,
    Command,
    Cut,
    FeedDots,
    FeedLines,
    Initialise,
    LineSpacing,
    PrintGraphics,
    Raster,
    StoreGraphics,
    Text,
    Unknown,
    next_command,
)
from hardware.printer.emulator.paper import Paper
from hardware.printer.emulator.realtime import RealTimeScanner, StatusAsked


class Fault(StrEnum):
    """What can be wrong with a printer."""

    PAPER_OUT = "paper-out"
    PAPER_NEAR_END = "paper-near-end"
    COVER_OPEN = "cover-open"
    CUTTER = "cutter-error"
    OFFLINE = "offline"


_HALTING = frozenset(Fault) - {Fault.PAPER_NEAR_END}

# Answers to DLE EOT 1 to 4 under each fault; several faults are joined bit by bit.
_REAL_TIME = {
    Fault.PAPER_OUT: (0x1A, 0x32, 0x12, 0x7E),
    Fault.PAPER_NEAR_END: (0x12, 0x12, 0x12, 0x1E),
    Fault.COVER_OPEN: (0x1A, 0x16, 0x12, 0x12),
    Fault.CUTTER: (0x1A, 0x52, 0x1A, 0x12),
    Fault.OFFLINE: (0x1A, 0x12, 0x12, 0x12),
}
_AUTOMATIC = {
    Fault.PAPER_OUT: (0x08, 0x00, 0x0F, 0x00),
    Fault.PAPER_NEAR_END: (0x00, 0x00, 0x03, 0x00),
    Fault.COVER_OPEN: (0x28, 0x00, 0x00, 0x00),
    Fault.CUTTER: (0x08, 0x08, 0x00, 0x00),
    Fault.OFFLINE: (0x08, 0x00, 0x00, 0x00),
}


@dataclass
class EmulatedPrinter:
    """A printer ``width`` dots wide that hands each cut receipt to ``on_receipt``."""

    width: int
    on_receipt: Callable[[Image.Image], None]
    buffer_bytes: int = 262_144
    faults: set[Fault] = field(default_factory=set)
    rows_left: int | None = None
    """Rows until the paper ends; None: a full roll."""
    received: int = 0
    unknown: list[bytes] = field(default_factory=list)
    _buffer: bytearray = field(default_factory=bytearray)
    _scanner: RealTimeScanner = field(default_factory=RealTimeScanner)
    _waiting_rows: deque[bytes] = field(default_factory=deque)
    _stored: list[bytes] = field(default_factory=list)
    _automatic: bool = False
    _paper: Paper = field(init=False)

    def __post_init__(self) -> None:
        self._paper = Paper(self.width)

    @property
    def halted(self) -> bool:
        return bool(self.faults & _HALTING)

    @property
    def held(self) -> int:
        """Bytes received and not yet printed."""
        return len(self._buffer) + sum(map(len, self._waiting_rows))

    @property
    def room(self) -> int:
        """Bytes it can still take. One that is not halted always takes more, to complete a command."""
        return max(0, self.buffer_bytes - self.held) if self.halted else self.buffer_bytes

    def receive(self, data: bytes) -> bytes:
        """Take bytes; return the answers, real-time ones at once, queued ones as their turn comes."""
        self.received += len(data)
        answers = bytearray()
        start = 0
        for end, command in self._scanner.feed(data):
            self._buffer += data[start:end]
            start = end
            if isinstance(command, StatusAsked):
                answers.append(self.real_time_status(command.kind))
            else:
                self._forget()
                answers += b"\x37\x25\x00" if command.answered else b""
        self._buffer += data[start:]
        return bytes(answers) + self.run()

    def run(self) -> bytes:
        """Work through the buffer as far as it goes; return the answers."""
        answers = bytearray()
        while not self.halted:
            if self._waiting_rows:
                answers += self._burn_row()
            elif (command := next_command(self._buffer)) is not None:
                answers += self._execute(command)
            else:
                break
        return bytes(answers)

    def set_fault(self, fault: Fault) -> bytes:
        """Let a fault happen; return what the printer says about it by itself."""
        self.faults.add(fault)
        return self._tell()

    def clear(self, fault: Fault | None = None) -> bytes:
        """Mend one fault, or all; a new roll comes with the paper. The held job goes on printing."""
        self.faults -= {fault} if fault else set(Fault)
        if fault in {None, Fault.PAPER_OUT}:
            self.rows_left = None
        return self._tell() + self.run()

    def power_cycle(self) -> None:
        """Forget everything that was not printed."""
        self._forget()
        self._scanner = RealTimeScanner()
        self._automatic = False
        self._paper.initialise()

    def real_time_status(self, kind: int) -> int:
        """The answer to DLE EOT ``kind``."""
        answer = 0x12
        for fault in self.faults:
            answer |= _REAL_TIME[fault][kind - 1]
        return answer

    def _forget(self) -> None:
        self._buffer.clear()
        self._waiting_rows.clear()

    def _tell(self) -> bytes:
        if not self._automatic:
            return b""
        answer = [0x10, 0x00, 0x00, 0x00]
        for fault in self.faults:
            answer = [one | other for one, other in zip(answer, _AUTOMATIC[fault], strict=True)]
        return bytes(answer)

    def _burn_row(self) -> bytes:
        if self.rows_left == 0:
            return self.set_fault(Fault.PAPER_OUT)
        if self.rows_left is not None:
            self.rows_left -= 1
        self._paper.burn(self._waiting_rows.popleft())
        return b""

    def _execute(self, command: Command) -> bytes:  # noqa: C901, PLR0912  one row per command
        match command:
            case Raster(row_bytes, rows, data):
                self._waiting_rows.extend(data[y * row_bytes : (y + 1) * row_bytes] for y in range(rows))
            case StoreGraphics(width, rows, data):
                size = (width + 7) // 8
                self._stored = [data[y * size : (y + 1) * size] for y in range(rows)]
            case PrintGraphics():
                self._waiting_rows.extend(self._stored)
                self._stored = []
            case ColumnImage(columns, dots_high, data):
                self._paper.set_columns(columns, dots_high, data)
            case Initialise():
                self._paper.initialise()
                self._automatic = False
            case LineSpacing(dots):
                self._paper.line_spacing = dots
            case FeedDots(dots):
                self._paper.feed(dots)
            case FeedLines(lines):
                self._paper.feed_lines(lines)
            case Cut(feed):
                self._cut(feed)
            case AskPaper(kind):
                return bytes((0x03 if Fault.PAPER_NEAR_END in self.faults and kind in {1, 0x31} else 0x00,))
            case AskPrinted(process_id):
                return b"\x37\x22" + process_id + b"\x00"
            case AutomaticStatus(mask):
                self._automatic = mask != 0
                return self._tell()
            case Text(byte):
                self._paper.type(byte)
            case Unknown(data):
                self.unknown.append(data)
            case _:
                pass
        return b""

    def _cut(self, feed: int) -> None:
        self._paper.feed(feed)
        receipt = self._paper.cut()
        if receipt is not None:
            self.on_receipt(receipt)
