"""What a conversation wants done: plain values, to be done in their order."""

from __future__ import annotations

from dataclasses import dataclass

from wire.messages import ClientMessage, ServerMessage
from wire.questions import Answered
from wire.verdicts import LinkState, Reason


@dataclass(frozen=True, slots=True)
class Open:
    """Open a socket. What is told of it later names this number; what is told of an older one is ignored."""

    line: int


@dataclass(frozen=True, slots=True)
class Close:
    """Close that socket; nothing need be told of it any more."""

    line: int


@dataclass(frozen=True, slots=True)
class Send:
    """Over the line opened last."""

    message: ClientMessage


@dataclass(frozen=True, slots=True)
class Deliver:
    """Hand on what the server said: everything but answers to what was asked here."""

    message: ServerMessage


@dataclass(frozen=True, slots=True)
class StateChanged:
    state: LinkState
    reason: Reason
    sentence: str
    """In English, for logs."""


Output = Open | Close | Send | Deliver | StateChanged | Answered
