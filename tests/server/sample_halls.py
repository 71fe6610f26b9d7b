"""Small halls for tests: neutral names, every day open unless said otherwise."""

from __future__ import annotations

from dataclasses import replace

from server.domain.config import (
    Counter,
    Group,
    Guide,
    HallConfig,
    Interval,
    MissedReturn,
    Note,
    NumberRange,
    Service,
    Texts,
    WeeklyHours,
)

ALWAYS = WeeklyHours(((Interval(0, 1440),),) * 7)
NEVER = WeeklyHours(((),) * 7)
MOST_PASSED = 100
NOON = 1_795_492_800_000
"""2026-11-24 12:00 in Taipei, a Tuesday."""


def both(text: str) -> Texts:
    return (("zh-TW", text), ("en", text))


def sample_service(
    service_id: str, prefix: str, first: int = 1, last: int = 799, hours: WeeklyHours = ALWAYS
) -> Service:
    """Its offline range follows right behind its own."""
    return Service(
        service_id,
        prefix,
        both(service_id),
        both(service_id),
        Guide(),
        hours,
        NumberRange(first, last),
        NumberRange(last + 1, last + 99),
    )


def grouped(service: Service, size: int = 3, wait_minutes: int = 20, at: tuple[int, ...] = ()) -> Service:
    """The service, its visitors called together."""
    return replace(service, group=Group(size, wait_minutes, at))


def sample_counter(counter_id: str, primary: tuple[str, ...], backup: tuple[str, ...] = ()) -> Counter:
    return Counter(counter_id, counter_id, primary, backup)


def sample_hall(
    services: tuple[Service, ...] = (sample_service("apples", "A"), sample_service("books", "B")),
    counters: tuple[Counter, ...] = (
        sample_counter("1", ("apples",)),
        sample_counter("2", ("books",), ("apples",)),
        sample_counter("3", ("apples", "books")),
    ),
    *,
    time_zone: str = "Asia/Taipei",
    recall_limit: int = 2,
    restore_delay_minutes: int = 10,
    undo_seconds: int = 10,
    recall_pause_seconds: int = 0,
    missed_return: MissedReturn = MissedReturn.OWN_REFERENCE_PLUS,
    missed_callers: int = 3,
    day_starts_minute: int = 240,
    notes: tuple[Note, ...] = (),
) -> HallConfig:
    return HallConfig(
        hall_id="sample",
        name=both("Sample hall"),
        office=both("Sample office"),
        time_zone=time_zone,
        languages=("zh-TW", "en"),
        counter_noun=both("counter"),
        services=services,
        counters=counters,
        recall_limit=recall_limit,
        restore_delay_minutes=restore_delay_minutes,
        undo_seconds=undo_seconds,
        recall_pause_seconds=recall_pause_seconds,
        missed_return=missed_return,
        missed_callers=missed_callers,
        day_starts_minute=day_starts_minute,
        notes=notes,
    )


def as_a_file_says(config: HallConfig) -> HallConfig:
    """The hall with no more passes than a config file allows to say: what an example brings about is far below."""
    return replace(config, routing=replace(config.routing, most_passed=min(config.routing.most_passed, MOST_PASSED)))
