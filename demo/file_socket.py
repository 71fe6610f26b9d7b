"""A socket that is a file: only who may write in its folder can call, and from any network of this machine."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def listen_at(place: Path) -> socket.socket:
    """Listens at the file `place`, which is there once somebody may call. Raises OSError."""
    new = place.with_suffix(".new")
    new.unlink(missing_ok=True)
    listener = socket.socket(socket.AF_UNIX)
    with reachable(new) as name:
        listener.bind(name)
    listener.listen()
    new.rename(place)
    return listener


@contextmanager
def reachable(place: Path) -> Iterator[str]:
    """A name for a socket's file, short enough for the kernel's 107 bytes however deep its folder lies. Raises OSError
    when there is no such folder."""
    folder = os.open(place.parent, os.O_PATH | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{folder}/{place.name}"
    finally:
        os.close(folder)
