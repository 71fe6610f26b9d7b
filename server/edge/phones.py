"""Phones that follow a ticket: thousands, on any network, and never worth a screen's millisecond.

Each phone has one slot: the newest board. The board's frame is built once; a sweep writes it to phone after phone in
slices that give the event loop back, so screens are always served first; while a command waits for its answer, the
sweep stands still. A phone that has not taken the last board yet is skipped, gets the newest one when it has, and is
dropped when that takes longer than `UNREAD_S`.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from contextlib import suppress

from program.clock import Clock
from server.domain.config import HallConfig
from server.domain.events import DayOpened, TicketIssued
from server.domain.hall import Hall
from server.domain.tickets import Stage, Ticket
from server.edge.socket import HallSocket, text_frame
from server.submissions import Published
from server.tokens import token_hash
from server.translation.phone import over_today, phone_board, phone_ticket
from wire.codec import encode
from wire.errors import Close
from wire.messages.waits import Waits

SLICE = 32
"""Phones written to before the loop is given back: well under a millisecond."""
UNREAD_S = 2.0
"""A phone that has not read what it was sent for so long is dropped."""
BETWEEN_BOARDS_S = 0.25
"""A flood of events becomes at most this many boards: the first at once, the newest after the pause."""
LOOK_EVERY_S = 20.0
"""The clock is looked at this often: it closes services without a word in the log."""
GIVE_WAY_S = 0.02
"""How long a slice waits at most while commands are being answered; in a flood of them phones still get on."""
ENDS_AFTER_MS = 2 * 3_600_000
"""So long a token is good once its visit is over; its day's end comes before, or not."""

log = logging.getLogger(__name__)


class Phone:
    """One connection and what it was sent last."""

    __slots__ = ("configured", "full_since", "news", "socket", "ticket_id", "version")

    def __init__(self, socket: HallSocket) -> None:
        self.socket = socket
        self.ticket_id = ""
        self.news = b""
        """A frame for this phone alone, which goes before the next board."""
        self.version = -1
        self.configured = -1
        """Which of the hall's configurations its own ticket was told by."""
        self.full_since = 0.0


class Phones:
    def __init__(self, clock: Clock, idle: asyncio.Event, *, behind_s: float = 0.0, asks: bool = False) -> None:
        """`idle` is set when nobody waits for the answer to a command; until then phones wait too. `behind_s`: how much
        later than the visitor this process may hear of a ticket. `asks`: what visitors ask reaches the hall from here.
        """
        self._clock = clock
        self._idle = idle
        self._behind_s = behind_s
        self._asks = asks
        self._hall = Hall.empty()
        self._configured = 0
        """How often the hall's configuration has become another; that it closed for today makes it none."""
        self._phones: dict[Phone, None] = {}
        self._watching: dict[str, set[Phone]] = {}
        """Ticket id → the phones that follow it."""
        self._tickets: dict[str, str] = {}
        self._finished: dict[str, tuple[Ticket, int]] = {}
        """Ticket id → as it left, and when."""
        self._board: tuple[int, bytes] = (-1, b"")
        self._board_of: tuple[int, tuple[str, ...], Waits | None] = (-1, (), None)
        """What the newest board was made of: a log position, what the clock has closed since, and the newest waits."""
        self._looked = (-1, 0)
        self._over: tuple[str, ...] = ()
        """What the clock has closed, as of that log position and second."""
        self._waits: Waits | None = None
        self._news = asyncio.Event()
        self._waiting_for_room = False

    def __len__(self) -> int:
        return len(self._phones)

    def begin(self, hall: Hall) -> None:
        self._hall = hall
        self._tickets = {ticket.token_hash: ticket.ticket_id for ticket in hall.tickets()}

    async def find(self, token: str) -> Ticket | None:
        """The ticket behind a token: live, or finished less than two hours ago, in this business day and as far back as
        the facts go that this process was told. Who asks before the ticket is known here waits for `behind_s`.
        """
        hashed = token_hash(token)
        if hashed not in self._tickets and self._behind_s:
            await asyncio.sleep(self._behind_s)
        ticket_id = self._tickets.get(hashed)
        if ticket_id is None:
            return None
        finished, ended_at = self._finished.get(ticket_id, (None, 0))
        over = self._clock.now() - ended_at >= ENDS_AFTER_MS
        return self._hall.ticket(ticket_id) or (None if over else finished)

    def join(self, phone: Phone, ticket: Ticket) -> None:
        """Its own ticket, the newest board, and from then on every board that follows."""
        config = self._hall.config
        if config is None:
            raise ValueError("the hall has no configuration yet")
        version, frame = self._newest()
        phone.socket.write(text_frame(encode(phone_ticket(ticket, config, self._hall.seq, asks=self._asks))) + frame)
        phone.version, phone.configured, phone.ticket_id = version, self._configured, ticket.ticket_id
        self._phones[phone] = None
        self._watching.setdefault(ticket.ticket_id, set()).add(phone)

    def leave(self, phone: Phone) -> None:
        self._phones.pop(phone, None)
        watching = self._watching.get(phone.ticket_id)
        if watching is not None:
            watching.discard(phone)
            if not watching:
                del self._watching[phone.ticket_id]

    def now(self) -> int:
        return self._clock.now()

    def publish(self, batch: Sequence[Published]) -> None:
        """Remembers whose tokens are whose; the boards follow when everybody else was served."""
        hall = self._hall
        for published in batch:
            event = published.fact.event
            if isinstance(event, DayOpened):
                self._tickets.clear()
                self._finished.clear()
            elif isinstance(event, TicketIssued):
                self._tickets[event.token_hash] = event.ticket_id
            for ticket in published.tickets:
                was = hall.ticket(ticket.ticket_id)
                if was is not None and _waits_for(was) != _waits_for(ticket):
                    self._tell_own(ticket, published.seq, published.hall.config)
                if ticket.stage is Stage.GONE:
                    self._finished[ticket.ticket_id] = ticket, published.fact.at
                    self._tell_own(ticket, published.seq, hall.config or published.hall.config)
            self._configured += published.hall.configured is not hall.configured
            hall = published.hall
        self._hall = batch[-1].hall
        if self._phones:
            self._news.set()

    def _tell_own(self, ticket: Ticket, seq: int, config: HallConfig | None) -> None:
        """A board knows nothing of those who have left, nor what a number waits for: their phones hear it in person.
        `config` is that from before: a withdrawn service leaves with its last ticket."""
        watching = self._watching.get(ticket.ticket_id, ())
        if config is not None and watching:
            frame = text_frame(encode(phone_ticket(ticket, config, seq, asks=self._asks)))
            for phone in watching:
                phone.news = frame

    def expect(self, waits: Waits) -> None:
        """How long those in line wait from now on."""
        self._waits = waits
        if self._phones:
            self._news.set()

    def look_at_clock(self) -> None:
        """Phones hear what the clock has closed, where somebody waits for it."""
        if self._phones and self._made_of() != self._board_of:
            self._news.set()

    async def serve(self) -> None:
        """Sweeps for as long as the server runs."""
        loop = asyncio.get_running_loop()
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_EVERY_S):
                    await self._news.wait()
            self.look_at_clock()
            if not self._news.is_set():
                continue
            self._news.clear()
            started = loop.time()
            await self._sweep(loop)
            await asyncio.sleep(max(0.0, started + BETWEEN_BOARDS_S - loop.time()))

    async def _sweep(self, loop: asyncio.AbstractEventLoop) -> None:
        await self._give_way()
        version, frame = self._newest()
        phones = list(self._phones)
        self._waiting_for_room = False
        for start in range(0, len(phones), SLICE):
            now = loop.time()
            for phone in phones[start : start + SLICE]:
                if phone.version < version:
                    self._try(phone, version, frame, now)
            await self._give_way()
        if self._waiting_for_room:
            self._news.set()

    async def _give_way(self) -> None:
        """Lets everybody else have a turn; and the author's thread the whole interpreter, while it works."""
        await asyncio.sleep(0)
        if not self._idle.is_set():
            with suppress(TimeoutError):
                async with asyncio.timeout(GIVE_WAY_S):
                    await self._idle.wait()

    def _try(self, phone: Phone, version: int, frame: bytes, now: float) -> None:
        """One phone's fault is its own."""
        try:
            self._offer(phone, version, frame, now)
        except Exception:
            log.exception("a phone's connection failed")
            self.leave(phone)
            with suppress(Exception):
                phone.socket.drop(Close.FAULT, "a fault in the server")

    def _renew(self, phone: Phone) -> None:
        """What a reload changed of its ticket (papers, names, rules) is told with the board that it brings. Made in the
        sweep, a slice at a time: it is for every phone at once."""
        ticket, config = self._hall.ticket(phone.ticket_id), self._hall.config
        if ticket is not None and config is not None:
            phone.news = text_frame(encode(phone_ticket(ticket, config, self._hall.seq, asks=self._asks)))
        phone.configured = self._configured

    def _offer(self, phone: Phone, version: int, frame: bytes, now: float) -> None:
        if phone.configured != self._configured:
            self._renew(phone)
        if phone.socket.offer(phone.news + frame):
            phone.version, phone.news = version, b""
            phone.full_since = 0.0
        elif not phone.socket.open:
            self.leave(phone)
        elif phone.full_since and now - phone.full_since >= UNREAD_S:
            self.leave(phone)
            phone.socket.drop(Close.SLOW, "too slow")
        else:
            phone.full_since = phone.full_since or now
            self._waiting_for_room = True

    def _newest(self) -> tuple[int, bytes]:
        """The newest board's count and its frame, built when somebody first wants it."""
        made_of = self._made_of()
        if self._board_of != made_of:
            board = phone_board(self._hall, self._clock.now(), self._waits)
            self._board_of, self._board = made_of, (self._board[0] + 1, text_frame(encode(board)))
        return self._board

    def _made_of(self) -> tuple[int, tuple[str, ...], Waits | None]:
        """The clock is asked once a second at most: a phone that joins costs no more than the board's bytes."""
        now = self._clock.now()
        if (self._hall.seq, now // 1_000) != self._looked:
            self._looked, self._over = (self._hall.seq, now // 1_000), over_today(self._hall, now)
        return self._hall.seq, self._over, self._waits


def _waits_for(ticket: Ticket) -> tuple[object, ...]:
    """What no board knows of a ticket in the hall."""
    return ticket.visit, ticket.for_counter, ticket.for_officer
