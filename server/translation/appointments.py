"""Appointments as staff see them."""

from __future__ import annotations

from collections.abc import Iterable

from server.domain.appointments import Appointment, AppointmentState, late_after
from server.domain.calendar import working
from server.domain.config import HallConfig
from server.domain.hall import Hall
from server.domain.opening import instant
from server.domain.slots import day_of
from server.translation.tickets import visit_view
from wire.messages import Appointments
from wire.messages.appointments import AppointmentView


def appointments(hall: Hall, now: int) -> Appointments:
    """Those of the business day. Raises ValueError for a hall that has not been configured."""
    return Appointments(seq=hall.seq, at=now, date=hall.date, appointments=on_day(hall, hall.date))


def on_day(hall: Hall, day: str) -> tuple[AppointmentView, ...]:
    """Those of the business day of this ISO date, in order of their times. Raises ValueError for a hall that has not
    been configured."""
    config = hall.config
    if config is None:
        raise ValueError("the hall has no configuration yet")
    return _views((one for one in hall.appointments.values() if one.date(config) == day), hall, config)


def _views(found: Iterable[Appointment], hall: Hall, config: HallConfig) -> tuple[AppointmentView, ...]:
    return tuple(
        AppointmentView(
            code=one.code,
            visit=visit_view(one.visit),
            state=one.state.value,
            late_after=late_after(one.slot, config),
            ticket_id=one.ticket_id,
            concern=_concern(one, hall, config),
        )
        for one in sorted(found, key=lambda one: (one.slot, one.code))
    )


def _concern(appointment: Appointment, hall: Hall, config: HallConfig) -> str | None:
    """Only of one that is still to come."""
    if appointment.state is not AppointmentState.BOOKED:
        return None
    service = config.service(appointment.visit.service_id)
    if service is None or not hall.offers(service.service_id):
        return "withdrawn"
    zone, day = config.time_zone, day_of(config, appointment.slot)
    hours = working(service, config, day) if day.isoformat() > service.closed_on else ()
    works = any(instant(zone, day, one.start) <= appointment.slot < instant(zone, day, one.end) for one in hours)
    return None if works else "closed"
