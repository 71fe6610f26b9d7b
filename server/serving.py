"""A server at work: the author, the edge on its ports, a reload on SIGHUP, a clean end on SIGTERM."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

import structlog

from program.clock import Clock
from program.config_file import ConfigError
from server.author import Author
from server.collector import collect_at_rest
from server.domain.commands import Declined
from server.edge.app import hall_edge
from server.edge.listen import EdgeServer, bound, serve_all
from server.settings import Settings, read_settings
from server.storage.authorship import this_process
from server.storage.engine import open_engine
from server.storage.log import HallLog
from server.storage.migrate import migrate
from server.submissions import Answer, AuthorRefused
from server.supervision import Supervisor
from server.tokens import TokenMint, read_secret

_log = structlog.get_logger()


async def serve(path: Path, settings: Settings, clock: Clock) -> BaseException | None:
    """Until SIGTERM or SIGINT. Returns why the author stopped by itself, if that ended the server.

    Raises PortRefused, SecretRefused, StoreRefused, StorageFault, LogCorrupt, LogHeld or LogTaken when it cannot start.
    """
    with ExitStack() as ports:
        server = settings.server
        listener = ports.enter_context(bound(server.host, server.port))
        public = None
        if server.public_port is not None and not server.public_process:
            public = ports.enter_context(bound(server.host, server.public_port))
        engine = open_engine(server.database)
        mint = TokenMint(read_secret(server.secret_file), settings.hall.hall_id)
        await asyncio.to_thread(migrate, engine)
        author = Author(
            HallLog(engine, settings.hall.hall_id),
            settings.hall,
            clock=clock,
            mint=mint,
            name=this_process(),
            keys_kept_ms=server.keys_kept_ms,
        )
        await author.start()
        supervisor = Supervisor()
        try:
            edge = hall_edge(author, mint, server.host, clock, supervisor=supervisor)
            edges = [EdgeServer(edge.hall, listener, "listening")]
            if public is not None:
                edges.append(EdgeServer(edge.public, public, "public_listening"))
            supervisor.start("collector", lambda: collect_at_rest(author.rested_s))
            await _serve(author, edges, _Reloads(path, settings, author))
        finally:
            await supervisor.end()
            await author.stop()
        _log.info("stopped", hall=settings.hall.hall_id, seq=author.hall.seq)
        return author.fault


async def _serve(author: Author, edges: Sequence[EdgeServer], reloads: _Reloads) -> None:
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGHUP, reloads.ask)
    for ending in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(ending, _end, edges)
    ending_with = asyncio.create_task(_end_with(author, edges))
    await serve_all(edges)
    ending_with.cancel()
    await reloads.settle()


def _end(edges: Sequence[EdgeServer]) -> None:
    for edge in edges:
        edge.end()


class _Reloads:
    """Takes the config file over again, one reload after another; whatever is wrong with it, the running one stays."""

    def __init__(self, path: Path, settings: Settings, author: Author) -> None:
        self._path = path
        self._started_with = settings
        self._author = author
        self._turn = asyncio.Lock()
        self._running: set[asyncio.Task[None]] = set()

    def ask(self) -> None:
        task = asyncio.create_task(self._reload())
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def settle(self) -> None:
        """Waits for the reloads that were asked for."""
        await asyncio.gather(*self._running)

    async def _reload(self) -> None:
        async with self._turn:
            try:
                settings = await asyncio.to_thread(read_settings, self._path)
            except ConfigError as fault:
                _log.error("config_refused", reason=str(fault))
                return
            if settings.hall.hall_id != self._started_with.hall.hall_id:
                _log.error(
                    "config_refused",
                    reason=f"{self._path}: hall.id: another hall needs another server; start one for it",
                )
                return
            outcome = await self._author.configure(settings.hall)
            if isinstance(outcome, Declined | AuthorRefused):
                _log.error("config_not_taken", code=outcome.code, reason=outcome.detail)
                return
            seq = outcome.seq if isinstance(outcome, Answer) else 0
            _log.info("config_taken" if seq else "config_unchanged", seq=seq or self._author.hall.seq)
            if settings.server != self._started_with.server:
                _log.warning("restart_needed", reason=f"{self._path}: server: its new values count from the next start")


async def _end_with(author: Author, edges: Sequence[EdgeServer]) -> None:
    await author.ended.wait()
    _end(edges)
