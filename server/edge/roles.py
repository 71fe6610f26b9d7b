"""Who may ask what. Until sign-in exists a role is what the connection says it is, on this computer only."""

from __future__ import annotations

from typing import Literal

from wire.messages.commands import STAFF_COMMANDS, Command, IssueTicket

Asker = Literal["kiosk", "display", "console", "program"]
"""`program` is one of this computer's own that posts without a browser: a rig, a script of the hall."""

_CHANNELS: dict[Asker, frozenset[str]] = {
    "kiosk": frozenset({"kiosk"}),
    "display": frozenset(),
    "console": frozenset({"desk"}),
    "program": frozenset({"kiosk", "desk"}),
}
_STAFF: frozenset[Asker] = frozenset({"console", "program"})


def may(asker: Asker, command: Command) -> bool:
    """Whether this asker may give this command at all; the author decides the rest."""
    if isinstance(command, IssueTicket):
        return command.channel in _CHANNELS[asker]
    return isinstance(command, STAFF_COMMANDS) and asker in _STAFF
