"""Where the files of a playlist come from: a path, also of a share, or an address. A source may be slow or hang."""

from __future__ import annotations

import contextlib
import http.client
import os
import shutil
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
LONG = 4 << 20
"""Bytes of a file that is not fetched at every look from a server that says nothing but its length."""
CHUNK = 1 << 18
SPARE = 64 << 20
"""Bytes of the display's own disk that no copy takes: what else this computer keeps is worth more than a film."""
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


def fetch(source: str, mark: str, part: Path, *, spare: int = SPARE) -> str | None:
    """See `Fetch`. A file that is written while it is copied counts as away."""
    try:
        part.parent.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise MediaError(MediaFault.NOT_KEPT, f"{part.parent}: {fault.strerror}") from fault
    if source.startswith(("http://", "https://")):
        return _download(source, mark, part, spare)
    return _copy(Path(source), mark, part, spare)


def _copy(path: Path, mark: str, part: Path, spare: int) -> str | None:
    try:
        about = path.stat()
        now = _mark(about)
        if now == mark:
            return None
        if not stat.S_ISREG(about.st_mode):  # who opens a pipe waits for whoever writes into it
            raise MediaError(MediaFault.UNREACHED, "is no file")
        with path.open("rb") as whole:
            _write(whole.read, part, about.st_size, spare)
        if _mark(path.stat()) != now:
            raise MediaError(MediaFault.UNREACHED, "is being written")
    except OSError as fault:
        raise MediaError(MediaFault.UNREACHED, fault.strerror or str(fault)) from fault
    return now


def _mark(about: os.stat_result) -> str:
    return f"{about.st_mtime_ns} {about.st_size}"


def _download(source: str, mark: str, part: Path, spare: int) -> str | None:
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
            length = answer.headers.get("content-length", "")
            size = int(length) if length.isdecimal() else 0
            told = ((asked, answer.headers.get(name)) for name, asked in VALIDATORS.items())
            unsaid = f"length {size}" if size >= LONG else "unknown"
            now = next((f"{asked} {said}" for asked, said in told if said), unsaid)
            if now == mark != "unknown":
                return None  # what it answers, it sends: nobody has to read it once more
            written = _write(some, part, size, spare)
            if written < size:
                raise MediaError(MediaFault.UNREACHED, f"ended after {written} of {size} bytes")
            return now
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


def _write(read: Callable[[int], bytes], part: Path, size: int, spare: int) -> int:
    """How many bytes there were; `size`: that there are to be, 0 where nobody says. Raises MediaError for a file that
    is too large and for what the display's own disk does not take, and whatever `read` raises."""
    written = 0
    _allow(part, size, size, spare)
    with _own_disk(part):
        copy = part.open("wb")
    try:
        while chunk := read(CHUNK):
            written += len(chunk)
            _allow(part, written, len(chunk), spare)
            with _own_disk(part):
                copy.write(chunk)
        with _own_disk(part):
            copy.flush()
            os.fsync(copy.fileno())
    finally:
        with contextlib.suppress(OSError):  # what it could not write was told above
            copy.close()
    return written


def _allow(part: Path, whole: int, more: int, spare: int) -> None:
    """Raises MediaError when a file of `whole` bytes is too large, or `more` of them leave the disk too little."""
    if whole > LARGEST:
        raise MediaError(MediaFault.BROKEN, f"is larger than {LARGEST >> 20} MB")
    if whole <= CHUNK:
        return
    with _own_disk(part):
        free = shutil.disk_usage(part.parent).free
    if free - more < spare:
        raise MediaError(MediaFault.NOT_KEPT, f"{part.parent}: less than {spare >> 20} MB would stay free")


@contextlib.contextmanager
def _own_disk(part: Path) -> Iterator[None]:
    try:
        yield
    except OSError as fault:
        raise MediaError(MediaFault.NOT_KEPT, f"{part.parent}: {fault.strerror}") from fault
