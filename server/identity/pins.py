"""PINs: the short way back to a counter at which one has signed in today."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from server.identity.principal import StaffRole

PinFault = Literal["", "pin_length", "pin_easy"]
SHORTEST, LONGEST = 6, 8
_RUNS = ("01234567890123456789", "98765432109876543210")


def pin_fault(pin: str) -> PinFault:
    """Why it cannot be a PIN; empty when it can."""
    if not (pin.isascii() and pin.isdecimal() and SHORTEST <= len(pin) <= LONGEST):
        return "pin_length"
    if len(set(pin)) < 3 or any(pin in run for run in _RUNS):
        return "pin_easy"
    half = len(pin) // 2
    if pin[:half] * 2 == pin or pin[:2] * half == pin:
        return "pin_easy"
    return ""


def hall_date(at: int, zone: dt.tzinfo) -> str:
    """The hall's date at an instant, ISO 8601."""
    return dt.datetime.fromtimestamp(at / 1000, zone).date().isoformat()


def role_by_pin(role: StaffRole) -> StaffRole:
    """Whoever came by PIN: an administrator without the second factor is a clerk."""
    return "clerk" if role == "administrator" else role
