"""Somebody among the rules who books, cancels and checks in: at hours that no clock of the rules comes near."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from server.domain.appointments import AppointmentEnd
from server.domain.commands import BookAppointment, CancelAppointment, CheckIn
from server.domain.tickets import Channel, Visit
from tests.server.driven import Driven, picks, services, wild
from tests.server.model_appointments import local_day
from tests.server.model_state import DAY_MS, TAIPEI_MS

HOURS = (20, 20, 20, 21, 5, 20.5)
"""Local: long after the clock of the rules, long before it, and none of the slots."""
DAYS = (0, 0, 0, 0, 1, 1, 2, 9)
"""Ahead of the clock's date."""


class AppointmentRules(Driven):
    @precondition(lambda self: self.model.visits)
    @rule(pick=picks, wild=wild, service_id=services, times=st.integers(1, 3))
    def book(self, pick: int, wild: bool, service_id: str, times: int) -> None:
        """The same time again, too: until nobody more fits."""
        configured = self.model.written.services
        timed = [one.service_id for one in configured if one.appointments] or [configured[0].service_id]
        service_id = service_id if wild else timed[pick % len(timed)]
        day = local_day(self.noon) + DAYS[pick % len(DAYS)]
        slot = round(day * DAY_MS - TAIPEI_MS + HOURS[pick % len(HOURS)] * 3_600_000)
        for _ in range(times):
            self.book_one(service_id, slot, ("", "", "one", "two")[pick % 4])

    def book_one(self, service_id: str, slot: int, officer: str) -> None:
        told = self.model.book(service_id, slot, officer, self.noon, self.holidays())
        visit = Visit(service_id, Channel.DESK, "en", slot=slot, officer=officer)
        answer = self.driver.ask(BookAppointment(visit))
        self.agree(answer, told)
        if told.code == "":
            self.model.booked(answer.appointment, service_id, slot, officer)

    @precondition(lambda self: self.model.to_come)
    @rule(pick=picks, reason=st.sampled_from(AppointmentEnd))
    def cancel_appointment(self, pick: int, reason: AppointmentEnd) -> None:
        code = self.any_code(pick)
        self.agree(self.driver.ask(CancelAppointment(code, reason)), self.model.cancel_appointment(code))

    @precondition(lambda self: self.model.to_come)
    @rule(pick=picks, times=st.integers(1, 2))
    def check_in(self, pick: int, times: int) -> None:
        """Of today mostly."""
        today = [code for code, one in self.model.to_come.items() if one.day == self.model.date]
        code = today[pick % len(today)] if today and pick % 3 else self.any_code(pick)
        for _ in range(times):
            told = self.model.check_in(code, holiday=local_day(self.noon) in self.holidays())
            answer = self.driver.ask(CheckIn(code, Channel.DESK))
            if told.code == "":
                seen = {ticket.ticket_id: ticket for ticket in self.driver.view().tickets}[str(told.ticket_id)]
                self.model.arrives(seen.ticket_id, seen.issued_at)
            self.agree(answer, told)

    @precondition(lambda self: self.model.to_come and not self.guessed)
    @rule()
    def guess(self) -> None:
        """Once: who guesses on is not heard."""
        self.guessed = True
        order = CancelAppointment("222222", AppointmentEnd.OTHER)
        self.agree(self.driver.ask(order), self.model.cancel_appointment("222222"))

    def any_code(self, pick: int) -> str:
        known = list(self.model.to_come)
        return known[pick % len(known)]

    def holidays(self) -> set[int]:
        """Days since the epoch."""
        return {date_number(one.date) for one in self.model.config.days}


def date_number(iso: str) -> int:
    return date.fromisoformat(iso).toordinal() - date(1970, 1, 1).toordinal()
