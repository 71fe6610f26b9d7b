"""When sessions and devices were last heard of: in memory, and seldom in the store."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import Connection, update

from server.identity.rows import DeviceRow, SessionRow
from server.identity.store_thread import Work
from server.identity.tables import device, session


class OfDevice(NamedTuple):
    """What a device said of itself when it was last heard of."""

    last_seen: int
    version: str
    address: str
    skew_ms: int | None


class Heard:
    """What the store does not know yet."""

    def __init__(self) -> None:
        self._sessions: dict[str, int] = {}
        self._devices: dict[str, OfDevice] = {}

    def session(self, session_id: str, at: int) -> None:
        self._sessions[session_id] = at

    def device(self, device_id: str, said: OfDevice) -> None:
        self._devices[device_id] = said

    def last_seen(self, row: SessionRow) -> int:
        return self._sessions.get(row.session_id, row.last_seen)

    def as_heard(self, row: DeviceRow) -> DeviceRow:
        said = self._devices.get(row.device_id)
        return row if said is None else row._replace(**said._asdict())

    def forget(self, ended: Iterable[str]) -> None:
        """Sessions and devices that have ended."""
        for one in ended:
            self._sessions.pop(one, None)
            self._devices.pop(one, None)

    def to_write(self) -> tuple[Heard, Work[None]] | None:
        """What there is, and how it is written; once that is done `written` is told. None when there is nothing."""
        if not self._sessions and not self._devices:
            return None
        copy = Heard()
        copy._sessions, copy._devices = dict(self._sessions), dict(self._devices)

        def work(connection: Connection, hall_id: str) -> None:
            for session_id, at in copy._sessions.items():
                mine = (session.c.hall_id == hall_id, session.c.session_id == session_id)
                connection.execute(update(session).where(*mine).values(last_seen=at))
            for device_id, said in copy._devices.items():
                of_device = (device.c.hall_id == hall_id, device.c.device_id == device_id)
                connection.execute(update(device).where(*of_device).values(**said._asdict()))

        return copy, work

    def written(self, copy: Heard) -> None:
        """The store knows this much; what was heard since then it does not."""
        self._sessions = {key: at for key, at in self._sessions.items() if copy._sessions.get(key) != at}
        self._devices = {key: said for key, said in self._devices.items() if copy._devices.get(key) != said}
