"""One open connection to a printer: questions, their answers, and the confirmation of a job."""

import time

from hardware.printer import escpos
from hardware.printer.status import (
    UNKNOWN_STATUS,
    BlockReply,
    PrinterStatus,
    QueuedReply,
    RealTimeReply,
    Reply,
    ReplyParser,
    status_from_replies,
)
from hardware.transport import Transport, TransportTimeoutError


class PrinterConnection:
    """Speaks to the printer over ``transport``. Methods raise TransportLostError when the link breaks."""

    def __init__(self, transport: Transport, status_timeout_s: float) -> None:
        self._transport = transport
        self._status_timeout_s = status_timeout_s
        self._parser = ReplyParser()
        self._done_ids: set[bytes] = set()
        self._done = False
        self._asked_too_early = False

    def write(self, data: bytes, deadline: float) -> None:
        """Send; raises TransportTimeoutError with the count of bytes that went out."""
        self._transport.write(data, deadline)

    def close(self, *, discard: bool = False) -> None:
        """Close the link."""
        self._transport.close(discard=discard)

    def ask_status(self, *, first_wait_s: float = 0.0, keep: bool = False) -> PrinterStatus:
        """Ask DLE EOT 1 to 4 and return what the printer is like; unknown when one stays unanswered.

        ``first_wait_s`` is added for the first answer. With ``keep``, replies that come in between count
        towards the confirmation of the job that was sent; otherwise they are dropped.
        """
        answers: list[int] = []
        for kind in escpos.STATUS_KINDS:
            answer = self._ask(kind, self._status_timeout_s + (first_wait_s if not answers else 0.0), keep=keep)
            if answer is None:
                return UNKNOWN_STATUS
            answers.append(answer)
        return status_from_replies(*answers)

    def _ask(self, kind: int, wait_s: float, *, keep: bool) -> int | None:
        for _ in range(2):
            self._empty_input(keep=keep)
            deadline = time.monotonic() + wait_s
            try:
                self._transport.write(escpos.status_question(kind), deadline)
            except TransportTimeoutError:
                continue
            while time.monotonic() < deadline:
                answers = [reply.byte for reply in self._read(deadline) if isinstance(reply, RealTimeReply)]
                if answers:
                    return answers[-1]
        return None

    def _empty_input(self, *, keep: bool) -> None:
        while data := self._transport.read(0.0):
            for reply in self._parser.feed(data):
                self._count(reply)
        if not keep:
            self._parser = ReplyParser()
            self._done_ids.clear()
            self._done = False

    def _read(self, deadline: float) -> list[Reply]:
        replies = self._parser.feed(self._transport.read(deadline))
        for reply in replies:
            self._count(reply)
        return replies

    def _count(self, reply: Reply) -> None:
        if isinstance(reply, QueuedReply) and reply.is_paper_report:
            # With the paper out the job may still be held, whatever this model means by answering.
            self._done |= not reply.paper_out
            self._asked_too_early |= reply.paper_out
        elif isinstance(reply, BlockReply) and reply.printed_id is not None:
            self._done_ids.add(reply.printed_id)

    def wait_for_confirmation(self, identity: bytes | None, deadline: float) -> bool:
        """Wait until the printer has confirmed the job; false at the deadline.

        With ``identity`` only the answer with these four characters counts, else the paper report that is
        given once everything before it was processed.
        """
        if self._asked_too_early:
            self._asked_too_early = False
            self._transport.write(escpos.ASK_PAPER_WHEN_DONE, deadline)
        while True:
            if self._done if identity is None else identity in self._done_ids:
                return True
            if time.monotonic() >= deadline:
                return False
            self._read(deadline)

    def answers_in_turn(self, deadline: float, *, settle_s: float = 0.0) -> bool:
        """Ask a question that is answered in its turn; false when it was not answered at the deadline.

        A printer that still waits for the rest of a picture takes the question for dots and says nothing.
        With ``settle_s``, answers to earlier questions are waited for until it has been quiet for so long.
        """
        self._empty_input(keep=False)
        self._transport.write(escpos.ASK_PAPER_WHEN_DONE, deadline)
        while not any(isinstance(reply, QueuedReply) for reply in self._read(deadline)):
            if time.monotonic() >= deadline:
                return False
        while settle_s and self._read(time.monotonic() + settle_s):
            pass
        self._empty_input(keep=False)
        return True
