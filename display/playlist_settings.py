"""The `[[display.playlist]]` tables of config.toml: what the content monitor shows among the guides."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

import msgspec

from display.programme import MINUTES_A_DAY, Times

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEK: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
HOURS = r"\A(([01][0-9]|2[0-3]):[0-5][0-9]-(([01][0-9]|2[0-3]):[0-5][0-9]|24:00))?\Z"


class ItemSettings(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, rename={"first": "from", "last": "until"}
):
    """One entry. `source` is a file, beside the config unless its path is whole, or an http or https address."""

    kind: Literal["picture", "video", "vacancies"]
    source: Annotated[str, msgspec.Meta(min_length=1, max_length=500)]
    title: dict[str, str] = {}
    """By language; stands below a picture or video, and above vacancies."""
    seconds: Annotated[int, msgspec.Meta(ge=3, le=600)] | None = None
    """Its turn; left out: 12 for what stands still, and a video once to its end."""
    weight: Annotated[int, msgspec.Meta(ge=1, le=10)] = 1
    """How often a round shows it."""
    first: date | None = None
    last: date | None = None
    """The dates on which it is shown, both inclusive."""
    weekdays: tuple[Weekday, ...] = WEEK
    hours: Annotated[str, msgspec.Meta(pattern=HOURS)] = ""
    """08:00-12:00; empty: all day."""

    def times(self) -> Times:
        start, _, end = self.hours.partition("-")
        return Times(
            self.first.isoformat() if self.first else "",
            self.last.isoformat() if self.last else "",
            frozenset(WEEK.index(day) for day in self.weekdays),
            _minutes(start) if start else 0,
            _minutes(end) if end else MINUTES_A_DAY,
        )


def item_fault(item: ItemSettings) -> tuple[str, str] | None:
    """The key that is wrong, and how; None for a right one."""
    if item.first and item.last and item.last < item.first:
        return "until", "is before `from`"
    if not item.weekdays:
        return "weekdays", "names no day; leave it out for every day"
    if "://" in item.source and not item.source.startswith(("http://", "https://")):
        return "source", "is no http or https address, and no path of a file"
    return None


def _minutes(clock: str) -> int:
    hours, _, minutes = clock.partition(":")
    return int(hours) * 60 + int(minutes)
