"""What stands at the foot of a guide: where, how long, what it costs, how long one waits, by which law. Pure."""

from __future__ import annotations

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


def law(guide: GuideView, words: Words, now: Moment) -> str:
    """Legal basis and deadline in turn; each language says the one before any says the other."""
    said = _legal(guide, foot_words(words, now))
    return said[now.steady // TURN_MS // len(words.spoken) % len(said)] if said else ""


def _legal(guide: GuideView, words: Words) -> list[str]:
    said = [words.say("legal_basis", text=words.of_hall(guide.legal_basis).own).own] if guide.legal_basis else []
    return said + ([words.of_hall(guide.deadline).own] if guide.deadline else [])


def legal_width(facts_said: str, layout: ContentLayout, words: Words) -> float:
    """What the facts leave of the footer, as ContentFooter.qml divides it."""
    width, size = layout.footer.width, max(layout.least_second, layout.footer.height * 0.4) * SPARE
    first = min(width_em(facts_said, bold=True) * size + 1, width * FACTS_SHARE)
    last = min(width_em(words.say("next_in", seconds=LONGEST_S).own) * size + 1, width * NEXT_SHARE)
    return width - 4 * layout.margin - first - last


def facts(service: ServiceView, words: Words, wait: str, layout: ContentLayout) -> str:
    """Where and for whom it is done, how long a visit takes and what it costs; and how long one waits for it, where all
    of that has room, and leaves the law and the deadline theirs."""
    guide = service.guide
    said = [words.of_hall(service.announced).own] if service.announced else []
    if guide.minutes is not None:
        said.append(words.say("minutes", minutes=guide.minutes).own)
    if guide.fee:
        said.append(words.of_hall(guide.fee).own)
    timed = words.own_style.fact_separator.join([*said, words.say("estimate", wait=wait).own] if wait else said)
    room = layout.footer.width * FACTS_SHARE / layout.least_second / SPARE
    left, height = legal_width(timed, layout, words), layout.footer.height
    stands = all(fits(one, left, height, layout.least_second) for one in _legal(guide, words))
    return timed if stands and width_em(timed, bold=True) <= room else words.own_style.fact_separator.join(said)
