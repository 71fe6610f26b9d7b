"""Every message of the protocol. `ClientMessage` goes to the server, `ServerMessage` comes from it."""

from __future__ import annotations

from wire.messages.commands import (
    ArriveTicket,
    CallNext,
    Command,
    FinishTicket,
    IssueTicket,
    MissTicket,
    RecallTicket,
    RestoreTicket,
)
from wire.messages.events import (
    HallEvent,
    OpeningChanged,
    TicketArrived,
    TicketCalled,
    TicketFinished,
    TicketIssued,
    TicketMissed,
    TicketRecalled,
    TicketRestored,
)
from wire.messages.phone import FollowTicket, PhoneBoard, PhoneTicket
from wire.messages.session import (
    Accepted,
    AskSnapshot,
    DeviceChanged,
    DeviceReport,
    Hello,
    Refused,
    Snapshot,
    Welcome,
)

PROTOCOL = 1
"""Version this program speaks. Adding an optional field does not change it; adding a message does."""
OLDEST_ACCEPTED = 1

ClientMessage = Hello | AskSnapshot | DeviceReport | FollowTicket | Command
ServerMessage = (
    Welcome | Snapshot | HallEvent | OpeningChanged | DeviceChanged | Accepted | Refused | PhoneTicket | PhoneBoard
)

__all__ = [
    "OLDEST_ACCEPTED",
    "PROTOCOL",
    "Accepted",
    "ArriveTicket",
    "AskSnapshot",
    "CallNext",
    "ClientMessage",
    "Command",
    "DeviceChanged",
    "DeviceReport",
    "FinishTicket",
    "FollowTicket",
    "HallEvent",
    "Hello",
    "IssueTicket",
    "MissTicket",
    "OpeningChanged",
    "PhoneBoard",
    "PhoneTicket",
    "RecallTicket",
    "Refused",
    "RestoreTicket",
    "ServerMessage",
    "Snapshot",
    "TicketArrived",
    "TicketCalled",
    "TicketFinished",
    "TicketIssued",
    "TicketMissed",
    "TicketRecalled",
    "TicketRestored",
    "Welcome",
]
