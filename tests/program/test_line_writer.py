"""A reader who does not read keeps nobody waiting; what he misses is counted."""

from __future__ import annotations

import errno
import os
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from program.line_writer import LineWriter

WAIT_S = 30.0


def missing(lines: int) -> str:
    return f"{lines} missing"


class Pipe:
    """Read by the test, when it likes."""

    def __init__(self) -> None:
        self.out, self.descriptor = os.pipe()

    def lines(self, last: str) -> list[str]:
        """Everything up to a line that ends so; "": what there is now, in whole lines."""
        heard = b""
        while not heard.endswith(f"{last}\n".encode()):
            more = os.read(self.out, 65_536)
            assert more, heard
            heard += more
        return heard.decode().splitlines()


@pytest.fixture
def pipe() -> Iterator[Pipe]:
    made = Pipe()
    yield made
    os.close(made.out)


def until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + WAIT_S
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.001)


class Descriptor:
    """What stands behind a write, as the test says: it takes all, or some bytes, or fails."""

    def __init__(self) -> None:
        self.taken = b""
        self.says: list[int | OSError] = []
        """What the next writes come to; after them everything is taken."""

    def __call__(self, _: int, raw: memoryview) -> int:
        says = self.says.pop(0) if self.says else len(raw)
        if isinstance(says, OSError):
            raise says
        self.taken += bytes(raw)[:says]
        return says


@pytest.mark.parametrize("blocking", [True, False], ids=["a pipe that blocks", "a pipe that says it is full"])
def test_a_full_pipe_keeps_nobody_waiting_and_what_is_missing_is_said_in_its_place(
    pipe: Pipe, *, blocking: bool
) -> None:
    os.set_blocking(pipe.descriptor, blocking)
    writer = LineWriter(pipe.descriptor, missing, most_bytes=200_000)
    for number in range(1_000):
        writer.put(f"{number:06} {'x' * 992}")
    assert not writer.flush(0.01), "nobody has read yet"
    whole: list[int] = []
    lost = 0
    while len(whole) + lost < 1_000:
        for line in pipe.lines(""):
            if line.endswith("missing"):
                lost += int(line.split()[0])
            else:
                whole.append(int(line[:6]))
    assert whole == sorted(set(whole))
    assert whole[:100] == list(range(100)), "the first ones are all there"
    assert lost > 500
    writer.put("well again")
    assert pipe.lines("well again") == ["well again"]
    assert writer.flush(WAIT_S)


def test_lines_that_come_after_a_gap_stand_behind_it() -> None:
    descriptor = Descriptor()
    held, free = threading.Event(), threading.Event()

    def write(_: int, raw: memoryview) -> int:
        held.set()
        assert free.wait(WAIT_S)
        return descriptor(_, raw)

    writer = LineWriter(7, missing, most_bytes=12, write=write)
    writer.put("first")
    assert held.wait(WAIT_S)
    for line in ("second", "third", "fourth"):
        writer.put(line)
    free.set()
    assert writer.flush(WAIT_S)
    writer.put("fifth")
    assert writer.flush(WAIT_S)
    assert descriptor.taken == b"first\nsecond\n2 missing\nfifth\n"


def test_a_line_that_cannot_be_written_is_counted_and_one_that_was_torn_spoils_no_other() -> None:
    full = OSError(errno.ENOSPC, "No space left on device")
    descriptor = Descriptor()
    writer = LineWriter(7, missing, write=descriptor)
    descriptor.says = [4, full, full, full]
    for line in ("torn in two", "second"):
        writer.put(line)
        assert writer.flush(WAIT_S)
    descriptor.says = [full, full]
    writer.put("third")
    assert writer.flush(WAIT_S)
    writer.put("fourth")
    assert writer.flush(WAIT_S)
    assert descriptor.taken == b"torn\n3 missing\nfourth\n"


def test_who_waited_in_vain_once_waits_again_only_when_something_flowed(pipe: Pipe) -> None:
    writer = LineWriter(pipe.descriptor, missing)
    writer.put("x" * 200_000)
    assert not writer.flush(0.01)
    assert not writer.flush(10 * WAIT_S), "at once: else this test does not end in its time"
    assert len(pipe.lines("x")[0]) > 0
    reader = threading.Thread(target=lambda: pipe.lines("end"))
    reader.start()
    writer.put("end")
    until(lambda: writer.flush(0.01))
    reader.join(WAIT_S)


def test_without_a_descriptor_nothing_is_kept() -> None:
    writer = LineWriter(None, missing)
    writer.put("x" * 10_000_000)
    assert writer.flush(0)


def test_a_look_is_taken_while_nothing_is_said(tmp_path: Path) -> None:
    looked = threading.Event()
    with (tmp_path / "log").open("wb") as file:
        LineWriter(file.fileno(), missing).look = looked.set
        assert looked.wait(WAIT_S)
