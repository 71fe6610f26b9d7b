"""Appointments: visits that are to come, each at a time, under a code. Nothing says who comes: whoever has the code.

They live on over the end of a day (`DayOpened` carries them) and over a restart, and a service that no longer gives
slots keeps those that are booked.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from server.domain.config import DayRule, HallConfig
from server.domain.opening import business_date
from server.domain.tickets import Visit

LETTERS = "2346789AEFHKLMRUWXY"
"""Of codes: no two that look alike (no 0 and O, 1 and I, 5 and S, B and 8), nor rhyme when they are spelled."""
CODE_LENGTH = 6
"""47 million codes; a hall has some hundreds that are open."""
REMEMBERED_DAYS = 15
"""Of one that was missed it is known for so long that it was: somebody comes the next day and asks, or a false date is
put right. No fewer than a clock may leave out without a person's word (`server.domain.right_time.may_follow`)."""


class AppointmentState(StrEnum):
    BOOKED = "booked"
    HERE = "here"
    """Checked in: there is a ticket."""
    CANCELLED = "cancelled"
    MISSED = "missed"
    """Its day has ended, and nobody came."""


class AppointmentEnd(StrEnum):
    """Why one is cancelled."""

    ASKED = "asked"
    """The visitor cannot come, or wants another time."""
    CLOSED = "closed"
    """The hall, the service or the officer is not there."""
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Appointment:
    code: str
    visit: Visit
    """With its `slot`, and the officer of record if there is one."""
    state: AppointmentState = AppointmentState.BOOKED
    ticket_id: str = ""
    """The ticket that its check-in made."""

    @property
    def slot(self) -> int:
        """The appointed instant."""
        return self.visit.slot or 0

    @property
    def open(self) -> bool:
        """Takes a place of its slot: who has it may come, or has come."""
        return self.state in {AppointmentState.BOOKED, AppointmentState.HERE}

    def date(self, rule: DayRule | HallConfig) -> str:
        """ISO date of the business day that it is for."""
        return business_date(rule, self.slot)


def late_after(slot: int, config: HallConfig) -> int:
    """Checked in after this instant it was not kept: it stands in line from then on, as every other number."""
    return slot + config.routing.grace_ms


def code_of(token_hash: Callable[[str], str], name: str) -> str:
    """The code of the hall's appointment of that name: the same whenever it is asked, and nobody's guess without the
    hall's secret."""
    rest = int.from_bytes(hashlib.sha256(f"appointment|{token_hash(name)}".encode()).digest())
    letters = []
    for _ in range(CODE_LENGTH):
        rest, letter = divmod(rest, len(LETTERS))
        letters.append(LETTERS[letter])
    return "".join(letters)


def typed_code(text: str) -> str:
    """A code as people type it: any case, in groups, with blanks."""
    return "".join(letter for letter in text.upper() if letter.isalnum())


def not_come(appointments: Iterable[Appointment], rule: DayRule | HallConfig, day: str) -> tuple[Appointment, ...]:
    """Those for a business day before this one that nobody checked in, in order of their times."""
    booked = (one for one in appointments if one.state is AppointmentState.BOOKED and one.date(rule) < day)
    return tuple(sorted(booked, key=lambda one: (one.slot, one.code)))


def carried(appointments: Iterable[Appointment], rule: DayRule | HallConfig, day: str) -> tuple[Appointment, ...]:
    """What the business day of this date begins with: each that is still to come, and for a while those missed."""
    appointments = tuple(appointments)
    missed = {one.code for one in not_come(appointments, rule, day)}
    oldest = (date.fromisoformat(day) - timedelta(days=REMEMBERED_DAYS)).isoformat()
    after = (replace(one, state=AppointmentState.MISSED) if one.code in missed else one for one in appointments)
    return tuple(
        one
        for one in after
        if one.state is AppointmentState.BOOKED or (one.state is AppointmentState.MISSED and one.date(rule) >= oldest)
    )
