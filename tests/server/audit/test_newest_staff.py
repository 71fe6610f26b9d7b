"""What a start finds in the newest entries of the staff log; and addresses that go in time are no damage."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from server.audit.heads import StoredHeads
from server.audit.newest_staff import fault_of_newest, staff_troubles
from server.audit.staff_verify import StaffAudit
from server.identity.database import open_identity
from server.identity.sign_in_policy import DAY_MS
from server.identity.staff_log import ADDRESS_KEPT_MS, note
from server.storage.engine import open_engine
from server.storage.faults import LogCorrupt
from tests.server.audit.rig import DAYS, NOTED_A_DAY, NOW, Rig, built, sql

ENTRIES = DAYS * NOTED_A_DAY
EDIT = "UPDATE identity_staff_log SET what = 'signed_out' WHERE seq ="


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Rig:
    return built(tmp_path_factory.mktemp("newest") / "hall")[0]


@pytest.fixture
def rig(whole: Rig, tmp_path: Path) -> Rig:
    return whole.copy(tmp_path / "hall")


def audit(rig: Rig) -> StaffAudit:
    return StaffAudit(open_engine(rig.settings.server.identity, looks=True), rig.settings.hall.hall_id)


@pytest.mark.parametrize(
    ("statements", "told"),
    [
        ((f"{EDIT} 5",), "seq 5 was edited"),
        ((f"{EDIT} {ENTRIES}",), f"seq {ENTRIES} is not the row that was acknowledged there"),
        ((f"DELETE FROM identity_staff_log WHERE seq = {ENTRIES}",), f"seq {ENTRIES} was removed"),
        (("DELETE FROM identity_staff_log",), "seq 1 was removed"),
        (("DROP TABLE identity_staff_log",), "the table of the staff log was removed"),
        (("DELETE FROM identity_staff_log_address WHERE seq = 2",), "the address that seq 2 came from was removed"),
    ],
)
def test_a_damage_is_a_line_and_a_trouble_and_no_anchor_vouches_for_it(
    rig: Rig, statements: tuple[str, ...], told: str
) -> None:
    sql(*statements, staff=True)(rig)
    with capture_logs() as lines:
        fault = fault_of_newest(rig.settings, NOW)
    assert told in fault
    (line,) = lines
    assert (line["event"], line["log_level"], line["reason"]) == ("staff_log_damaged", "error", fault)
    (trouble,) = staff_troubles(fault)
    assert (trouble.code, trouble.detail, trouble.blocks) == ("staff_log_damaged", fault, False)
    server, hall_id = rig.settings.server, rig.settings.hall.hall_id
    log, identity = open_engine(server.database, looks=True), open_engine(server.identity, looks=True)
    with pytest.raises(LogCorrupt, match="the staff log is damaged: "):
        StoredHeads(log, identity, hall_id, staff_fault=fault).staff()


def test_a_whole_one_says_nothing(rig: Rig) -> None:
    with capture_logs() as lines:
        assert fault_of_newest(rig.settings, NOW) == ""
    assert (lines, staff_troubles("")) == ([], ())


def gone(rig: Rig) -> None:
    Path(rig.settings.server.identity.database or "").unlink()


def no_database(rig: Rig) -> None:
    Path(rig.settings.server.identity.database or "").write_bytes(b"not a database, only some text " * 400)


@pytest.mark.parametrize("harm", [gone, no_database])
def test_what_cannot_be_read_is_said_by_who_opens_it(rig: Rig, harm: Callable[[Rig], None]) -> None:
    harm(rig)
    assert fault_of_newest(rig.settings, NOW) == ""


def test_a_start_looks_at_so_many_and_the_row_before_them(rig: Rig) -> None:
    sql(f"{EDIT} 2", staff=True)(rig)
    assert audit(rig).check(NOW) == "seq 2 was edited"
    assert audit(rig).check(NOW, newest=ENTRIES - 3) == ""
    assert audit(rig).check(NOW, newest=ENTRIES - 2) == "seq 2 was edited"
    sql("DELETE FROM identity_staff_log WHERE seq = 2", staff=True)(rig)
    assert audit(rig).check(NOW, newest=ENTRIES - 2) == "seq 2 was removed"


def test_addresses_that_are_old_enough_may_be_gone(rig: Rig) -> None:
    sql("DELETE FROM identity_staff_log_address", staff=True)(rig)
    assert "the address that seq 2 came from" in audit(rig).check(NOW)
    last_day = NOW - DAY_MS
    assert "the address that seq 8 came from" in audit(rig).check(last_day + ADDRESS_KEPT_MS - 2 * DAY_MS)
    assert audit(rig).check(last_day + ADDRESS_KEPT_MS) == ""


def test_addresses_that_went_while_the_clock_was_ahead_are_no_damage(rig: Rig) -> None:
    sql("DELETE FROM identity_staff_log_address", staff=True)(rig)
    engine = open_identity(rig.settings.server.identity)
    with engine.begin() as connection:
        note(connection, rig.settings.hall.hall_id, "signed_in", at=NOW + 2 * ADDRESS_KEPT_MS, by="person:1")
    engine.dispose()
    assert audit(rig).check(NOW) == ""
