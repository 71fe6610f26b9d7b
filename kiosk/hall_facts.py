"""What the kiosk knows of its hall, learnt from the wire. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from wire.messages import OpeningChanged, ServerMessage, Snapshot
from wire.messages.events import Happened
from wire.messages.hall import HallView, ServiceView
from wire.messages.tickets import ServiceState


@dataclass(frozen=True)
class HallFacts:
    """The hall as configured, and what changes during its day."""

    hall: HallView
    states: Mapping[str, ServiceState]
    """By service id; a service without an entry is closed."""

    def service(self, service_id: str | None) -> ServiceView | None:
        return next((one for one in self.hall.services if one.service_id == service_id), None)

    def state(self, service_id: str) -> ServiceState:
        """The present state of a service; closed when the server did not mention it."""
        return self.states.get(service_id) or ServiceState(service_id=service_id, waiting=0, open=False)


def learn(facts: HallFacts | None, message: ServerMessage) -> HallFacts | None:
    """What is known after a message. Events before the first snapshot say nothing yet."""
    if isinstance(message, Snapshot):
        return HallFacts(hall=message.hall, states={state.service_id: state for state in message.services})
    if facts is None:
        return None
    if isinstance(message, OpeningChanged):
        return replace(facts, states={**facts.states, **{state.service_id: state for state in message.services}})
    if isinstance(message, Happened):
        old = facts.state(message.ticket.service_id)
        fresh = ServiceState(
            service_id=old.service_id,
            waiting=message.waiting,
            open=old.open,
            opens_at=old.opens_at,
            closes_at=old.closes_at,
            numbers_left=old.numbers_left,
        )
        return replace(facts, states={**facts.states, old.service_id: fresh})
    return facts
