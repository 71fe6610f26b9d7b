"""What others tell the staff log, and how it is read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta, tzinfo
from functools import partial
from typing import cast, get_args

import msgspec
from sqlalchemy import ColumnElement, Connection, and_, or_, select, true

from server.identity.answers import StaffLine, StaffLines
from server.identity.principal import Actor
from server.identity.registry import Registry
from server.identity.rows import Picture
from server.identity.staff_log import Detail, StaffEntry, What, note, note_restored
from server.identity.tables import staff_log, staff_log_address

AT_ONCE = 100
"""Lines of one answer."""
_WRITTEN = staff_log.c.seq > 0
_KINDS = frozenset(get_args(What))
_decode = msgspec.json.Decoder(dict[str, str | int | bool]).decode


class StaffNotes(Registry):
    def note(self, kind: str, source: str, detail: str) -> None:
        """The edge's `Refusals`: what it refused to a stranger. Of `device_twice`, `detail` is the device's id."""
        what = cast("What", kind) if kind in _KINDS else "socket_refused"
        if what == "device_twice":
            work = self._refusal(what, source=self._source(source), device_id=detail, about=detail)
        else:
            work = self._refusal(what, source=self._source(source), why=detail)
        if work is not None:
            self._later(work)

    def right_refused(self, actor: str, device_id: str, source: str, asked: str) -> None:
        """The edge's `Refusals`: somebody who is known asked for what they may not, a few entries a minute of each."""
        person = Actor.read(actor).account_id
        one = str(Actor(person)) if person else actor
        work = self._refusal(
            "right_refused",
            source=self._source(source),
            by=actor,
            device_id=device_id,
            about=one,
            why=asked,
        )
        if work is not None:
            self._later(work)

    def tell(self, what: What, *, by: str, device_id: str = "", detail: Detail | None = None) -> None:
        """An entry for which nobody waits; one that cannot be written is a trouble, and lost."""
        at = self._clock.now()
        self._later(
            lambda connection, hall_id: note(
                connection, hall_id, what, at=at, by=by, device_id=device_id, detail=detail
            )
        )

    def tell_restored(self, triggers: Sequence[str]) -> None:
        """That the hall's log was found without these triggers, and has them again; as `tell`."""
        self._later(partial(note_restored, triggers=triggers, at=self._clock.now(), where="hall_log"))

    async def staff_lines(self, *, before: int | None = None, day: date | None = None, person: str = "") -> StaffLines:
        """The newest first, at most so many: those with a `seq` below `before`, of that day of the hall, by or about
        that person."""
        zone, seen = self._policy.time_zone, self._seen

        def work(connection: Connection, hall_id: str) -> StaffLines:
            wanted = (staff_log.c.hall_id == hall_id, _before(before), _on(day, zone), _of(person))
            same = (staff_log_address.c.hall_id == staff_log.c.hall_id) & (staff_log_address.c.seq == staff_log.c.seq)
            found = connection.execute(
                select(staff_log, staff_log_address.c.address)
                .select_from(staff_log.outerjoin(staff_log_address, same))
                .where(*wanted)
                .order_by(staff_log.c.seq.desc())
                .limit(AT_ONCE + 1)
            ).all()
            lines = [_line(StaffEntry(*row[:-1]), row[-1] or "", seen) for row in found[:AT_ONCE]]
            return StaffLines(tuple(lines), older=len(found) > AT_ONCE, people=_people(seen))

        return await self._store.read(work)


def _before(seq: int | None) -> ColumnElement[bool]:
    return _WRITTEN if seq is None else and_(_WRITTEN, staff_log.c.seq < seq)


def _on(day: date | None, zone: tzinfo) -> ColumnElement[bool]:
    if day is None:
        return true()
    begins = datetime.combine(day, time(), zone).timestamp()
    ends = datetime.combine(min(day, date.max - timedelta(1)) + timedelta(1), time(), zone).timestamp()
    return staff_log.c.at.between(int(begins * 1000), int(ends * 1000) - 1)


def _of(person: str) -> ColumnElement[bool]:
    if not person:
        return true()
    who = str(Actor(person))
    at_a_counter = staff_log.c.by.startswith(str(Actor(person, "-"))[:-1], autoescape=True)
    return or_(staff_log.c.by == who, at_a_counter, staff_log.c.subject == person)


def _people(seen: Picture) -> Mapping[str, str]:
    return {row.account_id: row.name for row in sorted(seen.accounts.values(), key=lambda one: one.login)}


def _line(entry: StaffEntry, address: str, seen: Picture) -> StaffLine:
    actor = Actor.read(entry.by)
    names = {row.device_id: row.name for row in seen.devices.values()}
    detail = _decode(entry.detail)
    detail.pop("address", None)
    return StaffLine(
        seq=entry.seq,
        at=entry.at,
        what=entry.what,
        by=entry.by,
        by_id=actor.account_id,
        counter=names.get(actor.device_id, actor.device_id),
        subject_id=entry.subject,
        device=names.get(entry.device_id, entry.device_id),
        address=address,
        detail=detail,
    )
