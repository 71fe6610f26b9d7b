"""The public surface as a process of its own: `python -m server public`.

It reads the hall's log and serves phones on `server.public_port`; it writes nothing but its place in the log, and needs
no secret: a phone proves itself by a token whose hash stands in the log, and what its visitor asks is passed on to the
server with that token, without any right beside it. So whatever the public does to it, the staff's server next to it
only shares the machine, and there it comes first. How long one waits is reckoned beside it anew, by a process of its
own: that does not stand in the log.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable

import structlog

from program.clock import Clock, RehearsalClock
from program.trusted_clock import SystemTime, TimeSource, TrustedClock
from server.certificates.encrypted_ports import public_certificate
from server.collector import collect_at_rest
from server.early_signals import EarlySignals
from server.edge.app import public_edge
from server.edge.arrivals import Arrivals
from server.edge.listen import EdgeServer, bound, serve_all
from server.edge.porch import PUBLIC
from server.follower import Follower, LogReplaced
from server.forecaster import Forecaster
from server.passing_on import passed_on
from server.settings import Settings
from server.storage.engine import open_engine
from server.storage.faults import LogCorrupt
from server.storage.reader import LogReader
from server.supervision import Supervisor

READER = "public"
"""Name of this reader in the store."""
NICENESS = 10
"""Where cores are few, a call is never worth less than a phone."""

_log = structlog.get_logger()


async def serve_public(
    settings: Settings, rehearsal: RehearsalClock | None, signals: EarlySignals
) -> BaseException | None:
    """Until SIGTERM or SIGINT. Phones are told the hall's time, also while this computer's clock is wrong. The
    configuration comes with the log, so nothing needs to be reloaded. Returns the bug that ended it, if one did.
    `settings` have a `public_port`.

    Raises PortRefused, CertificateRefused or StoreRefused when it cannot start, LogCorrupt or LogReplaced when it
    cannot go on.
    """
    ports, server = settings.ports, settings.server
    os.nice(NICENESS)
    with bound(ports.public_host, ports.public_port or 0) as listener:
        engine = open_engine(server.database, follows=True)
        reader = LogReader(engine, settings.hall.hall_id, READER)
        clock, follower = with_its_time(reader, engine.dispose, rehearsal or SystemTime())
        hall_id = settings.hall.hall_id
        forecaster = Forecaster(lambda: follower.hall, clock, server.database, hall_id, shown=settings.estimate_shown)
        supervisor = Supervisor()
        shown = public_certificate(ports)
        arrivals = Arrivals()
        edge = EdgeServer(
            public_edge(
                follower,
                ports.public_host,
                clock,
                supervisor,
                forecast=forecaster.newest,
                troubles=[arrivals.troubles],
                hand_in=passed_on(ports, settings.hall.hall_id),
            ),
            listener,
            "listening",
            shown.context() if shown else None,
            arrivals=arrivals,
            doorway=PUBLIC,
        )
        signals.hand_over(end=edge.end, reload=lambda: None)
        follower.start()
        ending_with = asyncio.create_task(_end_with(follower, edge))
        if shown is not None:
            supervisor.start("certificate", shown.watch)
        supervisor.start("collector", lambda: collect_at_rest(follower.rested_s))
        for name, work in forecaster.works().items():
            supervisor.start(name, work)
        try:
            await serve_all([edge])
        finally:
            ending_with.cancel()
            await supervisor.end()
            await follower.stop()
        _log.info("stopped", hall=settings.hall.hall_id, seq=follower.hall.seq)
        if isinstance(follower.fault, LogCorrupt | LogReplaced):
            raise follower.fault
        return follower.fault


def with_its_time(
    reader: LogReader, reopen: Callable[[], None], time: RehearsalClock | TimeSource
) -> tuple[Clock, Follower]:
    """The follower of a hall, and a clock that agrees with the hall's: a start of this process looks at no log's end,
    and what is put right there comes with the next heartbeat."""
    if isinstance(time, RehearsalClock):
        return time, Follower(reader, time, reopen=reopen)
    clock = TrustedClock(time)
    return clock, Follower(reader, clock, reopen=reopen, hear_time=clock.agree_with)


async def _end_with(follower: Follower, edge: EdgeServer) -> None:
    await follower.ended.wait()
    edge.end()
