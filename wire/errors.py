"""Refusals and faults that cross the wire, as textual codes; and the codes a socket is closed with.

WireError
└── MalformedMessage   bad JSON, unknown type, wrong field (`malformed`, `too_large`, `too_deep`, `unknown_type`)
"""

from __future__ import annotations

from enum import StrEnum


class Code(StrEnum):
    """Every refusal a client can meet. Screens choose their words by it; a new code is a new line here."""

    # the message
    MALFORMED = "malformed"
    TOO_LARGE = "too_large"
    TOO_DEEP = "too_deep"
    UNKNOWN_TYPE = "unknown_type"
    HELLO_FIRST = "hello_first"
    WRONG_HALL = "wrong_hall"
    PROTOCOL_TOO_OLD = "protocol_too_old"
    PROTOCOL_TOO_NEW = "protocol_too_new"
    NOT_ALLOWED = "not_allowed"
    # the command's key and time
    KEY_REUSED = "key_reused"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    # issuing
    UNKNOWN_SERVICE = "unknown_service"
    SERVICE_CLOSED = "service_closed"
    NUMBERS_EXHAUSTED = "numbers_exhausted"
    UNKNOWN_LANGUAGE = "unknown_language"
    UNKNOWN_CLASS = "unknown_class"
    TOO_MANY_NUMBERS = "too_many_numbers"
    # calling
    UNKNOWN_COUNTER = "unknown_counter"
    ALREADY_CALLED = "already_called"
    STILL_CALLED = "still_called"
    STILL_SERVING = "still_serving"
    UNKNOWN_TICKET = "unknown_ticket"
    NOT_AT_COUNTER = "not_at_counter"
    NOT_CALLED = "not_called"
    NOT_MISSED = "not_missed"
    NOT_NOW = "not_now"
    RECALL_LIMIT = "recall_limit"
    TRANSFER_LIMIT = "transfer_limit"
    NEW_NUMBER = "new_number"
    NOT_YET = "not_yet"
    TOO_LATE = "too_late"
    GROUP_NOT_READY = "group_not_ready"
    UNKNOWN_NOTE = "unknown_note"
    UNKNOWN_OFFICER = "unknown_officer"
    # appointments
    NO_APPOINTMENTS = "no_appointments"
    NO_SUCH_SLOT = "no_such_slot"
    SLOT_TOO_SOON = "slot_too_soon"
    SLOT_FULL = "slot_full"
    OFFICER_BUSY = "officer_busy"
    TOO_MANY_CODES = "too_many_codes"
    UNKNOWN_APPOINTMENT = "unknown_appointment"
    APPOINTMENT_OVER = "appointment_over"
    NOT_TODAY = "not_today"
    CHECKED_IN = "checked_in"
    # set by hand
    NOT_POSSIBLE = "not_possible"
    COUNTER_PAUSED = "counter_paused"
    COUNTER_CLOSED = "counter_closed"
    BACK_AT_PAST = "back_at_past"
    # the phone page
    UNKNOWN_TOKEN = "unknown_token"  # noqa: S105 - a code, not a secret
    # the server
    OVERLOADED = "overloaded"
    UNAVAILABLE = "unavailable"


class Close:
    """WebSocket close codes of our own (RFC 6455 section 7.4.2: 4000 to 4999 are private)."""

    PROTOCOL = 4002
    """One of the two is too old for the other; the refusal before it says which."""
    MALFORMED = 4003
    WRONG_HALL = 4004
    """This program belongs to another hall."""
    REVOKED = 4005
    """This program is no longer allowed here; coming back by itself does not help."""
    SIGNED_OUT = 4006
    """The session that this page spoke for has ended; it comes back after a new sign-in."""
    NOT_ENROLLED = 4007
    """Never sent: what a link makes of a handshake that was refused because it named nobody (HTTP 401)."""
    SLOW = 4008
    """This connection did not read fast enough; come back and get a snapshot."""
    IDENTITY_TAKEN = 4009
    """Another program with this device's identity is here, and it answers."""
    UNTRUSTED = 1015
    """Never sent: no line came about because the other side could not prove that it is the server (RFC 6455)."""
    FAULT = 1011
    """A fault of the server's met this connection (RFC 6455)."""
    GOING_AWAY = 1012
    """The server stops or restarts; come back soon."""


class WireError(Exception):
    """Something about the conversation itself."""

    def __init__(self, code: Code, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else str(code))
        self.code = code
        self.detail = detail[:200]


class MalformedMessage(WireError):
    key: str | None = None
    """The command's key, as far as that much could be read: so its sender hears at once."""
