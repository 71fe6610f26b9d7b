"""Log records: one JSON object a line on stderr, ours through structlog and the libraries' through logging alike.

Nobody who says something waits for who reads it: records, tracebacks and what a library writes stand in a queue
(`program.line_writer`); what is missing of them is counted. Lines alike are counted too (`program.repeats`), but an
error that says something else is always said, and so is what answers a person.

Stderr can be lost: its reader ends or stops reading, its disk is full, or there never was one. Then what is said there
is dropped, and the exit status stays what it would have been.
"""

from __future__ import annotations

import atexit
import logging
import sys
from collections.abc import Callable
from typing import Any, Final, TextIO, cast

import structlog
from structlog.typing import EventDict, Processor

from program.line_writer import LineWriter
from program.one_line import json_line
from program.repeats import WITHIN_MS, Kind, Repeated, Repeats
from program.stderr import QueuedStderr, descriptor_of_stderr
from program.steady import steady_ms

FLUSH_WITHIN_S: Final = 2.0
"""So long the end of a program waits for a reader who does not read."""

_STAMP: Final = structlog.processors.TimeStamper(fmt="iso", utc=True)
_JSON: Final = structlog.processors.JSONRenderer(serializer=json_line)
_SHARED: Final[tuple[Processor, ...]] = (
    structlog.stdlib.add_log_level,
    _STAMP,
    structlog.processors.format_exc_info,
)
_QUIET: Final = ("alembic", "asyncio", "sqlalchemy", "uvicorn", "litestar")
"""Libraries of which only warnings and worse are kept."""
_ANSWERS: Final = frozenset({"config_taken", "config_unchanged", "config_refused", "config_not_taken"})
"""What became of a reload: whoever asked for it looks for this line, however often they asked."""


class RecordHandler(logging.Handler):
    """Says each record, or counts it."""

    def __init__(self, put: Callable[[str], None], repeats: Repeats, elapsed: Callable[[], float] = steady_ms) -> None:
        """`put` takes a line and never waits; `elapsed` is a clock that never jumps, ms."""
        super().__init__()
        self._put = put
        self._repeats = repeats
        self._elapsed = elapsed

    def emit(self, record: logging.LogRecord) -> None:
        try:
            self._say_over()
            if _answers(record) or self._repeats.passes(_kind(record), int(self._elapsed())):
                self._put(self.format(record))
        except Exception:  # noqa: BLE001 - a record's border: whoever said it goes on
            self.handleError(record)

    def look(self) -> None:
        """Says how often came what is over; for a while in which nobody says anything."""
        self.acquire()
        try:
            self._say_over()
        finally:
            self.release()

    def end(self) -> None:
        """Says what has only been counted so far."""
        self.acquire()
        try:
            for one in self._repeats.all():
                self._put(_repeated(one))
        finally:
            self.release()

    def _say_over(self) -> None:
        for one in self._repeats.over(int(self._elapsed())):
            self._put(_repeated(one))


class _Said:
    """Where this process says everything; there is one from `log_to_stderr` on."""

    def __init__(self) -> None:
        descriptor = descriptor_of_stderr()
        self.writer = LineWriter(descriptor, _missing)
        self.handler = RecordHandler(self.writer.put, Repeats())
        self.writer.look = self.handler.look
        self.stderr = QueuedStderr(self.writer, descriptor)

    def end(self) -> None:
        self.handler.end()
        self.stderr.rest()
        self.writer.flush(FLUSH_WITHIN_S)


_said: _Said | None = None


def log_to_stderr() -> None:
    """For a program's start, once. A record that cannot be written is dropped: a hall goes on without."""
    global _said  # noqa: PLW0603 - a process has one stderr
    logging.raiseExceptions = False
    _said = said = _Said()
    sys.stderr = cast("TextIO", said.stderr)
    atexit.register(said.end)
    said.handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, _JSON],
            foreign_pre_chain=_SHARED,
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [said.handler]
    root.setLevel(logging.INFO)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    structlog.configure(
        processors=[*_SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )


def last_word(line: str) -> None:
    """Says why the program now ends, to who started it: after everything that was said before."""
    if _said is not None:
        _said.end()
        _said.writer.put(line)
        _said.end()
        return
    try:
        sys.stderr.write(f"{line}\n")
        sys.stderr.flush()
    except (OSError, AttributeError):  # AttributeError: started without a stderr, it is None
        # Left in its buffer, Python would try again at its end, and exit with 120.
        sys.stderr = None


def _answers(record: logging.LogRecord) -> bool:
    return isinstance(record.msg, dict) and record.msg.get("event") in _ANSWERS


def _kind(record: logging.LogRecord) -> Kind:
    """An error is the same only with every word the same; else the event and where it was said."""
    said: dict[str, Any] | None = record.msg if isinstance(record.msg, dict) else None
    place = f"{record.pathname}:{record.lineno}"
    level = record.levelname.lower()
    if record.levelno < logging.ERROR:
        return Kind(str(record.msg if said is None else said.get("event")), level, place)
    if said is None:
        fault = record.exc_info[1] if record.exc_info else None
        return Kind(str(record.msg), level, place, f"{record.getMessage()} {fault!r}")
    words = sorted((name, value) for name, value in said.items() if name != "timestamp")
    return Kind(str(said.get("event")), level, place, repr(words))


def _repeated(one: Repeated) -> str:
    return _line(
        "repeated",
        one.kind.level,
        what=one.kind.event,
        times=one.times,
        within_s=WITHIN_MS // 1_000,
        sentence=f"{one.kind.event} repeated {one.times} times",
    )


def _missing(records: int) -> str:
    return _line("records_missing", "warning", records=records)


def _line(event: str, level: str, **fields: str | int) -> str:
    """A record of our own about records; through logging it would be counted itself."""
    record: EventDict = _STAMP(None, "", {"event": event, **fields, "level": level})
    return str(_JSON(None, "", record))
