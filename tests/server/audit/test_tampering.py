"""`audit verify` names whatever an insider did to the logs; and a verifier that misses something fails this table."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text

from server.audit.anchor import key_name, make_anchor, read_anchor
from server.audit.anchor_folder import AnchorFolder
from server.audit.anchor_key import key_path, read_key
from server.audit.chain_walk import LogRows, looking
from server.audit.verify import LogAudit
from server.storage.chain import EventRow
from server.storage.engine import open_engine
from server.storage.promise import Promise
from server.storage.schema import event
from tests.postgres import Cluster, postgres
from tests.server.audit.anchors import OTHERS
from tests.server.audit.rig import DAYS, NOTED_A_DAY, Rig, built, rechain_log, sql
from tests.server.audit.tamperings import Tampering, all_tamperings

__all__ = ["postgres"]

ENTRIES = DAYS * NOTED_A_DAY
_BEHIND_SEQ = 'day, type, version, at, "by", cause, body, prev_hash'


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Rig, Rig]:
    """The hall today and yesterday; to be copied."""
    return built(tmp_path_factory.mktemp("hall") / "today")


@pytest.fixture
def rig(both: tuple[Rig, Rig], tmp_path: Path) -> Rig:
    return both[0].copy(tmp_path / "hall")


def rows_of(rig: Rig) -> int:
    with looking(open_engine(rig.settings.server.database, looks=True)) as connection:
        return int(connection.execute(text("SELECT max(seq) FROM event")).scalar_one())


def missed(hall: Rig, folder: Path, tamperings: list[Tampering], audit: type[LogAudit] = LogAudit) -> list[str]:
    """Names of those that the verifier does not tell as it must."""
    found: list[str] = []
    rig = hall.copy(folder / "tampered")
    for one in tamperings:
        rig.put_back(hall)
        one.do(rig)
        alone = rig.verify_all(audit=audit)
        verified = rig.verify_all(hall.anchors, audit) if one.against else alone
        if one.against and alone.status != 0:
            found.append(f"{one.name}: found without an anchor: {alone.told}")
        if verified.status != 65 or not _told(one, verified.lines):
            found.append(f"{one.name}: {verified.told}")
    return found


def _told(one: Tampering, lines: tuple[str, ...]) -> bool:
    """Whether the first line that says something wrong of this log names it."""
    staff = "staff" in one.name or "address" in one.name
    wrong = [line for line in lines if any(word in line for word in ("DAMAGED", "MISSING", "UNLIKE"))]
    if not one.against:
        wrong = [line for line in wrong if line.startswith("staff log") is (staff or "identity" in one.name)]
    return any(one.told in line for line in wrong[: 1 if one.told.startswith("seq") else None])


def test_every_tampering_is_named(both: tuple[Rig, Rig], tmp_path: Path) -> None:
    hall = both[0]
    tamperings = all_tamperings(rows_of(hall), ENTRIES)
    assert len(tamperings) > 80
    assert missed(hall, tmp_path, tamperings) == []


class BlindRows(LogRows[Any]):
    """Takes every row for the one after its predecessor."""

    def _follow(self, before: Any, row: Any, head: Any, witnesses: Any) -> None:
        if row.seq != head.seq + 1:
            super()._follow(before, row, head, witnesses)


class Blind(LogAudit):
    """A verifier with a planted fault: it never compares a hash."""

    def __init__(self, engine: Engine, hall_id: str, promise: Promise) -> None:
        super().__init__(engine, hall_id, promise)
        self.rows = BlindRows(engine, event, EventRow, hall_id)


def test_a_verifier_that_misses_a_silent_edit_fails_the_table(both: tuple[Rig, Rig], tmp_path: Path) -> None:
    hall = both[0]
    edits = [one for one in all_tamperings(rows_of(hall), ENTRIES) if one.name.startswith('event: "by" of ')]
    assert len(missed(hall, tmp_path, edits, Blind)) == len(edits) - 1  # of the last row the promise tells


def test_whole_logs_fit_all_their_anchors(both: tuple[Rig, Rig]) -> None:
    hall = both[0]
    verified = hall.verify("--against", *(one.text for one in hall.anchors))
    assert (verified.status, verified.last_word) == (0, "")
    assert [line for line in verified.lines if line.startswith("the anchor of")] == [
        f"the anchor of 2026-11-{24 + day} 04:00:00 UTC holds: the log to seq {one.events.seq}, the staff log to "
        f"{one.staff.seq}; signed by {key_name(one.key)}, compare with the paper"
        for day, one in enumerate(hall.anchors)
    ]
    assert verified.lines[-1].startswith("All holds: hall yongkang, 3 of 3 business days")


def test_yesterdays_files_put_back(both: tuple[Rig, Rig]) -> None:
    today, yesterday = both
    old = Rig(yesterday.folder)
    assert old.verify("--all").status == 0
    verified = old.verify("--against", today.anchors[-1].text)
    assert verified.status == 65
    assert "UNLIKE: the anchor of 2026-11-26 04:00:00 UTC: both logs are older than it" in verified.told
    assert old.verify("--against", today.anchors[1].text).status == 0


def test_a_chain_computed_anew_lies_between_two_anchors(rig: Rig) -> None:
    first = rig.anchors[0].events.seq
    sql(f"UPDATE event SET \"by\" = 'person:friend' WHERE seq = {first + 2}")(rig)
    rechain_log(rig)
    rig.promise().path.unlink()
    told = rig.verify("--against", *(one.text for one in rig.anchors)).told
    assert f"a row between seq {first + 1} and {rig.anchors[1].events.seq} was changed" in told


def test_anchors_of_others_and_altered_ones(rig: Rig) -> None:
    last = rig.anchors[-1]
    foreign = make_anchor(OTHERS, "zhongzheng", last.at, last.events, last.staff)
    assert "is of hall zhongzheng, not of yongkang" in rig.verify("--against", foreign.text).told
    altered = last._replace(events=last.events._replace(seq=1))
    verified = rig.verify("--against", altered.text)
    assert (verified.status, "is badly signed" in verified.told) == (65, True)
    other_key = make_anchor(OTHERS, "yongkang", last.at, last.events, last.staff)
    verified = rig.verify("--against", other_key.text)
    assert (verified.status, "the key was lost or changed since" in verified.told) == (65, True)
    said = rig.verify("--against", other_key.text, last.text, "--key", key_name(OTHERS.public).lower())
    assert (said.status, f"signed by {key_name(OTHERS.public)}, compare" in said.told) == (0, True)
    key_path(rig.settings.server.secret_file).unlink()
    assert rig.verify("--against", other_key.text, last.text).status == 65
    alone = rig.verify("--against", other_key.text)
    assert (alone.status, f"signed by {key_name(OTHERS.public)}, compare" in alone.told) == (0, True)


def test_who_looks_at_one_day_does_not_hear_that_all_holds(rig: Rig) -> None:
    last = rig.verify().lines[-1]
    assert last.startswith("Hall yongkang: the last of 3 business days holds, seq ")
    assert last.endswith("; --all looks at every day.")


def test_anchors_say_nothing_of_days_that_were_not_looked_at(rig: Rig) -> None:
    texts = [one.text for one in rig.anchors]
    some = rig.verify("--day", "2026-11-25", "--against", *texts)
    assert (some.status, "All holds" in some.told) == (0, False)
    assert some.lines[-1].endswith("and anchors say nothing of the others; --all looks at every day.")
    sql("UPDATE event SET \"by\" = 'person:friend' WHERE seq = 2")(rig)
    assert "All holds" not in rig.verify("--day", "2026-11-25", "--against", *texts).told
    assert rig.verify("--against", *texts).status == 65


def test_rows_of_another_hall_are_said(rig: Rig) -> None:
    assert "rows of 'zh" not in rig.verify("--all").told
    sql("INSERT INTO event SELECT 'zhongzheng', seq, " + _BEHIND_SEQ + " FROM event WHERE seq < 3")(rig)
    sql("INSERT INTO event SELECT '', seq, " + _BEHIND_SEQ + " FROM event WHERE seq = 1 AND hall_id > 'z'")(rig)
    verified = rig.verify("--all")
    assert verified.status == 0
    assert [line for line in verified.lines if "also has rows of" in line] == [
        "NOTICE: event also has rows of '', 'zhongzheng': a hall is verified by its own config, and these were not"
    ]


def test_evenings_without_an_anchor_are_named(rig: Rig, tmp_path: Path) -> None:
    folder = AnchorFolder(tmp_path / "anchors", "yongkang")
    for day in (0, 2):
        folder.keep(f"2026-11-{24 + day}", rig.anchors[day])
    verified = rig.verify("--against", str(folder.path))
    assert verified.status == 0
    assert [line for line in verified.lines if "NOTICE" in line] == [
        f"NOTICE: {folder.path}: no anchor of 2026-11-25: not made on those evenings, or removed since"
    ]
    folder.keep("2026-11-25", rig.anchors[1])
    assert "NOTICE" not in rig.verify("--against", str(folder.path)).told


@pytest.mark.parametrize("table", ["event", "identity_staff_log"])
def test_triggers_that_are_gone_are_said_and_damage_nothing(rig: Rig, table: str) -> None:
    assert "NOTICE" not in rig.verify().told
    server = rig.settings.server
    with open_engine(server.database if table == "event" else server.identity).begin() as connection:
        connection.execute(text(f"DROP TRIGGER {table}_no_delete"))
    verified = rig.verify()
    assert (verified.status, verified.last_word) == (0, "")
    assert [line for line in verified.lines if "NOTICE" in line] == [
        f"NOTICE: the database no longer refuses to change rows of {table}: without trigger {table}_no_delete"
    ]


def test_no_secret_is_needed(rig: Rig) -> None:
    secret_file = rig.settings.server.secret_file
    assert read_key(key_path(secret_file)).public == read_anchor(rig.anchors[0].text).key
    key_path(secret_file).unlink()
    assert rig.verify("--against", *(one.text for one in rig.anchors)).status == 0


def test_a_text_that_is_no_anchor_is_usage(rig: Rig) -> None:
    verified = rig.verify("--against", "JIAOHAO1:YONGKANG:AAAA")
    assert (verified.status, verified.lines) == (64, ())
    assert "is no anchor" in verified.last_word


def test_an_identity_from_before_the_staff_log(rig: Rig) -> None:
    tables = ("identity_staff_log", "identity_staff_log_address", "identity_staff_log_end")
    sql("UPDATE identity_revision SET revision = 1", *(f"DROP TABLE {one}" for one in tables), staff=True)(rig)
    verified = rig.verify()
    assert (verified.status, "staff log: has not begun" in verified.told) == (0, True)


@pytest.mark.parametrize("kept", ["both", "promise", "identity"])
def test_a_log_that_is_gone_is_not_one_to_be_had_later(rig: Rig, kept: str) -> None:
    path = Path(rig.settings.server.database.database or "")
    if kept == "both":
        sql("DROP TABLE event")(rig)
        verified = rig.verify()
        assert (verified.status, "gone: " in verified.last_word, "has no table event" in verified.last_word) == (
            65,
            True,
            True,
        )
    for file in path.parent.glob(f"{path.name}*"):
        if file.name in {path.name, f"{path.name}-wal", f"{path.name}-shm"}:
            file.unlink()
    if kept == "identity":
        rig.promise().path.unlink()
    if kept == "promise":
        Path(rig.settings.server.identity.database or "").unlink()
    verified = rig.verify()
    assert (verified.status, "is gone: " in verified.last_word, "no such file" in verified.last_word) == (
        65,
        True,
        True,
    )


def test_a_log_that_never_began_is_not_gone(rig: Rig) -> None:
    for file in (rig.folder / "data").iterdir():
        shutil.rmtree(file) if file.is_dir() else file.unlink()
    assert rig.verify().status == 75


@pytest.fixture
def on_postgresql(request: pytest.FixtureRequest, tmp_path: Path) -> Rig:
    cluster: Cluster = request.getfixturevalue("postgres")
    return built(tmp_path / "hall", cluster.new_database())[0]


@pytest.mark.postgres
def test_on_postgresql(on_postgresql: Rig) -> None:
    rig = on_postgresql
    anchors = ["--against", *(one.text for one in rig.anchors)]
    whole = rig.verify(*anchors)
    assert (whole.status, "NOTICE" in whole.told) == (0, False)
    sql("UPDATE event SET body = replace(body, 'training', 'training ') WHERE seq = 2")(rig)
    told = rig.verify("--all").told
    assert "seq 2 " in told
    assert "of event: without trigger event_no_change, event_no_truncate" in told
    sql("UPDATE event SET body = replace(body, 'training ', 'training') WHERE seq = 2")(rig)
    sql("UPDATE identity_staff_log SET seq = -seq WHERE seq IN (4, 5)", staff=True)(rig)
    sql("UPDATE identity_staff_log SET seq = 9 + seq WHERE seq < 0", staff=True)(rig)
    assert "staff log: DAMAGED: seq 4 was swapped with seq 5" in rig.verify().told
    sql("DELETE FROM identity_staff_log WHERE seq > 3", "DELETE FROM identity_staff_log_end", staff=True)(rig)
    assert "the staff log ends at seq 3, and went to 6 then" in rig.verify(*anchors).told


def test_whoever_asks_reads_it_in_their_language(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    """Damage, what it is, and what to do, whichever of the two logs it is in and whatever shows it."""
    monkeypatch.setenv("JIAOHAO_LOCALE", "zh_TW.UTF-8")
    whole = rig.verify("--against", *(one.text for one in rig.anchors))
    assert whole.lines[-1].startswith("全部相符：據點 yongkang，共 3 個營業日，查了 3 個，第 1 到 ")
    sql("UPDATE event SET seq = -seq WHERE seq IN (2, 3)", "UPDATE event SET seq = 5 + seq WHERE seq < 0")(rig)
    sql("DELETE FROM identity_staff_log WHERE seq = 4", staff=True)(rig)
    damaged = rig.verify("--against", *(one.text for one in rig.anchors))
    assert damaged.status == 65
    assert "有損壞：第 2 筆和第 3 筆被對調" in damaged.told
    assert "人員紀錄：有損壞：第 4 筆被刪除" in damaged.told
    assert "提醒：資料庫不再拒絕更改 event 的資料" in damaged.told
    assert damaged.last_word.startswith("據點 yongkang 的叫號紀錄不完整。先把整個資料夾")
    assert not re.search(r"[a-z]{3,} [a-z]{2,}", damaged.told.replace("event_no_", "")), damaged.told
