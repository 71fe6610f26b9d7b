"""Memory that is free between what is used: the C library keeps it for a later use, unless it is told otherwise."""

from __future__ import annotations

import ctypes
from contextlib import suppress
from typing import Final

_TRIM_THRESHOLD: Final = -1
_MMAP_THRESHOLD: Final = -3
_ARENA_MAX: Final = -8
"""As glibc's malloc.h names them."""
LARGE: Final = 1 << 20
"""A picture or a frame of a video is larger, what a program is made of is smaller."""
SPARE: Final = 2 * LARGE
ARENAS: Final = 2


def bound_free_memory() -> None:
    """What is large comes from the system piece by piece and goes back when it ends; of the rest at most two heaps keep
    a little. To be called at a program's start, before it has threads. A C library that cannot do this stays as it is.

    By itself glibc takes the first large piece that ends as a sign that more will come: from then on all of up to 32 MB
    are made within the heap of their thread, one of 16. The free end of a thread's heap stays with it up to twice the
    largest piece there was, and `give_back` does not reach it: only the first thread's heap has its end cut off."""
    with suppress(OSError, AttributeError):
        choose = ctypes.CDLL(None).mallopt
        choose(_MMAP_THRESHOLD, LARGE)
        choose(_TRIM_THRESHOLD, SPARE)
        choose(_ARENA_MAX, ARENAS)


def give_back() -> None:
    """To the system; takes a millisecond or two. A C library that cannot do this keeps what it has."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)
