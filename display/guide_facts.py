"""What stands at the foot of a guide: where, how long, what it costs, how long one waits, by which law. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from display.board import Moment
from display.content_layout import ContentLayout
from display.words import TURN_MS, Words
from screen.widths import SPARE, fits, width_em
from wire.messages.hall import GuideView, ServiceView

FACTS_SHARE, NEXT_SHARE = 0.38, 0.22
"""The most that the facts, and when the next guide comes, take of the footer's width."""
LONGEST_S = 12
"""Seconds until the next guide, as wide as they are said."""


def foot_words(words: Words, now: Moment) -> Words:
    """The foot has room for one language: each of the hall's has its turn."""
    spoken = words.spoken
    return words.alone(spoken[now.steady // TURN_MS % len(spoken)])


@dataclass(frozen=True, slots=True)
class Foot:
    """Nothing of it is shortened, unless it stands there alone."""

    facts: str = ""
    """Where and for whom it is done, how long a visit takes and what it costs; and how long one waits for it, where all
    of that has room."""
    legal: str = ""
    """Legal basis and deadline in turn; each language says the one before any says the other."""


def foot(service: ServiceView, words: Words, now: Moment, wait: str, layout: ContentLayout) -> Foot:
    """What stands at the foot in the language whose turn it is. What is least needed leaves first, and whole: how long
    one waits, the law, how long a visit takes, where it is done; what it costs is last."""
    tongue = foot_words(words, now)
    legal = _legal(service.guide, tongue)
    law = legal[now.steady // TURN_MS // len(words.spoken) % len(legal)] if legal else ""
    said = facts(service, tongue, wait, layout)
    beside = layout.footer.width * FACTS_SHARE
    if law and _stands(said, beside, layout) and law_stands(law, said, layout, tongue):
        return Foot(said, law)
    separator = tongue.own_style.fact_separator
    place, minutes, fee = _facts(service, tongue)
    for kept in ((place, minutes, fee), (place, fee), (fee or minutes or place,)):
        said = separator.join(one for one in kept if one)
        if _stands(said, foot_width(layout, tongue), layout):
            return Foot(said)
    return Foot(said)


def law_stands(law: str, facts_said: str, layout: ContentLayout, words: Words) -> bool:
    """Beside calls, where its letters would be too small for their readers, it is as large as the guide or not at
    all."""
    size = layout.least if layout.in_turn else layout.least_second
    return fits(law, legal_width(facts_said, layout, words), layout.footer.height, size)


def foot_width(layout: ContentLayout, words: Words) -> float:
    """Of the facts where no law stands beside them."""
    return layout.footer.width - 3 * layout.margin - _next_width(layout, words)


def _stands(said: str, width: float, layout: ContentLayout) -> bool:
    return fits(said, width, layout.footer.height, layout.least_second, bold=True)


def _legal(guide: GuideView, words: Words) -> list[str]:
    said = [words.say("legal_basis", text=words.of_hall(guide.legal_basis).own).own] if guide.legal_basis else []
    return said + ([words.of_hall(guide.deadline).own] if guide.deadline else [])


def _next_width(layout: ContentLayout, words: Words) -> float:
    """Of when the next guide comes; beside calls that is not said."""
    if layout.in_turn:
        return 0.0
    size = max(layout.least_second, layout.footer.height * 0.4) * SPARE
    return min(width_em(words.say("next_in", seconds=LONGEST_S).own) * size + 1, layout.footer.width * NEXT_SHARE)


def legal_width(facts_said: str, layout: ContentLayout, words: Words) -> float:
    """What the facts leave of the footer, as ContentFooter.qml divides it."""
    width, size = layout.footer.width, max(layout.least_second, layout.footer.height * 0.4) * SPARE
    first = min((width_em(facts_said, bold=True) * size + 1) * SPARE + 1, width * FACTS_SHARE)
    return width - 4 * layout.margin - first - _next_width(layout, words)


def _facts(service: ServiceView, words: Words) -> tuple[str, str, str]:
    """Where and for whom, how long, how much; each may be empty."""
    guide = service.guide
    return (
        words.of_hall(service.announced).own if service.announced else "",
        words.say("minutes", minutes=guide.minutes).own if guide.minutes is not None else "",
        words.of_hall(guide.fee).own if guide.fee else "",
    )


def facts(service: ServiceView, words: Words, wait: str, layout: ContentLayout) -> str:
    """All of them, with how long one waits where that leaves the law and the deadline their room."""
    guide = service.guide
    said = [one for one in _facts(service, words) if one]
    timed = words.own_style.fact_separator.join([*said, words.say("estimate", wait=wait).own] if wait else said)
    room = layout.footer.width * FACTS_SHARE / layout.least_second / SPARE
    left, height = legal_width(timed, layout, words), layout.footer.height
    stands = all(fits(one, left, height, layout.least_second) for one in _legal(guide, words))
    return timed if stands and width_em(timed, bold=True) <= room else words.own_style.fact_separator.join(said)
