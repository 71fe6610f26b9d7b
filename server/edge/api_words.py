"""Bodies of the JSON routes, beside commands: what is asked, and what is told. Instants are milliseconds since the
epoch."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from server.identity.endings import Ending
from server.identity.principal import DeviceKind, Role, StaffRole
from server.what_if.asked import Question

Text = Annotated[str, msgspec.Meta(max_length=100, pattern=r"^[^\x00-\x1f\x7f]*$(?!\n)")]
"""One line."""
Name = Annotated[str, msgspec.Meta(min_length=1, max_length=60, pattern=r"^[^\x00-\x1f\x7f]*$(?!\n)")]
Secret = Annotated[str, msgspec.Meta(max_length=1000, pattern=r"^[^\x00]*$(?!\n)")]
"""A password as typed; what is too long for one is said by whoever knows the rules."""
Id = Annotated[str, msgspec.Meta(min_length=1, max_length=80, pattern=r"^[\x21-\x7e]*$(?!\n)")]


class _Asked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    pass


class SignIn(_Asked, frozen=True):
    login: Text
    password: Secret
    totp: Text = ""
    """Six digits; asked for (`totp_needed`) when login and password are right."""


class MakeFirst(_Asked, frozen=True):
    """The first administrator, with the one-time code that the server printed."""

    code: Text
    login: Text
    name: Name
    password: Secret


class ChangePassword(_Asked, frozen=True):
    old: Secret
    new: Secret


class ResetPassword(_Asked, frozen=True):
    """With a one-time code that an administrator handed over."""

    login: Text
    code: Text
    new: Secret


class SetPin(_Asked, frozen=True):
    pin: Text


class SwitchByPin(_Asked, frozen=True):
    account_id: Id
    pin: Text


class ConfirmTotp(_Asked, frozen=True):
    code: Text


class EndSession(_Asked, frozen=True):
    session_id: Id


class WhatIf(Question, frozen=True, forbid_unknown_fields=True):
    """What would have been, had the day been planned otherwise."""


class AddAccount(_Asked, frozen=True):
    login: Text
    name: Name
    role: StaffRole


class OneAccount(_Asked, frozen=True):
    account_id: Id


class SetRole(_Asked, frozen=True):
    account_id: Id
    role: StaffRole


class AskDeviceCode(_Asked, frozen=True):
    kind: DeviceKind
    name: Name


class OneDevice(_Asked, frozen=True):
    device_id: Id


class RenameDevice(_Asked, frozen=True):
    device_id: Id
    name: Name


class Enrol(_Asked, frozen=True):
    """`kind`: what the program is; left out: whatever the code is for, but no counter."""

    code: Text
    version: Text = ""
    kind: DeviceKind | None = None


class EnrolCounter(_Asked, frozen=True):
    code: Text


class Done(msgspec.Struct, frozen=True):
    done: Literal[True] = True


class DeviceHere(msgspec.Struct, frozen=True):
    device_id: str
    name: str
    kind: DeviceKind


class Me(msgspec.Struct, frozen=True):
    """Who asks, and what they may."""

    signed_in: bool
    account_id: str
    login: str
    name: str
    role: Role
    rights: tuple[str, ...]
    """Types of the messages that they may send."""
    pages: tuple[str, ...]
    device: DeviceHere | None
    """The device that asks, or the counter that this browser is."""
    must_change: bool
    """First a password of their own, else nothing."""
    totp: Literal["on", "off", "needed"]
    pin: bool
    server_time: int
    ended: Ending
    """Why the session that this browser had is over; "" when it had none, or nobody knows."""


class SocketTicketMade(msgspec.Struct, frozen=True):
    ticket: str


class First(msgspec.Struct, frozen=True):
    open: bool
    """No account exists yet."""


class PersonByPin(msgspec.Struct, frozen=True):
    account_id: str
    name: str


class TotpBegun(msgspec.Struct, frozen=True):
    secret: str
    uri: str
    svg: str
    """The address as a QR code."""


class SessionTold(msgspec.Struct, frozen=True):
    session_id: str
    began_at: int
    seen_at: int
    source: str
    device_id: str
    own: bool
    """The one that asks."""


class AccountTold(msgspec.Struct, frozen=True):
    account_id: str
    login: str
    name: str
    role: StaffRole
    disabled: bool
    locked: bool
    must_change: bool
    totp: bool
    pin: bool
    created_at: int
    last_sign_in: int | None


class AccountAdded(msgspec.Struct, frozen=True):
    account: AccountTold
    code: str
    """One-time code with which its owner chooses a password."""


class CodeMade(msgspec.Struct, frozen=True):
    code: str


class DeviceTold(msgspec.Struct, frozen=True):
    device_id: str
    kind: DeviceKind
    name: str
    enrolled_at: int
    last_seen: int | None
    version: str
    address: str
    skew_ms: int | None
    """How far its clock is ahead of the server's."""
    connected: bool


class DeviceCodeMade(msgspec.Struct, frozen=True):
    code: str
    expires_at: int
    fingerprint: str
    """Of the authority that the device shall see."""
    addresses: tuple[str, ...]
    """Where the device finds this server."""


class DeviceEnrolled(msgspec.Struct, frozen=True):
    device_id: str
    kind: DeviceKind
    name: str
    hall_id: str
    token: str
    addresses: tuple[str, ...]


class CounterEnrolled(msgspec.Struct, frozen=True):
    """Its token came as a cookie."""

    device_id: str
    name: str


class StaffPerson(msgspec.Struct, frozen=True):
    account_id: str
    name: str
    """"" of somebody who was erased."""


class StaffLineTold(msgspec.Struct, frozen=True):
    """An entry of the staff log."""

    seq: int
    at: int
    what: str
    """A word; the pages have texts for each."""
    by: str
    """`person:ID`, `person:ID@device:ID`, `device:ID`, `console` (at the server's own computer), `server`, or "" for a
    stranger."""
    by_id: str
    """Id of the account that did it, or ""."""
    counter: str
    """Name of the counter at which they sat, or of the device that did it."""
    subject_id: str
    """Id of the account that it is about, or ""."""
    device: str
    """Name of the device that it is about."""
    address: str
    """Where it came from; "" after 90 days."""
    detail: dict[str, str | int | bool]


class StaffLogTold(msgspec.Struct, frozen=True):
    lines: tuple[StaffLineTold, ...]
    """The newest first, at most 100."""
    older: bool
    """There are more, before the last one's `seq`."""
    people: tuple[StaffPerson, ...]
    """Everybody who ever had an account."""
