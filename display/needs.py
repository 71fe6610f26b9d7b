"""What a hall may have to show at its widest: numbers, labels and names, in em. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from display.legibility import CAP_EM, label_em, label_height_em, label_share, number_em, tail_em
from program.dates import written
from program.texts import Catalog, in_language
from screen.widths import width_em
from wire.messages.hall import HallView, ServiceView
from wire.numbers import parted

LATEST = "23:59"
WEEK = tuple(date(2026, 11, 23 + place) for place in range(7))


class Cell(NamedTuple):
    """What stands in a cell of the strip, at its widest in one language."""

    name: float
    """A service's short name."""
    reason: float
    """When a closed service opens."""
    people: float
    """Two digits of people and their word."""


@dataclass(frozen=True, slots=True)
class Needs:
    """Widths are of bold text, in em of the text's own size; the number's with its priority mark."""

    services: int = 8
    counters: int = 8
    languages: int = 2
    number: float = 3.26
    prefix: float = 0.78
    """The widest prefix; 0 where no service has one."""
    label: float = 0.6
    """The widest label of a counter, as `label_em` has it."""
    tail: float = 0.0
    """How far the prefixes reach below the digits."""
    label_height: float = CAP_EM
    """Height of the labels, in em of the number beside them."""
    cells: tuple[Cell, ...] = (Cell(6.0, 6.2, 2.4), Cell(8.4, 5.0, 1.2))
    """Of the hall's languages in turn."""
    hall_name: float = 10.0
    waiting: float = 4.0
    """The strip's title in any language."""
    missed_rule: float = 14.0
    """In the hall's own language, in regular weight."""
    missed_rule_second: float = 26.0
    """The widest in any other."""


USUAL = Needs()
"""Before a hall is known."""


def needs(hall: HallView, catalog: Catalog) -> Needs:
    """The widest of everything in this hall, whichever of its languages has the turn."""
    own, shares = hall.languages[0], label_shares(hall)
    return Needs(
        # A zone may have none left; its monitor has room for one all the same.
        services=max(1, len(hall.services)),
        counters=max(1, len(hall.counters)),
        languages=len(hall.languages),
        number=_widest(longest_number(one) for one in hall.services) or USUAL.number,
        prefix=_widest(width_em(one.prefix, bold=True) for one in hall.services),
        label=_widest(label_em(one.label) for one in hall.counters) or USUAL.label,
        tail=_widest(tail_em(one.prefix) for one in hall.services),
        label_height=_widest(label_height_em(one.label, shares[one.counter_id]) for one in hall.counters)
        or USUAL.label_height,
        cells=tuple(_cell(hall, tag, catalog) for tag in hall.languages),
        hall_name=_widest(width_em(in_language(hall.name, tag), bold=True) for tag in hall.languages),
        waiting=_said(hall, lambda tag: catalog.text(tag, "waiting")),
        missed_rule=width_em(in_language(hall.missed_rule, own)),
        missed_rule_second=_widest(width_em(hall.missed_rule.get(tag, "")) for tag in hall.languages[1:]),
    )


def label_shares(hall: HallView) -> dict[str, float]:
    """Size of each counter's label against the numbers, by its id: those that are names are all as small as the longest
    of them, so that a column has two sizes and not one for each."""
    shares = {one.counter_id: label_share(one.label) for one in hall.counters}
    names = {one.counter_id for one in hall.counters if not any(letter.isdigit() for letter in one.label)}
    least = min((shares[one] for one in names), default=1.0)
    return {one: least if one in names else share for one, share in shares.items()}


def longest_number(service: ServiceView) -> float:
    """Em of the service's longest number with the priority mark; three digits where the server tells none."""
    return number_em(*parted(service.last_number or f"{service.prefix}999", service.prefix), marked=True)


def _cell(hall: HallView, tag: str, catalog: Catalog) -> Cell:
    style = catalog.style(tag)
    weekdays = [written(style, style.weekday, day) for day in WEEK]
    reasons = (
        catalog.text(tag, "closed"),
        catalog.text(tag, "opens", time=LATEST),
        *(catalog.text(tag, "opens_day", weekday=weekday, time=LATEST) for weekday in weekdays),
    )
    return Cell(
        _widest(width_em(in_language(one.short_name, tag), bold=True) for one in hall.services),
        _widest(width_em(reason) for reason in reasons),
        width_em(catalog.text(tag, "people", count=99), bold=True),
    )


def _said(hall: HallView, say: Callable[[str], str]) -> float:
    return _widest(width_em(say(tag), bold=True) for tag in hall.languages)


def _widest(widths: Iterable[float]) -> float:
    return max(widths, default=0.0)
