"""What a printer answers, learnt by asking it: many that understand ESC/POS answer a part of it, or nothing.

Pure: no I/O, no clock. What is learnt goes before the guess of the profile. What a printer has answered, it answers;
silence of the whole printer takes nothing of that away, since it may be off, until it has lasted so long on a link that
takes all bytes that another printer stands there. What was never answered is asked again only seldom: a firmware or a
cable may change.
"""

from collections import Counter
from dataclasses import dataclass, field, replace
from enum import StrEnum


class Question(StrEnum):
    """What a printer can be asked."""

    PRINTER = "printer"
    """DLE EOT 1: does it print at all?"""
    CAUSE = "cause"
    """DLE EOT 2: why is it offline? The cover, mostly."""
    ERROR = "error"
    """DLE EOT 3: the cutter, the heat."""
    PAPER = "paper"
    """DLE EOT 4: is there paper?"""
    DONE = "done"
    """GS r 1: answered in its turn, once everything before it has been processed."""
    PRINTED = "printed"
    """GS ( H function 48: answered by a job's id, once everything before it is on paper."""
    EACH = "each"
    """Several GS r 1 at once: is each of them answered, and soon? Then they can stand within a ticket."""


REAL_TIME = (Question.PRINTER, Question.CAUSE, Question.ERROR, Question.PAPER)
"""DLE EOT 1 to 4 in their order: answered at once, also by a printer that is halted."""
PROOFS = frozenset({Question.DONE, Question.PRINTED})
"""Each of them proves that a job came out."""


@dataclass(frozen=True)
class Answers:
    """Which questions a printer answers. What stands in neither set is not yet known."""

    yes: frozenset[Question] = frozenset()
    no: frozenset[Question] = frozenset()
    slowest_proof_s: float = 0.0
    """The longest that a proof has taken on an idle printer, s; never more than SLOWEST_PROOF_S."""

    def to(self, question: Question) -> bool | None:
        """Whether it answers; None when that is not known."""
        return True if question in self.yes else False if question in self.no else None

    def with_yes(self, question: Question, proof_s: float = 0.0) -> "Answers":
        """It has answered."""
        return Answers(
            self.yes | {question}, self.no - {question}, max(self.slowest_proof_s, min(SLOWEST_PROOF_S, proof_s))
        )

    def with_no(self, question: Question) -> "Answers":
        """It does not answer."""
        return replace(self, yes=self.yes - {question}, no=self.no | {question})


ALL = Answers(yes=frozenset(Question) - {Question.EACH})
"""The guess for a printer that knows everything."""
NOTHING_KNOWN = Answers()

SLOWEST_PROOF_S = 10.0
"""No idle printer needs longer to prove a job; what took longer was held up, and is no measure of patience."""

_MISSES_OF_A_STRANGER = 2
"""Silent rounds until a question that was never answered counts as one that is not; one, where others are answered."""
_MISSES_OF_A_FRIEND = 3
"""The same for one that was answered before; counts only while others are answered."""
MUTE_S = 600.0
"""One that takes all bytes and answers nothing for so long is a printer that says nothing, whatever stood there before.
"""
_MOST_BETWEEN_POLLS_S = 60.0
FIRST_PAUSE_S = 30.0
LAST_PAUSE_S = 3600.0
"""What is not answered is asked again after 30 s, then ever more seldom, in the end once an hour; and anew from 30 s on
when anything new was learnt, or the link was lost."""


@dataclass
class Acquaintance:
    """What is known of one printer, and when to ask again what it did not answer. Instants in s, of any clock."""

    guess: Answers = NOTHING_KNOWN
    """Of its profile."""
    learnt: Answers = NOTHING_KNOWN
    """By asking it: what is worth storing."""
    _missed: Counter[Question] = field(default_factory=Counter)
    _pause_s: float = 0.0
    _again_at: float | None = None
    _anew: bool = False
    _mute_since: float | None = None
    _mute_at: float = 0.0

    def answers(self, question: Question) -> bool | None:
        """Whether it answers, as far as known or guessed."""
        known = self.learnt.to(question)
        return self.guess.to(question) if known is None else known

    @property
    def confirms(self) -> bool | None:
        """Whether it proves that a job came out: true once it has, None while that is not known."""
        if any(self.proved(question) for question in PROOFS):
            return True
        return False if all(self.answers(question) is False for question in PROOFS) else None

    def proved(self, question: Question) -> bool:
        """Whether it has ever answered: more than a guess."""
        return question in self.learnt.yes

    def heard(self, question: Question, proof_s: float = 0.0) -> None:
        """It answered, a proof within ``proof_s``."""
        self._anew |= not self.proved(question)
        self.learnt = self.learnt.with_yes(question, proof_s)
        del self._missed[question]

    def unheard(self, question: Question, *, alive: bool) -> None:
        """It was asked for a whole round and said nothing; ``alive``: it answered something else meanwhile."""
        if self.proved(question) and not alive:
            return
        self._missed[question] += 1
        if self._missed[question] >= self._patience(question, alive=alive):
            self.learnt = self.learnt.with_no(question)
            del self._missed[question]

    def last_miss(self, question: Question) -> bool:
        """Whether, unheard once more by a printer that lives, it would count as not answered any more."""
        return self._missed[question] + 1 >= self._patience(question, alive=True)

    def mute(self, at: float) -> None:
        """It took all that it was asked, and at that instant had said not one byte.

        Of one that is halted this is believed only where it used to answer DLE EOT, which halted ones answer too.
        """
        if self._mute_since is None or at > self._mute_at + _MOST_BETWEEN_POLLS_S:
            self._mute_since = at
        self._mute_at = at
        if at >= self._mute_since + MUTE_S and any(self.proved(question) for question in REAL_TIME):
            self.learnt = NOTHING_KNOWN
            self._missed.clear()
            self._anew = True

    def not_mute(self) -> None:
        """It said something."""
        self._mute_since = None

    def lost(self) -> None:
        """It could not be reached: it may be another one that comes back."""
        self._mute_since = None
        self._anew = True

    def _patience(self, question: Question, *, alive: bool) -> int:
        if self.proved(question):
            return _MISSES_OF_A_FRIEND
        return 1 if alive and not self.answers(question) else _MISSES_OF_A_STRANGER

    def silent_ones_due(self, at: float) -> bool:
        """Whether it is time to ask once more what it does not answer; not at once after a start."""
        if self._again_at is None:
            self.asked_silent_ones(at)
        elif self._anew:
            self._pause_s = FIRST_PAUSE_S
            self._again_at = min(self._again_at, at + FIRST_PAUSE_S)
        self._anew = False
        return self._again_at is not None and at >= self._again_at

    def asked_silent_ones(self, at: float) -> None:
        """They were asked at that instant."""
        self._pause_s = min(LAST_PAUSE_S, max(FIRST_PAUSE_S, 2 * self._pause_s))
        self._again_at = at + self._pause_s
