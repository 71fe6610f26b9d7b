"""The display's own copies of what it shows: taken when the source is another, used when it cannot be reached."""

from __future__ import annotations

import contextlib
import hashlib
import http.client
import os
import stat
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import msgspec

from display.media_check import MediaError, MediaFault

LARGEST = 1 << 30
"""Bytes of one file."""
PATIENCE_S = 15.0
LONGEST_FETCH_S = 300.0
"""An address that has not told its file by then holds up the others no longer."""
CHUNK = 1 << 18
VALIDATORS = {"etag": "if-none-match", "last-modified": "if-modified-since"}
"""What a server says of its file, and how it is asked whether that still holds."""

Found = TypeVar("Found")


class _Mark(msgspec.Struct, frozen=True):
    """What tells whether a source is still the one that was copied."""

    said: str = ""


class Copies:
    """In one folder, which nothing else writes to. Not for several threads."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._refused: dict[str, tuple[str, str]] = {}
        """By source: the mark of what cannot be shown, and why; it is not copied again."""

    def path(self, source: str) -> Path:
        return self._folder / hashlib.sha256(source.encode()).hexdigest()[:32]

    def renew(self, source: str, check: Callable[[Path], Found]) -> tuple[Found, MediaError | None]:
        """What `check` finds in the copy, the source's newest that it lets pass, and what is wrong with the source.
        Raises MediaError when there is no copy to show."""
        path, fault = self.path(source), None
        part = path.with_suffix(".part")
        refused = self._refused.get(source)
        try:
            mark = self._fetch(source, refused[0] if refused else self._mark(path), part)
            if mark is None and refused:
                fault = MediaError(MediaFault.BROKEN, refused[1])
            elif mark is None:
                try:
                    return check(path), None
                except MediaError:  # what this disk made of it: the source is as it was
                    mark = self._fetch(source, "", part)
            if mark is not None:
                self._refused.pop(source, None)
                found = self._checked(source, mark, check, part)
                _replace(part, path, mark)
                return found, None
        except MediaError as new:
            fault = new
        finally:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)
        if path.exists():
            return check(path), fault
        if fault is None or fault.fault is MediaFault.UNREACHED:
            raise MediaError(MediaFault.MISSING, str(fault))
        raise fault

    def _checked(self, source: str, mark: str, check: Callable[[Path], Found], part: Path) -> Found:
        try:
            return check(part)
        except MediaError as fault:
            if fault.fault is MediaFault.BROKEN and not fault.late:
                self._refused[source] = (mark, str(fault))
            raise

    def kept(self, source: str, check: Callable[[Path], Found]) -> Found | None:
        """The same of the copy alone, without a look at the source; None when there is none to show."""
        path = self.path(source)
        with contextlib.suppress(MediaError):
            return check(path) if path.exists() else None
        return None

    def keep_only(self, sources: list[str]) -> None:
        """Without the copies of anything else."""
        kept = {self.path(source).stem for source in sources}
        with contextlib.suppress(OSError):
            for path in self._folder.iterdir():
                if path.stem not in kept:
                    path.unlink(missing_ok=True)

    def _mark(self, path: Path) -> str:
        try:
            said = msgspec.json.decode(path.with_suffix(".mark").read_bytes(), type=_Mark).said
        except (OSError, msgspec.DecodeError):
            return ""
        return said if path.exists() else ""

    def _fetch(self, source: str, mark: str, part: Path) -> str | None:
        """The source's mark, copied to `part`; None when it is the one that was copied. Raises MediaError."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as fault:
            raise MediaError(MediaFault.NOT_KEPT, f"{self._folder}: {fault.strerror}") from fault
        if source.startswith(("http://", "https://")):
            return _download(source, mark, part)
        path = Path(source)
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


def _replace(part: Path, path: Path, mark: str) -> None:
    try:
        path.with_suffix(".mark").unlink(missing_ok=True)
        part.replace(path)
        path.with_suffix(".mark").write_bytes(msgspec.json.encode(_Mark(mark)))
    except OSError as fault:
        raise MediaError(MediaFault.NOT_KEPT, f"{path.parent}: {fault.strerror}") from fault
