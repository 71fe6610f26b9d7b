"""What is held about people, and until when: the one list.

`./jiaohao privacy` prints it, and what is over is deleted by it (`forget`), so that what is said and what is done are
the same rows and the same numbers. Every table is here, or in `ABOUT_NOBODY` with the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from sqlalchemy import ColumnElement, Connection, Table, delete, exists, func, select, true, update

from server.identity import tables
from server.identity.pins import hall_date
from server.identity.sign_in_policy import DAY_MS, HOUR_MS, MINUTE_MS, SignInPolicy
from server.identity.staff_log import ADDRESS_KEPT_MS
from server.identity.throttle import KNOWN_SOURCE_MS, LONGEST_MS
from server.storage import schema

CODES_KEPT_MS = DAY_MS
"""After its end a one-time code is still told from a wrong one for so long."""
REVOKED_KEPT_MS = 90 * DAY_MS
"""Of a device that was revoked it is known for so long where it was, and when it was last heard of."""

Over = Callable[[int, SignInPolicy], ColumnElement[bool]]
"""Which rows are over at an instant (ms)."""
Kept = Callable[[SignInPolicy], int]


@dataclass(frozen=True, slots=True)
class Rule:
    """When something is deleted without anybody's word."""

    kept_ms: Kept
    """Longest time that it stays, from when it was last of use."""
    over: Over
    emptied: Mapping[str, object] = field(default_factory=dict)
    """Columns that are emptied, where the row itself is still needed; without any the row is deleted."""


@dataclass(frozen=True, slots=True)
class Holding:
    key: str
    """Of its texts (table `privacy` of a language): title, `_what`, `_why`, `_until`."""
    store: Literal["identity", "log", "elsewhere"]
    table: Table | None = None
    rows: ColumnElement[bool] = field(default_factory=true)
    """Those of the table that hold it."""
    rule: Rule | None = None
    """None: it stays until somebody ends it, as `_until` says."""

    def count(self, connection: Connection, hall_id: str) -> int:
        """So many rows of the hall hold it now."""
        if self.table is None:
            return 0
        mine = select(func.count()).select_from(self.table).where(self.table.c.hall_id == hall_id, self.rows)
        return connection.scalar(mine) or 0

    def forget(self, connection: Connection, hall_id: str, now: int, policy: SignInPolicy) -> None:
        """Deletes what is over by its rule."""
        if self.table is None or self.rule is None:
            return
        over = (self.table.c.hall_id == hall_id, self.rows, self.rule.over(now, policy))
        if self.rule.emptied:
            connection.execute(update(self.table).where(*over).values(**self.rule.emptied))
        else:
            connection.execute(delete(self.table).where(*over))


def _fixed(ms: int) -> Kept:
    return lambda _: ms


ACCOUNTS = Holding("accounts", "identity", tables.account, tables.account.c.name != "")
PINS = Holding("pins", "identity", tables.account, tables.account.c.pin_hash != "")
SECOND_FACTORS = Holding("second_factors", "identity", tables.account, tables.account.c.totp_secret != "")
OLD_PASSWORDS = Holding("old_passwords", "identity", tables.old_password)
SESSIONS = Holding(
    "sessions",
    "identity",
    tables.session,
    # Idle ones end by when they were last heard of, which is known in memory before it is written (`sessions.lives`).
    rule=Rule(
        lambda policy: policy.absolute_ms, lambda now, policy: tables.session.c.created_at <= now - policy.absolute_ms
    ),
)
FULL_SIGN_INS = Holding(
    "full_sign_ins",
    "identity",
    tables.full_sign_in,
    rule=Rule(_fixed(DAY_MS), lambda now, policy: tables.full_sign_in.c.date != hall_date(now, policy.time_zone)),
)
KNOWN_SOURCES = Holding(
    "known_sources",
    "identity",
    tables.known_source,
    rule=Rule(_fixed(KNOWN_SOURCE_MS), lambda now, _: tables.known_source.c.at <= now - KNOWN_SOURCE_MS),
)
FAILURES = Holding(
    "failures",
    "identity",
    tables.failure,
    rule=Rule(_fixed(LONGEST_MS), lambda now, _: tables.failure.c.at <= now - LONGEST_MS),
)
CODES = Holding(
    "codes",
    "identity",
    tables.code,
    rule=Rule(_fixed(CODES_KEPT_MS), lambda now, _: tables.code.c.expires_at <= now - CODES_KEPT_MS),
)
DEVICES = Holding("devices", "identity", tables.device, tables.device.c.revoked_at.is_(None))
REVOKED_DEVICES = Holding(
    "revoked_devices",
    "identity",
    tables.device,
    tables.device.c.revoked_at.is_not(None) & (tables.device.c.address != ""),
    rule=Rule(
        _fixed(REVOKED_KEPT_MS),
        lambda now, _: tables.device.c.revoked_at <= now - REVOKED_KEPT_MS,
        emptied={"address": "", "version": "", "last_seen": None, "skew_ms": None},
    ),
)
STAFF_LOG = Holding("staff_log", "identity", tables.staff_log)
STAFF_ADDRESSES = Holding(
    "staff_addresses",
    "identity",
    tables.staff_log_address,
    rule=Rule(
        _fixed(ADDRESS_KEPT_MS),
        lambda now, _: exists().where(
            tables.staff_log.c.hall_id == tables.staff_log_address.c.hall_id,
            tables.staff_log.c.seq == tables.staff_log_address.c.seq,
            tables.staff_log.c.at <= now - ADDRESS_KEPT_MS,
        ),
    ),
)
TICKETS = Holding("tickets", "log", schema.event, schema.event.c.type == "ticket_issued")
APPOINTMENTS = Holding("appointments", "log", schema.event, schema.event.c.type == "appointment_booked")
ACTS = Holding("acts", "log", schema.event, schema.event.c.by.like("person:%"))
LOG_RECORDS = Holding("log_records", "elsewhere")
MEMORY = Holding("memory", "elsewhere")

HOLDINGS = (
    ACCOUNTS,
    PINS,
    SECOND_FACTORS,
    OLD_PASSWORDS,
    SESSIONS,
    FULL_SIGN_INS,
    KNOWN_SOURCES,
    FAILURES,
    CODES,
    DEVICES,
    REVOKED_DEVICES,
    STAFF_LOG,
    STAFF_ADDRESSES,
    TICKETS,
    APPOINTMENTS,
    ACTS,
    LOG_RECORDS,
    MEMORY,
)
"""In the order in which they are told."""
ABOUT_NOBODY: Mapping[str, str] = {
    "identity_revision": "the number of the tables' form",
    "identity_changes": "how many changes there were",
    "identity_staff_log_end": "where the staff log ends",
    "command_key": "keys of commands, with no word of who sent them",
    "business_day": "dates of the hall",
    "heartbeat": "when the server last wrote",
    "log_reader": "how far readers of the log have come",
}
"""Tables that hold nothing about people, and what they hold."""


def forget(connection: Connection, hall_id: str, now: int, policy: SignInPolicy) -> None:
    """Deletes all of identity that is over by its rule."""
    for holding in HOLDINGS:
        if holding.store == "identity":
            holding.forget(connection, hall_id, now, policy)


def numbers(holding: Holding, policy: SignInPolicy) -> Mapping[str, int]:
    """For its text: how long it is kept, in whole days, hours and minutes, and how long nobody need do anything."""
    ms = 0 if holding.rule is None else holding.rule.kept_ms(policy)
    return {
        "days": ms // DAY_MS,
        "hours": ms // HOUR_MS,
        "minutes": ms // MINUTE_MS,
        "idle": policy.idle_ms // MINUTE_MS,
        "old": policy.passwords.not_again,
    }
