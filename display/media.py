"""Looks after what the display's own list shows: copies it, checks it, and says what can be shown and what cannot."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import NamedTuple

import structlog

from display.media_check import MediaError, MediaFault, check_media
from display.media_copy import Copies
from display.media_source import CHUNK, Fetch, fetch
from display.media_turns import SLOW_S, Turns
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


class _State(NamedTuple):
    """What is known of a source."""

    found: Found | None
    """In the copy; None: there is none to show."""
    fault: MediaError | None


class Media:
    """`tell` is called on its thread whenever the health is another. No source holds up another one: each is asked on a
    thread of its own, which it keeps for as long as it hangs."""

    def __init__(
        self,
        settings: Sequence[ItemSettings],
        folder: Path,
        tell: Callable[[MediaHealth], None],
        *,
        fetch: Fetch = fetch,
        look_s: float = LOOK_S,
        slow_s: float = SLOW_S,
    ) -> None:
        self._settings = tuple(settings)
        self._kinds = {one.source: Kind(one.kind) for one in settings}
        self._fetch = fetch
        self._look_s = look_s
        self._copies = Copies(folder, self._ask)
        self._tell = tell
        self._health = MediaHealth()
        self._looked = False
        self._states: dict[str, _State] = {}
        self._asked: dict[str, float] = {}
        """Sources that have not answered yet, and since when."""
        self._checked: dict[str, tuple[tuple[int, int], Found]] = {}
        self._films, self._others = threading.Lock(), threading.Lock()
        """One of each is checked at a time: a film takes a core and a while, a picture memory."""
        self._turns = Turns(self._renew, slow_s=slow_s)
        self._stopping = threading.Event()
        self._thread = tended_thread("media", self._run, self._stopping)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Told nothing more; a check that is under way, and a source that hangs, end by themselves."""
        self._stopping.set()
        self._turns.wake()
        if self._thread.is_alive():
            self._thread.join(1.0)

    def look(self) -> MediaHealth:
        """Once through all sources, each told as soon as it has answered. One that has not by the end of the look is
        told as away, with its copy shown."""
        self._turns.ask(self._kinds)
        until = time.monotonic() + self._look_s
        while self._turns.busy and not self._stopping.is_set() and (left_s := until - time.monotonic()) > 0.0:
            self._hear(left_s)
        self._looked = True
        self._say()
        return self._now()

    def _run(self) -> None:
        self._copies.keep_only(list(self._kinds))
        while not self._stopping.is_set():
            until = time.monotonic() + self._look_s
            self.look()
            while not self._stopping.is_set() and (left_s := until - time.monotonic()) > 0.0:
                self._hear(left_s)

    def _hear(self, longest_s: float) -> None:
        heard = dict(self._turns.hear(longest_s))
        if heard:
            self._states |= heard
            self._say()

    def _say(self) -> None:
        health = self._now()
        if health == self._health or self._stopping.is_set():
            return
        for one in set(health.skipped) - set(self._health.skipped):
            log.warning("media_skipped", source=one.source, code=one.fault.value, reason=one.detail)
        self._health = health
        self._tell(health)

    def _now(self) -> MediaHealth:
        items, skipped = [], []
        for place, item in enumerate(self._settings):
            found, fault = self._known(item.source)
            if found is not None:
                items.append(self._made(f"item:{place}", item, found))
            if fault is not None:
                skipped.append(Skipped(item.source, fault.fault, str(fault)))
        return MediaHealth(tuple(items), tuple(skipped), looked=self._looked)

    def _known(self, source: str) -> tuple[Found | None, MediaError | None]:
        found, fault = self._states.get(source, _State(None, None))
        since = self._asked.get(source)
        late_s = self._look_s / 2
        if since is not None and time.monotonic() - since >= late_s:
            away = MediaFault.MISSING if found is None else MediaFault.UNREACHED
            fault = MediaError(away, f"has not told its file in {late_s:.0f} seconds")
        return found, fault

    def _renew(self, source: str) -> Iterator[_State]:
        """On a thread of this source."""
        check = partial(self._check, source)
        if source not in self._states:
            try:
                yield _State(self._copies.kept(source, check), None)
            except Exception:  # the look at the source says more
                log.warning("media_copy_failed", source=source, exc_info=True)
        try:
            yield _State(*self._copies.renew(source, check))
        except MediaError as none:
            yield _State(None, none)
        except Exception as unknown:  # the border of a source
            log.exception("media_failed", source=source)
            yield _State(None, MediaError(MediaFault.BROKEN, f"{type(unknown).__name__}: {unknown}"))

    def _ask(self, source: str, mark: str, part: Path) -> str | None:
        self._asked[source] = time.monotonic()
        try:
            return self._fetch(source, mark, part)
        finally:
            del self._asked[source]

    def _made(self, key: str, item: ItemSettings, found: Found) -> Entry:
        kind = Kind(item.kind)
        ms = item.seconds * 1000 if item.seconds else round(found.seconds * 1000) or SHOW_MS
        entry = Entry(key, kind, ms, item.weight, item.times(), title=item.title, vacancies=found.vacancies)
        if kind is Kind.VACANCIES:
            return entry
        return replace(entry, file=str(self._copies.path(item.source)), version=found.version)

    def _check(self, source: str, path: Path) -> Found:
        """Each file once: ffmpeg takes its time."""
        about = path.stat()
        now = (about.st_mtime_ns, about.st_size)
        known = self._checked.get(source)
        if known is None or known[0] != now:
            kind = self._kinds[source]
            with self._films if kind is Kind.VIDEO else self._others:
                seconds, vacancies = check_media(kind, path)
            known = self._checked[source] = (now, Found(seconds, vacancies, _version(path)))
        return known[1]


def _version(path: Path) -> str:
    """The same for the same content."""
    said = hashlib.sha256()
    with path.open("rb") as whole:
        while chunk := whole.read(CHUNK):
            said.update(chunk)
    return said.hexdigest()[:16]
