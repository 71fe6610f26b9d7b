"""From where somebody signs in, and what their wrong guesses are kept under there."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import Connection

from server.identity.answers import Denial
from server.identity.failures import failures, knows_source
from server.identity.rows import AccountRow, account_of_login
from server.identity.throttle import account_locked_ms, login_subject, of_counter, seconds


class Whence(NamedTuple):
    source: str
    """The address, as `throttle.source_of` has it."""
    device_id: str
    """The enrolled counter, or empty."""
    browser: str = ""
    """What stands for the browser, whoever it is known to (`throttle.of_browser`); or empty."""


def counted_at(connection: Connection, hall_id: str, row: AccountRow | None, whence: Whence, now: int) -> str:
    """The counter, or the browser in which that account signed in lately, else the address. Whoever guesses at the same
    address, without that browser's cookie, is counted apart. `row`: None for an unknown login."""
    if whence.device_id:
        return of_counter(whence.device_id)
    if row is not None and whence.browser and knows_source(connection, hall_id, row.account_id, whence.browser, now):
        return whence.browser
    return whence.source


def locked_now(connection: Connection, hall_id: str, login: str, whence: Whence, now: int) -> Denial | None:
    """Whether nobody is heard at that login from there."""
    row = account_of_login(connection, hall_id, login)
    at = counted_at(connection, hall_id, row, whence, now)
    known_here = at != whence.source or (
        row is not None and knows_source(connection, hall_id, row.account_id, whence.source, now)
    )
    found = failures(connection, hall_id, login_subject(login), at, now)
    ms = account_locked_ms(found, now, known_here=known_here)
    return Denial("locked", retry_after_s=seconds(ms)) if ms else None
