"""Finding out how a printer is: the questions that this one answers, and the way back into step after an unclean end.

Everything that is waited for has a deadline, and ends in a status.
"""

import logging
from collections.abc import Callable

from hardware.printer import escpos
from hardware.printer.answers import REAL_TIME, Acquaintance, Question
from hardware.printer.connection import PrinterConnection
from hardware.printer.line import PrinterLine
from hardware.printer.profile import PrinterProfile
from hardware.printer.settings import PrinterSettings
from hardware.printer.status import UNKNOWN_STATUS, BlockReason, PrinterStatus, status_from_replies
from hardware.transport import TransportTimeoutError

log = logging.getLogger(__name__)

_SETTLE_S = 0.2
_STRANGERS_PROOF_S = 4.0
"""How long one is waited for whose printer may never give any."""
_SLOW_PREAMBLE_S = 3.0
"""On a line where it takes longer, only a printer that is known to answer gets a preamble of its own."""
_SLOW_ANSWER_S = 1.0
"""The longest that one is waited for that has been slow before."""
_LONGEST_ANSWER_S = 1.5
"""The longest that one is waited for on any line."""
_LONGEST_STATUS_S = 9.0
"""After so long nothing more is begun to find out how a printer is, whatever the line: the next asking goes on."""
_AT_ONCE = 4
"""So many questions in its turn show whether each is answered."""
_SOON_S = 1.0
_LEAST_WAIT_S = 0.5
_NEUTRAL = 0x12


class Inquiry:
    """Asks one printer. Methods raise TransportLostError when the link breaks."""

    def __init__(
        self,
        settings: PrinterSettings,
        profile: PrinterProfile,
        line: PrinterLine,
        known: Acquaintance,
        now: Callable[[], float],
    ) -> None:
        self._settings = settings
        self._profile = profile
        self._line = line
        self._known = known
        self._now = now
        # A new process does not know how the last one left the printer.
        self.out_of_step = True
        """Whether answers to earlier jobs may come, or the rest of a picture be waited for."""
        self._preamble = b""
        """What is left to be sent of the bytes that end a half received picture."""
        self._blocked: BlockReason | None = None
        """What stopped it when it was last known."""
        self._over_at = 0.0
        self._slowest_s = 0.0
        self._held_up = False
        """The last round was so long that nothing else can be waited for."""
        self._in_turn_due = False
        self._preamble_sent = False
        """It went out whole, and nothing has been answered in its turn since."""

    # What the end of a job leaves behind

    def clean(self) -> None:
        """The printer has proved that it is in step, or has been handed a whole job."""
        self.out_of_step = False
        self._preamble = b""
        self._preamble_sent = False

    def doubtful(self, *, half: bool) -> None:
        """A job ended without a proof; ``half``: its picture may be half received."""
        self.out_of_step = True
        if half:
            self._preamble = escpos.resync_preamble(self._profile, cut=True)
            self._preamble_sent = False

    def link_failed(self) -> None:
        """A link broke: a preamble that was sent may be lost."""
        self._preamble_sent = False

    def lead(self) -> bytes:
        """What must stand before the next job, of a printer that says nothing: a preamble that has not gone out."""
        return self._preamble

    # Asking

    def status(self, connection: PrinterConnection, *, at_rest: bool) -> PrinterStatus:
        """Ask for the printer's state; when it may be out of step, bring it back.

        ``at_rest``: nobody waits for a ticket, so there is time to ask what it did not answer so far.
        """
        connection.listen()
        self._over_at = self._now() + _LONGEST_STATUS_S
        status = self._find_out(connection, at_rest=at_rest)
        if connection.mute:
            self._known.mute(self._now())
        else:
            self._known.not_mute()
        return status

    def _find_out(self, connection: PrinterConnection, *, at_rest: bool) -> PrinterStatus:
        if self._preamble and self.speaks:
            # Before any question: its bytes could be taken for the size of a picture.
            return self._into_step(connection)
        again = at_rest and self._known.silent_ones_due(self._now())
        self._in_turn_due |= again
        status = self._said_twice(connection, self._round(connection, again=again))
        if status.ready:
            done = self._known.answers(Question.DONE)
            if self.out_of_step if done else self._time_to_learn(at_rest=at_rest, stranger=done is None):
                self._in_turn_due = False
                status = self._in_turn(connection, status)
            elif at_rest and not self._held_up and self._each_unknown:
                self._ask_each(connection)
        elif status.blocked is not BlockReason.UNKNOWN:
            self._preamble_sent = False
        if again:
            self._known.asked_silent_ones(self._now())
        return status

    def _time_to_learn(self, *, at_rest: bool, stranger: bool) -> bool:
        """Whether to find out now if it answers in its turn. On a line of known speed even the first visitor waits for
        that: only a printer that does can tell half a ticket from a whole one there."""
        if not at_rest:
            return stranger and self._line.bytes_per_s > 0
        return not self._held_up and (stranger or self._in_turn_due)

    @property
    def _each_unknown(self) -> bool:
        """Whether it matters, and is not known, if it answers each of several questions in its turn."""
        unknown = self._known.answers(Question.EACH) is None and not self._known.answers(Question.PRINTED)
        return unknown and self._known.proved(Question.DONE)

    def _ask_each(self, connection: PrinterConnection) -> None:
        """Once, of a printer that has nothing to do."""
        quick = self._known.learnt.slowest_proof_s <= _SOON_S
        try:
            each = quick and connection.answers_each(_AT_ONCE, self._now() + 2 * _SOON_S, settle_s=_SETTLE_S)
        except TransportTimeoutError:
            each = False
        if each:
            self._known.heard(Question.EACH)
        else:
            self._known.unheard(Question.EACH, alive=True)

    def at_work(self, connection: PrinterConnection) -> PrinterStatus:
        """Ask while a job is in the printer; unknown as soon as one question stays unanswered."""
        said: dict[Question, int] = {}
        for question in REAL_TIME:
            if self._known.answers(question):
                byte = self._ask(connection, question)
                if byte is None:
                    return UNKNOWN_STATUS
                said[question] = byte
        return _status(said) if connection.credible else UNKNOWN_STATUS

    def still_lives(self, connection: PrinterConnection) -> bool:
        """Whether it answers that it is there; taken for granted of one that is not known to answer this."""
        # Late answers may stand before it; but none comes back to life so soon.
        return not self._known.proved(Question.PRINTER) or self._ask(connection, Question.PRINTER, tries=4) is not None

    @property
    def speaks(self) -> bool:
        """Whether the printer has ever answered anything."""
        return any(self._known.proved(question) for question in Question)

    def _ask(self, connection: PrinterConnection, question: Question, *, tries: int = 2) -> int | None:
        asked_at = self._now()
        byte = connection.ask(question, self._wait_s, tries=tries)
        if byte is not None:
            self._slowest_s = max(self._slowest_s, self._now() - asked_at)
        return byte

    def _round(self, connection: PrinterConnection, *, again: bool = False) -> PrinterStatus:
        """Ask each of DLE EOT 1 to 4 that it answers or may answer; ``again``: also what it is known not to."""
        connection.begin_round()
        self._held_up = False
        said: dict[Question, int] = {}
        unsaid: list[Question] = []
        for question in REAL_TIME:
            if self._known.answers(question) is False and not again:
                continue
            byte = self._ask(connection, question, tries=2 if said or not unsaid else 1)
            if byte is not None and not self._known.proved(question) and self._ask(connection, question) is None:
                # Noise, which makes no printer that answers; or a late answer to what was asked before.
                byte = None
                if self._slowest_s < _SLOW_ANSWER_S:
                    connection.give_up(question)
                    self._slowest_s = _SLOW_ANSWER_S
                    return self._round(connection, again=again)
            if byte is not None:
                said[question] = byte
                continue
            unsaid.append(question)
            self._held_up = True
            if self._known.proved(question) and not said:
                return UNKNOWN_STATUS
            if not self._known.proved(question):
                connection.give_up(question)
        return self._learn(connection, said, unsaid)

    def _said_twice(self, connection: PrinterConnection, status: PrinterStatus) -> PrinterStatus:
        """A state that stops it counts once a second round says the same: one may be noise in the shape of answers."""
        if status.blocked not in {None, BlockReason.UNKNOWN, self._blocked}:
            second = self._round(connection)
            status = second if second.ready or second.blocked is status.blocked else UNKNOWN_STATUS
        if status.blocked is not BlockReason.UNKNOWN:
            self._blocked = status.blocked
        return status

    def _learn(self, connection: PrinterConnection, said: dict[Question, int], unsaid: list[Question]) -> PrinterStatus:
        if not connection.credible:
            return UNKNOWN_STATUS
        lost = any(self._known.proved(question) for question in unsaid)
        for question in unsaid:
            self._known.unheard(question, alive=bool(said))
        if lost:
            # A late answer may have been taken for that of another question.
            return UNKNOWN_STATUS
        for question in said:
            self._known.heard(question)
        status = _status(said)
        open_ones = any(self._known.answers(question) is not False for question in unsaid)
        return UNKNOWN_STATUS if open_ones and status.ready else status

    def _in_turn(self, connection: PrinterConnection, status: PrinterStatus) -> PrinterStatus:
        """Find out whether the printer is in step, or whether it can tell at all."""
        proved, guessed = self._known.proved(Question.DONE), self._known.answers(Question.DONE)
        if self._answers_in_turn(connection, self._patience_s):
            return status
        anew = proved and self._quick_preamble and self._known.last_miss(Question.DONE)
        if anew:
            # Before it counts as one that does not answer: of the way into step that was sent a part may be lost.
            self._preamble_sent = False
        if not self._preamble_sent and (proved or (guessed and self.speaks and self._quick_preamble)):
            self._preamble = escpos.resync_preamble(self._profile, cut=anew)
            after = self._into_step(connection)
            if (proved and not anew) or not self.out_of_step:
                return after
        self._known.unheard(Question.DONE, alive=any(self._known.proved(question) for question in REAL_TIME))
        if self._known.proved(Question.DONE):
            return UNKNOWN_STATUS
        self.out_of_step = False
        return status

    @property
    def _quick_preamble(self) -> bool:
        return self._line.seconds(len(escpos.resync_preamble(self._profile))) <= _SLOW_PREAMBLE_S

    @property
    def _patience_s(self) -> float:
        """For an answer in its turn of a printer that has nothing to do."""
        if self._known.proved(Question.DONE):
            return max(self._settings.resync_timeout_s, 2 * self._known.learnt.slowest_proof_s)
        return self._settings.resync_timeout_s if self._known.answers(Question.DONE) else _STRANGERS_PROOF_S

    @property
    def _wait_s(self) -> float:
        """For one answer, which may stand behind a few others."""
        slow = min(_SLOW_ANSWER_S, 1.5 * self._slowest_s)
        return min(_LONGEST_ANSWER_S, max(self._settings.status_timeout_s, slow) + self._line.seconds(64))

    def _within(self, wait_s: float) -> float:
        """As much of a wait as there is time left for."""
        return max(_LEAST_WAIT_S, min(wait_s, self._over_at - self._now()))

    def _answers_in_turn(self, connection: PrinterConnection, wait_s: float) -> bool:
        try:
            deadline = self._now() + self._within(wait_s)
            after_s = connection.answers_in_turn(deadline, settle_s=_SETTLE_S)
        except TransportTimeoutError:
            return False
        if after_s is None:
            return False
        self._known.heard(Question.DONE, after_s)
        self.clean()
        return True

    def _into_step(self, connection: PrinterConnection) -> PrinterStatus:
        """End a picture that is waited for, and let answers to earlier jobs come in and be dropped."""
        wait_s = self._settings.resync_timeout_s + self._line.seconds(len(self._preamble))
        log.info("the printer is brought back into step with %d bytes", len(self._preamble))
        try:
            connection.write(self._preamble, self._now() + self._within(wait_s))
        except TransportTimeoutError as error:
            # The rest goes out when the printer takes it, and no byte twice.
            self._preamble = self._preamble[error.written :]
            return UNKNOWN_STATUS
        self._preamble = b""
        self._preamble_sent = True
        if self._known.answers(Question.DONE) is not False:
            in_step = self._answers_in_turn(connection, max(wait_s, self._patience_s))
            status = self._round(connection)
            return UNKNOWN_STATUS if status.ready and not in_step else status
        self.clean()
        return self._round(connection)


def _status(said: dict[Question, int]) -> PrinterStatus:
    """What the answers mean; what was not answered is taken to be well."""
    return status_from_replies(*(said.get(question, _NEUTRAL) for question in REAL_TIME))
