"""`python -m server.forecast.worker`: the process in which waits are reckoned, begun by the server and never by hand.

It reads the hall as it is, a line each time, from its input, and answers with what is to be expected; it learns from
the log, which it only reads. When its input ends, so does it, whatever it is about: a server that was killed leaves no
process behind.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
import time
from collections import deque
from datetime import date, timedelta
from queue import SimpleQueue
from typing import BinaryIO

import structlog

from program.log_records import log_to_stderr
from server.forecast.calibration import Calibration, calibrate
from server.forecast.estimate import estimate
from server.forecast.past import PastDay, past_day
from server.forecast.report import report, say_report
from server.forecast.service_times import LEARNT_DAYS, Learnt, learn
from server.forecast.speech import Beginning, line, read_beginning, read_now, reckoned
from server.storage.engine import open_engine
from server.storage.reader import PassingReader

NICENESS = 10
"""Where cores are few, a call is never worth less than an estimate."""
LOOKED_BACK_DAYS = LEARNT_DAYS * 7 // 5 + 30
"""So many dates have as many business days as are learnt from, holidays left out."""

_log = structlog.get_logger()


class Memory:
    """What the finished days teach; read anew when another is finished."""

    def __init__(self, reader: PassingReader) -> None:
        self.learnt = Learnt()
        self.calibration = Calibration()
        self._reader = reader
        self._days: deque[PastDay] = deque(maxlen=LEARNT_DAYS)
        self._known_to = 0

    def before(self, day: int, today: date) -> None:
        """All of the log before this business day, as far as it is learnt from."""
        if day == self._known_to:
            return
        since = (today - timedelta(days=LOOKED_BACK_DAYS)).isoformat()
        self._days.clear()
        for facts in self._reader.days(since, before=day):
            found = past_day(one.fact for one in facts)
            if found is not None:
                self._days.append(found)
        self.learnt = learn(self._days)
        self.calibration = calibrate(self._days)
        self._known_to = day
        say_report(_log, report(self._days))


def main() -> None:
    os.nice(NICENESS)
    # Whoever ends the server this way ends all of its group: it ends the server, and this with it.
    for one in (signal.SIGINT, signal.SIGTERM):
        signal.signal(one, signal.SIG_IGN)
    log_to_stderr()
    lines: SimpleQueue[bytes] = SimpleQueue()
    source = os.fdopen(os.dup(sys.stdin.fileno()), "rb")  # its own: at the end nobody may wait for a lock of sys.stdin
    beginning = read_beginning(source.readline())
    threading.Thread(target=_listen, args=(source, lines), daemon=True, name="input").start()
    _reckon(beginning, lines)


def _listen(source: BinaryIO, lines: SimpleQueue[bytes]) -> None:
    for text in source:
        lines.put(text)
    os._exit(0)  # whatever the other thread is about


def _reckon(beginning: Beginning, lines: SimpleQueue[bytes]) -> None:
    """For ever."""
    memory = Memory(PassingReader(open_engine(beginning.database, looks=True), beginning.hall_id))
    out = sys.stdout.buffer
    gc.disable()  # a pass in the middle of a reckoning would come in between each time
    while True:
        text = lines.get()
        while not lines.empty():
            text = lines.get()
        now = read_now(text)
        memory.before(now.day, date.fromisoformat(now.date))
        begun = time.process_time()
        forecast = estimate(now, memory.learnt, memory.calibration)
        out.write(line(reckoned(forecast, (time.process_time() - begun) * 1_000)))
        out.flush()
        gc.collect()


if __name__ == "__main__":
    main()
