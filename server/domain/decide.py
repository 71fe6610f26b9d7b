"""The rules of a hall: what an order leads to, or why the hall says no. Pure; `ctx` brings the instant.

Configuration may change at any moment of the day:

* A ticket that waits for a service no longer configured keeps its place. A counter that still names the service id
  calls it; where none does, it lapses at the day's end.
* A counter no longer configured cannot call next, but a ticket that is there stays there: it can still be recalled,
  arrive, be finished or missed under that counter's id, and the day's end settles it like any other. Should
  the counter come back the same day, it goes on with its calls.
"""

from __future__ import annotations

from server.domain.calling import Decision, decide_order
from server.domain.commands import (
    Command,
    ConfigureHall,
    Context,
    IssueTicket,
    OpenDay,
    Refusal,
    Refused,
)
from server.domain.config import HallConfig
from server.domain.events import DayOpened, Event, HallConfigured, TicketFinished, TicketIssued, TicketLapsed
from server.domain.hall import Hall
from server.domain.numbering import next_ordinal, number_text, ticket_id
from server.domain.opening import business_date, is_open
from server.domain.tickets import TicketState


def decide(hall: Hall, command: Command, ctx: Context) -> Decision:
    """The events the command leads to, in order and all or none; () when there is nothing to change.

    Raises ValueError when the hall has no configuration yet and the command is not `ConfigureHall`: that comes first.
    """
    if isinstance(command, ConfigureHall):
        return _configure(hall, command.config, ctx.now)
    config = hall.config
    if config is None:
        raise ValueError("the hall has no configuration yet")
    if isinstance(command, OpenDay):
        return _open_day(hall, config, command.date, ctx.now)
    if isinstance(command, IssueTicket):
        return _issue(hall, config, command, ctx)
    return decide_order(hall, config, command, ctx.now)


def _configure(hall: Hall, config: HallConfig, now: int) -> Decision:
    if hall.config is None:
        return (DayOpened(at=now, day=hall.day + 1, date=business_date(config, now), config=config),)
    return () if hall.config == config else (HallConfigured(at=now, config=config),)


def _open_day(hall: Hall, config: HallConfig, date: str, now: int) -> Decision:
    """Settles what the old day left open, then opens the new one. A date not later than the open day's changes
    nothing: a clock that goes back never reopens a day."""
    if date <= hall.date:
        return ()
    settled: list[Event] = []
    for ticket in hall.tickets():
        if ticket.state is TicketState.SERVING and ticket.counter_id is not None:
            settled.append(TicketFinished(now, ticket.ticket_id, ticket.counter_id, arrival_implied=False))
        else:
            settled.append(TicketLapsed(now, ticket.ticket_id))
    return (*settled, DayOpened(at=now, day=hall.day + 1, date=date, config=config))


def _issue(hall: Hall, config: HallConfig, command: IssueTicket, ctx: Context) -> Decision:
    service = config.service(command.service_id)
    if service is None:
        return Refused(Refusal.UNKNOWN_SERVICE, command.service_id)
    if command.language not in config.languages:
        return Refused(Refusal.UNKNOWN_LANGUAGE, command.language)
    if not is_open(service, config, ctx.now):
        return Refused(Refusal.SERVICE_CLOSED, command.service_id)
    ordinal = next_ordinal(service, hall.last_ordinal(service.prefix))
    if ordinal is None:
        return Refused(Refusal.NUMBERS_EXHAUSTED, f"{service.prefix}: {service.last_number} was the last")
    number = number_text(service, ordinal)
    new_id = ticket_id(hall.day, number)
    issued = TicketIssued(
        at=ctx.now,
        ticket_id=new_id,
        number=number,
        prefix=service.prefix,
        ordinal=ordinal,
        service_id=service.service_id,
        channel=command.channel,
        visitor_class=command.visitor_class,
        language=command.language,
        token_hash=ctx.token_hash(new_id),
        people_ahead=hall.waiting(service.service_id),
        issued_by=command.issued_by,
    )
    return (issued,)
