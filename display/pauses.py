"""Which counters are paused, and until when: what the wall and the sign say of them beside the hall's notices. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from display.words import NOTHING, TURN_MS, Line, Said, Words
from program.dates import clock, local
from program.texts import Catalog, in_language
from wire.messages.hall import CounterView, HallView
from wire.messages.tickets import CounterState


class Pause(NamedTuple):
    counter_id: str
    back_at: int | None
    """When its clerk means to be back, ms since the epoch; None: not said."""


def pauses(before: tuple[Pause, ...], changed: Iterable[CounterState]) -> tuple[Pause, ...]:
    """The pauses after these counters changed, by counter."""
    known = {one.counter_id: one for one in before}
    for counter in changed:
        known.pop(counter.counter_id, None)
        if counter.state == "paused":
            known[counter.counter_id] = Pause(counter.counter_id, counter.back_at)
    return tuple(sorted(known.values()))


def pause_notices(paused: tuple[Pause, ...], hall: HallView, words: Words, now: int, catalog: Catalog) -> list[Said]:
    """In the order of the counters, each in every language that these texts are written in. A time that has passed is
    said no more: nobody is promised it."""
    until = dict(paused)
    return [
        (tag, _notice(counter, until[counter.counter_id], hall, now, tag, catalog))
        for counter in hall.counters
        if counter.counter_id in until
        for tag in ([one for one in hall.languages if one in catalog.languages] or [words.own])
    ]


def pause_line(
    paused: tuple[Pause, ...], hall: HallView, words: Words, catalog: Catalog, *, wall: int, steady: int
) -> Line:
    """Of the counter whose turn it is, where several are paused; NOTHING when none is, and every second turn: what it
    stands in place of is read too."""
    until = dict(paused)
    counters = [one for one in hall.counters if one.counter_id in until]
    turn, shown = divmod(steady // TURN_MS, 2)
    if not counters or not shown:
        return NOTHING
    counter = counters[turn % len(counters)]
    own, second = (
        _notice(counter, until[counter.counter_id], hall, wall, tag, catalog) if tag in catalog.languages else ""
        for tag in (words.own, words.second)
    )
    return Line(own, second) if own else Line(second)


def _notice(  # noqa: PLR0917
    counter: CounterView, back_at: int | None, hall: HallView, now: int, tag: str, catalog: Catalog
) -> str:
    noun = in_language(hall.counter_noun, tag)
    name = catalog.style(tag).counter_called(counter.label, noun) if counter.with_noun else counter.label
    if back_at is None or back_at <= now:
        return catalog.text(tag, "paused", counter=name)
    return catalog.text(tag, "paused_until", counter=name, time=clock(local(back_at, hall.time_zone)))
