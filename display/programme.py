"""What the content monitor may show between calls, and in which order: guides, and among them what else there is. Pure.

A round shows every entry as often as its weight says. Guides, questions, notices and what the display's own list adds
are each spread evenly over the round, so that after a guide comes something else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import islice

from program.dates import local
from wire.guide_bundle import has_guide
from wire.messages.hall import HallView, ServiceView, Texts

SHOW_MS = 12_000
"""The usual turn of an entry, and the least that a called service's guide stays."""
MINUTES_A_DAY = 24 * 60
MOST_VACANCIES = 200
"""That are shown of a feed: at five a page nobody waits for more."""
QUESTION_MS = 10 * 60_000
"""So long a round has the same question of a service."""


class Kind(StrEnum):
    GUIDE = "guide"
    NOTICE = "notice"
    QUESTION = "question"
    PICTURE = "picture"
    VIDEO = "video"
    VACANCIES = "vacancies"


@dataclass(frozen=True, slots=True)
class Times:
    """When an entry may be shown, on the hall's own calendar and clock. Dates are ISO, both inclusive; empty: open."""

    first: str = ""
    last: str = ""
    weekdays: frozenset[int] = frozenset(range(7))
    """Monday is 0."""
    start: int = 0
    end: int = MINUTES_A_DAY
    """Minutes after midnight; a span whose end is not after its start goes on past midnight, on the day it began."""

    def hold(self, moment: datetime) -> bool:
        minute = moment.hour * 60 + moment.minute
        if self.start < self.end:
            return self.start <= minute < self.end and self._day(moment.toordinal())
        if minute >= self.start:
            return self._day(moment.toordinal())
        return minute < self.end and self._day(moment.toordinal() - 1)

    def _day(self, ordinal: int) -> bool:
        day = datetime.fromordinal(ordinal)
        said = day.date().isoformat()
        return (
            (not self.first or self.first <= said)
            and (not self.last or said <= self.last)
            and (day.weekday() in self.weekdays)
        )


ALWAYS = Times()


@dataclass(frozen=True, slots=True)
class Vacancy:
    """An open position, as its feed says it; every part but the title may be empty."""

    title: str
    employer: str = ""
    place: str = ""
    pay: str = ""
    last: str = ""
    """ISO date after which nobody can apply; empty: not said."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One of a round. `key` is its own; that of a guide is its service's id."""

    key: str
    kind: Kind
    ms: int = SHOW_MS
    weight: int = 1
    times: Times = ALWAYS
    title: Texts | None = None
    """Also what is asked."""
    answer: Texts | None = None
    service_id: str = ""
    """Of a question."""
    file: str = ""
    """Of a picture or video, on this computer."""
    version: str = ""
    """Another one: the file of the same name has become another."""
    vacancies: tuple[Vacancy, ...] = ()


Items = tuple[Entry, ...]
"""What the display's own list adds, as far as it can be shown now."""


def guided(hall: HallView) -> list[ServiceView]:
    """The services whose guides are shown in turn: not those that nobody can come for any more."""
    return [service for service in hall.services if has_guide(service) and not service.withdrawn]


def notice_key(place: int) -> str:
    return f"notice:{place}"


def question_key(service_id: str) -> str:
    return f"question:{service_id}"


def _questions(hall: HallView, wall: int) -> Iterator[Entry]:
    """One of each service, so that guides stay the most of a round; the next one after a while."""
    for service in guided(hall):
        if service.guide.faq:
            one = service.guide.faq[wall // QUESTION_MS % len(service.guide.faq)]
            key = question_key(service.service_id)
            yield Entry(key, Kind.QUESTION, title=one.question, answer=one.answer, service_id=service.service_id)


def round_of(hall: HallView, items: Items, wall: int) -> list[Entry]:
    """The entries of a round that begins at this instant of the server's clock, in their order."""
    moment = local(wall, hall.time_zone)
    guides = [Entry(service.service_id, Kind.GUIDE) for service in guided(hall)]
    notices = [Entry(notice_key(place), Kind.NOTICE, title=one.text) for place, one in enumerate(hall.notices)]
    mine = [one for one in items if current(one, moment)]
    return _spread([guides, list(_questions(hall, wall)), notices, _weighted(mine)])


def entry_of(hall: HallView, items: Items, key: str, wall: int) -> Entry | None:
    """What the key stands for, at an instant of the server's clock; None when that is gone."""
    for place, notice in enumerate(hall.notices):
        if notice_key(place) == key:
            return Entry(key, Kind.NOTICE, title=notice.text)
    return next((one for one in (*items, *_questions(hall, wall)) if one.key == key), None)


def open_vacancies(entry: Entry, moment: datetime) -> tuple[Vacancy, ...]:
    today = moment.date().isoformat()
    return tuple(islice((one for one in entry.vacancies if not one.last or one.last >= today), MOST_VACANCIES))


def current(entry: Entry, moment: datetime) -> bool:
    """Whether this is one of its times, and it has anything to say."""
    return entry.times.hold(moment) and (entry.kind is not Kind.VACANCIES or bool(open_vacancies(entry, moment)))


def _weighted(entries: Iterable[Entry]) -> list[Entry]:
    """Each as often as it weighs, as far from itself as can be."""
    places = [
        ((turn + 0.5) / one.weight, order, one) for order, one in enumerate(entries) for turn in range(one.weight)
    ]
    return [one for _, _, one in sorted(places, key=lambda place: place[:2])]


def _spread(groups: list[list[Entry]]) -> list[Entry]:
    places = [
        ((place + 0.5) / len(group), order, one)
        for order, group in enumerate(groups)
        for place, one in enumerate(group)
    ]
    return [one for _, _, one in sorted(places, key=lambda place: place[:2])]
