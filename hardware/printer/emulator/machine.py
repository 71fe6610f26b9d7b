"""The emulated printer itself: buffer, sensors and answers. Pure: no socket, no file; time comes as an argument.

Instants are seconds of any one clock and never run backwards; an earlier one than before counts as the same.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

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
from hardware.printer.emulator.personality import Personality
from hardware.printer.emulator.realtime import RealTimeScanner, StatusAsked
from hardware.printer.emulator.sensors import HALTING, Fault, automatic_status, real_time_status
from hardware.printer.emulator.voice import Voice

_AT_ONCE_S = 0.01
"""Rows are burnt so many seconds' worth at a time: a clock need not stop at each."""
_CUT_S = 0.2


@dataclass
class EmulatedPrinter:
    """A printer that hands each cut receipt to ``on_receipt``."""

    personality: Personality
    on_receipt: Callable[[Image.Image], None]
    faults: set[Fault] = field(default_factory=set)
    rows_left: int | None = None
    """Rows until the paper ends; None: a full roll."""
    powered: bool = True
    received: int = 0
    burnt: int = 0
    """Rows of dots printed since it was made."""
    unknown: list[bytes] = field(default_factory=list)
    _buffer: bytearray = field(default_factory=bytearray)
    _scanner: RealTimeScanner = field(default_factory=RealTimeScanner)
    _row_bytes: int = 0
    _rows_to_come: int = 0
    """Of the raster under way, rows that have not been burnt."""
    _waiting_rows: deque[bytes] = field(default_factory=deque)
    _stored: list[bytes] = field(default_factory=list)
    _automatic: bool = False
    _now: float = 0.0
    _busy_until: float = 0.0
    _paper: Paper = field(init=False)
    _voice: Voice = field(init=False)

    def __post_init__(self) -> None:
        self._paper = Paper(self.personality.dots)
        self._voice = Voice(self.personality)

    @property
    def halted(self) -> bool:
        return bool(self.faults & HALTING)

    @property
    def held(self) -> int:
        """Bytes received and not yet printed."""
        return len(self._buffer) + sum(map(len, self._waiting_rows))

    @property
    def room(self) -> int:
        """Bytes it can still take. One that has nothing to do always takes more, to complete a command."""
        if not self.powered or not (self.halted or self._working):
            return self.personality.buffer
        return max(0, self.personality.buffer - self.held)

    @property
    def _working(self) -> bool:
        return self._busy_until > self._now

    @property
    def next_event(self) -> float | None:
        """When it will next do or say something by itself; None: nothing until something is done to it."""
        if not self.powered:
            return None
        work = max(self._busy_until, self._now + _AT_ONCE_S) if self._working and not self.halted else None
        return min((instant for instant in (work, self._voice.next_event) if instant is not None), default=None)

    def receive(self, data: bytes, now: float = 0.0) -> bytes:
        """Take bytes; return what it says until ``now``: real-time answers first, queued ones as their turn comes.
        What reaches one that is switched off is gone."""
        said = self.advance(now)
        if not self.powered:
            return said
        self.received += len(data)
        start = 0
        for end, command in self._scanner.feed(data):
            self._buffer += data[start:end]
            start = end
            if isinstance(command, StatusAsked):
                self._answer_status(command.kind)
            else:
                self._forget()
                self._voice.say(b"\x37\x25\x00" if command.answered else b"", self._now)
        self._buffer += data[start:]
        return said + self.advance(now)

    def advance(self, now: float) -> bytes:
        """Let time pass: work through the buffer as far as it goes; return what it says until ``now``."""
        self._now = max(self._now, now)
        if not self.powered:
            return b""
        while not self.halted and self._busy_until <= self._now:
            took = self._work(self._busy_until)
            if took is None:
                break
            self._busy_until += took
        self._busy_until = max(self._busy_until, self._now)
        return self._voice.due(self._now, automatic_status(self.faults))

    def set_fault(self, fault: Fault, now: float = 0.0) -> bytes:
        """Let a fault happen; return what it says about it by itself."""
        said = self.advance(now)
        self._set(fault)
        return said + self.advance(now)

    def clear(self, fault: Fault | None = None, now: float = 0.0) -> bytes:
        """Mend one fault, or all; a new roll comes with the paper. The held job goes on printing."""
        said = self.advance(now)
        self.faults -= {fault} if fault else set(Fault)
        if fault in {None, Fault.PAPER_OUT}:
            self.rows_left = None
        self._tell()
        return said + self.advance(now)

    def power_off(self) -> None:
        """It says and hears nothing, and forgets everything that was not printed."""
        self.powered = False
        self._forget()
        self._voice.hush()
        self._scanner = RealTimeScanner()
        self._automatic = False
        self._paper.initialise()

    def power_on(self) -> None:
        self.powered = True

    def greet(self, now: float = 0.0) -> bytes:
        """A host has connected; return what it says."""
        if self.personality.tells_by_itself and self.powered:
            self._voice.say(automatic_status(self.faults), now)
        return self.advance(now)

    def _set(self, fault: Fault) -> None:
        self.faults.add(fault)
        if self.personality.forgets_when_halted and fault in HALTING:
            self._forget()
        self._tell()

    def _forget(self) -> None:
        self._buffer.clear()
        self._waiting_rows.clear()
        self._rows_to_come = 0
        self._busy_until = self._now

    def _answer_status(self, kind: int) -> None:
        if kind in self.personality.answers:
            answer = bytes((real_time_status(self.faults, kind),))
            self._voice.say(answer, self._now + self.personality.answer_s)

    def _tell(self) -> None:
        if self._automatic or self.personality.tells_by_itself:
            self._voice.say(automatic_status(self.faults), self._now)

    def _work(self, at: float) -> float | None:
        """Do the next thing at the instant ``at`` and return how long it takes; None when there is nothing to do."""
        if self._waiting_rows:
            return self._burn(self._waiting_rows[0], self._waiting_rows.popleft)
        if self._rows_to_come:
            if len(self._buffer) < self._row_bytes:
                return None
            return self._burn(bytes(self._buffer[: self._row_bytes]), self._next_row)
        if self._buffer.startswith(b"\x00"):  # a way into step is thousands of them
            self._buffer = self._buffer.lstrip(b"\x00")
        command = next_command(self._buffer)
        return None if command is None else self._execute(command, at)

    def _next_row(self) -> None:
        self._rows_to_come -= 1
        del self._buffer[: self._row_bytes]

    def _burn(self, row: bytes, taken: Callable[[], object]) -> float:
        if self.rows_left == 0:
            self._set(Fault.PAPER_OUT)
            return 0.0
        if self.rows_left is not None:
            self.rows_left -= 1
        taken()
        self._paper.burn(row)
        self.burnt += 1
        return self._feeding_s(1)

    def _feeding_s(self, rows: int) -> float:
        return rows / self.personality.rows_s if self.personality.rows_s else 0.0

    def _execute(self, command: Command, at: float) -> float:  # noqa: C901, PLR0912  one row per command
        before = self._paper.length
        match command:
            case Raster(row_bytes, rows):
                self._row_bytes, self._rows_to_come = row_bytes, rows
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
                return self._cut(feed)
            case AskPaper(kind):
                self._answer_paper(kind, at)
            case AskPrinted(process_id):
                self._answer_printed(process_id, at)
            case AutomaticStatus(mask):
                self._automatic = mask != 0
                self._tell()
            case Text(byte):
                self._paper.type(byte)
            case Unknown(data):
                self.unknown.append(data)
            case _:
                pass
        return self._feeding_s(self._paper.length - before)

    def _answer_paper(self, kind: int, at: float) -> None:
        if self.personality.paper_answer:
            low = Fault.PAPER_NEAR_END in self.faults and kind in {1, 0x31}
            answer = self.personality.paper_answer_byte
            self._voice.say(
                bytes((answer if answer is not None else 0x03 if low else 0x00,)), at + self.personality.paper_answer_s
            )

    def _answer_printed(self, process_id: bytes, at: float) -> None:
        if self.personality.process_id:
            self._voice.say(b"\x37\x22" + process_id + b"\x00", at)
        else:
            for byte in b"H00" + process_id:
                self._paper.type(byte)

    def _cut(self, feed: int) -> float:
        before = self._paper.length
        self._paper.feed(feed)
        fed = self._paper.length - before
        receipt = self._paper.cut()
        if receipt is not None:
            self.on_receipt(receipt)
        return self._feeding_s(fed) + (_CUT_S if self.personality.rows_s else 0.0)
