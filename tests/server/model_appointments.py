"""What is asked of the naive hall's appointments: times on full hours, a code for each, a number for who comes."""

from __future__ import annotations

from server.domain.config import Service
from tests.server.hall_by_hand import closed_today
from tests.server.model_state import DAY_MS, TAIPEI_MS, ToCome, Told, business_day_number
from tests.server.model_tickets import NaiveTickets
from tests.server.sample_halls import NEVER

REMEMBERED_DAYS = 15


def local_day(at: int) -> int:
    """Days since the epoch, by the calendar."""
    return (at + TAIPEI_MS) // DAY_MS


class NaiveAppointments(NaiveTickets):
    def book(self, service_id: str, slot: int, officer: str, noon: int, holidays: set[int]) -> Told:
        """`booked` must follow. `noon`: the clock's, to three hours; no slot lies so near."""
        service = self._service(service_id)
        if service is None or not self._offered(service_id):
            return Told("unknown_service")
        rule = service.appointments
        if rule is None:
            return Told("no_appointments")
        day = local_day(slot)
        shut = self.closed or closed_today(self.by_hand, service_id)
        none = service.hours == NEVER or day in holidays or (shut and day <= self.date)
        then = [one for one in self.to_come.values() if one.slot == slot and one.state in {"booked", "here"}]
        why = {
            "no_such_slot": none or day > local_day(noon) + rule.days_ahead or slot % 3_600_000,
            "slot_too_soon": slot < noon + rule.lead_minutes * 60_000 or business_day_number(slot) < self.date,
            "slot_full": len([one for one in then if one.service_id == service_id]) >= rule.capacity,
            "officer_busy": officer and officer in [one.officer for one in then],
        }
        if any(why.values()):
            return Told(next(code for code, true in why.items() if true))
        self.seq += 1
        return Told(what="appointment_booked", facts=1)

    def booked(self, code: str, service_id: str, slot: int, officer: str) -> None:
        assert code not in self.to_come, "one code for two"
        self.to_come[code] = ToCome(code, service_id, slot, officer)

    def cancel_appointment(self, code: str) -> Told:
        told = self._open(code)
        if told.code == "":
            self.to_come[code].state = "cancelled"
            self.seq += 1
            return Told(what="appointment_cancelled", facts=1)
        return told

    def check_in(self, code: str, *, holiday: bool) -> Told:
        """`arrives` must follow."""
        told = self._open(code)
        if told.code:
            return told
        one = self.to_come[code]
        service = self._service(one.service_id)
        if service is None or not self._offered(one.service_id):
            return Told("unknown_service")
        if one.day != self.date:
            return Told("not_today")
        if service.hours == NEVER or self.closed or closed_today(self.by_hand, one.service_id) or holiday:
            return Told("service_closed")
        told = self._numbered(service)
        if told.code == "":
            one.state, one.ticket_id = "here", str(told.ticket_id)
        return told

    def arrives(self, ticket_id: str, issued_at: int) -> None:
        """In time it stands at its time."""
        slot = next(one.slot for one in self.to_come.values() if one.ticket_id == ticket_id)
        self.placed(ticket_id, issued_at)
        visit = self.visits[ticket_id]
        if visit.place <= slot:
            visit.place = visit.stands = visit.slot = slot

    def void(self, ticket_id: str) -> Told:
        told = super().void(ticket_id)
        for one in self.to_come.values():
            if told.code == "" and one.ticket_id == ticket_id:
                one.state, one.ticket_id = "booked", ""
        return told

    def roll_appointments(self, date: int) -> int:
        """How many were missed."""
        missed = [one for one in self.to_come.values() if one.state == "booked" and one.day < date]
        for one in missed:
            one.state = "missed"
        self.to_come = {
            code: one
            for code, one in self.to_come.items()
            if one.state == "booked" or (one.state == "missed" and one.day >= date - REMEMBERED_DAYS)
        }
        return len(missed)

    def _open(self, code: str) -> Told:
        one = self.to_come.get(code)
        if one is None:
            return Told("unknown_appointment")
        if one.state == "here":
            return Told("checked_in", one.ticket_id if one.ticket_id in self.visits else None)
        return Told("" if one.state == "booked" else "appointment_over")

    def _service(self, service_id: str) -> Service | None:
        return next((one for one in self.config.services if one.service_id == service_id), None)
