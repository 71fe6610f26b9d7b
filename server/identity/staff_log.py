"""The staff log: who signed in, was refused, changed an account, a device, the config. Rows in a chain of hashes.

An entry is noted in the transaction of what it tells, so that neither is there without the other. It holds ids, never
a name, a login, or anything that somebody typed as a secret; where it came from stands beside it (`staff_log_address`)
and goes after 90 days. Rows are never changed: the database refuses that, and the chain would show it.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

import msgspec
from sqlalchemy import Connection, insert, select, update

from server.identity.sign_in_policy import DAY_MS
from server.identity.tables import staff_log, staff_log_address, staff_log_end
from server.storage.chain import GENESIS, Head, row_hash

ADDRESS_KEPT_MS = 90 * DAY_MS
LONGEST_DETAIL = 200
"""Characters of one text in `detail`."""
CONSOLE = "console"
"""`by`: whoever sits at the server's own computer, with `./jiaohao admin`."""
SERVER = "server"
"""`by`: nobody asked for it."""

What = Literal[
    "first_administrator",
    "signed_in",
    "switched_by_pin",
    "signed_out",
    "session_ended",
    "session_idle",
    "session_too_old",
    "sign_in_refused",
    "locked",
    "first_code_made",
    "first_code_shown",
    "account_added",
    "role_changed",
    "account_disabled",
    "account_enabled",
    "account_reset",
    "account_unlocked",
    "account_erased",
    "password_changed",
    "password_chosen",
    "pin_set",
    "pin_removed",
    "second_factor_set",
    "device_code_made",
    "device_enrolled",
    "device_revoked",
    "device_renamed",
    "device_twice",
    "enrolment_refused",
    "socket_refused",
    "right_refused",
    "config_taken",
    "config_refused",
    "numbers_burst",
    "anchor_printed",
    "protection_restored",
]
"""What an entry tells. Each has its words in every language; one that was once written stays for ever."""
Where = Literal[
    "password",
    "second_factor",
    "pin",
    "one_time_code",
    "first_code",
    "new_factor",
    "old_password",
    "device_code",
    "locked",
    "hall_log",
    "own_log",
]
"""`where` in the detail: what was guessed wrong, that nobody is heard there now, or which log it is about (this one is
`own_log`). It has words too."""
Detail = Mapping[str, str | int | bool]


class StaffEntry(NamedTuple):
    """A row of the staff log, its columns in order: what `chain.row_hash` is taken over."""

    hall_id: str
    seq: int
    at: int
    """Milliseconds since the epoch, UTC."""
    by: str
    """Whoever did it: `principal.Actor` as text, CONSOLE, SERVER, or "" for a stranger."""
    what: str
    """One of `What`, or a word of a newer program."""
    subject: str
    """Id of the account that it is about, or ""."""
    device_id: str
    """The device that it is about, or at which it happened; or ""."""
    detail: str
    """JSON object, its names sorted. `address` in it is SHA-256, hex, of salt and address."""
    prev_hash: str


def note(
    connection: Connection,
    hall_id: str,
    what: What,
    *,
    at: int,
    by: str,
    subject: str = "",
    device_id: str = "",
    address: str = "",
    detail: Detail | None = None,
) -> StaffEntry:
    """Adds an entry, in the transaction that does what it tells (one that writes: `database.one_writer`)."""
    head = staff_head(connection, hall_id)
    told = {key: _storable(one) if isinstance(one, str) else one for key, one in (detail or {}).items()}
    seq, salt, address = head.seq + 1, secrets.token_hex(16), _storable(address)[:80]
    if address:
        told["address"] = address_hash(salt, address)
        connection.execute(insert(staff_log_address).values(hall_id=hall_id, seq=seq, salt=salt, address=address))
    text = msgspec.json.encode(told, order="sorted").decode()
    entry = StaffEntry(hall_id, seq, at, by, what, subject[:40], device_id[:40], text, head.hash)
    connection.execute(insert(staff_log).values(**entry._asdict()))
    _tell_end(connection, entry)
    return entry


def note_restored(
    connection: Connection, hall_id: str, triggers: Sequence[str], *, at: int, where: Where = "own_log"
) -> None:
    """That whoever opened a log found it without these triggers, and made them again. Nothing when there are none."""
    if triggers:
        detail = {"where": where, "triggers": ", ".join(triggers)}
        note(connection, hall_id, "protection_restored", at=at, by=SERVER, detail=detail)


def staff_head(connection: Connection, hall_id: str) -> Head:
    """Where the staff log ends; GENESIS for an empty one."""
    newest = select(staff_log).where(staff_log.c.hall_id == hall_id).order_by(staff_log.c.seq.desc()).limit(1)
    row = connection.execute(newest).one_or_none()
    if row is None:
        return GENESIS
    entry = StaffEntry(*row)
    return Head(entry.seq, row_hash(entry))


def _tell_end(connection: Connection, last: StaffEntry) -> None:
    """Keeps where the log ends beside it: `./jiaohao audit verify` asks for that."""
    ends = {"seq": last.seq, "hash": row_hash(last)}
    told = update(staff_log_end).where(staff_log_end.c.hall_id == last.hall_id).values(**ends)
    if not connection.execute(told).rowcount:
        connection.execute(insert(staff_log_end).values(hall_id=last.hall_id, **ends))


def address_hash(salt: str, address: str) -> str:
    return hashlib.sha256((salt + address).encode()).hexdigest()


def _storable(text: str) -> str:
    """What both databases take, at most so long: a stranger may have sent it."""
    return text[:LONGEST_DETAIL].encode("utf-8", "replace").decode().replace("\0", "\ufffd")
