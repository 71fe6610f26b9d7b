"""Where the files of a playlist come from: a path, also of a share, or an address. A source may be slow or hang."""

from __future__ import annotations

import contextlib
import http.client
import os
import stat
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

from display.media_check import MediaError, MediaFault

LARGEST = 1 << 30
"""Bytes of one file."""
PATIENCE_S = 15.0
LONGEST_FETCH_S = 300.0
"""An address that has not told its file by then is asked anew at another time."""
CHUNK = 1 << 18
VALIDATORS = {"etag": "if-none-match", "last-modified": "if-modified-since"}
"""What a server says of its file, and how it is asked whether that still holds."""


class Fetch(Protocol):
    def __call__(self, source: str, mark: str, part: Path) -> str | None:
        """The source's mark, copied to `part`; None when it is the one that was copied. May hang for as long as a share
        does. Raises MediaError."""
        ...


class HeldSources:
    """As `fetch`, but some sources hang until they are let go."""

    def __init__(self, *held: str) -> None:
        self.held = set(held)
        self.asked: list[str] = []
        self._free = threading.Condition()

    def __call__(self, source: str, mark: str, part: Path) -> str | None:
        with self._free:
            self.asked.append(source)
            self._free.notify_all()
            self._free.wait_for(lambda: source not in self.held)
        return fetch(source, mark, part)

    def let_go(self) -> None:
        with self._free:
            self.held.clear()
            self._free.notify_all()

    def wait_asked(self, source: str, times: int) -> None:
        with self._free:
            if not self._free.wait_for(lambda: self.asked.count(source) >= times, 30.0):
                raise TimeoutError(f"{source} was asked {self.asked.count(source)} times")


def fetch(source: str, mark: str, part: Path) -> str | None:
    """See `Fetch`."""
    try:
        part.parent.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise MediaError(MediaFault.NOT_KEPT, f"{part.parent}: {fault.strerror}") from fault
    if source.startswith(("http://", "https://")):
        return _download(source, mark, part)
    return _copy(Path(source), mark, part)


def _copy(path: Path, mark: str, part: Path) -> str | None:
    try:
        about = path.stat()
        now = f"{about.st_mtime_ns} {about.st_size}"
        if now == mark:
            return None
        if not stat.S_ISREG(about.st_mode):  # who opens a pipe waits for whoever writes into it
            raise MediaError(MediaFault.UNREACHED, "is no file")
        with path.open("rb") as whole:
            if about.st_size > LARGEST:
                raise MediaError(MediaFault.BROKEN, f"is larger than {LARGEST >> 20} MB")
            _write(whole.read, part)
    except OSError as fault:
        raise MediaError(MediaFault.UNREACHED, fault.strerror or str(fault)) from fault
    return now


def _download(source: str, mark: str, part: Path) -> str | None:
    kind, _, said = mark.partition(" ")
    headers = {kind: said} if kind in VALIDATORS.values() else {}
    late = time.monotonic() + LONGEST_FETCH_S

    def some(most: int) -> bytes:
        if time.monotonic() > late:
            raise TimeoutError(f"did not come to its end in {LONGEST_FETCH_S:.0f} seconds")
        chunk: bytes = answer.read1(most)
        return chunk

    try:
        request = urllib.request.Request(_plain(source), headers=headers)  # noqa: S310 - http and https only, see item_fault
        with urllib.request.urlopen(request, timeout=PATIENCE_S) as answer:  # noqa: S310
            if answer.status != http.client.OK:
                raise MediaError(MediaFault.UNREACHED, f"answers {answer.status}")
            written, said = _write(some, part), answer.headers.get("content-length", "")
            if said.isdecimal() and written < int(said):
                raise MediaError(MediaFault.UNREACHED, f"ended after {written} of {said} bytes")
            told = ((asked, answer.headers.get(name)) for name, asked in VALIDATORS.items())
            return next((f"{asked} {said}" for asked, said in told if said), "unknown")
    except urllib.error.HTTPError as fault:
        if fault.code == 304:
            return None
        raise MediaError(MediaFault.UNREACHED, f"answers {fault.code}") from fault
    except (OSError, ValueError, http.client.HTTPException) as fault:  # URLError is an OSError
        raise MediaError(MediaFault.UNREACHED, str(fault) or type(fault).__name__) from fault


def _plain(address: str) -> str:
    """As it is asked for: letters that it may not have itself, as a browser shows them, are written in plain ones."""
    whole = urllib.parse.urlsplit(address)
    said = {part: urllib.parse.quote(getattr(whole, part), safe="/%:;=&?@!$'()*+,~") for part in ("path", "query")}
    return urllib.parse.urlunsplit(whole._replace(**said, fragment=""))


def _write(read: Callable[[int], bytes], part: Path) -> int:
    """How many bytes there were. Raises MediaError for what the display's own disk does not take, and whatever `read`
    raises."""
    written = 0
    with _own_disk(part):
        copy = part.open("wb")
    try:
        while chunk := read(CHUNK):
            written += len(chunk)
            if written > LARGEST:
                raise MediaError(MediaFault.BROKEN, f"is larger than {LARGEST >> 20} MB")
            with _own_disk(part):
                copy.write(chunk)
        with _own_disk(part):
            copy.flush()
            os.fsync(copy.fileno())
    finally:
        with contextlib.suppress(OSError):  # what it could not write was told above
            copy.close()
    return written


@contextlib.contextmanager
def _own_disk(part: Path) -> Iterator[None]:
    try:
        yield
    except OSError as fault:
        raise MediaError(MediaFault.NOT_KEPT, f"{part.parent}: {fault.strerror}") from fault
