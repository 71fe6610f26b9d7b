"""Orders that tests hand to an author, and what they expect of its answers."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import Any

from server.domain.commands import IssueTicket
from server.domain.tickets import Channel, VisitorClass
from server.orders import Answer, AuthorRefusal, AuthorRefused, Order


def issue(service_id: str = "apples") -> IssueTicket:
    return IssueTicket(service_id, Channel.KIOSK, VisitorClass.ORDINARY, "zh-TW", "kiosk-1")


def order(key: str, command: Any = None, patience_ms: int | None = None) -> Order:
    return Order(key, issue() if command is None else command, patience_ms)


async def answered(asked: Awaitable[object]) -> Answer:
    outcome = await asked
    assert isinstance(outcome, Answer), outcome
    return outcome


async def refused(asked: Awaitable[object]) -> AuthorRefusal:
    outcome = await asked
    assert isinstance(outcome, AuthorRefused), outcome
    return outcome.code
