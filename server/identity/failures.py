"""Wrong guesses in the store, so that a restart forgives nobody."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from sqlalchemy import Connection, delete, insert, select, update

from server.identity.tables import failure, known_source
from server.identity.throttle import (
    FROM_EVERYWHERE,
    FROM_SOURCE,
    KNOWN_SOURCE_MS,
    LONGEST_MS,
    OF_SOURCE,
    Failures,
    is_address,
    locked_for_ms,
)


def failures(connection: Connection, hall_id: str, subject: str, source: str, now: int) -> Failures:
    """Of the subject, of the source, and of both."""
    recent = (
        select(failure.c.at, failure.c.source)
        .where(failure.c.hall_id == hall_id, failure.c.at > now - LONGEST_MS)
        .order_by(failure.c.at)
    )
    of_subject = connection.execute(recent.where(failure.c.subject == subject)).all()
    of_source = connection.execute(recent.where(failure.c.source == source)).all()
    return Failures(
        of_account_here=[row.at for row in of_subject if row.source == source],
        of_account=[row.at for row in of_subject],
        of_source=[row.at for row in of_source],
    )


def settle_failures(connection: Connection, hall_id: str, now: int) -> None:
    """Those from the future were written before the clock was set back: from now on they are as old as if they had been
    made now, so that nobody is locked out for the time that it was set back by."""
    connection.execute(update(failure).where(failure.c.hall_id == hall_id, failure.c.at > now).values(at=now))


def count_failure(connection: Connection, hall_id: str, subject: str, source: str, now: int) -> None:
    connection.execute(
        insert(failure).values(hall_id=hall_id, failure_id=secrets.token_hex(8), subject=subject, source=source, at=now)
    )


def forgive(connection: Connection, hall_id: str, subject: str, source: str | None = None) -> None:
    """Forgets the subject's failures: those from `source`, or all."""
    mine = delete(failure).where(failure.c.hall_id == hall_id, failure.c.subject == subject)
    connection.execute(mine if source is None else mine.where(failure.c.source == source))


def remember_source(connection: Connection, hall_id: str, account_id: str, source: str, now: int) -> None:
    mine = (known_source.c.hall_id == hall_id, known_source.c.account_id == account_id)
    connection.execute(delete(known_source).where(*mine, known_source.c.source == source))
    connection.execute(insert(known_source).values(hall_id=hall_id, account_id=account_id, source=source, at=now))


def knows_source(connection: Connection, hall_id: str, account_id: str, source: str, now: int) -> bool:
    return (
        connection.scalar(
            select(known_source.c.at).where(
                known_source.c.hall_id == hall_id,
                known_source.c.account_id == account_id,
                known_source.c.source == source,
                known_source.c.at > now - KNOWN_SOURCE_MS,
            )
        )
        is not None
    )


def is_near(connection: Connection, hall_id: str, source: str, now: int) -> bool:
    """Whether anybody signed in from there in the last 30 days."""
    lately = known_source.c.at > now - KNOWN_SOURCE_MS
    mine = (known_source.c.hall_id == hall_id, known_source.c.source == source, lately)
    return connection.scalar(select(known_source.c.at).where(*mine).limit(1)) is not None


def is_shut(connection: Connection, hall_id: str, source: str, now: int) -> bool:
    """Whether nobody is heard from there now who is not known there."""
    recent = (failure.c.hall_id == hall_id, failure.c.source == source, failure.c.at > now - LONGEST_MS)
    found = connection.scalars(select(failure.c.at).where(*recent).order_by(failure.c.at)).all()
    return is_address(source) and bool(locked_for_ms(OF_SOURCE, found, now))


class Locks(NamedTuple):
    subjects: frozenset[str]
    """At which somebody is refused now, from some source or from everywhere."""
    sources: frozenset[str]
    """From which nobody is heard now who is not known there."""
    tried: Mapping[str, frozenset[str]]
    """By subject: from where wrong guesses came."""


def locks(connection: Connection, hall_id: str, now: int) -> Locks:
    found: dict[str, dict[str, list[int]]] = {}
    of_sources: dict[str, list[int]] = {}
    recent = select(failure.c.subject, failure.c.source, failure.c.at).where(
        failure.c.hall_id == hall_id, failure.c.at > now - LONGEST_MS
    )
    for row in connection.execute(recent.order_by(failure.c.at)):
        found.setdefault(row.subject, {}).setdefault(row.source, []).append(row.at)
        if is_address(row.source):
            of_sources.setdefault(row.source, []).append(row.at)
    return Locks(
        frozenset(subject for subject, by_source in found.items() if _locked(by_source, now)),
        frozenset(source for source, instants in of_sources.items() if locked_for_ms(OF_SOURCE, instants, now)),
        {subject: frozenset(by_source) for subject, by_source in found.items()},
    )


def unlock(connection: Connection, hall_id: str, subject: str, refused_at: Iterable[str], now: int) -> None:
    """Forgets the subject's failures. The sources that they came from, and those in `refused_at`, are open again too:
    what was guessed there at others is forgotten with it."""
    found = locks(connection, hall_id, now)
    opened = found.sources & (found.tried.get(subject, frozenset()) | frozenset(refused_at))
    connection.execute(delete(failure).where(failure.c.hall_id == hall_id, failure.c.source.in_(opened)))
    forgive(connection, hall_id, subject)


def _locked(by_source: dict[str, list[int]], now: int) -> bool:
    everywhere = sorted(at for instants in by_source.values() for at in instants)
    here = any(locked_for_ms(FROM_SOURCE, instants, now) for instants in by_source.values())
    return here or bool(locked_for_ms(FROM_EVERYWHERE, everywhere, now))
