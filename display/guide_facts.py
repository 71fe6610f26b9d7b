"""What stands at the foot of a guide: where, how long, what it costs, how long one waits, by which law. Pure."""

from __future__ import annotations

from display.board import Moment
from display.content_layout import ContentLayout
from display.words import TURN_MS, Words
from screen.widths import SPARE, width_em
from wire.messages.hall import GuideView, ServiceView

FACTS_SHARE = 0.38
"""The most that the facts take of the footer's width."""


def law(guide: GuideView, words: Words, now: Moment) -> str:
    """Legal basis and deadline in turn."""
    said = [words.say("legal_basis", text=words.of_hall(guide.legal_basis).own).own] if guide.legal_basis else []
    said += [words.of_hall(guide.deadline).own] if guide.deadline else []
    return said[now.steady // TURN_MS % len(said)] if said else ""


def facts(service: ServiceView, words: Words, wait: str, layout: ContentLayout) -> str:
    """Where and for whom it is done, how long a visit takes and what it costs; and how long one waits for it, where all
    of that has room."""
    guide = service.guide
    said = [words.of_hall(service.announced).own] if service.announced else []
    if guide.minutes is not None:
        said.append(words.say("minutes", minutes=guide.minutes).own)
    if guide.fee:
        said.append(words.of_hall(guide.fee).own)
    timed = words.own_style.fact_separator.join([*said, words.say("estimate", wait=wait).own] if wait else said)
    room = layout.footer.width * FACTS_SHARE / layout.least_second / SPARE
    return timed if width_em(timed, bold=True) <= room else words.own_style.fact_separator.join(said)
