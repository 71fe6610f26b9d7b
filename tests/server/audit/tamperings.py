"""What an insider may do to a hall's logs, and what `audit verify` must say of each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.server.audit.rig import Rig, rechain_log, rechain_staff, sql

LOG, STAFF = "event", "identity_staff_log"
_EDIT_STAFF = f"UPDATE {STAFF} SET \"by\" = 'x'"


@dataclass(frozen=True)
class Tampering:
    name: str
    do: Callable[[Rig], None]
    told: str
    """What the verifier must say."""
    against: bool = False
    """Whether only the anchors can tell."""


def all_tamperings(rows: int, entries: int) -> list[Tampering]:
    """Of a log and a staff log of that many rows."""
    return [*_in(LOG, rows), *_in(STAFF, entries), *_beside(rows, entries), *_against(rows, entries)]


def _in(table: str, length: int) -> Iterator[Tampering]:
    """A row edited, removed, swapped with the next, one inserted before it: at both ends, where a day ends and begins,
    and in the middle, where every column is edited. Every other place: `test_wrong_row`."""
    staff = table == STAFF
    columns = (
        ("at", '"by"', "what", "subject", "device_id", "detail", "prev_hash")
        if staff
        else ("at", '"by"', "day", "type", "version", "cause", "body", "prev_hash")
    )
    for seq in (1, length // 3, length // 3 + 1, length // 2, length - 1, length):
        named = f"seq {seq} "
        last = seq == length
        for column in columns if seq == length // 2 else ('"by"', "prev_hash"):
            value = f"{column} + 1" if column in {"at", "day", "version"} else _other(column)
            edit = f"UPDATE {table} SET {column} = {value} WHERE seq = {seq}"
            yield Tampering(f"{table}: {column} of {seq} edited", sql(edit, staff=staff), named)
        yield Tampering(
            f"{table}: {seq} removed",
            sql(f"DELETE FROM {table} WHERE seq = {seq}", staff=staff),
            named if staff or not last else f"ends at seq {seq - 1}, but {seq} was acknowledged",
        )
        if last:
            continue
        yield Tampering(
            f"{table}: {seq} and {seq + 1} swapped",
            sql(
                f"UPDATE {table} SET seq = -seq WHERE seq IN ({seq}, {seq + 1})",
                f"UPDATE {table} SET seq = {2 * seq + 1} + seq WHERE seq < 0",
                staff=staff,
            ),
            f"{named}was swapped with seq {seq + 1}",
        )
        copied = ", ".join(f"'x' || {one}" if one == '"by"' else one for one in _columns(staff))
        yield Tampering(
            f"{table}: one inserted before {seq}",
            sql(
                f"UPDATE {table} SET seq = -seq - 1 WHERE seq >= {seq}",
                f"UPDATE {table} SET seq = -seq WHERE seq < 0",
                f"INSERT INTO {table} SELECT {copied.replace('seq', str(seq), 1)} FROM {table} WHERE seq = {seq + 1}",
                staff=staff,
            ),
            named,
        )


def _columns(staff: bool) -> tuple[str, ...]:
    if staff:
        return ("hall_id", "seq", "at", '"by"', "what", "subject", "device_id", "detail", "prev_hash")
    return ("hall_id", "seq", "day", "type", "version", "at", '"by"', "cause", "body", "prev_hash")


def _other(column: str) -> str:
    if column == "prev_hash":
        return f"'{'e' * 64}'"
    if column in {"body", "detail"}:
        return f"replace({column}, '}}', ' }}')"
    return f"{column} || 'x'"


def _beside(rows: int, entries: int) -> Iterator[Tampering]:
    """What stands beside the rows."""
    day = "table of days: DAMAGED"
    yield Tampering("a day removed", sql("DELETE FROM business_day WHERE day = 2"), f"{day}: day 2 was removed")
    yield Tampering("the first day removed", sql("DELETE FROM business_day WHERE day = 1"), f"{day}: day 1 was removed")
    yield Tampering("the last day removed", sql("DELETE FROM business_day WHERE day = 3"), "has no place there")
    yield Tampering("all days removed", sql("DELETE FROM business_day"), f"{day}: no business day is in the table")
    added = f"INSERT INTO business_day VALUES ('yongkang', 4, '2026-11-27', {rows + 1})"
    yield Tampering("a day added", sql(added), f"{day}: day 4 begins at seq {rows + 1}, and the log ends at seq {rows}")
    moved = "UPDATE business_day SET first_seq = first_seq + 1 WHERE day = 2"
    yield Tampering("a day begins later", sql(moved), "has no place there")
    moved = "UPDATE business_day SET first_seq = 2 WHERE day = 1"
    yield Tampering("the first day begins later", sql(moved), f"{day}: day 1 begins at seq 2, and the log at seq 1")
    swapped = (
        "UPDATE business_day SET day = -day WHERE day > 1",
        "UPDATE business_day SET day = 5 + day WHERE day < 0",
    )
    yield Tampering("days in another order", sql(*swapped), "before the day before it")
    dated = "UPDATE business_day SET date = '2026-11-27' WHERE day = 3"
    yield Tampering("a day of another date", sql(dated), "the table of days says 2026-11-27")
    key = "the key call-1 speaks of seq"
    yield Tampering("a key of another fact", sql("UPDATE command_key SET seq = 2 WHERE key = 'call-1'"), key)
    yield Tampering("a key of a later fact", sql("UPDATE command_key SET seq = 99 WHERE key = 'call-1'"), key)
    yield Tampering("another word", sql("UPDATE command_key SET what = 'ticket_held' WHERE key = 'call-1'"), key)
    yield Tampering("a key of another day", sql("UPDATE command_key SET day = 1 WHERE key = 'call-1'"), key)
    forgotten = sql("DELETE FROM command_key WHERE key = 'call-2'")
    yield Tampering("a key of today removed", forgotten, f"seq {rows} names the key call-2, which is not remembered")
    address = sql("UPDATE identity_staff_log_address SET address = '198.51.100.1' WHERE seq = 2", staff=True)
    yield Tampering("an address edited", address, "seq 2 came from another address")
    address = sql("INSERT INTO identity_staff_log_address VALUES ('yongkang', 1, 's', '192.0.2.9')", staff=True)
    yield Tampering("an address added", address, "seq 1 came from another address")
    gone = sql("DELETE FROM identity_staff_log_address WHERE seq IN (3, 8)", staff=True)
    yield Tampering("addresses removed", gone, "the address that seq 3 came from was removed before its time")
    end = sql("DELETE FROM identity_staff_log_end", staff=True)
    yield Tampering(
        "the end of the staff log not told", end, "staff log: DAMAGED: where the staff log ended is told no"
    )
    given = "'administrator', 1, '', 1, '', '', 0, 9999999999999, NULL"
    somebody = sql(f"INSERT INTO identity_account VALUES ('yongkang', 'f00d', 'eve', 'Eve', {given})", staff=True)
    told = "accounts and devices: DAMAGED: account f00d, administrator, is told of nowhere"
    yield Tampering("an account that nobody made", somebody, told)
    given = "'h', 9999999999999, NULL, '', '', NULL, NULL"
    something = sql(f"INSERT INTO identity_device VALUES ('yongkang', 'beef', 'kiosk', 'k', {given})", staff=True)
    told = "accounts and devices: DAMAGED: device beef, kiosk, is told of nowhere"
    yield Tampering("a device that nobody enrolled", something, told)
    for seq in (0, -3):
        for forged_in, staff in ((LOG, False), (STAFF, True)):
            copied = ", ".join(_columns(staff)).replace("seq", str(seq), 1)
            forged = sql(f"INSERT INTO {forged_in} SELECT {copied} FROM {forged_in} WHERE seq = 1", staff=staff)
            yield Tampering(f"{forged_in}: {seq} added", forged, f"seq {seq} was inserted")
    back = sql("UPDATE identity_revision SET revision = 1", "DROP TABLE identity_staff_log", staff=True)
    yield Tampering("the staff log dropped and forgotten", back, "the table of the staff log was removed")
    back = sql("UPDATE identity_revision SET revision = 1", f"{_EDIT_STAFF} WHERE seq = 4", staff=True)
    yield Tampering("the staff log of an older revision", back, "seq 4 ")
    table = sql("DROP TABLE identity_staff_log", staff=True)
    yield Tampering("the staff log dropped", table, "staff log: DAMAGED: the table of the staff log was removed")
    yield Tampering("identity deleted", _delete_identity, "staff log: MISSING: ")
    yield Tampering("the staff log emptied", sql(f"DELETE FROM {STAFF}", staff=True), "seq 1 was removed")
    last = f"DELETE FROM {STAFF} WHERE seq > {entries - 2}"
    yield Tampering("the staff log cut", sql(last, staff=True), f"seq {entries - 1} was removed")


def _against(rows: int, entries: int) -> Iterator[Tampering]:
    """What only anchors find: the chain is computed anew, and what was told beside the database with it."""

    def anew(*statements: str) -> Callable[[Rig], None]:
        def change(rig: Rig) -> None:
            sql(*statements)(rig)
            rechain_log(rig)
            _forget_promise(rig)

        return change

    def staff_anew(*statements: str) -> Callable[[Rig], None]:
        def change(rig: Rig) -> None:
            sql(*statements, staff=True)(rig)
            rechain_staff(rig)

        return change

    for seq in (1, rows // 2, rows):
        edit = f"UPDATE {LOG} SET \"by\" = 'person:somebody' WHERE seq = {seq}"
        yield Tampering(f"the log anew from {seq}", anew(edit), "UNLIKE: ", against=True)
    for seq in (1, entries // 2, entries):
        edit = f"UPDATE {STAFF} SET what = 'signed_out' WHERE seq = {seq}"
        yield Tampering(f"the staff log anew from {seq}", staff_anew(edit), "UNLIKE: ", against=True)
    cut = (f"DELETE FROM {LOG} WHERE seq = {rows}", "DELETE FROM command_key WHERE key = 'call-2'")
    yield Tampering(
        "the log's end cut", anew(*cut), f"the log ends at seq {rows - 1}, and went to {rows} then", against=True
    )
    cut_staff = tuple(f"DELETE FROM {table} WHERE seq = {entries}" for table in (STAFF, f"{STAFF}_address"))
    told = f"the staff log ends at seq {entries - 1}, and went to {entries} then"
    yield Tampering("the staff log's end cut", staff_anew(*cut_staff), told, against=True)


def _forget_promise(rig: Rig) -> None:
    rig.promise().path.unlink()


def _delete_identity(rig: Rig) -> None:
    (rig.folder / "data" / "identity.db").unlink()
