"""Whoever speaks to the server, as one value made once at the gate: nothing else decides rights."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

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


_PERSON, _DEVICE = "person:", "device:"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, as text in every event and in the staff log: `person:ID`, `person:ID@device:ID` of somebody who is
    signed in at an enrolled counter, or `device:ID`. Nowhere else is that text taken apart."""

    account_id: str = ""
    device_id: str = ""

    def __str__(self) -> str:
        named = ((_PERSON, self.account_id), (_DEVICE, self.device_id))
        return "@".join(f"{kind}{one}" for kind, one in named if one)

    @staticmethod
    def read(text: str) -> Actor:
        """Neither a person nor a device for whatever else stands there (the author itself, a test)."""
        person, _, counter = text.partition("@")
        if not person.startswith(_PERSON):
            person, counter = "", text
        return Actor(_after(person, _PERSON), _after(counter, _DEVICE))


def _after(text: str, start: str) -> str:
    return text.removeprefix(start) if text.startswith(start) else ""


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
