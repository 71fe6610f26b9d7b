"""What is said between the edge and whoever knows accounts, sessions and devices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from server.identity.principal import DeviceKind, Principal, StaffRole

DenialCode = Literal[
    "wrong_credentials",
    "totp_needed",
    "locked",
    "busy",
    "wrong_code",
    "wrong_kind",
    "expired_code",
    "not_allowed",
    "weak_password",
    "taken",
    "unknown",
    "not_now",
]
TotpState = Literal["on", "off", "needed"]


@dataclass(frozen=True, slots=True)
class Denial:
    """Why not: `unknown` no such account, session or device; `taken` that login exists; `not_allowed` what this person
    or device may never (a PIN away from a counter, a second factor that is not theirs); `wrong_kind` the code is for
    another kind of device, which `reason` says, and can be used for that still; `not_now` what the present
    state forbids (the last administrator goes, a first one is there already)."""

    code: DenialCode
    retry_after_s: int | None = None
    """For `locked` and `busy`: when it makes sense to try again."""
    reason: str = ""
    """For `weak_password`: what is weak about it, as a code that has a text."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A new session. Whoever had an older one in the same browser has it no more."""

    token: str
    """256 bits in base64url, told this once."""
    principal: Principal
    """Of role `pending` while `OwnAccount` says that something is to be done first."""


@dataclass(frozen=True, slots=True)
class OwnAccount:
    """Whose session it is, and what is still to be done before it may act."""

    account_id: str
    login: str
    name: str
    role: StaffRole
    must_change: bool = False
    """The password is too old for the hall's policy."""
    totp: TotpState = "off"
    """`needed`: this role may not act without a second factor, and has none yet."""
    pin: bool = False
    """Whether a PIN is set."""


@dataclass(frozen=True, slots=True)
class Account:
    """As administrators see it. Times are milliseconds since the epoch; None: never."""

    account_id: str
    login: str
    name: str
    role: StaffRole
    disabled: bool = False
    locked: bool = False
    """Somebody is refused at this account now, from some source or from everywhere."""
    must_change: bool = False
    totp: bool = False
    pin: bool = False
    created_at: int = 0
    last_sign_in: int | None = None


@dataclass(frozen=True, slots=True)
class AddedAccount:
    account: Account
    code: str
    """One-time code with which its owner chooses a password, told this once."""


@dataclass(frozen=True, slots=True)
class PinPerson:
    """Who may switch to their session by PIN at a counter today."""

    account_id: str
    name: str


@dataclass(frozen=True, slots=True)
class TotpSecret:
    secret: str
    """Base32, for typing."""
    uri: str
    """otpauth: address, for a QR code."""


@dataclass(frozen=True, slots=True)
class Session:
    """A session as its owner and administrators see it; times are milliseconds since the epoch."""

    session_id: str
    account_id: str
    began_at: int
    seen_at: int
    source: str = ""
    device_id: str = ""


@dataclass(frozen=True, slots=True)
class DeviceCode:
    code: str
    """8 letters."""
    expires_at: int
    """Milliseconds since the epoch."""


@dataclass(frozen=True, slots=True)
class Enrolled:
    device_id: str
    kind: DeviceKind
    name: str
    token: str
    """256 bits in base64url, told this once."""


@dataclass(frozen=True, slots=True)
class Device:
    """An enrolled device. Times are milliseconds since the epoch; None, and "": not known yet."""

    device_id: str
    kind: DeviceKind
    name: str
    enrolled_at: int
    last_seen: int | None = None
    version: str = ""
    address: str = ""
    skew_ms: int | None = None
    """How far its clock is ahead of the server's."""


@dataclass(frozen=True, slots=True)
class StaffLine:
    """An entry of the staff log as administrators read it. `at` is milliseconds since the epoch."""

    seq: int
    at: int
    what: str
    by: str
    """As the log has it: an actor, `console`, `server`, or "" for a stranger."""
    by_id: str
    """Id of the account that did it; "" when it was nobody of staff."""
    counter: str
    """Name of the counter at which they sat, or of the device that did it; its id when it has none any more."""
    subject_id: str
    """Id of the account that it is about, or ""."""
    device: str
    """Name of the device that it is about, or at which it happened."""
    address: str
    """"" when there was none, and after 90 days."""
    detail: Mapping[str, str | int | bool]


@dataclass(frozen=True, slots=True)
class StaffLines:
    lines: Sequence[StaffLine]
    """The newest first."""
    older: bool
    """Whether there are more."""
    people: Mapping[str, str]
    """Names by id, of all accounts there ever were; "" of those who were erased."""
