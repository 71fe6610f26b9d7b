"""What uvicorn keeps of the connections of a port, made to tell each one's `Arrival` when nothing speaks over it any
more: a connection that becomes a WebSocket changes its speaker, so no speaker knows when the connection ends."""

from __future__ import annotations

import asyncio
from typing import Any

from server.edge.arrivals import ARRIVAL, Arrival


class Present(set[Any]):
    """Of protocols. Lives on the event loop."""

    def add(self, speaker: Any, /) -> None:
        super().add(speaker)
        arrival = _arrival(speaker)
        if arrival is not None:
            arrival.protocols += 1

    def discard(self, speaker: Any, /) -> None:
        if speaker in self:
            self.remove(speaker)

    def remove(self, speaker: Any, /) -> None:
        super().remove(speaker)
        arrival = _arrival(speaker)
        if arrival is not None:
            arrival.protocols -= 1
            asyncio.get_running_loop().call_soon(_look, arrival)


def _arrival(speaker: Any) -> Arrival | None:
    found = speaker.app_state.get(ARRIVAL)
    return found if isinstance(found, Arrival) else None


def _look(arrival: Arrival) -> None:
    """One speaker leaves at once before the next one comes."""
    if not arrival.protocols:
        arrival.left()
