"""What a supervisor has set by hand, beside the configuration's file: which is in force, and how long it stands.

The file keeps its own value whatever is set here, so a value by hand survives a restart and a file that is read again,
and "back to the file's value" takes it away. Most of it stands until the business day ends; what is lasting, until
somebody takes it back.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Protocol

from server.domain.config import Counter, HallConfig, Interval, Service, Shift


class HandWhat(StrEnum):
    """What may be set by hand; its subject is a counter's id or a service's."""

    COUNTER_SERVICES = "counter_services"
    """What a counter of the file does: `primary` and `backup`."""
    EXTRA_COUNTER = "extra_counter"
    """A counter that the file does not have: `label`, `primary`, `backup`."""
    COUNTER_ROSTER = "counter_roster"
    """Who is at a counter when: `roster`, also empty."""
    COUNTER_BREAKS = "counter_breaks"
    """When nobody is meant to be there: `breaks`, also none."""
    SERVICE_QUOTA = "service_quota"
    """How many numbers a service gives in a day: `quota`, None for as many as it has."""
    SERVICE_CLOSED = "service_closed"
    """A service gives no more numbers on this date; who waits is called."""


@dataclass(frozen=True, slots=True)
class HandValue:
    """What was set; each kind reads the fields that it names."""

    label: str = ""
    primary: tuple[str, ...] = ()
    backup: tuple[str, ...] = ()
    roster: tuple[Shift, ...] = ()
    breaks: tuple[Interval, ...] = ()
    quota: int | None = None


@dataclass(frozen=True, slots=True)
class ByHand:
    """One value that stands beside the file's."""

    what: HandWhat
    subject: str
    value: HandValue
    reason: str
    lasting: bool
    """Whether it goes on on the next business day."""
    at: int
    by: str


Standing = tuple[ByHand, ...]
"""What stands now: one for each kind and subject, in their order."""


class Said(Protocol):
    """What the event says; it is one of `server.domain.events`, which hold what is here."""

    @property
    def what(self) -> HandWhat: ...
    @property
    def subject(self) -> str: ...
    @property
    def value(self) -> HandValue | None: ...
    @property
    def reason(self) -> str: ...
    @property
    def lasting(self) -> bool: ...


class Envelope(Protocol):
    @property
    def at(self) -> int: ...
    @property
    def by(self) -> str: ...


def standing(by_hand: Standing, what: HandWhat, subject: str) -> ByHand | None:
    return next((one for one in by_hand if (one.what, one.subject) == (what, subject)), None)


def after_setting(by_hand: Standing, said: Said, envelope: Envelope) -> Standing:
    """What stands after something was set, or taken back. Raises ValueError when nothing stood that could be."""
    others = tuple(one for one in by_hand if (one.what, one.subject) != (said.what, said.subject))
    if said.value is None:
        if others == by_hand:
            raise ValueError(f"{said.what} of {said.subject} was not set by hand")
        return others
    new = ByHand(said.what, said.subject, said.value, said.reason, said.lasting, envelope.at, envelope.by)
    return tuple(sorted((*others, new), key=lambda one: (one.what, one.subject)))


def lasting(by_hand: Standing) -> Standing:
    """What the next business day begins with."""
    return tuple(one for one in by_hand if one.lasting)


def meant(file: HallConfig, by_hand: Standing, date: str) -> HallConfig:
    """The file's configuration with everything that was set by hand; `file` itself when nothing differs. `date` is the
    business day's. A value whose counter or service the file has lost waits for it to come back."""
    if not by_hand:
        return file
    services = tuple(_service(one, by_hand, date) for one in file.services)
    extra = tuple(
        _doing(Counter(one.subject, one.value.label, ()), one.value, file)
        for one in by_hand
        if one.what is HandWhat.EXTRA_COUNTER and file.counter(one.subject) is None
    )
    counters = tuple(_counter(one, by_hand, file) for one in file.counters)
    found = replace(file, services=services, counters=tuple(_planned(one, by_hand) for one in (*counters, *extra)))
    return file if found == file else found


def _service(service: Service, by_hand: Standing, date: str) -> Service:
    closed = standing(by_hand, HandWhat.SERVICE_CLOSED, service.service_id)
    quota = standing(by_hand, HandWhat.SERVICE_QUOTA, service.service_id)
    if quota is not None:
        service = replace(service, quota=quota.value.quota)
    return service if closed is None else replace(service, closed_on=date)


def _counter(counter: Counter, by_hand: Standing, file: HallConfig) -> Counter:
    services = standing(by_hand, HandWhat.COUNTER_SERVICES, counter.counter_id)
    return counter if services is None else _doing(counter, services.value, file)


def _planned(counter: Counter, by_hand: Standing) -> Counter:
    roster = standing(by_hand, HandWhat.COUNTER_ROSTER, counter.counter_id)
    breaks = standing(by_hand, HandWhat.COUNTER_BREAKS, counter.counter_id)
    if roster is not None:
        counter = replace(counter, roster=roster.value.roster)
    return counter if breaks is None else replace(counter, breaks=breaks.value.breaks)


def _doing(counter: Counter, value: HandValue, file: HallConfig) -> Counter:
    return replace(counter, primary=_known(value.primary, file), backup=_known(value.backup, file))


def _known(services: Iterable[str], file: HallConfig) -> tuple[str, ...]:
    return tuple(one for one in services if file.service(one) is not None)
