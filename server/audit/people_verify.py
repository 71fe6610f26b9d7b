"""Whether accounts and devices are what the staff log tells of them: no role that somebody wrote into the table, no
account or device that nobody was ever given, none that was ended and is there again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import msgspec
from sqlalchemy import Connection, Engine, select

from server.audit.chain_walk import looking
from server.audit.said import Said
from server.identity.tables import account, device, staff_log

_OF_PEOPLE = ("first_administrator", "account_added", "role_changed")
_OF_ENDS = ("account_disabled", "account_enabled", "account_erased")
_OF_DEVICES = ("device_enrolled", "device_revoked")
MOST_LOOKS = 3
"""An act of now may lie between our two looks, where a database shows each as of its own instant."""


@dataclass
class _Told:
    """What the staff log says that there is."""

    roles: dict[str, tuple[str, int]] = field(default_factory=dict)
    """By account, with the entry that says so."""
    enabled: dict[str, tuple[bool, int]] = field(default_factory=dict)
    devices: dict[str, tuple[str, bool, int]] = field(default_factory=dict)
    """By device: its kind, and whether it is still enrolled."""


def fault_of_people(engine: Engine, hall_id: str) -> str:
    """The first account or device that is not as the staff log tells, in words; "" when all are. The log itself is
    taken to be whole. Raises StorageFault, LogCorrupt."""
    fault = ""
    for _ in range(MOST_LOOKS):
        with looking(engine) as connection:
            fault = next(iter(_faults(connection, hall_id)), "")
        if not fault:
            break
    return fault


def _faults(connection: Connection, hall_id: str) -> Iterable[str]:
    people = connection.execute(
        select(account.c.account_id, account.c.role, account.c.enabled, account.c.created_at)
        .where(account.c.hall_id == hall_id)
        .order_by(account.c.account_id)
    ).all()
    machines = connection.execute(
        select(device.c.device_id, device.c.kind, device.c.revoked_at, device.c.enrolled_at)
        .where(device.c.hall_id == hall_id)
        .order_by(device.c.device_id)
    ).all()
    told, since = _told(connection, hall_id)
    for one in people:
        role, seq = told.roles.get(one.account_id, ("", 0))
        if not seq and one.created_at >= since:
            yield Said("account_untold", account=one.account_id, role=one.role)
        elif seq and role != one.role:
            yield Said("account_role", account=one.account_id, role=one.role, told=role, seq=seq)
        enabled, seq = told.enabled.get(one.account_id, (True, 0))
        if seq and enabled is not bool(one.enabled):
            yield Said("account_enabled" if one.enabled else "account_disabled", account=one.account_id, seq=seq)
    for one in machines:
        kind, enrolled, seq = told.devices.get(one.device_id, ("", False, 0))
        if not seq and one.enrolled_at >= since:
            yield Said("device_untold", device=one.device_id, kind=one.kind)
        elif seq and kind and kind != one.kind:
            yield Said("device_kind", device=one.device_id, kind=one.kind, told=kind, seq=seq)
        elif seq and enrolled is not (one.revoked_at is None):
            yield Said("device_revoked" if enrolled else "device_back", device=one.device_id, seq=seq)


def _told(connection: Connection, hall_id: str) -> tuple[_Told, int]:
    """With the instant since which everything is told: of a hall whose log began with it, its beginning; where accounts
    were there before a staff log was kept, its first entry."""
    mine = staff_log.c.hall_id == hall_id
    first = connection.execute(select(staff_log.c.at).where(mine).order_by(staff_log.c.seq).limit(1)).scalar()
    rows = connection.execute(
        select(staff_log.c.seq, staff_log.c.what, staff_log.c.subject, staff_log.c.device_id, staff_log.c.detail)
        .where(mine, staff_log.c.what.in_((*_OF_PEOPLE, *_OF_ENDS, *_OF_DEVICES)))
        .order_by(staff_log.c.seq)
    )
    found, whole = _Told(), False
    for seq, what, subject, device_id, detail in rows:
        said = msgspec.json.decode(detail, type=dict[str, object])
        if what in _OF_PEOPLE:
            whole = whole or what == "first_administrator"
            role = "administrator" if what == "first_administrator" else str(said.get("role", ""))
            found.roles[subject] = (role, seq)
            found.enabled.setdefault(subject, (True, seq))
        elif what in _OF_ENDS:
            found.enabled[subject] = (what == "account_enabled", seq)
        else:
            kind = found.devices.get(device_id, ("", False, 0))[0]
            found.devices[device_id] = (str(said.get("kind", kind)), what == "device_enrolled", seq)
    return found, (0 if whole else first if first is not None else 2**63)
