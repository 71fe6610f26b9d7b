"""The config file is taken over again while the server runs, and what became of it is remembered."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal

import structlog

from program.config_file import ConfigError
from server.author import Author
from server.domain.commands import Declined
from server.domain.hall import Hall
from server.settings import Settings, read_settings
from server.submissions import Answer, AuthorRefused
from server.supervision import tried
from server.troubles import Trouble

ConfigTold = Callable[[Literal["config_taken", "config_refused"], str, int], object]
"""Hears what became of a config file: its hash (`config_hash`), and the `seq` of the hall's log at which it counts."""

MOST_NAMED = 3
"""Files that staff are told of at once."""

_log = structlog.get_logger()


def config_hash(path: Path) -> str:
    """SHA-256, hex, of the file's bytes; "" when it cannot be read."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def say_kept(hall: Hall, settings: Settings) -> None:
    """What the configuration no longer has and somebody still needs, and which files beside it count for nothing."""
    if settings.unread_guides:
        _log.warning("guide_unread", files=list(settings.unread_guides))
    if hall.config is not None and hall.written is not None:
        counters = [one.counter_id for one in hall.config.counters if not hall.written.counter(one.counter_id)]
        _log.warning("config_keeps", services=sorted(hall.withdrawn), counters=counters)


class Reloads:
    """Takes the config file over again, one reload after another; whatever is wrong with it, the running one stays."""

    def __init__(self, path: Path, settings: Settings, author: Author, told: ConfigTold) -> None:
        """`told` is asked to remember what became of each."""
        self._path = path
        self._told = told
        self._started_with = settings
        self._author = author
        self._turn = asyncio.Lock()
        self._running: set[asyncio.Task[None]] = set()
        self._unread = settings.unread_guides

    def troubles(self) -> Sequence[Trouble]:
        """What staff should know of the configuration that is taken."""
        if not self._unread:
            return ()
        names = ", ".join(self._unread[:MOST_NAMED])
        detail = f"not read, their names are those of no service: {', '.join(self._unread)}"
        return (Trouble("guides", "guide_unread", detail[:200], blocks=False, name=names),)

    def ask(self) -> None:
        task = asyncio.create_task(tried("reload", self._reload()))
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def settle(self) -> None:
        """Waits for the reloads that were asked for."""
        await asyncio.gather(*self._running)

    async def _reload(self) -> None:
        async with self._turn:
            hashed = await asyncio.to_thread(config_hash, self._path)
            try:
                settings = await asyncio.to_thread(read_settings, self._path)
            except ConfigError as fault:
                reason, *more = fault.lines
                _log.error("config_refused", reason=reason, **({"more": more} if more else {}))
                self._told("config_refused", hashed, self._author.hall.seq)
                return
            if settings.hall.hall_id != self._started_with.hall.hall_id:
                _log.error(
                    "config_refused",
                    reason=f"{self._path}: hall.id: another hall needs another server; start one for it",
                )
                self._told("config_refused", hashed, self._author.hall.seq)
                return
            outcome = await self._author.configure(settings.hall)
            if isinstance(outcome, Declined | AuthorRefused):
                _log.error("config_not_taken", code=outcome.code, reason=outcome.detail)
                self._told("config_refused", hashed, self._author.hall.seq)
                return
            seq = outcome.seq if isinstance(outcome, Answer) else 0
            self._told("config_taken", hashed, seq or self._author.hall.seq)
            _log.info("config_taken" if seq else "config_unchanged", seq=seq or self._author.hall.seq)
            say_kept(self._author.hall, settings)
            self._unread = settings.unread_guides
            started = self._started_with
            if replace(settings, hall=started.hall, unread_guides=started.unread_guides) != started:
                _log.warning(
                    "restart_needed",
                    reason=f"{self._path}: [server], [sign_in] and [limits]: new values count from the next start",
                )
