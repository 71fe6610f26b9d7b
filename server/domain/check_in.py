"""Who has an appointment is here: the code becomes a number."""

from __future__ import annotations

from dataclasses import replace

from server.domain.appointments import Appointment, AppointmentState, typed_code
from server.domain.booking import over
from server.domain.calendar import working
from server.domain.commands import CheckIn, Context, Declined, Refusal
from server.domain.config import HallConfig, Service
from server.domain.events import TicketIssued, TicketVoided
from server.domain.hall import Hall
from server.domain.issuing import numbered
from server.domain.opening import instant
from server.domain.slots import day_of
from server.domain.tickets import Visit
from server.domain.visitor_classes import ORDINARY

Decision = tuple[TicketIssued, ...] | Declined


def check_in(hall: Hall, config: HallConfig, command: CheckIn, ctx: Context) -> Decision:
    """One appointment, one number, on its own day alone. In time it stands in line at its time, whenever its visitor
    came; too late, from now on. Neither a quota nor the last number of the day is kept from who was told a time."""
    found = hall.appointments.get(typed_code(command.code))
    if found is None:
        return Declined(Refusal.UNKNOWN_APPOINTMENT, "no appointment has this code")
    service = config.service(found.visit.service_id)
    refused = over(hall, found) or _day_refuses(hall, config, found, service, ctx.now)
    if refused is not None or service is None:
        return refused or Declined(Refusal.UNKNOWN_SERVICE, found.visit.service_id)
    if command.language and command.language not in config.visit_languages:
        return Declined(Refusal.UNKNOWN_LANGUAGE, command.language)
    visit = replace(
        _of_this_hall(config, found.visit),
        channel=command.channel,
        then=tuple(one for one in found.visit.then if hall.offers(one)),
    )
    if command.language:
        visit = replace(visit, language=command.language)
    return _told(numbered(hall, service, visit, ctx), found)


def checked_in(hall: Hall, event: TicketIssued) -> Hall:
    """The hall with the appointment of a number that was just issued. Raises ValueError when nobody was to come."""
    found = hall.appointments.get(event.appointment)
    if found is None or found.state is not AppointmentState.BOOKED:
        raise ValueError(f"no appointment {event.appointment} is to come")
    here = replace(found, state=AppointmentState.HERE, ticket_id=event.ticket_id)
    return replace(hall, appointments=hall.appointments.put(here.code, here))


def given_back(hall: Hall, event: TicketVoided) -> Hall:
    """A number that was no visit leaves its appointment as it was."""
    for code, one in hall.appointments.items():
        if one.ticket_id == event.ticket_id:
            booked = replace(one, state=AppointmentState.BOOKED, ticket_id="")
            return replace(hall, appointments=hall.appointments.put(code, booked))
    return hall


def _day_refuses(
    hall: Hall, config: HallConfig, found: Appointment, service: Service | None, now: int
) -> Declined | None:
    if service is None or not hall.offers(service.service_id):
        return Declined(Refusal.UNKNOWN_SERVICE, found.visit.service_id)
    if found.date(config) != hall.date:
        return Declined(Refusal.NOT_TODAY, f"{found.code} is for {found.date(config)}")
    day = day_of(config, now)
    works = any(now < instant(config.time_zone, day, one.end) for one in working(service, config, day))
    if day.isoformat() <= service.closed_on or not works:
        return Declined(Refusal.SERVICE_CLOSED, service.service_id)
    return None


def _of_this_hall(config: HallConfig, visit: Visit) -> Visit:
    """The hall may speak its language or know its class no more."""
    known = config.knows_class(visit.visitor_class)
    return replace(
        visit,
        language=visit.language if visit.language in config.visit_languages else config.languages[0],
        visitor_class=visit.visitor_class if known else ORDINARY,
    )


def _told(decision: Decision, found: Appointment) -> Decision:
    """The number with what its appointment says: who stands at the time that he was told is told no wait."""
    if isinstance(decision, Declined):
        return decision
    (issued,) = decision
    promise = None if issued.place == found.slot else issued.promise
    return (replace(issued, appointment=found.code, promise=promise),)
