"""Commands: what a kiosk or a clerk asks for. The author may refuse; nothing else changes a hall.

Every command carries `key`, chosen by its sender at the moment of intent (a tap, a press): the same key again
gives the same answer and no second effect, also after a restart. Staff commands carry `patience_ms`, how long the
sender still waits: older ones get the remembered answer or `expired`, never a fresh call.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from wire.messages.tickets import Channel, VisitorClass

Key = Annotated[str, msgspec.Meta(min_length=8, max_length=64, pattern=r"^[A-Za-z0-9_-]+$")]
Id = Annotated[str, msgspec.Meta(min_length=1, max_length=40)]
Language = Annotated[str, msgspec.Meta(min_length=2, max_length=16)]
Patience = Annotated[int, msgspec.Meta(ge=0, le=60_000)]


class IssueTicket(msgspec.Struct, frozen=True, kw_only=True, tag="issue_ticket"):
    """One confirmed intent, one ticket."""

    key: Key
    service_id: Id
    channel: Channel
    language: Language
    visitor_class: VisitorClass = "ordinary"


class CallNext(msgspec.Struct, frozen=True, kw_only=True, tag="call_next"):
    """Call who is next at this counter.

    `after` is the counter's `calls` that the clerk sees: a second press gets `already_called`. `present` says what
    becomes of the ticket still there; without it the author asks (`still_called`, `still_serving`).
    """

    key: Key
    counter_id: Id
    after: int
    present: Literal["served", "missed"] | None = None
    patience_ms: Patience = 5_000


class RecallTicket(msgspec.Struct, frozen=True, kw_only=True, tag="recall_ticket"):
    key: Key
    counter_id: Id
    ticket_id: Id
    patience_ms: Patience = 5_000


class ArriveTicket(msgspec.Struct, frozen=True, kw_only=True, tag="arrive_ticket"):
    """The visitor stands at the counter."""

    key: Key
    counter_id: Id
    ticket_id: Id
    patience_ms: Patience = 5_000


class FinishTicket(msgspec.Struct, frozen=True, kw_only=True, tag="finish_ticket"):
    """Served; from *called* it implies that the visitor arrived."""

    key: Key
    counter_id: Id
    ticket_id: Id
    patience_ms: Patience = 5_000


class MissTicket(msgspec.Struct, frozen=True, kw_only=True, tag="miss_ticket"):
    key: Key
    counter_id: Id
    ticket_id: Id
    patience_ms: Patience = 5_000


class RestoreTicket(msgspec.Struct, frozen=True, kw_only=True, tag="restore_ticket"):
    """Back into line from *missed*; the number stays."""

    key: Key
    ticket_id: Id
    patience_ms: Patience = 5_000


Command = IssueTicket | CallNext | RecallTicket | ArriveTicket | FinishTicket | MissTicket | RestoreTicket
STAFF_COMMANDS = (CallNext, RecallTicket, ArriveTicket, FinishTicket, MissTicket, RestoreTicket)
