"""What becomes of intents that nobody has answered: only a certain answer ends one. Pure.

`unavailable` may hide a ticket that was made, and a code of tomorrow may mean anything. While their visitor stands here
such an intent is asked again with its key, which brings the ticket if there is one. When the visitor has gone nobody
wants it any more: its key is cancelled, and what the server says to that, however late, is its fate. Staff know of it
meanwhile, and learn what it was.
"""

from __future__ import annotations

from dataclasses import replace

from kiosk.flow_effects import ReportLoose, ReportSettled, SettleKey, Step
from kiosk.flow_types import Flow, Intent, TicketGiven
from wire.errors import Code

AGAIN_MS = 1_000
"""After an answer that was none the key is asked again."""
SETTLE_AGAIN_MS = 5_000
"""The same, when nobody stands here and waits for it."""
MOST_DOUBTFUL = 32
"""In a store that fails for hours; the oldest are left to staff."""

_CERTAIN = frozenset({*(code.value for code in Code), "no_ticket"} - {Code.UNAVAILABLE.value, Code.EXPIRED.value})


def certain(code: str) -> bool:
    """Whether a refusal proves that there is no ticket."""
    return code in _CERTAIN


def without(intents: tuple[Intent, ...], key: str) -> tuple[Intent, ...]:
    return tuple(one for one in intents if one.key != key)


def answered(flow: Flow, key: str) -> Flow:
    """The key is not in question any more."""
    return replace(flow, unresolved=without(flow.unresolved, key), doubtful=without(flow.doubtful, key))


def came_late(flow: Flow, event: TicketGiven, at: int) -> Step:
    """A ticket whose visitor has gone: named on the home screen for a while, and to staff."""
    late = _named((*flow.unresolved, *flow.doubtful), event.key)
    if late is None:
        return flow, ()  # the answer to a key that was answered before
    issued = event.issued
    flow = replace(answered(flow, event.key), late_number=issued.number, late_ticket_id=issued.ticket_id, late_since=at)
    return flow, (ReportLoose("late_ticket", late.visit.service_id, issued.number, late.key, issued.ticket_id),)


def certainly_none(flow: Flow, key: str) -> Step:
    """There is no ticket; staff who were told that there may be one learn it."""
    told = _named(flow.doubtful, key) is not None
    return answered(flow, key), (ReportSettled(key),) if told else ()


def unanswered(flow: Flow, key: str) -> Step:
    """Nobody stands here for it, and what became of it is not known: its key is to be cancelled."""
    if _named(flow.doubtful, key) is not None:
        return flow, (SettleKey(key, SETTLE_AGAIN_MS),)
    loose = _named(flow.unresolved, key)
    if loose is None:
        return flow, ()
    doubtful = (*flow.doubtful, loose)[-MOST_DOUBTFUL:]
    flow = replace(flow, unresolved=without(flow.unresolved, key), doubtful=doubtful)
    return flow, (SettleKey(key), ReportLoose("ticket_unknown", loose.visit.service_id, "", key))


def _named(intents: tuple[Intent, ...], key: str) -> Intent | None:
    return next((one for one in intents if one.key == key), None)
