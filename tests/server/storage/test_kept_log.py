"""The write-ahead log that a start found: one copy, of the start that had most; gone when all is well."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import URL, make_url
from structlog.testing import capture_logs

from server.storage.chain import Head
from server.storage.faults import LogCorrupt, LogHeld, LogLost, StorageFault
from server.storage.kept_log import LEFT_BYTES, KeptLog, kept_through
from server.storage.promise import Promise
from server.storage.room import DiskRoom


@pytest.fixture
def wal(tmp_path: Path) -> Path:
    wal = tmp_path / "hall.db-wal"
    wal.write_bytes(b"first")
    return wal


@pytest.fixture
def promise(tmp_path: Path) -> Promise:
    promise = Promise(tmp_path / "promise", "sample")
    promise.begin(Head(31, "31"))
    return promise


@pytest.fixture
def url(tmp_path: Path) -> URL:
    return make_url(f"sqlite:///{tmp_path}/hall.db")


def start(url: URL, promise: Promise) -> KeptLog:
    start = KeptLog(url, promise)
    start.keep()
    return start


def copies(wal: Path) -> dict[str, bytes]:
    return {path.name.removeprefix("hall.db-wal."): path.read_bytes() for path in wal.parent.glob("hall.db-wal.*")}


def test_a_start_that_passes_leaves_none(url: URL, promise: Promise, wal: Path) -> None:
    found = start(url, promise)
    assert copies(wal) == {"aside-31": b"first"}
    found.passed(loss_accepted=False)
    assert copies(wal) == {}


@pytest.mark.parametrize("fault", [LogLost("seq 16 is gone"), LogCorrupt("seq 3 is bad")])
def test_a_refused_start_names_its_copy_and_a_later_one_leaves_it(
    url: URL, promise: Promise, wal: Path, fault: Exception
) -> None:
    for after in (b"less", b""):
        with (
            pytest.raises(type(fault), match=r"(gone|bad); .*: /.*hall\.db-wal\.kept-31"),
            kept_through(start(url, promise)),
        ):
            raise fault
        assert copies(wal) == {"kept-31": b"first"}
        wal.write_bytes(after)
    promise.begin(Head(40, "40"))
    wal.write_bytes(b"of a restored backup")
    found = start(url, promise)
    assert copies(wal) == {"kept-31": b"first"}
    found.passed(loss_accepted=False)
    assert copies(wal) == {}


def test_what_a_person_has_accepted_as_lost_is_kept_and_hinders_no_later_copy(
    url: URL, promise: Promise, wal: Path
) -> None:
    for _ in range(2):
        start(url, promise).refused()
        with capture_logs() as lines:
            start(url, promise).passed(loss_accepted=True)
        assert [line["event"] for line in lines] == ["write_ahead_log_kept"]
        wal.write_bytes(b"second")
    assert copies(wal) == {"lost-31": b"first", "lost-31-1": b"second"}


def test_the_copy_of_a_start_that_was_never_judged_gives_way_to_one_that_speaks_of_more(
    url: URL, promise: Promise, wal: Path
) -> None:
    with pytest.raises(StorageFault), kept_through(start(url, promise)):
        raise StorageFault("locked")
    wal.write_bytes(b"less")
    start(url, promise)
    assert copies(wal) == {"aside-31": b"first"}, "nothing was acknowledged since"
    promise.begin(Head(40, "40"))
    wal.write_bytes(b"more")
    start(url, promise)
    assert copies(wal) == {"aside-40": b"more"}


def test_beside_a_server_at_work_nothing_stays(url: URL, promise: Promise, wal: Path) -> None:
    with pytest.raises(LogHeld), kept_through(start(url, promise)):
        raise LogHeld("pc:1")
    assert copies(wal) == {}


def test_a_full_disk_is_a_line_and_the_start_goes_on(url: URL, promise: Promise, wal: Path) -> None:
    with capture_logs() as lines:
        KeptLog(url, promise, room=lambda _: DiskRoom(LEFT_BYTES, 1 << 40)).keep()
        wal.with_name("hall.db-wal.draft").mkdir()
        with pytest.raises(LogLost, match="gone; restore"), kept_through(start(url, promise)):
            raise LogLost("seq 16 is gone")
    assert [line["event"] for line in lines] == ["write_ahead_log_not_kept"] * 2


def test_without_a_write_ahead_log_there_is_nothing_to_keep(url: URL, promise: Promise, wal: Path) -> None:
    wal.write_bytes(b"")
    start(url, promise)
    wal.unlink()
    start(url, promise)
    start(make_url("postgresql+psycopg://jh@/hall"), promise).passed(loss_accepted=False)
    assert copies(wal) == {}
