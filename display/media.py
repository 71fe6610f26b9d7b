"""Looks after what the display's own list shows: copies it, checks it, and says what can be shown and what cannot."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

import structlog

from display.media_check import MediaError, MediaFault, check_media
from display.media_copy import CHUNK, Copies
from display.playlist_settings import ItemSettings
from display.programme import SHOW_MS, Entry, Items, Kind, Vacancy
from program.tending import tended_thread

LOOK_S = 60.0
"""So often the sources are looked at."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Skipped:
    """What is wrong with a source."""

    source: str
    fault: MediaFault
    detail: str


@dataclass(frozen=True, slots=True)
class MediaHealth:
    items: Items = ()
    """What can be shown."""
    skipped: tuple[Skipped, ...] = ()
    looked: bool = False
    """The sources were looked at once."""


class Found(NamedTuple):
    """What a check finds in a file."""

    seconds: float
    """Of a video."""
    vacancies: tuple[Vacancy, ...]
    version: str


class Media:
    """`tell` is called on its thread whenever the health is another."""

    def __init__(self, settings: Sequence[ItemSettings], folder: Path, tell: Callable[[MediaHealth], None]) -> None:
        self._settings = tuple(settings)
        self._copies = Copies(folder)
        self._tell = tell
        self._health = MediaHealth()
        self._checked: dict[str, tuple[tuple[int, int], Found]] = {}
        self._stopping = threading.Event()
        self._thread = tended_thread("media", self._run, self._stopping)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Told nothing more; a check that is under way ends by itself."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(1.0)

    def kept(self) -> Items:
        """What can be shown of the copies as they are, before any source is asked."""
        kept = (self._kept(f"item:{place}", item) for place, item in enumerate(self._settings))
        return tuple(one for one in kept if one is not None)

    def look(self) -> MediaHealth:
        """Once through all sources."""
        items, skipped = [], []
        for place, item in enumerate(self._settings):
            try:
                entry, fault = self._entry(f"item:{place}", item)
                items.append(entry)
            except MediaError as none:
                fault = none
            except Exception as unknown:  # the border of a source: the others are shown all the same
                log.exception("media_failed", source=item.source)
                fault = MediaError(MediaFault.BROKEN, f"{type(unknown).__name__}: {unknown}")
            if fault is not None:
                skipped.append(Skipped(item.source, fault.fault, str(fault)))
        return MediaHealth(tuple(items), tuple(skipped), looked=True)

    def _entry(self, key: str, item: ItemSettings) -> tuple[Entry, MediaError | None]:
        kind = Kind(item.kind)
        found, fault = self._copies.renew(item.source, lambda path: self._check(item.source, kind, path))
        return self._made(key, item, found), fault

    def _kept(self, key: str, item: ItemSettings) -> Entry | None:
        try:
            found = self._copies.kept(item.source, lambda path: self._check(item.source, Kind(item.kind), path))
        except Exception as unknown:  # the look at the source says more
            log.warning("media_copy_failed", source=item.source, exc_info=unknown)
            return None
        return None if found is None else self._made(key, item, found)

    def _made(self, key: str, item: ItemSettings, found: Found) -> Entry:
        kind = Kind(item.kind)
        ms = item.seconds * 1000 if item.seconds else round(found.seconds * 1000) or SHOW_MS
        entry = Entry(key, kind, ms, item.weight, item.times(), title=item.title, vacancies=found.vacancies)
        if kind is Kind.VACANCIES:
            return entry
        return replace(entry, file=str(self._copies.path(item.source)), version=found.version)

    def _check(self, source: str, kind: Kind, path: Path) -> Found:
        """Each file once: ffmpeg takes its time."""
        about = path.stat()
        now = (about.st_mtime_ns, about.st_size)
        known = self._checked.get(source)
        if known is None or known[0] != now:
            seconds, vacancies = check_media(kind, path)
            known = self._checked[source] = (now, Found(seconds, vacancies, _version(path)))
        return known[1]

    def _run(self) -> None:
        self._copies.keep_only([one.source for one in self._settings])
        if not self._health.looked and (kept := self.kept()) and not self._stopping.is_set():
            self._health = MediaHealth(kept)
            self._tell(self._health)
        while not self._stopping.is_set():
            health = self.look()
            if health != self._health and not self._stopping.is_set():
                for one in set(health.skipped) - set(self._health.skipped):
                    log.warning("media_skipped", source=one.source, code=one.fault.value, reason=one.detail)
                self._health = health
                self._tell(health)
            self._stopping.wait(LOOK_S)


def _version(path: Path) -> str:
    """The same for the same content."""
    said = hashlib.sha256()
    with path.open("rb") as whole:
        while chunk := whole.read(CHUNK):
            said.update(chunk)
    return said.hexdigest()[:16]
