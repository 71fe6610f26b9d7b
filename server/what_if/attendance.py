"""When a counter was attended, and how long its clerk takes between two visitors: read off who stood in its lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from server.what_if.day import Day, Leg, Presence

LONGEST_TURN_MS = 5 * 60_000
"""A free counter that lets somebody stand for longer was not attended."""


def attended(day: Day, presences: Iterable[Presence], busy: dict[str, list[tuple[int, int]]]) -> Day:
    """The day with its counters as long as somebody was there, and each call with the while before it."""
    waiting = _Lines(day)
    kept: list[Presence] = []
    turns: dict[tuple[str, int | None], int] = {}
    for presence in presences:
        free = list(_free(presence, busy.get(presence.counter_id, ())))
        cut = [one for start, end in free for one in waiting.let_stand(presence, start, end)]
        unattended = [(start, end) for start, end in cut if end - start > LONGEST_TURN_MS]
        turns.update(((presence.counter_id, end), end - start) for start, end in cut if end - start <= LONGEST_TURN_MS)
        start = presence.start
        for begin, end in unattended:
            if (part := presence.within(start, begin)) is not None:
                kept.append(part)
            start = end
        if (part := presence.within(start, presence.end)) is not None:
            kept.append(part)
    arrivals = tuple(
        replace(
            one,
            legs=tuple(replace(leg, turn_ms=turns.get((leg.counter_id, leg.called_at or 0), 0)) for leg in one.legs),
        )
        for one in day.arrivals
    )
    return replace(day, arrivals=arrivals, presences=tuple(kept))


def _free(presence: Presence, busy: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The stretches of it in which nobody was at the counter."""
    start = presence.start
    for begin, end in sorted(busy):
        if end <= start:
            continue
        if begin >= presence.end:
            break
        if begin > start:
            yield start, begin
        start = end
    if start < presence.end:
        yield start, presence.end


class _Lines:
    """Who stood in which line when."""

    def __init__(self, day: Day) -> None:
        self._stood: list[tuple[int, int, Leg]] = sorted(
            (
                (
                    max(leg.entered_at, arrival.slot or 0) if number == 0 else leg.entered_at,
                    leg.called_at if leg.called_at is not None else min(leg.gone_at or day.until, day.until),
                    leg,
                )
                for arrival, number, leg in day.legs()
                if not leg.together
            ),
            key=lambda one: one[:2],
        )

    def let_stand(self, presence: Presence, start: int, end: int) -> list[tuple[int, int]]:
        """The stretches in which somebody stood whom the counter could have called."""
        desk = presence.desk
        found: list[tuple[int, int]] = []
        for entered, left, leg in self._stood:
            if entered >= end:
                break
            if left <= start or leg.officer or leg.only_at not in {"", desk.counter_id}:
                continue
            if leg.service_id not in desk.primary and leg.service_id not in desk.backup:
                continue
            if desk.classes and leg.visitor_class not in desk.classes:
                continue
            begin, finish = max(entered, start), min(left, end)
            if found and begin <= found[-1][1]:
                found[-1] = (found[-1][0], max(found[-1][1], finish))
            else:
                found.append((begin, finish))
        return found
