"""Snapshots, replies and the fate of a key."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from server.domain.commands import Declined
from server.domain.hall import Hall
from server.domain.opening import Opening
from server.domain.practice import any_ticket, is_practice
from server.submissions import Answer, AuthorAnswer, AuthorRefused, KeyFate
from server.translation.hall import service_states, today_view
from server.translation.tickets import call_view, counter_state, ticket_view
from wire.messages.hall import HallView
from wire.messages.session import Accepted, DeviceView, Fate, Refused, Snapshot

Token = Callable[[str], str]
"""Makes the phone page's capability for a ticket id."""


def snapshot(
    hall: Hall, view: HallView, now: int, now_open: dict[str, Opening], devices: Sequence[DeviceView]
) -> Snapshot:
    """Everything a screen draws. `view` is `hall_view(hall.config)`, made once for each configuration.

    Raises ValueError for a hall that has not been configured: the author configures it before anything is served.
    """
    config = hall.config
    if config is None:
        raise ValueError("the hall has no configuration yet")
    return Snapshot(
        seq=hall.seq,
        at=now,
        hall=view,
        business_day=hall.day,
        date=hall.date,
        services=service_states(hall, now_open),
        counters=tuple(counter_state(hall, counter.counter_id) for counter in config.counters),
        tickets=tuple(ticket_view(ticket, config) for ticket in hall.tickets()),
        calls=tuple(call_view(call, config) for call in hall.calls),
        devices=tuple(devices),
        today=today_view(hall, now),
    )


def reply(key: str, outcome: AuthorAnswer, hall: Hall, token: Token) -> Accepted | Refused | Fate:
    """What the asker hears."""
    if isinstance(outcome, Answer):
        return _accepted(key, outcome, hall, token)
    if isinstance(outcome, KeyFate):
        done = None if outcome.done is None else _accepted(key, outcome.done, hall, token)
        return Fate(key=key, fate="done" if done else "cancelled" if outcome.cancelled else "none", done=done)
    return _refused(key, outcome, hall)


def _accepted(key: str, answer: Answer, hall: Hall, token: Token) -> Accepted:
    issued = answer.ticket_id if answer.people_ahead is not None else None
    followed = issued is not None and not is_practice(issued)
    return Accepted(
        key=key,
        what=answer.what,
        seq=answer.seq,
        ticket_id=answer.ticket_id,
        number=answer.number,
        people_ahead=answer.people_ahead,
        token=token(issued) if issued and followed else "",
        ticket=None if answer.ticket is None or hall.config is None else ticket_view(answer.ticket, hall.config),
        code=answer.code,
    )


def _refused(key: str, refused: Declined | AuthorRefused, hall: Hall) -> Refused:
    present = None
    if isinstance(refused, Declined) and refused.ticket_id is not None:
        present = any_ticket(hall, refused.ticket_id)
    wait_ms = refused.wait_ms if isinstance(refused, AuthorRefused) else None
    return Refused(
        code=refused.code.value,
        key=key,
        detail=refused.detail[:200],
        ticket=None if present is None or hall.config is None else ticket_view(present, hall.config),
        retry_after_s=None if wait_ms is None else -(-wait_ms // 1_000),
    )
