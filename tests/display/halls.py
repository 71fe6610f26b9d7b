"""A hall for the display's tests: the repository's own config.toml as a snapshot, and events that follow it."""

from __future__ import annotations

import tomllib
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from wire.messages import (
    Snapshot,
    TicketArrived,
    TicketCalled,
    TicketFinished,
    TicketIssued,
    TicketMissed,
    TicketRecalled,
    TicketRestored,
)
from wire.messages.events import Happened
from wire.messages.hall import CounterView, GuideView, HallView, MessageView, PaperView, ServiceView
from wire.messages.tickets import CallView, CounterState, ServiceState, TicketView

ROOT = Path(__file__).parents[2]
DAY = "2026-11-23"
MORNING = int(datetime(2026, 11, 23, 9, 14, tzinfo=ZoneInfo("Asia/Taipei")).timestamp() * 1000)


def hall_view(languages: tuple[str, ...] = ("zh-TW", "en"), *, services: int = 8) -> HallView:
    """The sample hall. The order of `languages` decides which is large."""
    config = tomllib.loads((ROOT / "config.toml").read_text(encoding="utf-8"))
    hall = config["hall"]
    return HallView(
        hall_id=hall["id"],
        name=hall["name"],
        office=hall["office"],
        time_zone=hall["time_zone"],
        languages=languages,
        counter_noun=hall["counter_noun"],
        services=tuple(_service(one) for one in config["service"][:services]),
        counters=tuple(
            CounterView(
                counter_id=one["id"],
                label=one["label"],
                primary=tuple(one["primary"]),
                backup=tuple(one.get("backup", ())),
            )
            for one in config["counter"]
        ),
        notices=tuple(MessageView(text=one["text"]) for one in config["notice"]),
        missed_rule=hall["missed_rule"],
        recall_limit=hall["recall_limit"],
        phone_url=hall["phone_url"],
    )


def _service(table: dict[str, Any]) -> ServiceView:
    guide = table["guide"]
    return ServiceView(
        service_id=table["id"],
        prefix=table["prefix"],
        name=table["name"],
        short_name=table["short_name"],
        guide=GuideView(
            title=guide["title"],
            steps=tuple(guide["steps"]),
            papers=tuple(PaperView(name=one["name"], note=one.get("note", {})) for one in guide.get("papers", ())),
            notice=guide.get("notice", {}),
            legal_basis=guide.get("legal_basis", {}),
            fee=guide.get("fee", {}),
            minutes=guide.get("minutes"),
        ),
    )


class Day:
    """A hall's day as the server tells it: every act gives the event, `snapshot` the state after all of them.

    It keeps its own books in the plainest way, so that a board can be held against it.
    """

    def __init__(self, hall: HallView | None = None, at: int = MORNING) -> None:
        self.hall = hall or hall_view()
        self.at = at
        self.seq = 10
        self.tickets: dict[str, TicketView] = {}
        self.calls: dict[str, CallView] = {}
        self.closed: dict[str, int | None] = {}
        self._issued: dict[str, int] = {}

    def pass_ms(self, ms: int) -> None:
        self.at += ms

    def waiting(self, service_id: str) -> int:
        return sum(one.service_id == service_id and one.state == "waiting" for one in self.tickets.values())

    def of_state(self, *states: str) -> list[str]:
        return [ticket_id for ticket_id, one in self.tickets.items() if one.state in states]

    def issue(self, service_id: str, *, priority: bool = False, number: int | None = None) -> TicketIssued:
        count = number or self._issued.get(service_id, 0) + 1
        self._issued[service_id] = count
        prefix = next(one.prefix for one in self.hall.services if one.service_id == service_id)
        text = f"{prefix}{count:03d}"
        ticket = TicketView(
            ticket_id=f"1-{text}",
            number=text,
            service_id=service_id,
            state="waiting",
            visitor_class="priority" if priority else "ordinary",
            channel="kiosk",
            language=self.hall.languages[0],
            issued_at=self.at,
            place=self.at,
        )
        return TicketIssued(**self._next(ticket))

    def call(self, ticket_id: str, counter_id: str) -> TicketCalled:
        parts = self._next(self._with(ticket_id, state="called", counter_id=counter_id, called_at=self.at, recalls=0))
        self._called(parts, counter_id)
        return TicketCalled(**parts, counter_id=counter_id, calls=1)

    def recall(self, ticket_id: str) -> TicketRecalled:
        counter_id = self._counter(ticket_id)
        recalls = self.tickets[ticket_id].recalls + 1
        parts = self._next(self._with(ticket_id, called_at=self.at, recalls=recalls))
        self._called(parts, counter_id)
        return TicketRecalled(**parts, counter_id=counter_id)

    def arrive(self, ticket_id: str) -> TicketArrived:
        return TicketArrived(**self._next(self._with(ticket_id, state="serving")), counter_id=self._counter(ticket_id))

    def finish(self, ticket_id: str) -> TicketFinished:
        return TicketFinished(**self._next(self._with(ticket_id, state="served")), counter_id=self._counter(ticket_id))

    def miss(self, ticket_id: str) -> TicketMissed:
        return TicketMissed(**self._next(self._with(ticket_id, state="missed")), counter_id=self._counter(ticket_id))

    def restore(self, ticket_id: str) -> TicketRestored:
        return TicketRestored(**self._next(self._with(ticket_id, state="waiting", counter_id=None)))

    def states(self) -> tuple[ServiceState, ...]:
        return tuple(
            ServiceState(
                service_id=one.service_id,
                waiting=self.waiting(one.service_id),
                open=one.service_id not in self.closed,
                opens_at=self.closed.get(one.service_id),
            )
            for one in self.hall.services
        )

    def snapshot(self) -> Snapshot:
        return Snapshot(
            seq=self.seq,
            at=self.at,
            hall=self.hall,
            business_day=1,
            date=DAY,
            services=self.states(),
            counters=tuple(CounterState(counter_id=one.counter_id, calls=0) for one in self.hall.counters),
            tickets=tuple(one for one in self.tickets.values() if one.state != "served"),
            calls=tuple(sorted(self.calls.values(), key=lambda call: -call.seq)),
        )

    def busy(self) -> None:
        """A hall in full swing: many wait, some were called and missed."""
        waits = (12, 9, 1, 7, 3, 0, 2, 4)
        for place, (service, waiting) in enumerate(zip(self.hall.services, waits, strict=False)):
            first = 8 + place * 3
            for number in range(first, first + 4 + waiting):
                self.issue(service.service_id, number=number, priority=number % 5 == 0)
        called = {one.service_id: [] for one in self.hall.services}  # type: dict[str, list[str]]
        for ticket_id, ticket in self.tickets.items():
            called[ticket.service_id].append(ticket_id)
        for turn in range(4):
            for place, service in enumerate(self.hall.services):
                self.pass_ms(4_000)
                ticket_id = called[service.service_id][turn]
                self.call(ticket_id, self.hall.counters[place % len(self.hall.counters)].counter_id)
                self.pass_ms(4_000)
                if (turn, place) in {(1, 0), (2, 1), (2, 4)}:
                    self.miss(ticket_id)
                else:
                    self.finish(ticket_id)
        self.pass_ms(70_000)

    def _counter(self, ticket_id: str) -> str:
        counter_id = self.tickets[ticket_id].counter_id
        assert counter_id is not None
        return counter_id

    def _with(self, ticket_id: str, **changes: Any) -> TicketView:
        import msgspec

        return msgspec.structs.replace(self.tickets[ticket_id], **changes)

    def _next(self, ticket: TicketView) -> dict[str, Any]:
        before, self.seq = self.seq, self.seq + 1
        self.tickets[ticket.ticket_id] = ticket
        return {
            "seq": self.seq,
            "prev_seq": before,
            "at": self.at,
            "ticket": ticket,
            "waiting": self.waiting(ticket.service_id),
        }

    def _called(self, parts: dict[str, Any], counter_id: str) -> None:
        ticket: TicketView = parts["ticket"]
        self.calls[ticket.ticket_id] = CallView(
            seq=parts["seq"],
            number=ticket.number,
            ticket_id=ticket.ticket_id,
            service_id=ticket.service_id,
            counter_id=counter_id,
            visitor_class=ticket.visitor_class,
            language=ticket.language,
            at=parts["at"],
        )


__all__ = ["DAY", "MORNING", "Day", "Happened", "hall_view"]
