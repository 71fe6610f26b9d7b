"""Practice: numbers that a clerk calls, misses, holds and finishes to learn how, and that no visitor ever sees.

They live in a hall of their own inside the hall: `Hall.practice` is a `Hall` too, changed by the same rules, and
nothing that is shown, printed or counted of the hall looks into it. Whether an event belongs there is said by its first
one, whose visit has the mark, and from then on by the number, which has a prefix that no service has. A practice ends
with the business day.
"""

from __future__ import annotations

from dataclasses import replace

from server.domain.commands import CallNext, Command, IssueTicket, MoveTicket
from server.domain.config import HallConfig, NumberRange, WeeklyHours
from server.domain.events import Event, TicketIssued
from server.domain.hall import Hall
from server.domain.numbering import number_of
from server.domain.tickets import Ticket

PREFIX = "練"
"""Of every practice number; the settings allow none but letters and digits."""
NUMBERS = NumberRange(1, 999)
_NEVER = WeeklyHours(((),) * 7)


def is_practice(ticket_id: str) -> bool:
    return number_of(ticket_id).startswith(PREFIX)


def of_practice(event: Event) -> bool:
    """Whether this happened in practice, and in the hall not at all."""
    if isinstance(event, TicketIssued):
        return event.visit.practice
    return is_practice(getattr(event, "ticket_id", ""))


def practises(command: Command) -> bool:
    """Whether somebody practises. No event of it may be one of the hall's."""
    if isinstance(command, IssueTicket):
        return command.visit.practice
    if isinstance(command, CallNext):
        return command.practice
    return isinstance(command, MoveTicket) and is_practice(command.ticket_id)


def practice_hall(hall: Hall) -> Hall:
    """The hall in which this hall's clerks practise, at this log position: the same services and counters, which all
    are open, and numbers of its own."""
    inside = hall.practice or Hall.empty()
    config = None if hall.config is None else practice_config(hall.config)
    return replace(inside, seq=hall.seq, day=hall.day, date=hall.date, config=config)


def with_practice(hall: Hall, inside: Hall) -> Hall:
    """The hall after something happened in its practice, and nothing in itself."""
    return replace(hall, seq=inside.seq, practice=replace(inside, config=None))


def practice_config(config: HallConfig) -> HallConfig:
    services = (
        replace(one, prefix=PREFIX, numbers=NUMBERS, offline=NumberRange(2, 1), hours=_NEVER, quota=None, group=None)
        for one in config.services
    )
    return replace(config, services=tuple(services))


def any_ticket(hall: Hall, ticket_id: str) -> Ticket | None:
    """A live ticket, also one of the practice."""
    inside = hall.practice
    return hall.ticket(ticket_id) or (None if inside is None else inside.ticket(ticket_id))
