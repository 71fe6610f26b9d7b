"""Orders that tests hand to an author, and what they expect of its answers."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import Any

from server.domain.commands import IssueTicket
from server.domain.tickets import Channel, Visit
from server.orders import Answer, AuthorRefusal, AuthorRefused, KeyFate, KeyOrder, Order


def issue(service_id: str = "apples", language: str = "zh-TW") -> IssueTicket:
    return IssueTicket(Visit(service_id, Channel.KIOSK, language))


def order(key: str, command: Any = None, patience_ms: int | None = None, by: str = "kiosk") -> Order:
    return Order(key, issue() if command is None else command, by, patience_ms)


def ask_fate(key: str) -> KeyOrder:
    return KeyOrder(key)


def cancel(key: str) -> KeyOrder:
    return KeyOrder(key, cancel=True)


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
