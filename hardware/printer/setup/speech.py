"""What the set-up says to a person: every want and every finding as lines of text. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from hardware.printer.answers import Question
from hardware.printer.setup.config_lines import ConfigNotChanged, PrinterLines
from hardware.printer.setup.interview_types import (
    Ask,
    Findings,
    GivenUp,
    Look,
    Obstacle,
    PrintProof,
    PrintRuler,
    Want,
    YesNo,
)
from hardware.printer.setup.wire_facts import USUAL_SPEEDS
from hardware.printer.status import BlockReason
from program.texts import Catalog, read_catalog

_SLOWEST_QUICK_BAUD = 57_600
_LONG_TICKET_S = 15.0
"""A visitor goes away from a ticket that takes longer."""
_TELLS = (
    ("tells_paper", {Question.PAPER, Question.CAUSE}),
    ("tells_near_end", {Question.PAPER}),
    ("tells_cover", {Question.CAUSE}),
    ("tells_cutter", {Question.ERROR}),
)
_NAMING_THE_PLACE = {Obstacle.NOT_THERE, Obstacle.NO_FILE, Obstacle.NO_DEVICE, Obstacle.NO_NAME, Obstacle.TAKEN}
_HINTS: dict[Obstacle | BlockReason, str] = {
    Obstacle.NO_STRIP: "hint_no_strip",
    Obstacle.EDGE_LOST: "hint_width",
    Obstacle.BAD_PROOF: "hint_width",
}
"""What else can be tried, where the interview ends without result."""


@dataclass(frozen=True)
class Speech:
    """The set-up in one language."""

    language: str

    @property
    def catalog(self) -> Catalog:
        return read_catalog("setup")

    def text(self, key: str, **fields: object) -> str:
        """One of the texts [setup]."""
        return self.catalog.text(self.language, key, **fields)

    def doing(self, want: Want, before: Want | None = None) -> str:
        """What is about to be done; empty for what a person does. `before` is what was wanted last: one look behind
        another tries a further speed of a line that was silent, a look behind a question goes where it has been."""
        match want, before:
            case Look(url), Look():
                return self.text("listening", url=url)
            case Look(url), Ask():
                return self.text("looking_again", url=url)
            case Look(url), _:
                return self.text("looking", url=url)
            case PrintRuler(_, profile), _:
                return self.text("printing_ruler", dots=profile.width_dots)
            case PrintProof(), _:
                return self.text("printing_proof")
            case _:
                return ""

    def question(self, asked: Ask, url: str) -> str:
        """A question, behind what is to be mended first."""
        words = self.text(asked.question.value)
        if asked.question is YesNo.EDGE:
            words = self.text("edge", dots=asked.dots)
        return f"{self.why(asked.about, url)} {words}" if asked.about is not None else words

    def why(self, about: Obstacle | BlockReason, url: str) -> str:
        """What stands in the way, and what to look after."""
        fields = {"url": url} if about in _NAMING_THE_PLACE else {}
        return self.text(f"why_{about.value}", **fields)

    def config_lacks(self, file: Path, fault: ConfigNotChanged) -> str:
        """Why the lines cannot be put into a file."""
        fields = {"detail": fault.detail} if fault.detail else {}
        return self.text(f"config_{fault.lack.value}", file=file, **fields)

    def end(self, want: Findings | GivenUp) -> Iterator[str]:
        """How it ended, up to the lines for the config."""
        if isinstance(want, GivenUp):
            if want.about in _HINTS:
                yield self.text(_HINTS[want.about])
            yield self.text("given_up")
            return
        yield self.text("found", url=want.url)
        yield self.text("is_wide", dots=want.profile.width_dots)
        yield self.text("cuts" if want.cuts else "cuts_not")
        told = [self.text(key) for key, questions in _TELLS if questions & want.facts.answers.yes]
        what = self.catalog.style(self.language).list_separator.join(told)
        yield self.text("tells", what=what) if told else self.text("tells_nothing")
        yield self.text("confirms", seconds=f"{want.seconds:.1f}") if want.confirmed else self.text("confirms_not")
        if 0 < want.baud <= _SLOWEST_QUICK_BAUD:
            yield self.text("slow_line", baud=f"{want.baud:,}")
        if 0 < want.baud < USUAL_SPEEDS[0] and want.seconds > _LONG_TICKET_S:
            yield self.text("faster_line", seconds=f"{want.seconds:.0f}")
        yield ""
        yield self.text("lines")
        yield ""
        yield from lines_of(want).as_text().splitlines()
        yield ""


def lines_of(findings: Findings) -> PrinterLines:
    """What the config is to say."""
    return PrinterLines(findings.url, findings.profile.name)
