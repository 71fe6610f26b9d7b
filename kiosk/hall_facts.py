"""What the kiosk knows of its hall, learnt from the wire. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import msgspec

from wire.messages import HallMoved, OpeningChanged, ServerMessage, Snapshot
from wire.messages.hall import HallView, ServiceView, TodayView
from wire.messages.tickets import ServiceState

NOTHING_SPECIAL = TodayView()


@dataclass(frozen=True)
class HallFacts:
    """The hall as configured, and what changes during its day."""

    hall: HallView
    states: Mapping[str, ServiceState]
    """By service id; a service without an entry is closed."""
    today: TodayView = NOTHING_SPECIAL

    @property
    def offered(self) -> tuple[ServiceView, ...]:
        """The services that a visitor may choose from."""
        return tuple(one for one in self.hall.services if not one.withdrawn)

    def service(self, service_id: str | None) -> ServiceView | None:
        return next((one for one in self.hall.services if one.service_id == service_id), None)

    def state(self, service_id: str) -> ServiceState:
        """The present state of a service; closed when the server did not mention it."""
        return self.states.get(service_id) or ServiceState(service_id=service_id, waiting=0, open=False)


def learn(facts: HallFacts | None, message: ServerMessage) -> HallFacts | None:
    """What is known after a message: the very same facts when it says nothing of services, or comes before the first
    snapshot.
    """
    if isinstance(message, Snapshot):
        states = {state.service_id: state for state in message.services}
        return HallFacts(hall=message.hall, states=states, today=message.today)
    if facts is None:
        return None
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
