"""Looking at all that lives leaves alone what other threads are building."""

from __future__ import annotations

import time
from threading import Event, Thread
from typing import Self

from tests.server.living_objects import living

LOOKS = 20
LONG = 400_000
"""Takes longer than a thread is left alone, so each is half built when somebody looks."""


class Builder:
    """A thread that builds tuples from generators, as SQLAlchemy does at every statement."""

    def __init__(self) -> None:
        self.fault: SystemError | None = None
        self._over = Event()
        self._thread = Thread(target=self._build)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *fault: object) -> None:
        self._over.set()
        self._thread.join()

    def _build(self) -> None:
        try:
            while not self._over.is_set():
                tuple(number for number in range(LONG))
                time.sleep(0)
        except SystemError as fault:
            self.fault = fault


def test_nothing_that_is_half_built_is_held() -> None:
    with Builder() as builder:
        for _ in range(LOOKS):
            assert living(lambda kind: kind is Builder) == [builder]
    assert builder.fault is None
