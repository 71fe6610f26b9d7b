"""How a line to the server ended, or why it may not stand: read from close codes, refusals and the welcome. Pure.

The browser reads the same in `server/web/static/verdicts.mjs`; a machine holds both to one meaning.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from wire.errors import Close, Code
from wire.messages import OLDEST_ACCEPTED, PROTOCOL, Refused, Welcome


class LinkState(StrEnum):
    """What a screen shows of its line."""

    CONNECTING = "connecting"
    """Nothing is known yet. Once something is, the line is never *connecting* again: what went wrong stays shown."""
    CONNECTED = "connected"
    LOST = "lost"
    REFUSED = "refused"
    """The two would not fit, or this program is not wanted: somebody has to change something."""


class Reason(StrEnum):
    """Why, in one word; screens choose their sentence by it."""

    NONE = ""
    # refused
    PROTOCOL_TOO_OLD = "protocol_too_old"
    """This program is older than the server."""
    PROTOCOL_TOO_NEW = "protocol_too_new"
    """The server is older than this program."""
    WRONG_HALL = "wrong_hall"
    UNTRUSTED = "untrusted"
    """Whoever is at the address could not prove to be this device's server; it was told nothing."""
    NOT_ENROLLED = "not_enrolled"
    """This program is no enrolled device yet."""
    REVOKED = "revoked"
    IDENTITY_TAKEN = "identity_taken"
    """Another program with this device's credentials is connected, and answers."""
    SIGNED_OUT = "signed_out"
    """The session that this page spoke for has ended."""
    # lost
    UNREACHABLE = "unreachable"
    """No connection came about: address, network, or nobody there."""
    NO_GREETING = "no_greeting"
    """Somebody took the connection and did not say what a hall says first."""
    CLOSED = "closed"
    GOING_AWAY = "going_away"
    TOO_SLOW = "too_slow"
    SILENT = "silent"
    MALFORMED = "malformed"


@dataclass(frozen=True, slots=True)
class Verdict:
    """A state, its reason, and a sentence in English for logs."""

    state: LinkState
    reason: Reason
    sentence: str


UNKNOWN_YET = Verdict(LinkState.CONNECTING, Reason.NONE, "")
CONNECTED = Verdict(LinkState.CONNECTED, Reason.NONE, "connected")

_TOO_OLD = "this program is older than the server: update this program"
_TOO_NEW = "the server is older than this program: update the server"


def lost(reason: Reason, sentence: str) -> Verdict:
    return Verdict(LinkState.LOST, reason, sentence)


def _refused(reason: Reason, sentence: str) -> Verdict:
    return Verdict(LinkState.REFUSED, reason, sentence)


_CLOSES = {
    1001: lost(Reason.GOING_AWAY, "the server stops or restarts"),
    Close.GOING_AWAY: lost(Reason.GOING_AWAY, "the server stops or restarts"),
    Close.SLOW: lost(Reason.TOO_SLOW, "this program did not read fast enough"),
    Close.UNTRUSTED: _refused(Reason.UNTRUSTED, "whoever is at this address cannot prove to be our server"),
    Close.NOT_ENROLLED: _refused(Reason.NOT_ENROLLED, "this program is no enrolled device"),
    Close.REVOKED: _refused(Reason.REVOKED, "this program is no longer allowed here"),
    Close.IDENTITY_TAKEN: _refused(Reason.IDENTITY_TAKEN, "another program with this identity is connected"),
    Close.SIGNED_OUT: _refused(Reason.SIGNED_OUT, "the session has ended"),
}


def turns_away(code: int) -> bool:
    """Whether a line that ends like this before it opened was refused: whoever is there does not want it, or must not
    have it."""
    return code in _CLOSES and _CLOSES[code].state is LinkState.REFUSED


def of_close(code: int, text: str, hall_id: str) -> Verdict:
    """What a close code (RFC 6455 section 7.4, and `wire.errors.Close`) says to a program of the hall `hall_id`."""
    if code == Close.PROTOCOL:
        return _protocol(Reason.PROTOCOL_TOO_NEW if text == Code.PROTOCOL_TOO_NEW else Reason.PROTOCOL_TOO_OLD)
    if code == Close.WRONG_HALL:
        return _wrong_hall(hall_id, text)
    said = f"the server closed the connection ({code}{': ' if text else ''}{text})"
    return _CLOSES.get(code) or lost(Reason.MALFORMED if code == Close.MALFORMED else Reason.CLOSED, said)


def of_refusal(refused: Refused, hall_id: str) -> Verdict | None:
    """The verdict of a refusal that ends a conversation; None for any other."""
    if refused.key is not None:
        return None
    if refused.code == Code.PROTOCOL_TOO_OLD:
        return _protocol(Reason.PROTOCOL_TOO_OLD, refused.detail)
    if refused.code == Code.PROTOCOL_TOO_NEW:
        return _protocol(Reason.PROTOCOL_TOO_NEW, refused.detail)
    if refused.code == Code.WRONG_HALL:
        return _wrong_hall(hall_id, refused.detail)
    return None


def of_welcome(welcome: Welcome, hall_id: str) -> Verdict | None:
    """The verdict of a welcome that this program cannot accept; None when it can. `hall_id` "" fits every hall."""
    if welcome.oldest > PROTOCOL:
        return _protocol(Reason.PROTOCOL_TOO_OLD, f"speaks {PROTOCOL}, the server needs {welcome.oldest}")
    if welcome.protocol < OLDEST_ACCEPTED:
        return _protocol(Reason.PROTOCOL_TOO_NEW, f"needs {OLDEST_ACCEPTED}, the server speaks {welcome.protocol}")
    if hall_id not in {"", welcome.hall_id}:
        return _wrong_hall(hall_id, welcome.hall_id)
    return None


def _protocol(reason: Reason, detail: str = "") -> Verdict:
    sentence = _TOO_OLD if reason is Reason.PROTOCOL_TOO_OLD else _TOO_NEW
    return _refused(reason, f"{sentence} ({detail})" if detail else sentence)


def _wrong_hall(hall_id: str, other: str) -> Verdict:
    """The server names its own hall where it says so: in the welcome, the refusal's detail and the close's text."""
    sentence = f"this program belongs to hall {hall_id or '(none)'}, the server to {other or 'another'}"
    return _refused(Reason.WRONG_HALL, sentence)
