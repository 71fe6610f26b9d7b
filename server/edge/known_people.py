"""A gatekeeper who knows whom it was told of, for tests of the edge and for measuring it: no store, no passwords."""

# ruff: noqa: ARG002 - most of what it is asked it does not know
from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import date

from program.clock import Clock, SystemClock
from server.identity.answers import (
    Account,
    AddedAccount,
    Denial,
    Device,
    DeviceCode,
    Enrolled,
    OwnAccount,
    PinPerson,
    Session,
    SignedIn,
    StaffLines,
    TotpSecret,
)
from server.identity.endings import Ending
from server.identity.principal import DEVICE_KINDS, STAFF_ROLES, Actor, DeviceKind, Principal, StaffRole
from server.identity.staff_log import What

_UNKNOWN = Denial("unknown")


class KnownPeople:
    """Sessions and devices by token. What needs a store is answered with `unknown`."""

    def __init__(self) -> None:
        self._sessions: dict[str, tuple[Principal, OwnAccount]] = {}
        self._devices: dict[str, Principal] = {}
        self._listeners: list[Callable[[frozenset[str]], None]] = []
        self.touched: list[str] = []
        """Tokens of the sessions whose owner did something, in order."""
        self.clock: Clock = SystemClock()
        self.heard: dict[str, tuple[str, str, int | None]] = {}
        """Of each device that was seen: address, version and skew."""
        self.told: list[tuple[str, str, str]] = []
        """What the staff log was told: what, by whom, at which device."""

    def knows_person(self, token: str, principal: Principal, own: OwnAccount | None = None) -> None:
        role = next(role for role in STAFF_ROLES if role == principal.role)
        account_id = Actor.read(principal.actor).account_id
        self._sessions[token] = (principal, own or OwnAccount(account_id, account_id, principal.name, role))

    def knows_device(self, token: str, principal: Principal) -> None:
        self._devices[token] = principal

    def end(self, *ids: str) -> None:
        """Sessions and devices, by id; call it on the event loop."""
        self.forget(*ids)
        for listener in self._listeners:
            listener(frozenset(ids))

    def forget(self, *ids: str) -> None:
        """They have ended, and nobody was told yet."""
        self._sessions = {token: one for token, one in self._sessions.items() if one[0].session_id not in ids}
        self._devices = {token: one for token, one in self._devices.items() if one.device_id not in ids}

    def principal_of_session(self, token: str, *, touch: bool = True) -> Principal | None:
        found = self._sessions.get(token)
        if found and touch:
            self.touched.append(token)
        return found[0] if found else None

    def now(self) -> int:
        return self.clock.now()

    def why_ended(self, token: str) -> Ending:
        return ""

    def own_account(self, session_id: str) -> OwnAccount | None:
        return next((own for one, own in self._sessions.values() if one.session_id == session_id), None)

    def principal_of_device(self, token: str) -> Principal | None:
        return self._devices.get(token)

    def account_name(self, account_id: str) -> str:
        known = (own for _, own in self._sessions.values() if own.account_id == account_id)
        return next((own.name for own in known), "")

    def device_name(self, device_id: str) -> str:
        return next((one.name for one in self._devices.values() if one.device_id == device_id), "")

    def subscribe(self, listener: Callable[[frozenset[str]], None]) -> None:
        self._listeners.append(listener)

    def seen(self, device_id: str, address: str, version: str, skew_ms: int | None) -> None:
        self.heard[device_id] = (address, version, skew_ms)

    async def sign_out(self, session_id: str) -> None:
        self.end(session_id)

    async def sign_in(
        self, login: str, password: str, totp: str, *, source: str, device_id: str = "", browser: str = ""
    ) -> SignedIn | Denial:
        return Denial("wrong_credentials")

    async def sessions_of(self, account_id: str) -> Sequence[Session]:
        return ()

    async def end_session(self, by: str, session_id: str) -> Denial | None:
        return _UNKNOWN

    async def pin_people(self, device_id: str) -> Sequence[PinPerson]:
        return ()

    async def switch(self, device_id: str, account_id: str, pin: str, *, source: str) -> SignedIn | Denial:
        return _UNKNOWN

    def first_open(self) -> bool:
        return False

    async def make_first(self, code: str, login: str, name: str, password: str, *, source: str) -> SignedIn | Denial:
        return _UNKNOWN

    async def change_password(self, session_id: str, old: str, new: str) -> SignedIn | Denial:
        return _UNKNOWN

    async def reset_password(self, login: str, code: str, new: str, *, source: str) -> Denial | None:
        return _UNKNOWN

    async def set_pin(self, session_id: str, pin: str) -> Denial | None:
        return _UNKNOWN

    async def totp_begin(self, session_id: str) -> TotpSecret | Denial:
        return _UNKNOWN

    async def totp_confirm(self, session_id: str, code: str) -> SignedIn | Denial:
        return _UNKNOWN

    async def accounts(self) -> Sequence[Account]:
        return ()

    async def add_account(self, by: str, login: str, name: str, role: StaffRole) -> AddedAccount | Denial:
        return _UNKNOWN

    async def set_role(self, by: str, account_id: str, role: StaffRole) -> Denial | None:
        return _UNKNOWN

    async def disable(self, by: str, account_id: str) -> Denial | None:
        return _UNKNOWN

    async def enable(self, by: str, account_id: str) -> Denial | None:
        return _UNKNOWN

    async def reset_code(self, by: str, account_id: str) -> str | Denial:
        return _UNKNOWN

    async def unlock(self, by: str, account_id: str) -> Denial | None:
        return _UNKNOWN

    async def erase(self, by: str, account_id: str) -> Denial | None:
        return _UNKNOWN

    def tell(self, what: What, *, by: str, device_id: str = "") -> None:
        self.told.append((what, by, device_id))

    async def staff_lines(self, *, before: int | None = None, day: date | None = None, person: str = "") -> StaffLines:
        return StaffLines((), older=False, people={})

    async def device_code(self, by: str, kind: DeviceKind, name: str) -> DeviceCode | Denial:
        return _UNKNOWN

    async def enrol(
        self, code: str, version: str, *, source: str, vouched: bool = False, kinds: Collection[str] = DEVICE_KINDS
    ) -> Enrolled | Denial:
        return _UNKNOWN

    async def devices(self) -> Sequence[Device]:
        known = {one.device_id: one for one in self._devices.values()}
        return tuple(
            Device(one.device_id, kind, one.name, enrolled_at=0)
            for one in known.values()
            for kind in DEVICE_KINDS
            if kind == one.role
        )

    async def revoke(self, by: str, device_id: str) -> Denial | None:
        return _UNKNOWN

    async def rename(self, by: str, device_id: str, name: str) -> Denial | None:
        return _UNKNOWN
