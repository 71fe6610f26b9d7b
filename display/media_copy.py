"""The display's own copies of what it shows: taken when the source is another, used when it cannot be reached."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import msgspec

from display.media_check import MediaError, MediaFault
from display.media_source import Fetch, fetch

Found = TypeVar("Found")


class _Mark(msgspec.Struct, frozen=True):
    """What tells whether a source is still the one that was copied."""

    said: str = ""


class Copies:
    """In one folder, which nothing else writes to. For several threads, but a source for one of them at a time."""

    def __init__(self, folder: Path, fetch: Fetch = fetch) -> None:
        self._folder = folder
        self._fetch = fetch
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


def _replace(part: Path, path: Path, mark: str) -> None:
    try:
        path.with_suffix(".mark").unlink(missing_ok=True)
        part.replace(path)
        path.with_suffix(".mark").write_bytes(msgspec.json.encode(_Mark(mark)))
    except OSError as fault:
        raise MediaError(MediaFault.NOT_KEPT, f"{path.parent}: {fault.strerror}") from fault
