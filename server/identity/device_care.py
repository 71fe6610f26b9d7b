"""Devices: codes for new ones, enrolment, the list, taking one's rights away."""

from __future__ import annotations

import secrets
from collections.abc import Collection

import structlog
from sqlalchemy import Connection, insert, update

from server.identity.answers import Denial, Device, DeviceCode, Enrolled
from server.identity.code_store import find_code, make_code, use_code
from server.identity.codes import VALID_MS
from server.identity.failures import count_failure, forgive
from server.identity.guessing import code_locked
from server.identity.names import fault_of_name, name_in
from server.identity.principal import DEVICE_KINDS, Actor, DeviceKind
from server.identity.registry import Registry
from server.identity.sessions import new_token, token_hash
from server.identity.staff_log import What, note
from server.identity.tables import device, session

_log = structlog.get_logger()
_ENROL = "enrol"
_UNKNOWN = Denial("unknown")


class DeviceCare(Registry):
    async def device_code(self, by: str, kind: DeviceKind, name: str) -> DeviceCode | Denial:
        """With it one device of that kind may be enrolled, within 10 minutes. Wrong codes that were typed before keep
        nobody from typing it."""
        fault = fault_of_name(name)
        if fault is not None:
            return fault
        now = self._clock.now()

        def work(connection: Connection, hall_id: str) -> str:
            forgive(connection, hall_id, _ENROL)
            note(connection, hall_id, "device_code_made", at=now, by=by, detail={"kind": kind})
            return make_code(connection, hall_id, "device", now, subject=kind, name=name_in(name))

        code = await self._write(work)
        _log.info("device_code_made", by=by, kind=kind)
        return DeviceCode(code, now + VALID_MS["device"])

    async def enrol(
        self, code: str, version: str, *, source: str, vouched: bool = False, kinds: Collection[str] = DEVICE_KINDS
    ) -> Enrolled | Denial:
        """Whoever has the code becomes that device. `kinds`: what it can be; a code for another is not used up, and
        counts as a guess, since it is answered that there is such a code. `vouched`: an administrator types
        it, who is heard whatever others have typed there."""
        here, now = self._source(source), self._clock.now()

        def work(connection: Connection, hall_id: str) -> Enrolled | Denial:
            locked = code_locked(connection, hall_id, _ENROL, here, now)
            if locked is not None and not vouched:
                self._note_refused(
                    connection, hall_id, "enrolment_refused", source=here, where="device_code", code="locked"
                )
                return locked
            found = find_code(connection, hall_id, "device", code, now)
            kind = next((one for one in DEVICE_KINDS if found is not None and one == found.subject), None)
            if found is None or kind is None:
                self._guessed_code(connection, hall_id, here, "wrong_code")
                return Denial("wrong_code")
            if not found.valid:
                return Denial("expired_code")
            if kind not in kinds:
                self._guessed_code(connection, hall_id, here, "wrong_kind")
                return Denial("wrong_kind", reason=kind)
            if not use_code(connection, hall_id, "device", code):
                return Denial("wrong_code")
            made = Enrolled(secrets.token_hex(8), kind, found.name, new_token())
            connection.execute(
                insert(device).values(
                    hall_id=hall_id,
                    device_id=made.device_id,
                    kind=kind,
                    name=made.name,
                    token_hash=token_hash(made.token),
                    enrolled_at=now,
                    last_seen=now,
                    version=version[:80],
                    address=source[:80],
                    skew_ms=None,
                    revoked_at=None,
                )
            )
            note(
                connection,
                hall_id,
                "device_enrolled",
                at=now,
                by=str(Actor("", made.device_id)),
                device_id=made.device_id,
                address=here,
                detail={"kind": kind},
            )
            return made

        done = await self._write(work)
        if isinstance(done, Denial):
            _log.warning("enrolment_refused", code=done.code, source=here)
        else:
            _log.info("device_enrolled", device=done.device_id, kind=done.kind, source=here)
        return done

    def device_name(self, device_id: str) -> str:
        """What people call an enrolled device; "" for one that was revoked, or never was. From memory."""
        row = self._device(device_id)
        return row.name if row else ""

    async def devices(self) -> tuple[Device, ...]:
        """Those enrolled and not revoked, by name."""
        rows = [self._heard.as_heard(row) for row in self._seen.devices.values() if row.revoked_at is None]
        return tuple(sorted((row.shown() for row in rows), key=lambda one: (one.name, one.device_id)))

    async def revoke(self, by: str, device_id: str) -> Denial | None:
        """Its token is worth nothing from now on, nor is a session that began at it. None when it is done."""
        if self._device(device_id) is None:
            return _UNKNOWN
        now = self._clock.now()

        def work(connection: Connection, hall_id: str) -> None:
            mine = (device.c.hall_id == hall_id, device.c.device_id == device_id)
            connection.execute(update(device).where(*mine).values(revoked_at=now))
            at_it = (session.c.hall_id == hall_id, session.c.device_id == device_id)
            connection.execute(session.delete().where(*at_it))
            note(connection, hall_id, "device_revoked", at=now, by=by, device_id=device_id)

        await self._write(work)
        _log.info("device_revoked", by=by, device=device_id)
        return None

    async def rename(self, by: str, device_id: str, name: str) -> Denial | None:
        """None when it is done."""
        fault = fault_of_name(name)
        if fault is not None:
            return fault
        if self._device(device_id) is None:
            return _UNKNOWN
        now = self._clock.now()

        def work(connection: Connection, hall_id: str) -> None:
            mine = (device.c.hall_id == hall_id, device.c.device_id == device_id)
            connection.execute(update(device).where(*mine).values(name=name_in(name)))
            note(connection, hall_id, "device_renamed", at=now, by=by, device_id=device_id)

        await self._write(work)
        _log.info("device_renamed", by=by, device=device_id)
        return None

    def _guessed_code(self, connection: Connection, hall_id: str, here: str, code: str) -> None:
        """Counts a code that lets nothing in, and notes it; also that from there none is heard any more."""
        now = self._clock.now()
        count_failure(connection, hall_id, _ENROL, here, now)
        locked = code_locked(connection, hall_id, _ENROL, here, now) is not None
        kinds: tuple[What, ...] = ("enrolment_refused", "locked") if locked else ("enrolment_refused",)
        self._note_refused(connection, hall_id, *kinds, source=here, where="device_code", code=code)
