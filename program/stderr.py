"""The program's stderr as something that makes nobody wait: Python, and libraries that write there themselves."""

from __future__ import annotations

import contextlib
import io
import os
import stat
import sys

from program.line_writer import LineWriter


def descriptor_of_stderr() -> int | None:
    """Where stderr goes; None when the program was started without one, or it was taken away.

    A terminal or pipe is opened once more for this program alone, so that a library of C which writes there (Qt) drops
    what finds no room instead of waiting. What cannot be opened again stays as it is.
    """
    try:
        descriptor = sys.stderr.fileno()
        kind = os.fstat(descriptor).st_mode
    except (AttributeError, OSError, ValueError):  # AttributeError: there is none, it is None
        return None
    with contextlib.suppress(OSError):
        if stat.S_ISSOCK(kind):
            os.set_blocking(descriptor, False)  # a service's own: nobody else writes there
        elif stat.S_ISFIFO(kind) or os.isatty(descriptor):
            own = os.open(f"/proc/self/fd/{descriptor}", os.O_WRONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
            os.dup2(own, descriptor)
            os.close(own)
    return descriptor


class QueuedStderr(io.TextIOBase):
    """In place of `sys.stderr`: tracebacks and warnings of Python stand in the queue with everything else."""

    def __init__(self, writer: LineWriter, descriptor: int | None) -> None:
        super().__init__()
        self._writer = writer
        self._descriptor = descriptor
        self._begun = ""

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        if self._descriptor is None:
            raise io.UnsupportedOperation("there is no stderr")
        return self._descriptor

    def isatty(self) -> bool:
        return self._descriptor is not None and os.isatty(self._descriptor)

    def write(self, text: str) -> int:
        *lines, self._begun = (self._begun + text).split("\n")
        for line in lines:
            self._writer.put(line)
        return len(text)

    def flush(self) -> None:
        """What has no end yet waits for it: a line is whole."""

    def rest(self) -> None:
        """At the end of the program nothing else will come."""
        begun, self._begun = self._begun, ""
        if begun:
            self._writer.put(begun)
