"""An answer as a table for a terminal, in one of the languages that there are."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from datetime import date

from program.dates import clock, local, written
from program.language import Style
from program.texts import in_language
from server.domain.config import HallConfig
from server.what_if.answer import Answer, Outlook, Range, Waits
from server.what_if.changes import (
    DAY_MINUTES,
    Change,
    CounterPauses,
    CounterServices,
    ExtraCounter,
    OtherPreset,
)

Say = Callable[..., str]
MINUTE_MS = 60_000


class Table:
    """`say` gives the texts of the room `what_if` in that language."""

    def __init__(self, say: Say, style: Style, language: str, config: HallConfig) -> None:
        self._say = say
        self._style = style
        self._language = language
        self._config = config

    def lines(self, answer: Answer, changes: Sequence[Change]) -> Iterator[str]:
        yield self._head(answer)
        yield from (self._say("change", text=self.change(one).strip()) for one in changes)
        yield ""
        yield from _aligned(list(self._rows(answer)))
        yield ""
        yield from self._notes(answer)

    def change(self, change: Change) -> str:
        """What would be otherwise, in words."""
        match change:
            case ExtraCounter():
                return self._say(
                    "extra", services=self._services(change.services), when=self._when(change.start, change.end)
                )
            case CounterPauses():
                return self._say(
                    "pause", counter=self._counter(change.counter_id), when=self._when(change.start, change.end)
                )
            case CounterServices():
                done = self._services(change.primary)
                if change.backup:
                    done = self._say("with_backup", services=done, backup=self._services(change.backup))
                when = self._when(change.start, change.end)
                return self._say("services", counter=self._counter(change.counter_id), services=done, when=when)
            case OtherPreset():
                return self._say("preset", preset=self._say(f"preset_{change.preset}"))

    def _head(self, answer: Answer) -> str:
        hall = in_language(dict(self._config.name), self._language) or self._config.hall_id
        day = written(self._style, self._style.date, date.fromisoformat(answer.date))
        if not answer.until:
            return self._say("head_to_come", hall=hall, day=day)
        return self._say("head", hall=hall, day=day, time=clock(local(answer.until, self._config.time_zone)))

    def _rows(self, answer: Answer) -> Iterator[tuple[str, ...]]:
        promised = any(one.unchanged.over_promise is not None for one in answer.outlooks)
        heads = ["head_service", "head_people", "head_mean", "head_difference", "head_p90", "head_longest"]
        heads += ["head_not_called", *(["head_over_promise"] if promised else [])]
        yield tuple(self._say(one) for one in heads)
        for one in answer.outlooks:
            yield (*self._row(one), *([self._over_promise(one)] if promised else []))

    def _row(self, one: Outlook) -> tuple[str, ...]:
        was = one.happened or one.unchanged
        return (
            self._service(one.service_id) if one.service_id else self._say("all"),
            str(was.people),
            self._mean(one),
            self._range(one.difference.mean_ms),
            self._from_to(was, one.changed, lambda waits: waits.p90_ms),
            self._from_to(was, one.changed, lambda waits: waits.longest_ms),
            self._say("from_to", before=round(was.not_called), after=round(one.changed.not_called)),
        )

    def _mean(self, one: Outlook) -> str:
        """Of a day to come, what it may be either way."""
        if one.happened is not None:
            return self._from_to(one.happened, one.changed, lambda waits: waits.mean_ms)
        before, after = (
            self._say("range", point=_minutes(mean.point), low=_minutes(mean.low), high=_minutes(mean.high))
            for mean in (one.unchanged_mean_ms, one.changed_mean_ms)
        )
        return self._say("from_to", before=before, after=after)

    def _over_promise(self, one: Outlook) -> str:
        was = one.happened or one.unchanged
        if was.over_promise is None or one.changed.over_promise is None:
            return self._say("nothing")
        return self._say("from_to", before=round(was.over_promise), after=round(one.changed.over_promise))

    def _notes(self, answer: Answer) -> Iterator[str]:
        if not answer.until:
            days = [written(self._style, self._style.day, date.fromisoformat(one)) for one in answer.days]
            yield self._say("note_days", days=self._style.list_separator.join(days))
        elif answer.distance is not None:
            yield self._say(
                "note_distance", each=_minutes(answer.distance.each_ms), mean=_signed(answer.distance.mean_ms)
            )
        yield self._say("note_range", runs=answer.runs)
        yield self._say("note_waits")

    def _from_to(self, before: Waits, after: Waits, figure: Callable[[Waits], float]) -> str:
        return self._say("from_to", before=_minutes(figure(before)), after=_minutes(figure(after)))

    def _range(self, found: Range) -> str:
        if _signed(found.low) == _signed(found.high):
            return _signed(found.point)
        return self._say("range", point=_signed(found.point), low=_signed(found.low), high=_signed(found.high))

    def _when(self, start: int, end: int) -> str:
        if (start, end) == (0, DAY_MINUTES):
            return self._say("all_day")
        key = "from_on" if end == DAY_MINUTES else "until" if start == 0 else "between"
        return self._say(key, start=_clock(start), end=_clock(end))

    def _services(self, services: Sequence[str]) -> str:
        return self._style.list_separator.join(self._service(one) for one in services)

    def _service(self, service_id: str) -> str:
        service = self._config.service(service_id)
        if service is None:
            return service_id
        name = in_language(dict(service.short_name or service.name), self._language)
        return f"{service.prefix} {name}".strip()

    def _counter(self, counter_id: str) -> str:
        counter = self._config.counter(counter_id)
        label = counter.label if counter else counter_id
        return self._style.counter_called(label, in_language(dict(self._config.counter_noun), self._language))


def _minutes(ms: float) -> str:
    return f"{ms / MINUTE_MS:.1f}"


def _signed(ms: float) -> str:
    rounded = round(ms / MINUTE_MS, 1)
    return f"{rounded:+.1f}".replace("-", "−") if rounded else "0.0"


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def _aligned(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Columns under each other; the first to the left, the others to the right. Chinese characters take two places."""
    widths = [max(_width(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        first, *others = (
            text + " " * gap if column == 0 else " " * gap + text
            for column, (text, gap) in enumerate(
                (text, width - _width(text)) for text, width in zip(row, widths, strict=True)
            )
        )
        yield "   ".join((first, *others)).rstrip()


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(one) in {"W", "F"} else 1 for one in text)
