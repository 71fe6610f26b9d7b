"""Memory that is free between what is used: the C library keeps it for a later use, unless it is asked for it."""

from __future__ import annotations

import ctypes
from contextlib import suppress


def give_back() -> None:
    """To the system; takes a millisecond or two. A C library that cannot do this keeps what it has."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)
