"""Anchors of the hall's logs that staff want on paper: printed between visitors, never before one's ticket. Pure.

One that waits is given up when its patience ends; one that a visitor comes before is withdrawn, unless it has begun.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from hardware.printer.anchor_layout import AnchorContent
from hardware.printer.job import JobStage, JobState
from hardware.printer.text_wrap import Marks
from kiosk.flow_types import Flow, Screen
from kiosk.readiness import Printer
from program.dates import local, written
from program.texts import Catalog, in_language
from wire.messages import AnchorPrinted, PrintAnchor
from wire.messages.hall import HallView

PREFIX = "anchor:"
"""How the keys of these jobs begin; no command's key has a colon."""
MOST = 4
"""So many wait; who asks for more is told that visitors come first."""
OUTCOMES = {JobStage.PRINTED: "printed", JobStage.SENT: "sent", JobStage.UNCERTAIN: "uncertain"}


@dataclass(frozen=True)
class Waiting:
    wanted: PrintAnchor
    until: int
    """Monotonic instant, ms."""


@dataclass(frozen=True)
class AnchorPrints:
    """What is wanted, the oldest first, and the one that the printer was given."""

    waiting: tuple[Waiting, ...] = ()
    given: Waiting | None = None
    yielded: bool = False
    """Whether that one was withdrawn, since a visitor has come."""

    def wanted(self, one: PrintAnchor, at: int) -> AnchorPrints:
        """Not for what is wanted already, nor beyond `MOST`."""
        known = [each.wanted.job for each in (*self.waiting, *((self.given,) if self.given else ()))]
        if one.job in known or len(known) >= MOST:
            return self
        return replace(self, waiting=(*self.waiting, Waiting(one, at + one.patience_ms)))

    def give(self, flow: Flow, at: int) -> tuple[AnchorPrints, PrintAnchor | None]:
        """The next one, when the printer is ready and nobody is here."""
        if not self.waiting or self.given is not None or not nobody_here(flow) or self.waiting[0].until <= at:
            return self, None
        return AnchorPrints(self.waiting[1:], self.waiting[0]), self.waiting[0].wanted

    def expired(self, at: int) -> tuple[AnchorPrints, tuple[AnchorPrinted, ...]]:
        """Those whose patience has ended, and what is told of them."""
        late = tuple(one for one in self.waiting if one.until <= at)
        left = tuple(one for one in self.waiting if one.until > at)
        return replace(self, waiting=left), tuple(AnchorPrinted(job=one.wanted.job, outcome="busy") for one in late)

    def ended(self, key: str, state: JobState) -> tuple[AnchorPrints, AnchorPrinted | None]:
        """What the printer says of the job with that key."""
        if self.given is None or key != key_of(self.given.wanted) or not state.ended:
            return self, None
        outcome = OUTCOMES.get(state.stage, "busy" if self.yielded else "not_printed")
        return replace(self, given=None, yielded=False), AnchorPrinted(job=self.given.wanted.job, outcome=outcome)

    def yield_to_visitor(self, flow: Flow) -> tuple[AnchorPrints, str]:
        """Key of the job that is to be withdrawn, since a visitor has come; "" for none."""
        if self.given is None or self.yielded or flow.screen is Screen.HOME:
            return self, ""
        return replace(self, yielded=True), key_of(self.given.wanted)


def nobody_here(flow: Flow) -> bool:
    """Whether no visitor has begun, and the printer could print."""
    return flow.screen is Screen.HOME and flow.printer is Printer.READY


def key_of(wanted: PrintAnchor) -> str:
    """Of the printer's job."""
    return f"{PREFIX}{wanted.job}"


def worded_anchor(hall: HallView, wanted: PrintAnchor, catalog: Catalog, languages: tuple[str, ...]) -> AnchorContent:
    """The words of the paper, in each of these languages."""
    moment = local(wanted.at, hall.time_zone)
    style = catalog.style(languages[0])
    return AnchorContent(
        title=tuple(catalog.text(one, "anchor_title") for one in languages),
        facts=(
            *(in_language(hall.name, one) for one in languages),
            written(style, style.date_on_ticket, moment),
        ),
        anchor=wanted.anchor,
        hint=tuple(catalog.text(one, "anchor_hint") for one in languages),
        marks=Marks(style.never_first, style.never_last, style.whole_words),
    )
