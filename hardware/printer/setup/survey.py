"""Asks a printer everything it can be asked, once, without printing."""

from collections.abc import Callable

from hardware.printer import escpos
from hardware.printer.answers import REAL_TIME, Answers, Question
from hardware.printer.setup.wire_facts import SILENT, WireFacts, line_speed
from hardware.printer.status import (
    BlockReason,
    BlockReply,
    QueuedReply,
    RealTimeReply,
    Reply,
    ReplyParser,
    status_from_replies,
)
from hardware.transport import Transport, TransportTimeoutError

_REAL_TIME_S = 1.0
_BRIEFLY_S = 0.5
_IN_TURN_S = 6.0
"""There are printers that answer three seconds after their turn."""
_PADDING = bytes(2_000)
"""Bytes without meaning, to measure the line with: 2 s at 9,600 baud."""
_PADDED_S = 8.0
_FINE = 0x12
"""What DLE EOT is answered by a printer that lacks nothing."""
_ID = b"SET1"


def survey(link: Transport, now: Callable[[], float], *, measure: bool, briefly: bool = False) -> WireFacts:
    """What the line tells, within half a minute, as a rule in one or two seconds.

    With ``measure`` the line's speed is found out too; ``briefly`` ends with the first silence. A printer that says
    what halts it is asked no more. Raises TransportLostError.
    """
    talk = _Talk(link, now)
    said: dict[Question, int] = {}
    waits: dict[Question, float] = {}
    for kind, question in zip(escpos.STATUS_KINDS, REAL_TIME, strict=True):
        for _ in range(1 if waits or kind > 1 else 2):
            reply, waits_s = talk.ask(
                escpos.status_question(kind), _is_real_time, _BRIEFLY_S if briefly else _REAL_TIME_S
            )
            if isinstance(reply, RealTimeReply):
                said[question], waits[question] = reply.byte, waits_s
                break
    answers = Answers(frozenset(said), frozenset(REAL_TIME) - said.keys())
    blocked = status_from_replies(*(said.get(question, _FINE) for question in REAL_TIME)).blocked
    if not said and briefly:
        return SILENT
    if not said:
        blocked = BlockReason.UNKNOWN
    elif blocked is not None:
        return WireFacts(Answers(frozenset(said)), blocked)
    baud = 0
    if said and measure:
        kind = escpos.STATUS_KINDS[REAL_TIME.index(min(said, key=lambda one: waits[one]))]
        question_bytes = escpos.status_question(kind)
        reply, padded_s = talk.ask(_PADDING + question_bytes, _is_real_time, _PADDED_S)
        if reply is not None:
            baud = line_speed(len(_PADDING), tuple(waits.values()), padded_s)
    return WireFacts(_proofs(talk, answers), blocked, baud)


def _proofs(talk: "_Talk", answers: Answers) -> Answers:
    """Adds what it answers in its turn. Only one that knows GS r is asked by id: others would print the question."""
    question = escpos.INITIALISE + escpos.ASK_PAPER_WHEN_DONE
    reply, took_s = talk.ask(question, _is_paper_report, _IN_TURN_S)
    if reply is None:
        return answers.with_no(Question.DONE).with_no(Question.PRINTED)
    answers = answers.with_yes(Question.DONE, took_s)
    question = escpos.confirmation(_ID, in_turn=False, printed=True) + escpos.INITIALISE
    reply, took_s = talk.ask(question, _is_our_id, took_s + _REAL_TIME_S)
    return answers.with_no(Question.PRINTED) if reply is None else answers.with_yes(Question.PRINTED, took_s)


def _is_real_time(reply: Reply) -> bool:
    return isinstance(reply, RealTimeReply)


def _is_paper_report(reply: Reply) -> bool:
    return isinstance(reply, QueuedReply) and reply.is_paper_report


def _is_our_id(reply: Reply) -> bool:
    return isinstance(reply, BlockReply) and reply.printed_id == _ID


class _Talk:
    """One question at a time over a link."""

    def __init__(self, link: Transport, now: Callable[[], float]) -> None:
        self._link = link
        self._now = now
        self._parser = ReplyParser()

    def ask(self, question: bytes, wanted: Callable[[Reply], bool], wait_s: float) -> tuple[Reply | None, float]:
        """The first reply that is wanted, and how long it took; None after `wait_s`. What came before is dropped."""
        begun = self._now()
        deadline = begun + wait_s
        self._parser.feed(self._link.read(begun))
        try:
            self._link.write(question, deadline)
        except TransportTimeoutError:
            return None, wait_s
        while self._now() < deadline:
            for reply in self._parser.feed(self._link.read(deadline)):
                if wanted(reply):
                    return reply, self._now() - begun
        return None, wait_s
