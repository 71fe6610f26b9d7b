"""What the kiosk knows of its hall, learnt from the wire. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import msgspec

from wire.messages import HallEdited, HallMoved, OpeningChanged, ServerMessage, Snapshot, Waits
from wire.messages.hall import HallView, ServiceView, TodayView, VisitorClassView
from wire.messages.tickets import ServiceState, WaitView

NOTHING_SPECIAL = TodayView()


@dataclass(frozen=True)
class HallFacts:
    """The hall as configured, and what changes during its day."""

    hall: HallView
    states: Mapping[str, ServiceState]
    """By service id; a service without an entry is closed."""
    today: TodayView = NOTHING_SPECIAL
    waits: Waits | None = None
    waits_until: int = 0
    """Monotonic ms until which `waits` may be shown."""

    @property
    def offered(self) -> tuple[ServiceView, ...]:
        """The services that a visitor may choose from."""
        return tuple(one for one in self.hall.services if not one.withdrawn)

    def service(self, service_id: str | None) -> ServiceView | None:
        return next((one for one in self.hall.services if one.service_id == service_id), None)

    def visitor_class(self, class_id: str) -> VisitorClassView | None:
        return next((one for one in self.hall.visitor_classes if one.class_id == class_id), None)

    def state(self, service_id: str) -> ServiceState:
        """The present state of a service; closed when the server did not mention it."""
        return self.states.get(service_id) or ServiceState(service_id=service_id, waiting=0, open=False)

    def wait(self, service_id: str, visitor_class: str, at: int) -> WaitView | None:
        """How long who takes a number now would wait; None where that is not known, or not any more at `at`. A class
        that nothing is said of waits as ordinary visitors do."""
        if self.waits is None or at > self.waits_until:
            return None
        found = {one.visitor_class: one.wait for one in self.waits.issued_now if one.service_id == service_id}
        return found.get(visitor_class, found.get("ordinary"))


def learn(  # noqa: PLR0911 - one for each kind of message
    facts: HallFacts | None, message: ServerMessage, at: int = 0
) -> HallFacts | None:
    """What is known after a message that came at `at`, monotonic ms: the very same facts when it says nothing of
    services, or comes before the first snapshot.
    """
    if isinstance(message, Snapshot):
        states = {state.service_id: state for state in message.services}
        fresh = HallFacts(hall=message.hall, states=states, today=message.today)
        return fresh if facts is None else replace(fresh, waits=facts.waits, waits_until=facts.waits_until)
    if facts is None:
        return None
    if isinstance(message, HallEdited):
        # Whoever keeps the hall has made it whole (`wire.kept_hall`).
        return facts if message.hall is None else replace(facts, hall=message.hall)
    if isinstance(message, Waits):
        return replace(facts, waits=message, waits_until=at + message.good_ms)
    if isinstance(message, OpeningChanged):
        changed = _with(facts, {state.service_id: state for state in message.services})
        return changed if message.today is None else replace(changed, today=message.today)
    if isinstance(message, HallMoved) and message.waiting:
        # Of a service that the snapshot did not have nothing is known but its line.
        counts = {one: count for one, count in message.waiting.items() if one in facts.states}
        known = {one: msgspec.structs.replace(facts.state(one), waiting=count) for one, count in counts.items()}
        return _with(facts, known) if known else facts
    return facts


def _with(facts: HallFacts, fresh: Mapping[str, ServiceState]) -> HallFacts:
    return replace(facts, states={**facts.states, **fresh})
