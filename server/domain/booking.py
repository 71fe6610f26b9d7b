"""Appointments are booked and cancelled, and what that makes of the hall."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from server.domain.appointments import Appointment, AppointmentState, code_of, typed_code
from server.domain.commands import ArrangeAppointment, BookAppointment, Context, Declined, Refusal
from server.domain.config import HallConfig
from server.domain.events import (
    AppointmentBooked,
    AppointmentCancelled,
    AppointmentChanged,
    AppointmentMissed,
)
from server.domain.hall import Hall
from server.domain.issuing import of_no_visitor
from server.domain.opening import business_date
from server.domain.slots import MINUTE_MS, at_slot, busy_then, day_of, slots

Decision = tuple[AppointmentChanged, ...] | Declined


def arrange(hall: Hall, config: HallConfig, command: ArrangeAppointment, ctx: Context) -> Decision:
    if isinstance(command, BookAppointment):
        return _book(hall, config, command, ctx)
    found = hall.appointments.get(typed_code(command.code))
    if found is None:
        return Declined(Refusal.UNKNOWN_APPOINTMENT, "no appointment has this code")
    return over(hall, found) or (AppointmentCancelled(found.code, command.reason),)


def arranged(hall: Hall, event: AppointmentChanged) -> Hall:
    """Raises ValueError for what cannot become of the appointment."""
    found = hall.appointments.get(event.code)
    match event:
        case AppointmentBooked():
            if found is not None or event.visit.slot is None:
                raise ValueError(f"appointment {event.code} has no time, or was booked before")
            after, booked = Appointment(event.code, event.visit), hall.booked + 1
        case AppointmentCancelled() | AppointmentMissed():
            if found is None or found.state is not AppointmentState.BOOKED:
                raise ValueError(f"no appointment {event.code} is to come")
            ends = AppointmentState.CANCELLED if isinstance(event, AppointmentCancelled) else AppointmentState.MISSED
            after, booked = replace(found, state=ends), hall.booked
    appointments = hall.appointments.put(after.code, after)
    return replace(hall, seq=hall.seq + 1, appointments=appointments, booked=booked)


def over(hall: Hall, found: Appointment) -> Declined | None:
    """Why nobody can come by this appointment any more; None while somebody can."""
    if found.state is AppointmentState.HERE:
        there = found.ticket_id if hall.ticket(found.ticket_id) else None
        return Declined(Refusal.CHECKED_IN, f"{found.code} has {found.ticket_id}", there)
    if found.state is not AppointmentState.BOOKED:
        return Declined(Refusal.APPOINTMENT_OVER, f"{found.code} is {found.state}")
    return None


def _book(hall: Hall, config: HallConfig, command: BookAppointment, ctx: Context) -> Decision:
    visit = command.visit
    unknown = next((one for one in (visit.service_id, *visit.then) if not hall.offers(one)), None)
    if unknown is not None:
        return Declined(Refusal.UNKNOWN_SERVICE, unknown)
    refused = of_no_visitor(config, visit) or _slot_refuses(hall, config, command, ctx.now)
    return refused or (AppointmentBooked(_new_code(hall, ctx), visit),)


def _slot_refuses(hall: Hall, config: HallConfig, command: BookAppointment, now: int) -> Declined | None:
    visit = command.visit
    service = config.service(visit.service_id)
    rule = service.appointments if service else None
    if service is None or rule is None or visit.slot is None or visit.practice:
        code = Refusal.NO_SUCH_SLOT if rule and visit.slot is None else Refusal.NO_APPOINTMENTS
        return Declined(code, visit.service_id)
    day, last = day_of(config, visit.slot), day_of(config, now) + timedelta(days=rule.days_ahead)
    if day > last or visit.slot not in slots(service, config, day):
        return Declined(Refusal.NO_SUCH_SLOT, f"{visit.service_id} has none at {visit.slot}, or not yet")
    if visit.slot < now + rule.lead_minutes * MINUTE_MS or business_date(config, visit.slot) < hall.date:
        return Declined(Refusal.SLOT_TOO_SOON, f"it is booked {rule.lead_minutes} minutes ahead at the latest")
    if len(at_slot(hall, service, visit.slot)) >= rule.capacity:
        return Declined(Refusal.SLOT_FULL, f"{rule.capacity} are booked then")
    if visit.officer and visit.officer in busy_then(hall, service, visit.slot):
        return Declined(Refusal.OFFICER_BUSY, f"{visit.officer} has somebody then")
    return None


def _new_code(hall: Hall, ctx: Context) -> str:
    """None that stands for another one now."""
    name = f"{hall.day}-{hall.booked + 1}"
    code, again = code_of(ctx.token_hash, name), 0
    while code in hall.appointments:
        again += 1
        code = code_of(ctx.token_hash, f"{name}.{again}")
    return code
