"""A hall's configuration as the domain uses it: part of the log, so plain frozen data with no source of its own.

Texts are tuples of (language tag, text) pairs: hashable, ordered as the hall orders its languages.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from server.domain.fairness.policy import AS_THEY_COME, Policy
from server.domain.visitor_classes import VisitorClass, has_priority, known

Texts = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Interval:
    """Opening from `start` to before `end`, minutes after local midnight (0 to 1440)."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class WeeklyHours:
    """Seven days, Monday first; each a tuple of intervals in order, none overlapping."""

    days: tuple[tuple[Interval, ...], ...]


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A date on which the week does not hold: closed, with hours of its own, or a make-up workday."""

    date: str
    """ISO 8601."""
    name: Texts = ()
    hours: tuple[Interval, ...] = ()
    """Of every service that the week opens at all; empty: closed."""
    like: int | None = None
    """Weekday, 0 is Monday, whose hours each service keeps instead of `hours`."""


@dataclass(frozen=True, slots=True)
class Paper:
    name: Texts
    note: Texts = ()


@dataclass(frozen=True, slots=True)
class FormSample:
    """A form as somebody filled it in, and where it is found."""

    name: Texts
    where: Texts = ()


@dataclass(frozen=True, slots=True)
class Question:
    question: Texts
    answer: Texts


@dataclass(frozen=True, slots=True)
class Guide:
    title: Texts = ()
    steps: tuple[Texts, ...] = ()
    papers: tuple[Paper, ...] = ()
    notice: Texts = ()
    legal_basis: Texts = ()
    fee: Texts = ()
    minutes: int | None = None
    deadline: Texts = ()
    contact: Texts = ()
    progress: Texts = ()
    interpreter: Texts = ()
    form_samples: tuple[FormSample, ...] = ()
    faq: tuple[Question, ...] = ()
    checked_on: str = ""
    """ISO date on which its rules were compared with the published law."""
    certainty: tuple[tuple[str, str], ...] = ()
    """(part, word): how sure a part is. One that is not named is what the hall says."""
    sample: bool = False
    """Nobody of the hall has confirmed it."""
    languages: tuple[str, ...] = ()
    """In which every text of it is there; empty: the hall's."""
    no_papers: bool = False
    """Nothing is to be brought, and the hall says so; without papers and without this nobody knows."""


@dataclass(frozen=True, slots=True)
class NumberRange:
    """Ordinals from `first` to `last`, both included."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Group:
    """Visitors of a service are called together, so many at once."""

    size: int
    """2 to 4: a group of so many is ready."""
    wait_minutes: int
    """A smaller one is ready when its first has stood so long in line."""
    at: tuple[int, ...] = ()
    """Minutes after local midnight: a smaller one is ready at these times too."""


@dataclass(frozen=True, slots=True)
class SlotRule:
    """When visitors of a service may be told to come."""

    slot_minutes: int
    """How long one is."""
    capacity: int = 1
    """So many begin at the same time."""
    lead_minutes: int = 0
    """One is booked so long before its time at the latest."""
    days_ahead: int = 30
    """It may be booked so many dates ahead; 0: for the same date only."""
    hours: WeeklyHours | None = None
    """As far as the service works then; None: whenever it works."""


@dataclass(frozen=True, slots=True)
class Service:
    service_id: str
    prefix: str
    name: Texts
    short_name: Texts
    guide: Guide
    hours: WeeklyHours
    numbers: NumberRange = NumberRange(1, 799)
    offline: NumberRange = NumberRange(801, 899)
    """Left for kiosks that issue while the server is away; never meets `numbers`."""
    lunch: Interval | None = None
    """Taken out of its hours, whatever the day."""
    last_number_minutes: int = 0
    """So long before its hours end for the day it gives no more numbers."""
    quota: int | None = None
    """It gives so many numbers in a business day, and no more; None: as many as it has."""
    closed_on: str = ""
    """ISO date up to which it gives no numbers whatever its hours say; set by hand, never by the file."""
    group: Group | None = None
    """None: its visitors are called one by one."""
    appointments: SlotRule | None = None
    """None: nobody is told a time."""
    alert_minutes: int = 0
    """Whoever has waited so long has waited too long, and staff are told; 0: nobody is."""


@dataclass(frozen=True, slots=True)
class Shift:
    """Who is at a counter, from `start` to before `end`, minutes after local midnight."""

    start: int
    end: int
    who: str
    """As the hall calls its people."""


@dataclass(frozen=True, slots=True)
class Reserve:
    """A service that a counter does when its line has become long; one limit at least."""

    service_id: str
    when_waiting_minutes: int | None = None
    """From when on the first in line has waited so long."""
    when_waiting: int | None = None
    """From when on more than so many wait."""


@dataclass(frozen=True, slots=True)
class Counter:
    counter_id: str
    label: str
    primary: tuple[str, ...]
    backup: tuple[str, ...] = ()
    roster: tuple[Shift, ...] = ()
    breaks: tuple[Interval, ...] = ()
    """When nobody is meant to be there. A plan: it stops no call."""
    classes: tuple[str, ...] = ()
    """Ids of the classes of visitors for whom alone it is kept; empty: for everybody."""
    express: bool = False
    """What it does as primary is done quickly here, and visitors are told so."""
    reserve: Reserve | None = None
    """What it does too when many wait for it, or long."""
    deputy_for: tuple[str, ...] = ()
    """Ids of the counters whose visitors it is to draw when they are closed, or paused for long."""
    deputy_after_minutes: int = 10
    """A pause so long is long."""

    def does(self, service_id: str) -> bool:
        return service_id in self.primary or service_id in self.backup


@dataclass(frozen=True, slots=True)
class Note:
    """What the next officer should know of a visit, as a code of the hall's: "27" is what its list says."""

    code: str
    text: Texts


class MissedReturn(StrEnum):
    """What becomes of a visitor who missed the call and comes back: the house rule."""

    OWN_REFERENCE_PLUS = "own_reference_plus"
    """Back in line, so many minutes later than it stood."""
    AFTER_CALLERS = "after_callers"
    """Back in line, behind so many of those who wait then."""
    ASK_DESK = "ask_desk"
    """Staff decide: whom they put back stands where it stood."""
    NEW_NUMBER = "new_number"
    """The number is over; a new one is taken."""


@dataclass(frozen=True, slots=True)
class DayRule:
    """When a business day changes: each local date's at this minute."""

    time_zone: str
    day_starts_minute: int


@dataclass(frozen=True, slots=True)
class HallConfig:
    hall_id: str
    name: Texts
    office: Texts
    time_zone: str
    languages: tuple[str, ...]
    counter_noun: Texts
    services: tuple[Service, ...]
    counters: tuple[Counter, ...]
    notices: tuple[Texts, ...] = ()
    missed_rule: Texts = ()
    recall_limit: int = 2
    """How often a call may be repeated before only *missed* is left."""
    restore_delay_minutes: int = 10
    """A restored ticket stands this much later in line than it did."""
    missed_return: MissedReturn = MissedReturn.OWN_REFERENCE_PLUS
    missed_callers: int = 3
    """For `AFTER_CALLERS`."""
    recall_pause_seconds: int = 0
    """How long after a call, or its repetition, it may be repeated."""
    undo_seconds: int = 10
    """For so long after a call the clerk may take it back; 0: never."""
    day_starts_minute: int = 240
    """Local minute at which a new business day begins (04:00)."""
    phone_url: str = ""
    notes: tuple[Note, ...] = ()
    days: tuple[SpecialDay, ...] = ()
    """Holidays, make-up workdays, and days with hours of their own, one for each date, in order."""
    calendar_years: tuple[int, ...] = ()
    """Years whose holidays `days` has as the government announced them."""
    routing: Policy = AS_THEY_COME
    """Who is called before whom. The default is what was meant before there was a choice."""
    visitor_classes: tuple[VisitorClass, ...] = ()
    """In the order in which they are offered."""
    kiosk_languages: tuple[str, ...] = ()
    """Beyond `languages`: a visitor may choose them too at the kiosk, for the ticket, and the desk for the number."""

    _services: dict[str, Service] = field(init=False, repr=False, compare=False, hash=False, default_factory=dict)
    _counters: dict[str, Counter] = field(init=False, repr=False, compare=False, hash=False, default_factory=dict)
    _kept: dict[str, tuple[str, ...]] = field(init=False, repr=False, compare=False, hash=False, default_factory=dict)
    _watches: list[bool] = field(init=False, repr=False, compare=False, hash=False, default_factory=list)
    _days: dict[str, SpecialDay] = field(init=False, repr=False, compare=False, hash=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._services.update((service.service_id, service) for service in self.services)
        self._counters.update((counter.counter_id, counter) for counter in self.counters)
        self._kept.update((service.service_id, self._kept_for(service.service_id)) for service in self.services)
        self._watches.append(
            any(one.alert_minutes for one in self.services)
            or any(one.reserve is not None or one.deputy_for for one in self.counters)
        )
        self._days.update((day.date, day) for day in self.days)

    def _kept_for(self, service_id: str) -> tuple[str, ...]:
        doing = [one.classes for one in self.counters if one.does(service_id)]
        return tuple(dict.fromkeys(one for classes in doing for one in classes)) if all(doing) else ()

    @property
    def watches(self) -> bool:
        """Whether there is anything that the hall is to see by itself."""
        return self._watches[0]

    @property
    def day_rule(self) -> DayRule:
        return DayRule(self.time_zone, self.day_starts_minute)

    @property
    def visit_languages(self) -> tuple[str, ...]:
        """In which somebody may have a number."""
        return (*self.languages, *self.kiosk_languages)

    def service(self, service_id: str) -> Service | None:
        return self._services.get(service_id)

    def note(self, code: str) -> Note | None:
        return next((one for one in self.notes if one.code == code), None)

    def counter(self, counter_id: str) -> Counter | None:
        return self._counters.get(counter_id)

    def kept_for_class(self, service_id: str) -> tuple[str, ...]:
        """Ids of the classes for which alone every counter of a service is kept; (): somebody else may come to one, or
        nobody does the service."""
        return self._kept.get(service_id, ())

    def knows_class(self, class_id: str) -> bool:
        return known(self.visitor_classes, class_id)

    def has_priority(self, class_id: str) -> bool:
        """Whether a visitor of this class is served sooner."""
        return has_priority(self.visitor_classes, class_id)

    def special_day(self, date: str) -> SpecialDay | None:
        """What the calendar says of an ISO date; None: the week holds."""
        return self._days.get(date)
