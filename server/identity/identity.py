"""The facade: everything that the edge asks of identity."""

from __future__ import annotations

from server.identity.account_care import AccountCare
from server.identity.device_care import DeviceCare
from server.identity.own_account import OwnAccountCare
from server.identity.staff_notes import StaffNotes


class Identity(OwnAccountCare, AccountCare, DeviceCare, StaffNotes):
    """Accounts, sessions and devices of one hall: the edge's `Gatekeeper`. `registry.Registry` says how it lives."""
