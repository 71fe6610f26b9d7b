"""What is asked of the naive hall's tickets: every verb of their life, written down again."""

from __future__ import annotations

from server.domain.config import Counter, Service
from tests.server.hall_by_hand import closed_today
from tests.server.model_state import Told, Visit
from tests.server.model_turns import NaiveTurns
from tests.server.sample_halls import NEVER


class NaiveTickets(NaiveTurns):
    def issue(
        self,
        service_id: str,
        language: str,
        then: tuple[str, ...] = (),
        *,
        visitor_class: str = "ordinary",
        holiday: bool = False,
    ) -> Told:
        """For an accepted one `ticket_id` is the new ticket's; `placed` must follow. `holiday`: the clock shows one of
        the hall's."""
        service = next((one for one in self.config.services if one.service_id == service_id), None)
        if service is None or not all(self._offered(one) for one in then):
            return Told("unknown_service")
        if language not in self.config.languages or visitor_class not in {"ordinary", "priority"}:
            return Told("unknown_class" if language in self.config.languages else "unknown_language")
        if service.hours == NEVER or self.closed or closed_today(self.by_hand, service_id) or holiday:
            return Told("service_closed")
        if service.quota is not None and self.given.get(service_id, 0) >= service.quota:
            return Told("numbers_exhausted")
        return self._numbered(service, then, visitor_class)

    def _numbered(self, service: Service, then: tuple[str, ...] = (), visitor_class: str = "ordinary") -> Told:
        service_id = service.service_id
        first, last = service.numbers.first, service.numbers.last
        used = self.used.setdefault(service.prefix, set())
        ordinal = max([first - 1, *(one for one in used if first <= one <= last)]) + 1
        digits = max(3, len(str(last)))
        while f"{self.day}-{service.prefix}{str(ordinal).rjust(digits, '0')}" in self.fates:
            ordinal += 1  # another prefix has made this text today
        if ordinal > last:
            return Told("numbers_exhausted")
        number = service.prefix + str(ordinal).rjust(digits, "0")
        visit = Visit(f"{self.day}-{number}", number, service_id, self.issued_today + 1, then=then)
        visit.visitor_class = visitor_class
        assert visit.ticket_id not in self.fates, "the same number twice on one day"
        used.add(ordinal)
        self.given[service_id] = self.given.get(service_id, 0) + 1
        self.issued_today = visit.order
        self.visits[visit.ticket_id], self.fates[visit.ticket_id] = visit, ""
        self.seq += 1
        return Told("", visit.ticket_id, "ticket_issued", 1)

    def placed(self, ticket_id: str, issued_at: int) -> None:
        self.latest_place = max(self.latest_place, issued_at)
        visit = self.visits[ticket_id]
        visit.place, visit.issued_at, visit.stands = self.latest_place, issued_at, issued_at

    def next(self, counter_id: str, after: int, present: str | None) -> Told:
        counter = self._counter(counter_id)
        if counter is None:
            return Told("unknown_counter")
        visit = self.at(counter_id)
        if after != self.calls.get(counter_id, 0):
            return Told("already_called", visit.ticket_id if visit else None)
        if self.away(counter_id):
            return Told(self.away(counter_id))
        told = Told(what="nothing")
        if visit is not None:
            if present is None or (present == "missed" and visit.state == "serving"):
                return Told("still_" + visit.state, visit.ticket_id)
            told = Told("", visit.ticket_id, self._leave(visit, present), 1)
        self.seq += told.facts
        return self._call(counter, told)

    def _call(self, counter: Counter, told: Told) -> Told:
        """Who is next there is called after what was told already; not who was let go by that."""
        counter_id = counter.counter_id
        waiting = [one for one in self.waiting_at(counter) if one.ticket_id != told.ticket_id]
        if not waiting:
            return told
        visit = self.turn(waiting, counter)
        self.pass_by(visit, waiting)
        visit.state, visit.counter_id, visit.recalls = "called", counter_id, 0
        self.calls[counter_id] = self.calls.get(counter_id, 0) + 1
        self.seq += 1
        return Told("", visit.ticket_id, "ticket_called", told.facts + 1)

    def undo(self, counter_id: str, ticket_id: str) -> Told:
        """In time, where the hall allows any: it keeps its place, and the counter has called once more."""
        told = self._here(counter_id, ticket_id, "undone", "called")
        if told.code == "":
            if not self.config.undo_seconds:
                return Told("too_late", ticket_id)
            visit = self.visits[ticket_id]
            visit.state, visit.counter_id, visit.recalls = "waiting", None, 0
            self.take_back(visit)
            self.seq += 1
            self._keep()
            return Told("", ticket_id, "call_undone", 1)
        return told

    def recall(self, counter_id: str, ticket_id: str) -> Told:
        told = self._here(counter_id, ticket_id, "recalled", "called")
        if told.code == "":
            if self.visits[ticket_id].recalls >= self.config.recall_limit:
                return Told("recall_limit", ticket_id)
            if self.config.recall_pause_seconds:
                return Told("not_yet", ticket_id)
            self.visits[ticket_id].recalls += 1
            self.seq += 1
        return told

    def arrive(self, counter_id: str, ticket_id: str) -> Told:
        told = self._here(counter_id, ticket_id, "arrived", "called")
        if told.code == "":
            self.visits[ticket_id].state = "serving"
            self.seq += 1
        return told

    def finish(self, counter_id: str, ticket_id: str) -> Told:
        told = self._left(self._here(counter_id, ticket_id, "finished"), "served")
        counter = self._counter(counter_id)
        if told.code or counter is None or self.away(counter_id) or counter_id not in self.auto_calls:
            return told
        return self._call(counter, told)

    def miss(self, counter_id: str, ticket_id: str) -> Told:
        return self._left(self._here(counter_id, ticket_id, "missed", "called"), "missed")

    def restore(self, ticket_id: str) -> Told:
        visit = self.visits.get(ticket_id)
        if visit is None:
            return Told("unknown_ticket")
        if visit.state != "missed":
            return Told("not_missed", ticket_id)
        if self.config.missed_return == "new_number":
            return Told("new_number", ticket_id)
        visit.place = self._place_of_return(visit)
        visit.state, visit.counter_id, visit.recalls = "waiting", None, 0
        self.seq += 1
        return Told("", ticket_id, "ticket_restored", 1)

    def _place_of_return(self, visit: Visit) -> int:
        """Asked while it is still missed, so it is not in the line."""
        if self.config.missed_return == "own_reference_plus":
            return visit.place + self.config.restore_delay_minutes * 60_000
        if self.config.missed_return == "ask_desk":
            return visit.place
        return self.place_behind(visit, self.config.missed_callers)

    def hold(self, counter_id: str, ticket_id: str, reason: str) -> Told:
        told = self._here(counter_id, ticket_id, "held", "serving", "not_now")
        if told.code == "":
            self.visits[ticket_id].state, self.visits[ticket_id].reason = "held", reason
            self.seq += 1
            self._keep()
        return told

    def resume(self, counter_id: str, ticket_id: str) -> Told:
        """Wherever it was held before."""
        return self._comes(counter_id, ticket_id, "held", "serving", "ticket_resumed")

    def later(self, ticket_id: str) -> Told:
        """`away_until` must follow."""
        return self._in_line_or_not(ticket_id, "waiting", "later")

    def away_until(self, ticket_id: str, returns_at: int) -> None:
        self.visits[ticket_id].returns_at = returns_at

    def back(self, ticket_id: str) -> Told:
        return self._in_line_or_not(ticket_id, "later", "waiting")

    def come_back(self, now: int) -> None:
        """Whose time has come by now."""
        for visit in self.visits.values():
            if visit.state == "later" and visit.returns_at is not None and visit.returns_at <= now:
                self.back(visit.ticket_id)

    def _in_line_or_not(self, ticket_id: str, wanted: str, becomes: str) -> Told:
        visit = self.visits.get(ticket_id)
        if visit is None:
            return Told("unknown_ticket")
        if visit.state != wanted:
            return Told("not_now", ticket_id)
        visit.state, visit.returns_at = becomes, None
        self.seq += 1
        return Told("", ticket_id, "ticket_later" if becomes == "later" else "ticket_back", 1)

    def pick(self, counter_id: str, ticket_id: str) -> Told:
        """Whoever waits, wherever, for whatever."""
        told = self._comes(counter_id, ticket_id, "waiting", "called", "ticket_picked")
        counter = self._counter(counter_id)
        if told.code == "":
            self.calls[counter_id] = self.calls.get(counter_id, 0) + 1
            self.pass_by(self.visits[ticket_id], self.waiting_at(counter) if counter else [])
        return told

    def _comes(self, counter_id: str, ticket_id: str, wanted: str, becomes: str, what: str) -> Told:
        """To a counter that is free and open."""
        there, visit = self.at(counter_id), self.visits.get(ticket_id)
        if self._counter(counter_id) is None and there is None:
            return Told("unknown_counter")
        if visit is None:
            return Told("unknown_ticket")
        if self.away(counter_id):
            return Told(self.away(counter_id))
        if there is not None:
            return Told("still_" + there.state, there.ticket_id)
        if visit.state != wanted:
            return Told("not_now", ticket_id)
        visit.state, visit.counter_id = becomes, counter_id
        self.seq += 1
        return Told("", ticket_id, what, 1)

    def transfer(
        self,
        counter_id: str,
        ticket_id: str,
        to_service: str,
        note_code: str,
        to_counter: str = "",
        *,
        to_officer: str = "",
        again: bool = False,
    ) -> Told:
        """By the counter that has it; one that nobody has, from anywhere."""
        there, visit = self.at(counter_id), self.visits.get(ticket_id)
        if counter_id != "" and self._counter(counter_id) is None and there is None:
            return Told("unknown_counter")
        if visit is None:
            return Told("unknown_ticket")
        if visit.state in {"called", "serving"} and visit.counter_id != counter_id:
            return Told("not_at_counter", ticket_id)
        if again is not (visit.hops >= 2):
            return Told("not_now" if again else "transfer_limit", ticket_id)
        unknown = {
            "unknown_service": not self._offered(to_service),
            "unknown_counter": to_counter != "" and not self._does(to_counter, to_service),
            "unknown_officer": to_officer != "",  # nobody is at work in the model: no account acts
            "unknown_note": note_code not in ["", *(one.code for one in self.config.notes)],
        }
        if any(unknown.values()):
            return Told(next(code for code, true in unknown.items() if true))
        visit.state, visit.counter_id, visit.recalls = "waiting", None, 0
        visit.service_id, visit.place, visit.for_counter = to_service, visit.stands, to_counter
        visit.hops += 1
        visit.returns_at = None
        self.seq += 1
        self._keep()
        return Told("", ticket_id, "ticket_transferred", 1)

    def cancel(self, ticket_id: str) -> Told:
        return self._ended(ticket_id, "cancelled", "ticket_cancelled")

    def give_up(self, ticket_id: str) -> Told:
        return self._ended(ticket_id, "cancelled", "ticket_given_up")

    def void(self, ticket_id: str) -> Told:
        return self._ended(ticket_id, "void", "ticket_voided")

    def _ended(self, ticket_id: str, fate: str, what: str) -> Told:
        """Wherever it is, unless somebody serves it."""
        visit = self.visits.get(ticket_id)
        if visit is None:
            return Told("unknown_ticket")
        if visit.state == "serving":
            return Told("not_now", ticket_id)
        self.fates[ticket_id] = fate
        del self.visits[ticket_id]
        self.seq += 1
        self._keep()
        return Told("", ticket_id, what, 1)

    def allows(self, visit: Visit) -> set[str]:
        return self._asked(visit) | {"transfer" if visit.hops < 2 else "transfer_again"}

    def _asked(self, visit: Visit) -> set[str]:
        ends = set() if visit.state == "serving" else {"cancel", "give_up", "void"}
        if visit.state == "called":
            asked = ends | {"arrive", "finish", "miss"} | ({"undo"} if self.config.undo_seconds else set())
            return asked | {"recall"} if visit.recalls < self.config.recall_limit else asked
        if visit.state == "missed":
            return ends if self.config.missed_return == "new_number" else ends | {"restore"}
        others = {
            "waiting": {"pick", "later"},
            "serving": {"finish", "hold"},
            "held": {"resume"},
            "later": {"back"},
        }
        return ends | others.get(visit.state, set())

    def _here(
        self, counter_id: str, ticket_id: str, done: str, state: str | None = None, otherwise: str = "not_called"
    ) -> Told:
        there = self.at(counter_id)
        if self._counter(counter_id) is None and there is None:
            return Told("unknown_counter")
        if ticket_id not in self.visits:
            return Told("unknown_ticket")
        if there is None or there.ticket_id != ticket_id:
            return Told("not_at_counter", ticket_id)
        if state is not None and there.state != state:
            return Told(otherwise, ticket_id)
        return Told("", ticket_id, f"ticket_{done}", 1)

    def _left(self, told: Told, outcome: str) -> Told:
        if told.code == "":
            told.what = self._leave(self.visits[str(told.ticket_id)], outcome)
            self.seq += 1
        return told

    def _leave(self, visit: Visit, outcome: str) -> str:
        """What that is called."""
        coming = tuple(one for one in visit.then if self._offered(one))
        what = "ticket_missed"
        if outcome == "missed":
            visit.state = "missed"
        elif coming:
            what = "ticket_continued"
            visit.state, visit.counter_id, visit.recalls, visit.for_counter = "waiting", None, 0, ""
            visit.service_id, visit.then, visit.place = coming[0], coming[1:], visit.stands
        else:
            what = "ticket_finished"
            self.fates[visit.ticket_id] = "served"
            del self.visits[visit.ticket_id]
        self._keep()
        return what
