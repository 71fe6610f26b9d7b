"""A client's half of the conversation, without sockets, clocks or chance: told what happened, it says what to do.

    CONNECTING ──greeting, then the message that makes the line usable──► CONNECTED ──line ends──► LOST ──► …
         └───────── the two do not fit, or this program is not wanted ─────────► REFUSED ──after a pause──► …

It never gives up the line, and never gives one command two answers. What went wrong stays shown while it tries again.

The browser's half is `server/web/static/conversation.mjs`. `tests/contract/test_one_conversation.py` drives both with
the same messages, losses and clocks: their outputs are equal, so a change here is a change there.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum, auto

from wire import verdicts
from wire.codec import decode_server
from wire.errors import Code, MalformedMessage
from wire.messages import (
    Accepted,
    AnchorPrinted,
    AskSnapshot,
    ClientMessage,
    DeviceReport,
    Fate,
    FollowTicket,
    Hello,
    Probe,
    Refused,
    ServerMessage,
    Welcome,
)
from wire.messages.commands import Command
from wire.outputs import Close, Deliver, Open, Output, Send, StateChanged
from wire.pauses import Pauses
from wire.questions import Questions
from wire.server_clock import ServerClock
from wire.stream import Stream
from wire.verdicts import CONNECTED, UNKNOWN_YET, LinkState, Reason, Verdict, lost

OPEN_MS = 3_000
"""Longest wait for a socket inside the hall: a lost packet is sent again after one second, and after three."""
OPEN_FAR_MS = 10_000
"""For a phone, which may be anywhere."""
GREETING_MS = 10_000
"""Longest wait for each message of the greeting, and for the snapshot that closes a gap."""
SILENCE_MS = 10_000
PROBE_MS = 5_000
"""A dead line is noticed within 4/3 SILENCE_MS + PROBE_MS, even when the network swallows everything."""


class _Phase(Enum):
    STOPPED = auto()
    PAUSED = auto()
    OPENING = auto()
    GREETING = auto()
    USABLE = auto()


_TALKING = {_Phase.GREETING, _Phase.USABLE}


class Conversation:
    """Every input says what to do, in that order. Times are monotonic milliseconds, 0 anywhere.

    At `wake_at` it wants to be told the time by `tick`; None: no need. A gap in the log (`HallMoved.prev_seq`) is
    closed by a snapshot before anything later of the hall is handed on.
    """

    def __init__(
        self,
        greeting: Callable[[int | None], Hello | FollowTicket],
        ready: Callable[[ServerMessage], bool],
        *,
        random: Callable[[], float],
        silence_ms: float,
        probe: Probe | AskSnapshot | None,
    ) -> None:
        """`greeting` makes the first message of every line from the last log position heard; a hall that it names must
        be the server's. `ready` knows the message that makes a line usable. After `silence_ms` without a message (0:
        never) `probe` is sent; without one the line is renewed.
        """
        self._greeting = greeting
        self._ready = ready
        self._random = random
        self._pauses = Pauses(random)
        self._near = isinstance(greeting(None), Hello)
        self.clock = ServerClock(asked=self._near and isinstance(probe, Probe))
        self._silence_ms = silence_ms
        self._probe = probe
        self._questions = Questions()
        self._stream = Stream()
        self._reports: dict[str, DeviceReport] = {}
        self._out: list[Output] = []
        self._shown = UNKNOWN_YET
        self._phase = _Phase.STOPPED
        self._line = 0
        self._watch_at: float | None = None
        self._snapshot_at: float | None = None
        self._greeted: Hello | FollowTicket | None = None
        self._welcomed = False
        self._probed = False
        self._silence = 0.0

    @property
    def state(self) -> LinkState:
        return self._shown.state

    @property
    def wake_at(self) -> float | None:
        times = (self._watch_at, self._snapshot_at, self._questions.next_give_up)
        return min((at for at in times if at is not None), default=None)

    def start(self, now: float) -> list[Output]:
        if self._phase is _Phase.STOPPED:
            self._open(now)
        return self._done()

    def stop(self) -> list[Output]:
        """Ends the line for good, without a word to the screen; `start` begins anew. What was asked goes on waiting."""
        self._drop()
        self._phase = _Phase.STOPPED
        self._shown = UNKNOWN_YET
        self._watch_at = None
        self._pauses.reset()
        return self._done()

    def retry_now(self, now: float) -> list[Output]:
        """Tries at once instead of waiting; nothing for a line that stands or is stopped."""
        if self._phase is not _Phase.STOPPED and self.state is not LinkState.CONNECTED:
            self._pauses.reset()
            self._open(now)
        return self._done()

    def renew(self, now: float) -> list[Output]:
        """A fresh line instead of one that stands. It stays shown as connected unless that fails."""
        if self._phase is _Phase.USABLE:
            self._open(now)
        return self._done()

    def ask(self, now: float, command: Command, give_up_ms: float | None = None) -> list[Output]:
        return self._ask(self._questions.ask(now, command, give_up_ms))

    def fate(self, now: float, key: str) -> list[Output]:
        return self._ask(self._questions.fate(now, key))

    def cancel(self, now: float, key: str) -> list[Output]:
        return self._ask(self._questions.cancel(now, key))

    def tell(self, message: DeviceReport | AnchorPrinted | AskSnapshot) -> list[Output]:
        """Something without an answer. The newest report of each device is repeated over every line; anything else is
        gone when no line stands.
        """
        if isinstance(message, DeviceReport):
            self._reports[message.device_id] = message
        return self._ask(message)

    def opened(self, now: float, line: int) -> list[Output]:
        if line == self._line and self._phase is _Phase.OPENING:
            self._phase = _Phase.GREETING
            self._watch_at = now + GREETING_MS
            self._welcomed = self._probed = False
            self._stream.begin()
            self._questions.instant.begin()
            self.clock.begin(now)
            # Phones hear one board in one instant; they shall not all miss it in one.
            self._silence = self._silence_ms * (1 + self._random() / 3)
            self._greeted = self._greeting(self._stream.last_seq)
            self._out.append(Send(self._greeted))
        return self._done()

    def open_failed(self, now: float, line: int, detail: str) -> list[Output]:
        if line == self._line and self._phase is _Phase.OPENING:
            self._phase = _Phase.PAUSED
            self._end(now, lost(Reason.UNREACHABLE, f"no connection: {detail}"))
        return self._done()

    def closed(self, now: float, line: int, code: int, text: str) -> list[Output]:
        """The other side ended the line, or the network did (1006). One that never opened has failed to open, unless
        the code says that it was turned away."""
        turned_away = self._phase is _Phase.OPENING and verdicts.turns_away(code)
        if line == self._line and (self._phase in _TALKING or turned_away):
            self._phase = _Phase.PAUSED
            self._end(now, verdicts.of_close(code, text, self._hall_id()))
        return self.open_failed(now, line, str(code))

    def received(self, now: float, line: int, data: str | bytes) -> list[Output]:
        """A frame. Types that this program does not know are a sign of life and nothing else; bytes are malformed."""
        if line == self._line and self._phase in _TALKING:
            try:
                message = _decode(data)
            except MalformedMessage as fault:
                self._end(now, lost(Reason.MALFORMED, f"the server cannot be understood: {fault.detail}"))
            else:
                self._listen(now)
                if message is not None:
                    self._read(now, message)
        return self._done()

    def tick(self, now: float) -> list[Output]:
        """The time. What is due at that time is done."""
        self._out += self._questions.give_up(now)
        if self._snapshot_at is not None and now >= self._snapshot_at:
            self._end(now, lost(Reason.SILENT, "no snapshot closed the gap"))
        elif self._watch_at is not None and now >= self._watch_at:
            self._watched(now)
        return self._done()

    def _read(self, now: float, message: ServerMessage) -> None:
        verdict = self._verdict(now, message)
        if verdict is not None:
            self._end(now, verdict)
        elif isinstance(message, Accepted | Refused | Fate):
            self._out += self._questions.settle(message) or [Deliver(message)]
        else:
            self._hand_on(now, message)

    def _hand_on(self, now: float, message: ServerMessage) -> None:
        self._questions.instant.hear(now, message)
        self.clock.hear(now, message)
        stood = not self._stream.gap
        if self._stream.may_hand_on(message):
            self._out.append(Deliver(message))
        if not self._stream.gap:
            self._snapshot_at = None
        elif stood:
            self._snapshot_at = now + GREETING_MS
            self._out.append(Send(AskSnapshot()))
        if self._phase is _Phase.GREETING and self._ready(message):
            self._usable(now)

    def _verdict(self, now: float, message: ServerMessage) -> Verdict | None:
        """Why this message ends the line, if it does."""
        if isinstance(message, Refused):
            return verdicts.of_refusal(message, self._hall_id())
        if isinstance(message, Welcome):
            self._welcomed = True
            self._watch_at = now + GREETING_MS
            return verdicts.of_welcome(message, self._hall_id())
        if self._near and not self._welcomed:
            return lost(Reason.NO_GREETING, "the server said something else before its welcome")
        return None

    def _usable(self, now: float) -> None:
        self._phase = _Phase.USABLE
        self._pauses.reset()
        self._listen(now)
        self._show(CONNECTED)
        self._out += [Send(one) for one in (*self._reports.values(), *self._questions.again(now))]

    def _ask(self, message: ClientMessage | None) -> list[Output]:
        if message is not None and self._phase is _Phase.USABLE:
            self._out.append(Send(message))
        return self._done()

    def _listen(self, now: float) -> None:
        """Something was heard. Silence may be peace or a dead line: after a while it is tried."""
        if self._phase is _Phase.USABLE:
            self._probed = False
            self._watch_at = min(now + self._silence, self.clock.ask_at) if self._silence_ms else None

    def _watched(self, now: float) -> None:
        if self._phase is _Phase.PAUSED:
            self._open(now)
        elif self._phase is _Phase.OPENING:
            self._end(now, lost(Reason.UNREACHABLE, "no connection in time"))
        elif self._phase is _Phase.GREETING:
            self._end(now, lost(Reason.NO_GREETING, "no greeting in time"))
        elif self._probed:
            self._end(now, lost(Reason.SILENT, "the server is silent"))
        elif self._probe is None:
            self._open(now)
        else:
            self._probed = True
            self._watch_at = now + PROBE_MS
            self.clock.ask(now)
            self._out.append(Send(self._probe))

    def _open(self, now: float) -> None:
        self._drop()
        self._line += 1
        self._phase = _Phase.OPENING
        self._watch_at = now + (OPEN_MS if self._near else OPEN_FAR_MS)
        self._out.append(Open(self._line))

    def _drop(self) -> None:
        if self._phase is _Phase.OPENING or self._phase in _TALKING:
            self._out.append(Close(self._line))
        self._snapshot_at = None

    def _end(self, now: float, verdict: Verdict) -> None:
        self._drop()
        self._phase = _Phase.PAUSED
        self._watch_at = now + self._pauses.after(verdict, near=self._near)
        self._show(verdict)

    def _show(self, verdict: Verdict) -> None:
        """A line lost once more for the same reason is no news, whatever the details."""
        old = self._shown
        same = (verdict.state, verdict.reason) == (old.state, old.reason)
        if not same or (verdict.sentence != old.sentence and verdict.state is not LinkState.LOST):
            self._shown = verdict
            self._out.append(StateChanged(verdict.state, verdict.reason, verdict.sentence))

    def _hall_id(self) -> str:
        return self._greeted.hall_id if isinstance(self._greeted, Hello) else ""

    def _done(self) -> list[Output]:
        out, self._out = self._out, []
        return out


def _decode(data: str | bytes) -> ServerMessage | None:
    if isinstance(data, bytes):
        raise MalformedMessage(Code.MALFORMED, "a binary frame")
    return decode_server(data)
