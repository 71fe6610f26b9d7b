"""A visitor takes a number."""

from __future__ import annotations

from dataclasses import replace

from server.domain.commands import Context, Declined, IssueTicket, Refusal
from server.domain.config import HallConfig, Service
from server.domain.events import TicketIssued
from server.domain.hall import Hall
from server.domain.numbering import next_ordinal, number_text, ticket_id
from server.domain.opening import is_open
from server.domain.routing import newcomer, people_ahead
from server.domain.tickets import Visit

Decision = tuple[TicketIssued, ...] | Declined


def issue(hall: Hall, config: HallConfig, command: IssueTicket, ctx: Context) -> Decision:
    visit = command.visit
    service = config.service(visit.service_id)
    unknown = next((one for one in visit.then if not hall.offers(one)), None)
    if service is None or unknown is not None:
        return Declined(Refusal.UNKNOWN_SERVICE, visit.service_id if service is None else str(unknown))
    if (foreign := of_no_visitor(config, visit)) is not None:
        return foreign
    if visit.slot is not None or visit.officer:
        return Declined(Refusal.UNKNOWN_APPOINTMENT, "a time or an officer is had by an appointment's code alone")
    if not visit.practice and not is_open(service, config, ctx.now):
        return Declined(Refusal.SERVICE_CLOSED, visit.service_id)
    if hall.quota_reached(service):
        return Declined(Refusal.NUMBERS_EXHAUSTED, f"{service.quota} were given: no more today")
    return numbered(hall, service, visit, ctx)


def of_no_visitor(config: HallConfig, visit: Visit) -> Declined | None:
    """Why nobody of this hall makes such a visit."""
    if visit.language not in config.visit_languages:
        return Declined(Refusal.UNKNOWN_LANGUAGE, visit.language)
    if not config.knows_class(visit.visitor_class):
        return Declined(Refusal.UNKNOWN_CLASS, visit.visitor_class)
    return None


def numbered(hall: Hall, service: Service, visit: Visit, ctx: Context) -> Decision:
    """The service's next number, for this visit. Who comes too late for his appointment waits, and is told how long, as
    who has none."""
    ordinal, last = next_ordinal(service.prefix, service.numbers, hall.used), service.numbers.last
    if ordinal is None:
        return Declined(Refusal.NUMBERS_EXHAUSTED, f"{number_text(service.prefix, last, last)} was the last")
    number = number_text(service.prefix, ordinal, last)
    new_id = ticket_id(hall.day, number)
    mine = newcomer(hall, visit, ctx.now)
    issued = TicketIssued(
        ticket_id=new_id,
        number=number,
        prefix=service.prefix,
        ordinal=ordinal,
        visit=visit,
        place=mine.reference,
        token_hash=ctx.token_hash(new_id),
        people_ahead=people_ahead(hall, mine, ctx.now),
        promise=ctx.promise_of(visit if mine.slot is not None else replace(visit, slot=None)),
    )
    return (issued,)
