"""Orders that tests hand to an author, and what they expect of its answers."""

from __future__ import annotations

from collections.abc import Awaitable, Mapping
from dataclasses import fields
from typing import Any

from server.domain.commands import CancelTicket, IssueTicket, MoveTicket, PickTicket, VoidTicket
from server.domain.tickets import CancelReason, Channel, HoldReason, PickReason, Visit, VoidReason
from server.submissions import Answer, AuthorRefusal, AuthorRefused, KeyEnquiry, KeyFate, Submission

LATER_MINUTES = 20


def issue(service_id: str = "apples", language: str = "zh-TW", then: tuple[str, ...] = ()) -> IssueTicket:
    return IssueTicket(Visit(service_id, Channel.KIOSK, language, then=then))


def move(kind: type[MoveTicket], counter_id: str, ticket_id: str, reason: HoldReason = HoldReason.PAPERS) -> MoveTicket:
    """Whatever verb it asks for, with those of its fields that it has; the rest as usual."""
    others = {PickTicket: PickReason.OTHER, CancelTicket: CancelReason.LEFT, VoidTicket: VoidReason.BURST}
    said: Mapping[str, object] = {
        "counter_id": counter_id,
        "ticket_id": ticket_id,
        "reason": others.get(kind, reason),
        "to_service": "apples",
        "minutes": LATER_MINUTES,
    }
    given = {field.name: said[field.name] for field in fields(kind) if field.name in said}
    return kind(**given)  # type: ignore[arg-type]


def submission(key: str, command: Any = None, patience_ms: int | None = None, by: str = "kiosk") -> Submission:
    return Submission(key, issue() if command is None else command, by, patience_ms)


def ask_fate(key: str) -> KeyEnquiry:
    return KeyEnquiry(key)


def cancel(key: str) -> KeyEnquiry:
    return KeyEnquiry(key, cancel=True)


async def answered(asked: Awaitable[object]) -> Answer:
    outcome = await asked
    assert isinstance(outcome, Answer), outcome
    return outcome


async def fate(asked: Awaitable[object]) -> KeyFate:
    outcome = await asked
    assert isinstance(outcome, KeyFate), outcome
    return outcome


async def refused(asked: Awaitable[object]) -> AuthorRefusal:
    outcome = await asked
    assert isinstance(outcome, AuthorRefused), outcome
    return outcome.code
