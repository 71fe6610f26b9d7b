"""What must be done in the world when the visitor's way moves on. Plain frozen data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kiosk.flow_types import Flow, Intent, Issued


@dataclass(frozen=True)
class AskTicket:
    intent: Intent
    give_up_ms: int
    pause_ms: int = 0
    """To wait before it is asked."""


@dataclass(frozen=True)
class SettleKey:
    """Its command shall have no effect any more; the server says whether it had one."""

    key: str
    pause_ms: int = 0


@dataclass(frozen=True)
class PrintTicket:
    intent: Intent
    issued: Issued


@dataclass(frozen=True)
class WithdrawPaper:
    """Its visitor has gone: what has not begun to be printed is not printed any more."""

    key: str


@dataclass(frozen=True)
class ReportUnprinted:
    """Staff should know: this number lacks its paper, or may. In place of what was said of its intent before."""

    key: str
    number: str
    ticket_id: str
    sure: bool
    """No byte of it went out. Else nobody knows."""
    why: str
    """Code, for the log."""


@dataclass(frozen=True)
class ReportLoose:
    """Staff should know: a ticket exists, or may exist, that its visitor was not shown."""

    what: Literal["late_ticket", "ticket_unknown"]
    service_id: str
    number: str
    key: str = ""
    ticket_id: str = ""


@dataclass(frozen=True)
class ReportSettled:
    """What staff were told of this key is over: there is no ticket, or its paper has come out."""

    key: str


Effect = AskTicket | SettleKey | PrintTicket | WithdrawPaper | ReportUnprinted | ReportLoose | ReportSettled
Step = tuple[Flow, tuple[Effect, ...]]
