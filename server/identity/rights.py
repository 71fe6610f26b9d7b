"""Who may ask what, as data: role by command, page and topic. `docs/rights.md` is printed from here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

from server.identity.principal import DEVICE_KINDS, STAFF_ROLES, Role
from wire.messages import (
    AnchorPrinted,
    AskFate,
    CancelKey,
    Command,
    DeviceReport,
    GiveUpTicket,
    IssueTicket,
    KeyQuestion,
    SetByHand,
    StaffCommand,
)
from wire.messages.commands import (
    BackTicket,
    BookAppointment,
    CallNext,
    CheckIn,
    CloseToday,
    EndEmergency,
    LaterTicket,
    PickTicket,
    RaiseEmergency,
    ReopenToday,
    TransferAgain,
    VoidBurst,
)

Topic = Literal["hall", "lines", "devices", "practice", "appointments"]
"""What a socket tells: the hall's stream, who is next, the health of devices, what clerks practise, who is to come
today."""
Page = Literal[
    "phone",
    "health",
    "sign_in",
    "trust",
    "own_account",
    "console",
    "accounts",
    "unlock",
    "devices",
    "anchor",
    "staff_log",
    "today",
    "appointments",
    "what_if",
    "description",
]
"""A page with the routes behind it. `own_account`: one's password, PIN, second factor, sessions; `accounts`: making and
changing those of others; `unlock`: the list of accounts and ending a lockout; `anchor`: an anchor of the logs, also on
paper; `staff_log`: who signed in, was refused, changed what; `today`: what is set by hand, beside the file;
`appointments`: those of any day, and the times that are free; `what_if`: what waits would be under another plan;
`description`: the served OpenAPI."""

_STAFF_COMMANDS = frozenset(kind for kind in get_args(Command) if issubclass(kind, StaffCommand))
_OWN_KEYS = frozenset({AskFate, CancelKey})
_OF_SUPERVISORS: frozenset[type] = frozenset(
    {SetByHand, PickTicket, TransferAgain, VoidBurst, CloseToday, ReopenToday, RaiseEmergency, EndEmergency}
)
_CLERK = (_STAFF_COMMANDS - _OF_SUPERVISORS) | {IssueTicket} | _OWN_KEYS
_SUPERVISOR = _CLERK | _OF_SUPERVISORS
_NOTHING: frozenset[type] = frozenset()

MESSAGES: Mapping[Role, frozenset[type]] = {
    "anonymous": _NOTHING,
    "phone": frozenset({GiveUpTicket}),
    "kiosk": frozenset({IssueTicket, CheckIn, DeviceReport, AnchorPrinted}) | _OWN_KEYS,
    "display": frozenset({DeviceReport}),
    "counter": _NOTHING,
    "devices": frozenset({DeviceReport}),
    "pending": _NOTHING,
    "volunteer": frozenset({IssueTicket, CheckIn, LaterTicket, BackTicket}) | _OWN_KEYS,
    "clerk": _CLERK,
    "supervisor": _SUPERVISOR,
    "administrator": _SUPERVISOR,
}
"""Messages beside those of the conversation itself (snapshot, probe)."""

CHANNELS: Mapping[Role, frozenset[str]] = {
    **dict.fromkeys(get_args(Role), frozenset[str]()),
    "kiosk": frozenset({"kiosk"}),
    **dict.fromkeys(STAFF_ROLES, frozenset({"desk"})),
}
"""Where a number may be said to have been taken."""

TOPICS: Mapping[Role, frozenset[Topic]] = {
    "anonymous": frozenset(),
    "phone": frozenset(),
    "kiosk": frozenset({"hall", "lines"}),
    "display": frozenset({"hall", "lines"}),
    "counter": frozenset(),
    "devices": frozenset({"hall"}),
    "pending": frozenset(),
    "volunteer": frozenset({"hall", "lines"}),
    "clerk": frozenset({"hall", "lines", "devices", "practice", "appointments"}),
    "supervisor": frozenset({"hall", "lines", "devices", "practice", "appointments"}),
    "administrator": frozenset({"hall", "lines", "devices", "practice", "appointments"}),
}

_ANYBODY: frozenset[Page] = frozenset({"phone", "health", "sign_in", "trust"})
_STAFF: frozenset[Page] = _ANYBODY | {"own_account", "console"}
_AT_WORK: frozenset[Page] = _STAFF | {"appointments"}
PAGES: Mapping[Role, frozenset[Page]] = {
    "anonymous": _ANYBODY,
    "phone": _ANYBODY,
    **dict.fromkeys(DEVICE_KINDS, _ANYBODY),
    "pending": _ANYBODY | {"own_account"},
    "volunteer": _STAFF,
    "clerk": _AT_WORK,
    "supervisor": _AT_WORK | {"unlock", "anchor", "today", "what_if", "description"},
    "administrator": _AT_WORK
    | {"accounts", "unlock", "devices", "anchor", "staff_log", "today", "what_if", "description"},
}


def may_ask(role: Role, asked: Command | KeyQuestion | DeviceReport | AnchorPrinted | GiveUpTicket) -> bool:
    """Whether this role may send this at all; the author decides the rest."""
    if isinstance(asked, CheckIn) and asked.channel not in CHANNELS[role]:
        return False
    if isinstance(asked, IssueTicket | BookAppointment):
        if asked.visit.channel not in CHANNELS[role]:
            return False
        if asked.visit.practice and CallNext not in MESSAGES[role]:
            return False
    return type(asked) in MESSAGES[role]


def may_see(role: Role, page: Page) -> bool:
    return page in PAGES[role]


def words(role: Role) -> tuple[str, ...]:
    """The types of the messages that this role may send, for its welcome."""
    return tuple(sorted(str(kind.__struct_config__.tag) for kind in MESSAGES[role]))  # type: ignore[attr-defined]
