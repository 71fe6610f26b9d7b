"""Who may ask what, as data. Until sign-in exists a role is what the connection says it is, on this computer only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

from wire.messages import AskFate, CancelKey, Command, IssueTicket, KeyQuestion, StaffCommand

Asker = Literal["kiosk", "display", "console", "script"]
"""`script` is one of this computer's own that posts without a browser: a rig, a script of the hall."""

_STAFF = frozenset(kind for kind in get_args(Command) if issubclass(kind, StaffCommand))
_OWN_KEYS = frozenset({AskFate, CancelKey})

RIGHTS: Mapping[Asker, frozenset[type]] = {
    "kiosk": frozenset({IssueTicket}) | _OWN_KEYS,
    "display": frozenset(),
    "console": _STAFF | {IssueTicket} | _OWN_KEYS,
    "script": _STAFF | {IssueTicket} | _OWN_KEYS,
}
CHANNELS: Mapping[Asker, frozenset[str]] = {
    "kiosk": frozenset({"kiosk"}),
    "display": frozenset(),
    "console": frozenset({"desk"}),
    "script": frozenset({"kiosk", "desk"}),
}


def may(asker: Asker, asked: Command | KeyQuestion) -> bool:
    """Whether this asker may ask this at all; the author decides the rest."""
    if isinstance(asked, IssueTicket) and asked.visit.channel not in CHANNELS[asker]:
        return False
    return type(asked) in RIGHTS[asker]


def words(asker: Asker) -> tuple[str, ...]:
    """The types of the messages that this asker may send, for its welcome."""
    return tuple(sorted(str(kind.__struct_config__.tag) for kind in RIGHTS[asker]))  # type: ignore[attr-defined]


def actor(asker: Asker, command: Command) -> str:
    """Opaque id of who acts. Until sign-in exists: the role, and the configured counter that a clerk's command names
    (the hall refuses one it does not have); never what a greeting calls itself."""
    counter_id = getattr(command, "counter_id", None)
    return asker if counter_id is None else f"{asker}:{counter_id}"
