"""Finding out what a printer is and can, as a pure machine.

    look ─► paper? ─► ruler ─► did it come out? ─► is its edge whole? ─► was it cut? ─► proof ticket ─► is it right?
      └── printer not there, or halted: try again? ──► given up

Whoever drives it does what `wants` says (looks at the line, prints, asks a person) and tells what came of it with
`advance`. Persons are only asked what the wire cannot tell, and answer yes or no, so that a terminal serves as well as
two buttons on glass. Every kind of printer that is still possible stands in `kinds`; answers take from them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from hardware.printer.job import JobStage, JobState
from hardware.printer.profile import MM_PER_INCH, CutAtBlade, PrinterProfile
from hardware.printer.setup.address import possible_addresses, with_speed
from hardware.printer.setup.interview_types import (
    Again,
    Ask,
    Event,
    Findings,
    GivenUp,
    Look,
    NotReached,
    Obstacle,
    Printed,
    PrintProof,
    PrintRuler,
    Said,
    Told,
    Want,
    YesNo,
)
from hardware.printer.setup.wire_facts import SILENT, SLOW, WireFacts
from hardware.printer.status import BlockReason
from hardware.printer.ticket_slip import WIDE_FROM_MM


class InterviewError(ValueError):
    """An event that answers nothing that was wanted: a fault of the program."""


@dataclass(frozen=True)
class Interview:
    """Where it is. `urls` and `kinds` hold what is still possible, what is tried now first."""

    wants: Want
    urls: tuple[str, ...]
    kinds: tuple[PrinterProfile, ...]
    facts: WireFacts = SILENT
    again: Again | None = None
    """What is done once more after a yes."""
    unheard: tuple[str, ...] = ()
    """Line speeds at which the printer stayed silent; a person says at which one it prints."""
    reminded: bool = False
    """Paper and plug have been asked about."""
    cuts: bool = False
    proof: Printed | None = None

    @property
    def ended(self) -> bool:
        """Whether it wants nothing more."""
        return isinstance(self.wants, Findings | GivenUp)


def begin(url: str, kinds: Sequence[PrinterProfile]) -> Interview:
    """The interview of the printer at an address, which need not say how fast a serial line is. Raises AddressError."""
    urls = possible_addresses(url)
    return Interview(Look(urls[0], briefly=len(urls) > 1), urls, tuple(kinds))


def advance(interview: Interview, event: Event) -> Interview:
    """What it wants after an event. Raises InterviewError for one that was not wanted."""
    match interview.wants, event:
        case (Look(), Told(facts)):
            return _looked(interview, facts)
        case (Look() as again, NotReached(why)):
            return _halted(interview, again, why)
        case (PrintRuler() | PrintProof() as again, Printed(JobState(JobStage.BLOCKED, reason))):
            return _halted(interview, again, reason or BlockReason.UNKNOWN)
        case (PrintRuler(), Printed()):
            return replace(interview, wants=Ask(YesNo.STRIP, dots=interview.kinds[0].width_dots))
        case (PrintProof(), Printed() as proof):
            return replace(interview, wants=Ask(YesNo.PROOF), proof=proof)
        case (Ask() as asked, Said(yes)):
            return _answered(interview, asked, yes=yes)
        case _:
            raise InterviewError(f"{type(event).__name__} is no answer to {interview.wants}")


def _halted(interview: Interview, again: Again, why: Obstacle | BlockReason) -> Interview:
    """A person mends it, and says when to try again."""
    return replace(interview, wants=Ask(YesNo.TRY_AGAIN, why), again=again)


def _looked(interview: Interview, facts: WireFacts) -> Interview:
    here, *others = interview.urls
    if facts.blocked not in {None, BlockReason.UNKNOWN}:
        return _halted(replace(interview, urls=(here,)), Look(here), facts.blocked or BlockReason.UNKNOWN)
    if not facts.heard and others:
        return replace(
            interview, wants=Look(others[0], briefly=True), urls=tuple(others), unheard=(*interview.unheard, here)
        )
    urls = (with_speed(here, facts.baud),) if facts.heard else (*interview.unheard, here)
    return replace(interview, wants=Ask(YesNo.WIDE_PAPER), urls=urls, unheard=urls, facts=facts)


def _answered(interview: Interview, asked: Ask, *, yes: bool) -> Interview:  # noqa: PLR0911  one row per question
    match asked.question:
        case YesNo.TRY_AGAIN:
            return _mended(interview, asked, yes=yes)
        case YesNo.WIDE_PAPER:
            return _ruler(interview, _by_width(_likely(interview, wide=yes), wide=yes))
        case YesNo.STRIP if yes:
            url = interview.urls[:1]
            return replace(interview, wants=Ask(YesNo.EDGE, dots=asked.dots), urls=url, unheard=url)
        case YesNo.STRIP:
            return _nothing_came(interview)
        case YesNo.EDGE if yes:
            return replace(interview, kinds=_alike(interview.kinds), wants=Ask(YesNo.CUT))
        case YesNo.EDGE:
            kinds = [kind for kind in _same_command(interview.kinds) if kind.width_dots < asked.dots]
            return _ruler(interview, kinds, Obstacle.EDGE_LOST)
        case YesNo.CUT:
            return _cut(replace(interview, cuts=yes))
        case YesNo.QUICK:
            return _proof(interview if yes else replace(interview, urls=(with_speed(interview.urls[0], SLOW),)))
        case YesNo.PROOF:
            return _proved(interview, yes=yes)


def _mended(interview: Interview, asked: Ask, *, yes: bool) -> Interview:
    if yes and interview.again is not None:
        return replace(interview, wants=interview.again)
    return replace(interview, wants=GivenUp(asked.about or BlockReason.UNKNOWN))


def _nothing_came(interview: Interview) -> Interview:
    """Another speed of the line; then the person looks after paper and plug; then another way to send pictures."""
    if len(interview.urls) > 1:
        return _ruler(replace(interview, urls=interview.urls[1:]), interview.kinds)
    if not interview.reminded:
        again = PrintRuler(interview.unheard[0], interview.kinds[0])
        wants = Ask(YesNo.TRY_AGAIN, Obstacle.NO_STRIP)
        return replace(interview, wants=wants, again=again, urls=interview.unheard, reminded=True)
    tried = interview.kinds[0].image_command
    others = [kind for kind in interview.kinds if kind.image_command != tried]
    # At an unknown speed every other way would be tried at every speed, and a person asked each time.
    return _ruler(interview, others if len(interview.unheard) == 1 else [])


def _ruler(interview: Interview, kinds: Sequence[PrinterProfile], lack: Obstacle = Obstacle.NO_STRIP) -> Interview:
    """The ruler of the first of the kinds that are left."""
    if not kinds:
        return replace(interview, wants=GivenUp(lack))
    return replace(interview, wants=PrintRuler(interview.urls[0], kinds[0]), kinds=tuple(kinds))


def _likely(interview: Interview, *, wide: bool) -> list[PrinterProfile]:
    """Without those that were said to answer what this one does not; all, when that leaves none. On wide paper no width
    is left out: what a kind answers is a guess, its dots are not."""
    lacking = interview.facts.answers.no
    likely = [kind for kind in interview.kinds if not kind.first_guess.yes & lacking]
    widths = {kind.width_dots for kind in likely}
    return [
        kind for kind in interview.kinds if kind in likely or not likely or (wide and kind.width_dots not in widths)
    ]


def _by_width(kinds: Sequence[PrinterProfile], *, wide: bool) -> list[PrinterProfile]:
    """The kinds that this paper could be for: the usual way to send pictures first, then the widest heads. A narrow
    roll can lie in a wide printer, a wide one in no narrow printer; but who is asked may have misjudged it."""
    fitting = [kind for kind in kinds if wide or kind.width_dots / kind.dpi < WIDE_FROM_MM / MM_PER_INCH]
    commands = list(dict.fromkeys(kind.image_command for kind in kinds))
    return sorted(fitting, key=lambda kind: (commands.index(kind.image_command), -kind.width_dots))


def _same_command(kinds: Sequence[PrinterProfile]) -> list[PrinterProfile]:
    return [kind for kind in kinds if kind.image_command == kinds[0].image_command]


def _alike(kinds: Sequence[PrinterProfile]) -> tuple[PrinterProfile, ...]:
    """Those with the head of the first one."""
    return tuple(kind for kind in _same_command(kinds) if kind.width_dots == kinds[0].width_dots)


def _cut(interview: Interview) -> Interview:
    """How fast a network printer is that answers nothing, only the person saw."""
    unknown = not interview.facts.heard and with_speed(interview.urls[0], SLOW) != interview.urls[0]
    return replace(interview, wants=Ask(YesNo.QUICK)) if unknown else _proof(interview)


def _proof(interview: Interview) -> Interview:
    """The proof ticket of the kind that answers alike. A printer that cuts is tried with the cut that saves paper,
    which not every one knows: what comes out shows it."""
    answers = interview.facts.answers

    def unlike(kind: PrinterProfile) -> tuple[bool, int]:
        return isinstance(kind.cut, CutAtBlade) is not interview.cuts, len(answers.yes - kind.first_guess.yes)

    held = [kind for kind in interview.kinds if kind.keep_open] if interview.facts.rests else []
    unnamed: dict[PrinterProfile, PrinterProfile] = {}
    for kind in held or interview.kinds:
        # Whether a connection may be held is seen by nobody: the first of the table is the safe one.
        unnamed.setdefault(replace(kind, name="", keep_open=False, idle_close_s=0.0), kind)
    return _proof_of_first(replace(interview, kinds=tuple(sorted(unnamed.values(), key=unlike))))


def _proof_of_first(interview: Interview) -> Interview:
    return replace(interview, wants=PrintProof(interview.urls[0], interview.kinds[0]))


def _proved(interview: Interview, *, yes: bool) -> Interview:
    url, kind, proof = interview.urls[0], interview.kinds[0], interview.proof
    if yes and proof is not None:
        confirmed = proof.state.stage is JobStage.PRINTED
        return replace(interview, wants=Findings(url, kind, interview.facts, interview.cuts, confirmed, proof.seconds))
    if len(interview.kinds) > 1:
        return _proof_of_first(replace(interview, kinds=interview.kinds[1:]))
    return _halted(interview, PrintProof(url, kind), Obstacle.BAD_PROOF)
