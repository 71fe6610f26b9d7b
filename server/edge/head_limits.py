"""uvicorn's HTTP, with an end to what a stranger may send: heads, what stands behind them, and how long it all takes.

httptools hands on what it has read as one value, however long it grew, so bytes are given to it in slices and what came
is counted. Whatever is wrong is answered in the house's own shape where an answer can be told apart from others, else
the connection ends; no library says anything of it in the log, and nothing waits for a peer that has stopped reading.
"""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING, Any

import httptools
import structlog
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from server.edge.arrivals import detain, heard
from server.edge.denials import whole_denial
from server.edge.gate import NO_STORE, security_headers
from server.edge.head_meter import HeadMeter
from server.edge.way import Denied

if TYPE_CHECKING:
    from uvicorn._types import ASGI3Application

HEAD_WITHIN_S = 10.0
"""From the first byte of a request, or the beginning of the connection, to the end of its head; and from an answer to
the end of the body that it did not wait for."""
MOST_WAITING = 8
"""Requests that a connection sends before the one before them is answered."""
SLICE = 2 * 1024
UNREAD_S = 10.0
"""In so long a peer reads some of what it is sent ..."""
LEAST_READ = 10 * 1024
"""... at least so many bytes, or it is cut."""
CUT_AFTER_S = 5.0
"""How long a closed connection may take to read what was written before it is cut."""
CUT_SOON_S = 0.5
"""... and one that still sends: an encrypted connection that is being closed reads whatever comes."""

_PLAIN_PATH = re.compile(rb"/[!-~]*")
_log = structlog.get_logger("server.edge")


class _Refused(Exception):
    """Ends the reading of a slice; why stands in the connection."""


class HallHttp(HttpToolsProtocol):
    """For `uvicorn.Config(http=HallHttp)`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._meter = HeadMeter()
        self._denied: Denied | None = None
        self._deaf = False
        """What still comes is not looked at."""
        self._running: RequestResponseCycle | None = None
        """The request that is being answered, or was last."""
        self._patience: asyncio.TimerHandle | None = None
        """Until the peer has sent what it owes."""
        self._unread: asyncio.TimerHandle | None = None
        """Until it has read something."""
        self._cut: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)  # type: ignore[arg-type] # uvicorn asks for a Transport, and gets one
        self._patience = self.loop.call_later(HEAD_WITHIN_S, self._too_slow)

    def connection_lost(self, exc: Exception | None) -> None:
        """uvicorn tells the last request alone; the one that is being answered would write to what is gone."""
        self._deaf = True
        for cycle in (self._running, *(cycle for cycle, _ in self.pipeline)):
            if cycle is not None and not cycle.response_complete:
                cycle.disconnected = True
                cycle.message_event.set()
        self.pipeline.clear()
        self._wait_no_more()
        self._unset_keepalive_if_required()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        heard(self.app_state)
        if self._deaf:
            self.flow.pause_reading()  # who waits for a body that is none any more has let it go on
            return
        self._unset_keepalive_if_required()
        if len(data) <= SLICE:
            good = self._read(data)
        else:
            whole = memoryview(data)
            good = all(self._read(whole[start : start + SLICE]) for start in range(0, len(data), SLICE))
        if good:
            self._mind_patience()

    def _read(self, data: bytes | memoryview) -> bool:
        """Whether more may come of what was received at once."""
        try:
            self.parser.feed_data(data)
        except httptools.HttpParserUpgrade:
            self._upgrade()
            return False
        except httptools.HttpParserError as fault:
            denied = self._denied or Denied(400, "this is no HTTP that can be read")
            if self._denied is None and isinstance(fault, httptools.HttpParserCallbackError):
                _log.error("request_failed", exc_info=fault.__context__)
            self._refuse(denied)
            return False
        if self._deaf:
            return False
        much = self._meter.fed(len(data))
        if much is not None:
            self._refuse(much)
        return much is None

    def on_message_begin(self) -> None:
        self._meter.begin()
        super().on_message_begin()

    def on_url(self, url: bytes) -> None:
        self._check(self._meter.path(len(url)))
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        """One behind the body is counted, and read by nobody."""
        self._check(self._meter.header(len(name) + len(value)))
        if not self._meter.whole:
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        if _PLAIN_PATH.fullmatch(self.url) is None:
            self._check(Denied(400, "this asks for no path of this server"))
        if len(self.pipeline) >= MOST_WAITING:
            self._check(Denied(400, "too many requests at once"))
        self._meter.whole = True
        self._heard()
        try:
            super().on_headers_complete()
        except httptools.HttpParserInvalidURLError:
            self._check(Denied(400, "this asks for no path of this server"))

    def on_body(self, body: bytes) -> None:
        if self._meter.body(len(body)):
            super().on_body(body)

    def on_message_complete(self) -> None:
        self._meter.end()
        super().on_message_complete()

    def _check(self, denied: Denied | None) -> None:
        if denied is not None:
            self._denied = denied
            raise _Refused

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: ASGI3Application) -> None:
        self._running = cycle
        super()._start_asgi_task(cycle, app)

    def on_response_complete(self) -> None:
        super().on_response_complete()
        if self.transport.is_closing():
            self._close()
        else:
            self._mind_patience()

    @property
    def _busy(self) -> bool:
        return self._running is not None and not self._running.response_complete

    @property
    def _asked(self) -> RequestResponseCycle | None:
        """The request that is being read, if its head has come and begins no WebSocket."""
        cycle = self.cycle
        return cycle if self._meter.whole and cycle is not None and cycle.scope is self.scope else None

    def _upgrade(self) -> None:
        """To a WebSocket, by whoever waits for nothing else. Other protocols are answered as if they were not asked
        for (RFC 9110 section 7.8), and nothing that follows is read: what it would be is not agreed."""
        if not self._should_upgrade():
            self._answer_no_more()
        elif self._busy or self.flow.write_paused:
            self._refuse(Denied(400, "a WebSocket begins when all else is answered"))
        else:
            self._deaf = True
            self.handle_websocket_upgrade()
            self._wait_no_more()  # that paused writing, where more than nothing was unsent, and told this speaker
            # it holds this speaker, whom nobody tells of the end any more; uvicorn ends so too
            self.parser = None  # type: ignore[assignment]

    def _refuse(self, denied: Denied) -> None:
        """Says no and ends; whoever was asked something before answers that first. Who has had an answer to this
        request gets no second one, and is cut."""
        self._deaf = True
        self.flow.pause_reading()
        self._heard()
        source = self.client[0] if self.client else ""
        _log.info("head_refused", address=source, status=denied.status, why=denied.detail)
        running, asked = self._running, self._asked
        if asked is not None and asked.response_complete:
            self.transport.abort()
            return
        if running is not None and self._busy:
            if self.cycle is not running or not running.more_body or running.response_started:
                self._answer_no_more()
                return
            running.disconnected = True
            running.message_event.set()
        if not self.transport.is_closing():
            self.transport.write(whole_denial(denied, [*security_headers(b""), NO_STORE]))
        if not detain(self.app_state, self.transport):
            self._close()

    def _answer_no_more(self) -> None:
        """What has been asked whole is answered; then the connection ends."""
        self._deaf = True
        self.flow.pause_reading()
        if not self._busy:
            self._close()
        elif self.pipeline:
            self.pipeline[0][0].keep_alive = False
        elif self._running is not None:
            self._running.keep_alive = False

    def _mind_patience(self) -> None:
        """Waits for what the peer owes: the rest of a head, or of a body that was answered already."""
        asked = self._asked
        owed = self._meter.begun and (asked is None or asked.response_complete)
        if not owed:
            return
        self._unset_keepalive_if_required()
        if self._patience is None:
            self._patience = self.loop.call_later(HEAD_WITHIN_S, self._too_slow)

    def _heard(self) -> None:
        if self._patience is not None:
            self._patience.cancel()
            self._patience = None

    def _too_slow(self) -> None:
        self._patience = None
        if self._meter.begun and not self._meter.whole:
            self._refuse(Denied(408, "the rest of this request did not come"))
        else:
            self._answer_no_more()

    def pause_writing(self) -> None:
        super().pause_writing()
        self._watch_reading(self.transport.get_write_buffer_size())

    def resume_writing(self) -> None:
        super().resume_writing()
        if self._unread is not None:
            self._unread.cancel()
            self._unread = None

    def _watch_reading(self, unsent: int) -> None:
        self._unread = self.loop.call_later(UNREAD_S, self._look_at_reading, unsent)

    def _look_at_reading(self, before: int) -> None:
        unsent = self.transport.get_write_buffer_size()
        if before - unsent < LEAST_READ:
            self.transport.abort()
        else:
            self._watch_reading(unsent)

    def timeout_keep_alive_handler(self) -> None:
        self._close()

    def shutdown(self) -> None:
        super().shutdown()
        if self.transport.is_closing():
            self._close()

    def _close(self) -> None:
        """At once where everything was read, and soon where not."""
        self._deaf = True
        self.transport.close()
        if self._cut is None:
            wait_s = CUT_SOON_S if self._meter.begun else CUT_AFTER_S
            self._cut = self.loop.call_later(wait_s, self.transport.abort)

    def _wait_no_more(self) -> None:
        self._heard()
        for timer in (self._unread, self._cut):
            if timer is not None:
                timer.cancel()
        self._unread = self._cut = None
