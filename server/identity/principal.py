"""Whoever speaks to the server, as one value made once at the gate: nothing else decides rights."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from server.domain.actors import Actor

__all__ = ["DEVICE_KINDS", "STAFF_ROLES", "Actor", "DeviceKind", "Principal", "Role", "StaffRole", "anonymous"]

Role = Literal[
    "anonymous",
    "phone",
    "kiosk",
    "display",
    "counter",
    "devices",
    "pending",
    "volunteer",
    "clerk",
    "supervisor",
    "administrator",
]
"""`pending`: has signed in, and first needs a password or a second factor of their own. The gate says so."""
DeviceKind = Literal["kiosk", "display", "counter", "devices"]
StaffRole = Literal["volunteer", "clerk", "supervisor", "administrator"]
DEVICE_KINDS: tuple[DeviceKind, ...] = ("kiosk", "display", "counter", "devices")
STAFF_ROLES: tuple[StaffRole, ...] = ("volunteer", "clerk", "supervisor", "administrator")


@dataclass(frozen=True, slots=True)
class Principal:
    """Who speaks. `server.identity.rights` says what that role may."""

    role: Role
    hall_id: str
    actor: str = ""
    """Who acts, an `Actor` as text, which every event is marked with; "" for anonymous and phones, which act on
    nothing."""
    name: str = ""
    """What people call them: an account's or a device's name."""
    session_id: str = ""
    """Of staff: the session (not its token) that can be ended."""
    device_id: str = ""
    """Of a device; of staff: the enrolled counter that they sit at, if any."""


def anonymous(hall_id: str) -> Principal:
    return Principal("anonymous", hall_id)
