"""One open connection to a printer: questions, their answers, and the proof of a job.

Whatever comes in, and however much of it, no method outlives its deadline.
"""

from collections import deque
from collections.abc import Callable

from hardware.printer import escpos
from hardware.printer.answers import REAL_TIME, Question
from hardware.printer.status import AutomaticReply, BlockReply, QueuedReply, RealTimeReply, Reply, ReplyParser
from hardware.transport import Transport, TransportError, TransportTimeoutError

_MOST_READS_AT_ONCE = 64
_LATE_S = 0.1
_CREDIBLE = 4
"""So many answers that nobody asked for are noise, and among noise no answer can be believed."""


class PrinterConnection:
    """Speaks to the printer over ``transport``, whose deadlines are instants of ``now``.

    Methods raise TransportLostError when the link breaks, and TransportTimeoutError when it takes no bytes.
    """

    def __init__(self, transport: Transport, now: Callable[[], float]) -> None:
        self._transport = transport
        self._now = now
        self._parser = ReplyParser()
        self._owed: deque[Question] = deque()
        """Real-time questions without an answer so far, in their order."""
        self._in_turn_owed = 0
        self._unasked = 0
        self._mute = False
        self._heard: list[tuple[Question, int]] = []
        self._reports: list[QueuedReply] = []
        self._done_ids: set[bytes] = set()

    @property
    def credible(self) -> bool:
        """Whether so few answers came unasked that the others can be believed."""
        return self._unasked < _CREDIBLE

    @property
    def mute(self) -> bool:
        """Whether it has taken every byte and said none since ``listen``."""
        return self._mute

    def listen(self) -> None:
        """From now on it is noted whether anything comes."""
        self._mute = True

    def write(self, data: bytes, deadline: float) -> None:
        """Send; raises TransportTimeoutError with the count of bytes that went out."""
        try:
            self._transport.write(data, deadline)
        except TransportError:
            self._mute = False
            raise

    def close(self, *, discard: bool = False) -> None:
        """Close the link."""
        self._transport.close(discard=discard)

    def ask(self, question: Question, wait_s: float, *, tries: int = 2) -> int | None:
        """Ask one of DLE EOT 1 to 4 and return the byte of its answer; None when it stayed unanswered."""
        for _ in range(tries):
            self.take_in()
            self._heard.clear()
            deadline = self._now() + wait_s
            try:
                self.write(escpos.status_question(1 + REAL_TIME.index(question)), deadline)
            except TransportTimeoutError:
                continue
            self._owed.append(question)
            while True:
                said = [byte for asked, byte in self._heard if asked is question]
                if said:
                    self._let_late_ones_come(wait_s)
                    return said[-1]
                if self._now() >= deadline:
                    break
                self._read(deadline)
        return None

    def _let_late_ones_come(self, wait_s: float) -> None:
        """Answers to questions that had been given up come now, or never: none may be taken for that of the next."""
        while self._owed:
            before, until = len(self._owed), self._now() + wait_s + _LATE_S
            while len(self._owed) == before and self._now() < until:
                # What comes may be something that it says unasked.
                self._read(until)
            if len(self._owed) == before:
                self._owed.clear()

    def give_up(self, question: Question) -> None:
        """Take it that this question will not be answered any more."""
        self._owed = deque(one for one in self._owed if one is not question)

    def take_in(self) -> None:
        """Read what has come, without waiting, and never more than a printer can have said."""
        for _ in range(_MOST_READS_AT_ONCE):
            if not self._read(self._now()):
                break

    def begin_round(self) -> None:
        """Take in what was said since the last questions."""
        self._unasked = 0
        self.take_in()

    def begin_job(self) -> None:
        """Drop what has been said of earlier jobs."""
        self.begin_round()
        self._reports.clear()
        self._done_ids.clear()
        self._in_turn_owed = 0

    def ask_in_turn(self, deadline: float) -> None:
        """Ask what is answered once everything before it has been processed."""
        self.write(escpos.ASK_PAPER_WHEN_DONE, deadline)
        self.expect_in_turn()

    def expect_in_turn(self, count: int = 1) -> None:
        """So many of these questions went out with a job, the last one at its end."""
        self._in_turn_owed += count

    def proof(self, identity: bytes | None, deadline: float) -> Question | None:
        """Wait until the printer has proved the job; None at the deadline.

        ``identity`` is what it would give back from paper. All the reports in their turn are a proof too, unless the
        last says that the paper is out: such a job may still be held, whatever this model means by answering.
        """
        while True:
            if not self.credible:
                pass
            elif identity is not None and identity in self._done_ids:
                return Question.PRINTED
            elif self._reports and not self._in_turn_owed and not self._reports[-1].paper_out:
                return Question.DONE
            if self._now() >= deadline:
                return None
            self._read(deadline)

    def disbelieve_report(self) -> None:
        """The last report in its turn was none: the true one is still owed."""
        self._reports.clear()
        self._in_turn_owed += 1

    def ask_again(self, deadline: float) -> None:
        """Ask for the report in its turn once more, if the last one said that the paper is out."""
        if self._reports and not self._in_turn_owed and self._reports[-1].paper_out:
            self._reports.clear()
            self.ask_in_turn(deadline)

    def printed(self, identity: bytes, deadline: float) -> bool:
        """Wait until the printer has given this id back; false at the deadline."""
        while identity not in self._done_ids:
            if self._now() >= deadline:
                return False
            self._read(deadline)
        return True

    def answers_in_turn(self, deadline: float, *, settle_s: float) -> float | None:
        """Ask what is answered in its turn; return after how many seconds it was, None when it was not in time.

        A printer that still waits for the rest of a picture takes the question for dots and says nothing. Answers to
        earlier questions are dropped, until none has come for ``settle_s``.
        """
        self.begin_job()
        asked_at = self._now()
        self.ask_in_turn(deadline)
        while not self._reports:
            if self._now() >= deadline:
                return None
            self._read(deadline)
        after_s = self._now() - asked_at
        while self._reports and self._now() < deadline:
            self._reports.clear()
            # Those of a killed program, whose questions nobody counted.
            self._in_turn_owed = _MOST_READS_AT_ONCE
            settled_at = min(deadline, self._now() + settle_s)
            while self._now() < settled_at:
                self._read(settled_at)
        believed = self.credible
        self.begin_job()
        return after_s if believed else None

    def answers_each(self, count: int, deadline: float, *, settle_s: float) -> bool:
        """Ask so many times at once what is answered in its turn: whether exactly as many answers came in time.

        What else is said until none has come for ``settle_s`` is dropped.
        """
        self.begin_job()
        self.write(escpos.ASK_PAPER_WHEN_DONE * count, deadline)
        # One more than were asked would be noise.
        self.expect_in_turn(count + 1)
        while len(self._reports) < count and self._now() < deadline:
            self._read(deadline)
        settled_at = self._now() + settle_s
        while self._now() < settled_at:
            self._read(settled_at)
        answered = self.credible and len(self._reports) == count
        self.begin_job()
        return answered

    def _read(self, deadline: float) -> bool:
        """Read once; whether anything came."""
        data = self._transport.read(deadline)
        self._mute &= not data
        for reply in self._parser.feed(data):
            self._count(reply)
        return bool(data)

    def _count(self, reply: Reply) -> None:
        match reply:
            case RealTimeReply(byte) if self._owed:
                self._heard.append((self._owed.popleft(), byte))
            case QueuedReply() if self._in_turn_owed and reply.is_paper_report:
                self._in_turn_owed -= 1
                self._reports.append(reply)
            case BlockReply() if reply.printed_id is not None:
                self._done_ids.add(reply.printed_id)
            case AutomaticReply() | BlockReply():
                pass
            case _:
                self._unasked += 1
