"""A counter opens, pauses and closes: what a clerk asks of the place, and no ticket. Every counter begins its day open.

Whoever is at a counter that pauses is served to the end; nobody else comes to it until it opens.
"""

from __future__ import annotations

from dataclasses import replace

from server.domain.commands import (
    CloseCounter,
    Declined,
    OpenCounter,
    PauseCounter,
    Refusal,
    ServeWithoutNumber,
    SetAutoCall,
    WorkCounter,
)
from server.domain.config import Counter, HallConfig
from server.domain.counter_states import CounterStatus
from server.domain.events import (
    AutoCallSet,
    CounterChanged,
    CounterClosed,
    CounterOpened,
    CounterPaused,
    ServedWithoutNumber,
    TicketCalled,
)
from server.domain.hall import CounterNow, Hall
from server.domain.routing import select
from server.domain.tickets import Ticket, TicketState


def work(hall: Hall, config: HallConfig, command: WorkCounter, now: int) -> tuple[CounterChanged, ...] | Declined:
    """What becomes of the counter; () when it is so already."""
    counter_id = command.counter_id
    if config.counter(counter_id) is None:
        return Declined(Refusal.UNKNOWN_COUNTER, counter_id)
    here = hall.counter(counter_id)
    event: CounterChanged
    match command:
        case OpenCounter():
            event = CounterOpened(counter_id)
        case CloseCounter():
            if here.ticket_id is not None and (present := hall.ticket(here.ticket_id)) is not None:
                return still_there(present)
            event = CounterClosed(counter_id)
        case PauseCounter():
            if command.back_at is not None and command.back_at <= now:
                return Declined(Refusal.BACK_AT_PAST, f"{command.back_at} is not after {now}")
            event = CounterPaused(counter_id, command.reason, command.back_at)
        case SetAutoCall():
            event = AutoCallSet(counter_id, command.on)
        case ServeWithoutNumber():
            if config.service(command.service_id) is None:
                return Declined(Refusal.UNKNOWN_SERVICE, command.service_id)
            event = ServedWithoutNumber(counter_id, command.service_id, command.outcome)
    return () if _after(here, event, here.since) == here else (event,)


def away(here: CounterNow, counter_id: str) -> Declined | None:
    """Why nobody may come to this counter now; None where it is open."""
    if here.status is CounterStatus.OPEN:
        return None
    code = Refusal.COUNTER_PAUSED if here.status is CounterStatus.PAUSED else Refusal.COUNTER_CLOSED
    return Declined(code, f"counter {counter_id} is {here.status}")


def still_there(present: Ticket) -> Declined:
    """The counter is not free."""
    code = Refusal.STILL_CALLED if present.state is TicketState.CALLED else Refusal.STILL_SERVING
    return Declined(code, f"{present.ticket_id} is {present.state}", present.ticket_id)


def called_by_finish(hall: Hall, config: HallConfig, counter_id: str, now: int) -> tuple[TicketCalled, ...]:
    """Who is called by the finish of the last one here, where the clerk has chosen that."""
    here, counter = hall.counter(counter_id), config.counter(counter_id)
    if not here.auto_call or here.status is not CounterStatus.OPEN or len(here.tickets) > 1 or counter is None:
        return ()
    return called_next(hall, counter, now)


def called_next(hall: Hall, counter: Counter, now: int) -> tuple[TicketCalled, ...]:
    """The call of who is next there; () when nobody waits for what it does."""
    chosen = select(hall, counter, now)
    return () if chosen is None else (TicketCalled(chosen.ticket_id, counter.counter_id, chosen.rule, chosen.passed),)


def worked(hall: Hall, event: CounterChanged, at: int) -> Hall:
    """Raises ValueError for a counter that closes over somebody."""
    here = hall.counter(event.counter_id)
    if isinstance(event, CounterClosed) and not here.free:
        raise ValueError(f"counter {event.counter_id} closed over {', '.join(here.tickets)}")
    return replace(hall, seq=hall.seq + 1, counters=hall.counters.put(event.counter_id, _after(here, event, at)))


def _after(here: CounterNow, event: CounterChanged, at: int) -> CounterNow:
    match event:
        case CounterOpened():
            return replace(here, status=CounterStatus.OPEN, since=at, pause_reason=None, back_at=None)
        case CounterClosed():
            return replace(here, status=CounterStatus.CLOSED, since=at, pause_reason=None, back_at=None)
        case CounterPaused():
            status = CounterStatus.PAUSED
            return replace(here, status=status, since=at, pause_reason=event.reason, back_at=event.back_at)
        case AutoCallSet():
            return replace(here, auto_call=event.on)
        case ServedWithoutNumber():
            return replace(here, without_number=here.without_number + 1)
