"""Looks at every object that lives, and breaks nothing of the threads that run beside."""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

UNTIL_THE_OTHERS_REST_S = 60.0


def living(wanted: Callable[[type], bool]) -> list[Any]:
    """Those whose class is `wanted`, as they are now: nothing is collected first.

    `gc.get_objects` hands out a tuple that another thread is only half through building from a generator, and while
    somebody holds it that thread falls with "SystemError: bad argument to internal function" (python/cpython#107137).
    So nobody else runs while all are held."""
    with _alone():
        return [one for one in gc.get_objects() if wanted(type(one))]


@contextmanager
def _alone() -> Iterator[None]:
    """No other thread takes the interpreter from this one. Inside nothing may wait."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(UNTIL_THE_OTHERS_REST_S)
    time.sleep(2 * before)  # those that wait already would still ask for it after the old time
    try:
        yield
    finally:
        sys.setswitchinterval(before)
