"""When a business day ends, and what becomes of all that it left open.

A day ends by the rule that it began with, once for each date: where the time zone or the day's start is changed in the
middle of it, the new rule ends nobody's visit. When nobody is here, the new rule holds at once.
"""

from __future__ import annotations

from server.domain.config import HallConfig
from server.domain.events import AUTHOR, AppointmentMissed, Event, Fact, TicketFinished, TicketLapsed
from server.domain.hall import Hall
from server.domain.opening import business_date
from server.domain.tickets import Stage


def date_due(hall: Hall, config: HallConfig, now: int) -> str | None:
    """The date that a new business day is to be opened on; None while the open one goes on. `config` is the hall's
    present one."""
    date = business_date(config, now)
    if date <= hall.date:
        return None
    over = hall.ends_by is None or business_date(hall.ends_by, now) > hall.date
    return date if over or not len(hall.live) else None


def settled(hall: Hall) -> tuple[Event, ...]:
    """The record of all that the day leaves open, each ticket once: whoever is being served has been served, although
    nobody said so; everybody else's visit lapses."""
    return tuple(
        TicketFinished(ticket.ticket_id, ticket.counter_id, arrival_implied=False)
        if ticket.stage is Stage.SERVING and ticket.counter_id is not None
        else TicketLapsed(ticket.ticket_id)
        for ticket in hall.tickets()
    )


def of_day_end(fact: Fact) -> bool:
    """Whether it only settles what a day left open, hours after the last visitor has gone: its instant says when the
    next day was opened, and nothing of any visit."""
    settles = isinstance(fact.event, TicketFinished) and fact.by == AUTHOR
    return settles or isinstance(fact.event, TicketLapsed | AppointmentMissed)
