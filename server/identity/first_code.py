"""The code with which the first administrator is made: it proves that one may read this computer's files.

The store has its hash, the file the code, so that it can be shown again.
"""

from __future__ import annotations

import os
import secrets
import stat
from contextlib import suppress
from pathlib import Path

from sqlalchemy import Connection, select

from server.identity.code_store import find_code, make_code
from server.identity.codes import spelled, typed
from server.identity.staff_log import note
from server.identity.tables import account
from server.storage.faults import StorageFault


def has_accounts(connection: Connection, hall_id: str) -> bool:
    return connection.scalar(select(account.c.account_id).where(account.c.hall_id == hall_id).limit(1)) is not None


def first_code(connection: Connection, hall_id: str, file: Path, now: int, *, by: str) -> str | None:
    """The one in the file while it is valid, else a new one, made `by` whoever asks; None once there is an account.
    Raises StorageFault when the file cannot be written."""
    if has_accounts(connection, hall_id):
        forget_first_code(file)
        return None
    kept = _read(file)
    found = find_code(connection, hall_id, "first", kept, now) if kept else None
    if found is not None and found.valid:
        return spelled(typed(kept))
    made = make_code(connection, hall_id, "first", now)
    note(connection, hall_id, "first_code_made", at=now, by=by)
    try:
        _write(file, made)
    except OSError as fault:
        raise StorageFault(f"{file}: {fault.strerror}") from fault
    return spelled(made)


def forget_first_code(file: Path) -> None:
    with suppress(OSError):
        file.unlink(missing_ok=True)


def _read(file: Path) -> str:
    """Empty when there is none, or others than its owner may read it."""
    try:
        if stat.S_IMODE(file.stat().st_mode) & (stat.S_IRWXG | stat.S_IRWXO):
            return ""
        return file.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return ""


def _write(file: Path, code: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as opened:
        opened.write(spelled(code) + "\n")
        opened.flush()
        os.fsync(opened.fileno())
    draft.replace(file)
