"""Rows of identity's tables as the server holds them in memory, and all of them as one picture."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from sqlalchemy import Connection, select

from server.identity.answers import Account, Device, Session
from server.identity.principal import DeviceKind, StaffRole
from server.identity.tables import account, device, session

ERASED = "erased:"
"""How the login begins of somebody who was erased: no login that people have can have a colon."""


class AccountRow(NamedTuple):
    """`identity_account` without the hall."""

    account_id: str
    login: str
    name: str
    role: StaffRole
    enabled: bool
    password_hash: str
    password_at: int
    pin_hash: str
    totp_secret: str
    totp_step: int
    created_at: int
    last_sign_in: int | None

    @property
    def erased(self) -> bool:
        """Whether nobody knows any more who that was."""
        return self.login.startswith(ERASED)

    def shown(self, *, locked: bool = False, must_change: bool = False) -> Account:
        return Account(
            self.account_id,
            self.login,
            self.name,
            self.role,
            disabled=not self.enabled,
            locked=locked,
            must_change=must_change,
            totp=bool(self.totp_secret),
            pin=bool(self.pin_hash),
            created_at=self.created_at,
            last_sign_in=self.last_sign_in,
        )


class SessionRow(NamedTuple):
    """`identity_session` without the hall."""

    session_id: str
    token_hash: str
    account_id: str
    device_id: str
    source: str
    by_pin: bool
    must_change: bool
    created_at: int
    last_seen: int

    def shown(self) -> Session:
        return Session(self.session_id, self.account_id, self.created_at, self.last_seen, self.source, self.device_id)


class DeviceRow(NamedTuple):
    """`identity_device` without the hall."""

    device_id: str
    kind: DeviceKind
    name: str
    token_hash: str
    enrolled_at: int
    last_seen: int | None
    version: str
    address: str
    skew_ms: int | None
    revoked_at: int | None

    def shown(self) -> Device:
        return Device(
            self.device_id,
            self.kind,
            self.name,
            self.enrolled_at,
            self.last_seen,
            self.version,
            self.address,
            self.skew_ms,
        )


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything of a hall that a request needs."""

    accounts: Mapping[str, AccountRow] = field(default_factory=dict)
    sessions: Mapping[str, SessionRow] = field(default_factory=dict)
    """By the hash of their token, as devices are."""
    devices: Mapping[str, DeviceRow] = field(default_factory=dict)
    """Revoked ones too."""
    changes: int = 0

    def live_ids(self) -> frozenset[str]:
        """Of sessions, and of devices that are not revoked."""
        sessions = {row.session_id for row in self.sessions.values()}
        return frozenset(sessions | {row.device_id for row in self.devices.values() if row.revoked_at is None})


def account_of_login(connection: Connection, hall_id: str, login: str) -> AccountRow | None:
    found = connection.execute(
        select(*account.c[1:]).where(account.c.hall_id == hall_id, account.c.login == login)
    ).one_or_none()
    return None if found is None else AccountRow(*found)


def account_of_id(connection: Connection, hall_id: str, account_id: str) -> AccountRow | None:
    found = connection.execute(
        select(*account.c[1:]).where(account.c.hall_id == hall_id, account.c.account_id == account_id)
    ).one_or_none()
    return None if found is None else AccountRow(*found)


def picture(connection: Connection, hall_id: str, changes: int) -> Picture:
    accounts = connection.execute(select(*account.c[1:]).where(account.c.hall_id == hall_id))
    sessions = connection.execute(select(*session.c[1:]).where(session.c.hall_id == hall_id))
    devices = connection.execute(select(*device.c[1:]).where(device.c.hall_id == hall_id))
    return Picture(
        {one.account_id: one for one in (AccountRow(*row) for row in accounts)},
        {one.token_hash: one for one in (SessionRow(*row) for row in sessions)},
        {one.token_hash: one for one in (DeviceRow(*row) for row in devices)},
        changes,
    )
