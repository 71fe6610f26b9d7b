"""A server at work: the author, the edge on its ports, a reload on SIGHUP, a clean end on SIGTERM."""

from __future__ import annotations

import asyncio
import shlex
import sys
from collections.abc import Coroutine, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any, Literal

import structlog

from program.clock import RehearsalClock, SystemClock
from server.audit.anchor_keeper import anchor_keeper
from server.audit.newest_staff import fault_of_newest, staff_troubles
from server.author import Author
from server.collector import collect_at_rest
from server.early_signals import EarlySignals
from server.edge.app import hall_edge
from server.edge.listen import EdgeServer, serve_all
from server.entrance import Entrance
from server.follower import LogReplaced
from server.forecaster import Forecaster
from server.identity.identity import Identity
from server.identity.opening import identity_at_work
from server.identity.staff_log import SERVER
from server.number_pace import NumberPace
from server.overtaking import follow_once_overtaken
from server.reloads import Reloads, config_hash, say_kept
from server.settings import Settings
from server.storage.authorship import this_process
from server.storage.engine import open_engine
from server.storage.faults import LogCorrupt
from server.storage.halls import refuse_unknown_hall
from server.storage.kept_log import KeptLog, kept_through
from server.storage.log import HallLog
from server.storage.migrate import migrate
from server.storage.promise import Promise, promise_path
from server.storage.reader import PassingReader
from server.supervision import Supervisor, Work, ends_with
from server.timekeeping import DateWords, clock_trouble, right_clock
from server.tokens import TokenMint, read_secret
from server.what_if.beside import WhatIfBeside

Authorship = Coroutine[Any, Any, BaseException | None]
"""Runs until nobody writes the hall's log here, nor reads it instead; then says why."""

_log = structlog.get_logger()


async def serve(
    path: Path,
    settings: Settings,
    rehearsal: RehearsalClock | None,
    signals: EarlySignals,
    words: DateWords,
    *,
    new_hall: bool = False,
    accept_loss: bool = False,
) -> BaseException | None:
    """Until SIGTERM or SIGINT. Returns why the author stopped by itself, if that ended the server. `new_hall`: somebody
    said that a hall of which the database knows nothing shall begin beside those that it knows; `accept_loss`: that
    facts which are missing from the log are gone.

    Begins when this computer's clock can be right (`server.timekeeping`). Raises WrongClock, PortRefused,
    SecretRefused, CertificateRefused, StoreRefused, StorageFault, IdentityAway, LogCorrupt, LogHeld or LogTaken when it
    cannot start.
    """
    ending = asyncio.Event()
    signals.hand_over(end=ending.set)
    server, hall_id, hashed = settings.server, settings.hall.hall_id, config_hash(path)
    promise = Promise(promise_path(server.database, hall_id, server.secret_file), hall_id)
    found = KeptLog(server.database, promise)
    await asyncio.to_thread(found.keep)
    with ExitStack() as held:
        with kept_through(found):
            clock, put_right = await right_clock(server.database, settings.hall, rehearsal, words, ending)
            if ending.is_set():
                _log.info("stopped", hall=hall_id)
                return None
            entrance = await asyncio.to_thread(Entrance, settings, held)
            engine = open_engine(server.database)
            if not server.secret_file.exists() and not promise.exists():
                promise.begin()  # before the secret: a secret without a promise has lost its log
            mint = TokenMint(read_secret(server.secret_file), hall_id)
            restored = await asyncio.to_thread(migrate, engine)
            if not new_hall:
                await asyncio.to_thread(refuse_unknown_hall, engine, hall_id, path)
            forecaster = Forecaster(lambda: author.hall, clock, server.database, hall_id, shown=settings.estimate_shown)
            author = Author(
                HallLog(engine, hall_id, promise, accept_loss=accept_loss),
                settings.hall,
                clock=clock,
                mint=mint,
                name=this_process(),
                keys_kept_ms=server.keys_kept_ms,
                put_right=put_right,
                pace=NumberPace(settings.numbers),
                promise_of=forecaster.promise_of,
            )
            await author.start()
            found.passed(loss_accepted=accept_loss)
        say_kept(author.hall, settings)
        fallen = None
        supervisor = Supervisor()
        try:
            staff_fault = await asyncio.to_thread(fault_of_newest, settings, SystemClock().now())
            async with identity_at_work(settings, clock) as identity:
                reloads = Reloads(path, settings, author, partial(_tell_config, identity))
                anchors = anchor_keeper(settings, lambda: author.hall, clock, staff_fault=staff_fault)
                edge = hall_edge(
                    author,
                    mint,
                    settings.ports.host,
                    clock,
                    identity=identity,
                    supervisor=supervisor,
                    anchors=anchors,
                    read_date=PassingReader(engine, hall_id).of_date,
                    what_if=WhatIfBeside(server.database, hall_id),
                    names=entrance.names,
                    addresses=entrance.addresses,
                    fingerprint=entrance.fingerprint,
                    authority_pem=entrance.authority_pem,
                    with_config=with_config(path),
                    behind_proxy=settings.ports.behind_proxy,
                    refusals=identity,
                    loss_accepted=accept_loss,
                    forecast=forecaster.newest,
                    troubles=[
                        partial(clock_trouble, clock),
                        promise.troubles,
                        entrance.troubles,
                        identity.troubles,
                        anchors.troubles,
                        reloads.troubles,
                        partial(staff_troubles, staff_fault),
                    ],
                )
                if not ending.is_set():
                    if restored:
                        identity.tell_restored(restored)
                    _tell_config(identity, "config_taken", hashed, author.hall.seq)
                    entrance.say(await identity.first_code(), sys.stdout)
                    works: dict[str, Work] = {
                        "anchors": anchors.work,
                        "collector": partial(collect_at_rest, author.rested_s),
                        **entrance.works(),
                        **forecaster.works(),
                    }
                    for name, work in works.items():
                        supervisor.start(name, work)
                    authorship = follow_once_overtaken(author, server.database, hall_id, clock)
                    edges = entrance.edges(edge.hall, edge.public)
                    fallen = await _serve(authorship, edges, reloads, signals)
        finally:
            await supervisor.end()
            await author.stop()
        _log.info("stopped", hall=settings.hall.hall_id, seq=author.hall.seq)
        if isinstance(fallen, LogCorrupt | LogReplaced):
            raise fallen
        return fallen


async def _serve(
    authorship: Authorship, edges: Sequence[EdgeServer], reloads: Reloads, signals: EarlySignals
) -> BaseException | None:
    """Until told to end, or `authorship` has ended; then its reason."""
    signals.hand_over(end=lambda: _end(edges), reload=reloads.ask)
    ending_with = asyncio.create_task(ends_with(authorship, lambda: _end(edges)))
    await serve_all(edges)
    ending_with.cancel()
    await asyncio.wait([ending_with])
    await reloads.settle()
    return None if ending_with.cancelled() else ending_with.result()


def _tell_config(identity: Identity, what: Literal["config_taken", "config_refused"], hashed: str, seq: int) -> None:
    identity.tell(what, by=SERVER, detail={"hash": hashed, "seq": seq})


def with_config(path: Path) -> str:
    """What a command needs behind it to find the configuration of the server that runs on `path`."""
    return "" if path == Path("config.toml") else f" --config {shlex.quote(str(path))}"


def _end(edges: Sequence[EdgeServer]) -> None:
    for edge in edges:
        edge.end()
