"""A server at work: the author, the edge on its port, a reload on SIGHUP, a clean end on SIGTERM."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import structlog
import uvicorn

from program.clock import Clock
from program.config_file import ConfigError
from server.author import Author
from server.collector import collect_at_rest
from server.domain.commands import Declined
from server.edge.app import create_app
from server.edge.listen import uvicorn_config
from server.settings import Settings, read_settings
from server.storage.engine import open_engine
from server.storage.log import HallLog
from server.storage.migrate import migrate
from server.submissions import Answer, AuthorRefused
from server.tokens import TokenMint, read_secret

_log = structlog.get_logger()


class PortRefused(Exception):
    """The port cannot be had; `str()` is one line for the person who runs the server."""


async def serve(path: Path, settings: Settings, clock: Clock) -> BaseException | None:
    """Until SIGTERM or SIGINT. Returns why the author stopped by itself, if that ended the server.

    Raises PortRefused, SecretRefused, StoreRefused, StorageFault, LogCorrupt or LogTaken when it cannot start.
    """
    listener = _listen(settings.server.host, settings.server.port)
    with listener:
        engine = open_engine(settings.server.database)
        mint = TokenMint(read_secret(settings.server.secret_file), settings.hall.hall_id)
        await asyncio.to_thread(migrate, engine)
        author = Author(
            HallLog(engine, settings.hall.hall_id),
            settings.hall,
            clock=clock,
            mint=mint,
            name=f"{socket.gethostname()}:{os.getpid()}"[:80],
            keys_kept_ms=settings.server.keys_kept_ms,
        )
        await author.start()
        try:
            host, port = listener.getsockname()[:2]
            app: Any = create_app(author, mint, settings.server, clock)
            edge = _Edge(uvicorn_config(app, host, port))
            reloads = _Reloads(path, settings, author)
            loop = asyncio.get_running_loop()
            loop.add_signal_handler(signal.SIGHUP, reloads.ask)
            for ending in (signal.SIGTERM, signal.SIGINT):
                loop.add_signal_handler(ending, edge.end)
            beside = (
                asyncio.create_task(_end_with(author, edge)),
                asyncio.create_task(collect_at_rest(author.rested_s)),
            )
            await edge.serve(sockets=[listener])
            for task in beside:
                task.cancel()
            await reloads.settle()
        finally:
            await author.stop()
        _log.info("stopped", hall=settings.hall.hall_id, seq=author.hall.seq)
        return author.fault


class _Edge(uvicorn.Server):
    """uvicorn without its own signal handlers: ours end it, and a clean end is status 0."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        if self.started:
            gc.collect()
            gc.freeze()  # what was imported stays for ever; looking through it again would hold up a call
            host = f"[{self.config.host}]" if ":" in self.config.host else self.config.host
            _log.info(f"listening http://{host}:{self.config.port}", host=self.config.host, port=self.config.port)

    def end(self) -> None:
        self.should_exit = True


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
            _log.info("config_taken" if seq else "config_unchanged", seq=seq)
            if settings.server != self._started_with.server:
                _log.warning("restart_needed", reason=f"{self._path}: server: its new values count from the next start")


async def _end_with(author: Author, edge: _Edge) -> None:
    await author.ended.wait()
    edge.end()


def _listen(host: str, port: int) -> socket.socket:
    """Bound at once, so that a port in use ends the start before anything is touched."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind, protocol)
        try:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
        except OSError:
            listener.close()
            raise
    except OSError as fault:
        raise PortRefused(f"cannot listen on {host} port {port}: {fault.strerror}") from fault
    return listener
