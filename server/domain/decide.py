"""The rules of a hall: what a command leads to, or why the hall says no. Pure; `ctx` brings the instant.

Configuration may change at any moment of the day:

* What is no longer configured and still needed stays in force, see `server.domain.keeping`: a service until its last
  ticket has gone, a counter until the visitor there has. Should either come back, it goes on as before.
* Numbers that were given keep their text whatever becomes of their service's prefix, and a ticket in a language that
  the hall no longer speaks is called like any other.
"""

from __future__ import annotations

from server.domain.appointments import carried, not_come
from server.domain.booking import arrange
from server.domain.bursts import void_burst
from server.domain.by_hand import lasting
from server.domain.calling import Decision, call_next, move
from server.domain.check_in import check_in
from server.domain.commands import (
    ArrangeAppointment,
    CallGroup,
    CallNext,
    CheckIn,
    CloseToday,
    Command,
    ConfigureHall,
    Context,
    CorrectTime,
    EndEmergency,
    HallCommand,
    IssueTicket,
    KeepWatch,
    OpenDay,
    RaiseEmergency,
    ReopenToday,
    SetByHand,
    VoidBurst,
    WorkCounter,
)
from server.domain.config import HallConfig
from server.domain.config_edits import edits_between
from server.domain.counters import work
from server.domain.day_end import settled
from server.domain.due import due
from server.domain.events import (
    AppointmentMissed,
    DayOpened,
    EmergencyEnded,
    EmergencyRaised,
    HallClosedToday,
    HallConfigured,
    HallEdited,
    HallReopened,
)
from server.domain.hall import Hall
from server.domain.issuing import issue
from server.domain.life import LIFE, Life
from server.domain.opening import business_date
from server.domain.practice import practice_hall, practises
from server.domain.right_time import correct_time
from server.domain.setting_by_hand import set_by_hand
from server.domain.watching import changes


def decide(hall: Hall, command: Command, ctx: Context, life: Life = LIFE) -> Decision:
    """The events the command leads to, in order and all or none; () when there is nothing to change.

    Raises ValueError when the hall has no configuration yet and the command is not `ConfigureHall`: that comes first.
    """
    if isinstance(command, ConfigureHall):
        return _configure(hall, command.config, ctx)
    config = hall.config
    if config is None:
        raise ValueError("the hall has no configuration yet")
    if practises(command):
        hall = practice_hall(hall)
        config = hall.config or config
    if isinstance(command, HallCommand | ArrangeAppointment):
        return _of_no_number(hall, config, command, ctx, life)
    if isinstance(command, IssueTicket | CheckIn):
        return (
            issue(hall, config, command, ctx)
            if isinstance(command, IssueTicket)
            else check_in(hall, config, command, ctx)
        )
    if isinstance(command, CallNext | CallGroup):
        return call_next(hall, config, command, ctx.now)
    if isinstance(command, WorkCounter):
        return work(hall, config, command, ctx.now)
    return (
        void_burst(hall, command, life)
        if isinstance(command, VoidBurst)
        else move(hall, config, command, ctx.now, life)
    )


def _of_no_number(
    hall: Hall, config: HallConfig, command: HallCommand | ArrangeAppointment, ctx: Context, life: Life
) -> Decision:
    """What nobody asks of a ticket."""
    file = hall.written or config
    if isinstance(command, ArrangeAppointment):
        return arrange(hall, config, command, ctx)
    if isinstance(command, OpenDay | CorrectTime | KeepWatch):
        return _by_time(hall, config, command, ctx.now, life)
    if isinstance(command, CloseToday | ReopenToday):
        reason = command.reason if isinstance(command, CloseToday) else None
        if hall.closed_today is reason:
            return ()
        return (HallReopened() if reason is None else HallClosedToday(reason),)
    return set_by_hand(hall, file, command) if isinstance(command, SetByHand) else _emergency(hall, command)


def _by_time(
    hall: Hall, config: HallConfig, command: OpenDay | CorrectTime | KeepWatch, now: int, life: Life
) -> Decision:
    """What the hall's time alone asks for."""
    if isinstance(command, OpenDay):
        return _open_day(hall, hall.written or config, command.date)
    if isinstance(command, CorrectTime):
        return correct_time(hall, config, command, now)
    return (*changes(hall, now), *due(hall, now, life))


def _emergency(hall: Hall, command: RaiseEmergency | EndEmergency) -> Decision:
    now = hall.emergency
    if isinstance(command, EndEmergency):
        return () if now is None else (EmergencyEnded(),)
    same = now is not None and (now.kind, now.words, now.words_in) == (command.kind, command.words, command.words_in)
    return () if same else (EmergencyRaised(command.kind, command.words, command.words_in),)


def _configure(hall: Hall, config: HallConfig, ctx: Context) -> Decision:
    if hall.config is None:
        return (DayOpened(hall.day + 1, business_date(config, ctx.now), config, ctx.rehearsal),)
    if hall.configured is None or hall.configured == config:
        return ()
    edits = edits_between(hall.configured, config)
    return (HallConfigured(config),) if edits is None else (HallEdited(edits),)


def _open_day(hall: Hall, config: HallConfig, date: str) -> Decision:
    """Settles what the old day left open, then opens the new one. A date not later than the open day's changes
    nothing: a clock that goes back never reopens a day."""
    if date <= hall.date:
        return ()
    appointments = tuple(hall.appointments.values())
    return (
        *settled(hall),
        *(AppointmentMissed(one.code) for one in not_come(appointments, config, date)),
        DayOpened(
            hall.day + 1, date, config, hall.rehearsal, lasting(hall.by_hand), carried(appointments, config, date)
        ),
    )
