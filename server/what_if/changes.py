"""What could have been otherwise, as data: read from words, as on a command line, or from JSON; and what each makes of
a day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from server.domain.config import HallConfig, Service
from server.domain.fairness.policy import AS_THEY_COME, Policy, Preset, preset
from server.domain.opening import instant
from server.what_if.day import Day, Presence

DAY_MINUTES = 1440


class Fault(StrEnum):
    """Why something is no change."""

    NOT_UNDERSTOOD = "not_understood"
    NO_SERVICE = "no_service"
    NO_COUNTER = "no_counter"
    NO_PRESET = "no_preset"
    NO_TIME = "no_time"
    """Is no time of day, or no stretch of one."""
    NEEDS_SERVICES = "needs_services"
    CALLED_TOGETHER = "called_together"
    """Whoever comes for it is called in a group, in every replay as it happened: no counter makes a difference."""
    NO_DAY = "no_day"
    """The log has no such business day."""
    NO_LOG = "no_log"
    """The hall has no business day at all yet."""
    NOTHING_LEARNT = "nothing_learnt"
    """There was no day like it yet."""


class ChangeRefused(ValueError):
    """Something that was asked for is no change of this hall."""

    def __init__(self, fault: Fault, said: str, known: Sequence[str] = ()) -> None:
        super().__init__(f"{fault}: {said}" + (f" (there are {', '.join(known)})" if known else ""))
        self.fault = fault
        self.said = said
        self.known = tuple(known)
        """What would have been understood in its place."""


@dataclass(frozen=True, slots=True)
class ExtraCounter:
    """One more counter, for these services, from one minute of the day to before another."""

    services: tuple[str, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class CounterPauses:
    """Nobody is called to a counter; who is there is served to the end."""

    counter_id: str
    start: int
    end: int = DAY_MINUTES


@dataclass(frozen=True, slots=True)
class CounterServices:
    """A counter does these services, and no others."""

    counter_id: str
    primary: tuple[str, ...]
    backup: tuple[str, ...] = ()
    start: int = 0
    end: int = DAY_MINUTES


@dataclass(frozen=True, slots=True)
class OtherPreset:
    preset: Preset


Change = ExtraCounter | CounterPauses | CounterServices | OtherPreset


def change_of_words(words: str, config: HallConfig) -> Change:
    """What one argument says: `extra B 10:00-12:00`, `pause 4 11:00-11:30`, `services 4 A,B/C`, `preset balanced`.
    Services go by id or prefix, counters by id or label; behind a stroke stand services that are done as a backup.
    Raises ChangeRefused."""
    match words.split():
        case ["extra", services, when]:
            return extra_counter(services.split(","), *_stretch(when), config=config)
        case ["pause", counter, when]:
            return counter_pauses(counter, *_stretch(when, open_end=True), config=config)
        case ["services", counter, services]:
            return counter_services(counter, *_done(services), config=config)
        case ["services", counter, services, when]:
            return counter_services(counter, *_done(services), *_stretch(when, open_end=True), config=config)
        case ["preset", name]:
            return other_preset(name)
        case _:
            raise ChangeRefused(Fault.NOT_UNDERSTOOD, words)


def extra_counter(services: Iterable[str], start: int, end: int, *, config: HallConfig) -> ExtraCounter:
    found = _services(services, config)
    together = _together(found, config)
    if together:
        raise _called_together(together, config)
    return ExtraCounter(found, start, _after(start, end))


def counter_pauses(counter: str, start: int, end: int = DAY_MINUTES, *, config: HallConfig) -> CounterPauses:
    return CounterPauses(_counter(counter, config), start, _after(start, end))


def counter_services(
    counter: str,
    primary: Iterable[str],
    backup: Iterable[str] = (),
    start: int = 0,
    end: int = DAY_MINUTES,
    *,
    config: HallConfig,
) -> CounterServices:
    first = _services(primary, config)
    second = tuple(one for one in _services(backup, config, needed=False) if one not in first)
    together = _together((*first, *second), config)
    if len(together) == len(first) + len(second):
        raise _called_together(together, config)
    return CounterServices(_counter(counter, config), first, second, start, _after(start, end))


def other_preset(name: str) -> OtherPreset:
    try:
        return OtherPreset(Preset(name.replace("-", "_")))
    except ValueError:
        raise ChangeRefused(Fault.NO_PRESET, name, [str(one) for one in Preset]) from None


def minute_of(text: str) -> int:
    """Of a time of day: "10", "10:30", "24:00". Raises ChangeRefused."""
    hours, colon, minutes = text.strip().partition(":")
    fits = hours.isascii() and hours.isdigit() and len(hours) <= 2
    fits = fits and (not colon or (len(minutes) == 2 and minutes.isascii() and minutes.isdigit()))
    minute = int(hours) * 60 + int(minutes or 0) if fits else -1
    if not 0 <= minute <= DAY_MINUTES or (colon and int(minutes) > 59):
        raise ChangeRefused(Fault.NO_TIME, text)
    return minute


def changed(day: Day, changes: Sequence[Change]) -> Day:
    """The day as it would have been planned; one change after the other."""
    for number, change in enumerate(changes, 1):
        day = _with(day, change, number)
    return day


def _with(day: Day, change: Change, number: int) -> Day:
    match change:
        case OtherPreset():
            return replace(day, policy=_by_preset(day.policy, preset(change.preset)))
        case ExtraCounter():
            start, end = _instants(day, change.start, change.end)
            extra = Presence(f"extra-{number}", start, end, frozenset(change.services))
            return replace(day, presences=(*day.presences, extra))
        case CounterPauses():
            start, end = _instants(day, change.start, change.end)
            kept = [part for one in day.presences for part in _without(one, change.counter_id, start, end)]
            return replace(day, presences=tuple(kept))
        case CounterServices():
            start, end = _instants(day, change.start, change.end)
            parts: list[Presence] = []
            for one in day.presences:
                parts += _without(one, change.counter_id, start, end)
                if one.counter_id == change.counter_id and (during := one.within(start, end)) is not None:
                    parts.append(replace(during, primary=frozenset(change.primary), backup=frozenset(change.backup)))
            return replace(day, presences=tuple(sorted(parts, key=lambda one: (one.start, one.counter_id))))


def _by_preset(policy: Policy, other: Policy) -> Policy:
    """What the hall has set beside its preset stays, as it would in its file: presets differ in the head starts alone.
    A hall that knew no rule has set nothing."""
    if policy == AS_THEY_COME:
        return other
    return replace(policy, priority_ms=other.priority_ms, appointment_ms=other.appointment_ms)


def _without(presence: Presence, counter_id: str, start: int, end: int) -> list[Presence]:
    if presence.counter_id != counter_id:
        return [presence]
    parts = (presence.within(presence.start, start), presence.within(end, presence.end))
    return [one for one in parts if one is not None]


def _instants(day: Day, start: int, end: int) -> tuple[int, int]:
    on = date.fromisoformat(day.date)
    return instant(day.time_zone, on, start), instant(day.time_zone, on, end)


def _stretch(text: str, *, open_end: bool = False) -> tuple[int, int]:
    start, _, end = text.replace("–", "-").partition("-")
    if not end and not open_end:
        raise ChangeRefused(Fault.NO_TIME, text)
    return minute_of(start), minute_of(end) if end else DAY_MINUTES


def _after(start: int, end: int) -> int:
    if end <= start:
        raise ChangeRefused(Fault.NO_TIME, f"{_clock(start)}-{_clock(end)}")
    return end


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def _done(text: str) -> tuple[list[str], list[str]]:
    primary, _, backup = text.partition("/")
    return primary.split(","), [one for one in backup.split(",") if one]


def _services(names: Iterable[str], config: HallConfig, *, needed: bool = True) -> tuple[str, ...]:
    found = tuple(dict.fromkeys(service for name in names if name.strip() for service in _service(name, config)))
    if needed and not found:
        raise ChangeRefused(Fault.NEEDS_SERVICES, "", [one.prefix or one.service_id for one in config.services])
    return found


def _service(name: str, config: HallConfig) -> tuple[str, ...]:
    """By its id; else all that have the prefix."""
    name = name.strip()
    if config.service(name) is not None:
        return (name,)
    found = tuple(one.service_id for one in config.services if one.prefix and one.prefix == name.upper())
    if not found:
        raise ChangeRefused(Fault.NO_SERVICE, name, [one.prefix or one.service_id for one in config.services])
    return found


def _together(services: Iterable[str], config: HallConfig) -> list[Service]:
    """Those whose visitors are called in groups."""
    known = (config.service(one) for one in services)
    return [one for one in known if one is not None and one.group is not None]


def _called_together(services: Sequence[Service], config: HallConfig) -> ChangeRefused:
    said = ", ".join(one.prefix or one.service_id for one in services)
    alone = [one.prefix or one.service_id for one in config.services if one.group is None]
    return ChangeRefused(Fault.CALLED_TOGETHER, said, alone)


def _counter(name: str, config: HallConfig) -> str:
    name = name.strip()
    found = config.counter(name) or next((one for one in config.counters if one.label == name), None)
    if found is None:
        raise ChangeRefused(Fault.NO_COUNTER, name, [one.label for one in config.counters])
    return found.counter_id
