"""Every message of the protocol. `ClientMessage` goes to the server, `ServerMessage` comes from it."""

from __future__ import annotations

from wire.messages.anchors import AnchorPrinted, PrintAnchor
from wire.messages.appointments import Appointments
from wire.messages.commands import (
    ArriveTicket,
    CallNext,
    Command,
    FinishTicket,
    IssueTicket,
    MissTicket,
    RecallTicket,
    RestoreTicket,
    SetByHand,
    StaffCommand,
)
from wire.messages.events import HallEdited, HallMoved, Lines, OpeningChanged
from wire.messages.phone import FollowTicket, GiveUpTicket, PhoneBoard, PhoneTicket
from wire.messages.practice import Practice
from wire.messages.session import (
    Accepted,
    AskFate,
    AskSnapshot,
    CancelKey,
    DeviceChanged,
    DeviceReport,
    Fate,
    Hello,
    Probe,
    Pulse,
    Refused,
    Snapshot,
    Welcome,
)
from wire.messages.tickets import Visit
from wire.messages.waits import Waits

PROTOCOL = 2
"""Version this program speaks; docs/protocol/growing.md says what may grow without a new one."""
OLDEST_ACCEPTED = 2

KeyQuestion = AskFate | CancelKey
ClientMessage = (
    Hello | AskSnapshot | Probe | DeviceReport | AnchorPrinted | FollowTicket | GiveUpTicket | KeyQuestion | Command
)
ServerMessage = (
    Welcome
    | Snapshot
    | HallMoved
    | HallEdited
    | Lines
    | Waits
    | OpeningChanged
    | DeviceChanged
    | Practice
    | Appointments
    | Pulse
    | Accepted
    | Refused
    | Fate
    | PrintAnchor
    | PhoneTicket
    | PhoneBoard
)

__all__ = [
    "OLDEST_ACCEPTED",
    "PROTOCOL",
    "Accepted",
    "AnchorPrinted",
    "Appointments",
    "ArriveTicket",
    "AskFate",
    "AskSnapshot",
    "CallNext",
    "CancelKey",
    "ClientMessage",
    "Command",
    "DeviceChanged",
    "DeviceReport",
    "Fate",
    "FinishTicket",
    "FollowTicket",
    "GiveUpTicket",
    "HallEdited",
    "HallMoved",
    "Hello",
    "IssueTicket",
    "KeyQuestion",
    "Lines",
    "MissTicket",
    "OpeningChanged",
    "PhoneBoard",
    "PhoneTicket",
    "Practice",
    "PrintAnchor",
    "Probe",
    "Pulse",
    "RecallTicket",
    "Refused",
    "RestoreTicket",
    "ServerMessage",
    "SetByHand",
    "Snapshot",
    "StaffCommand",
    "Visit",
    "Waits",
    "Welcome",
]
