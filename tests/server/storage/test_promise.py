"""The promise beside a log: the newest record that is whole counts, and nothing that happens to it stops a commit."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import make_url
from structlog.testing import capture_logs

from server.storage.chain import GENESIS, Head
from server.storage.promise import SLOT, Promise, promise_path

ENDS = [Head(seq, f"{seq:064x}") for seq in range(1, 6)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "promise"


def test_what_was_kept_last_is_read(path: Path) -> None:
    promise = Promise(path, "sample")
    assert not promise.exists()
    assert promise.read() is None
    promise.begin()
    assert promise.read() == GENESIS
    for end in ENDS:
        promise.keep(end)
        assert Promise(path, "sample").read() == end, "without a flush: a kill loses nothing"
    promise.flush()
    promise.close()
    assert path.stat().st_size == 2 * SLOT
    assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("torn", [b"", b"\0" * 100, b'["sample",9,9,'])
def test_of_a_record_half_written_the_one_before_counts(path: Path, torn: bytes) -> None:
    promise = Promise(path, "sample")
    promise.begin()
    for end in ENDS:
        promise.keep(end)
    promise.close()
    whole = bytearray(path.read_bytes())
    last = len(ENDS) % 2 * SLOT
    whole[last : last + 200] = torn.ljust(200)
    path.write_bytes(whole)
    assert Promise(path, "sample").read() == ENDS[-2]


def test_a_changed_record_counts_for_nothing_nor_does_another_halls(path: Path) -> None:
    promise = Promise(path, "sample")
    promise.begin(ENDS[0])
    promise.close()
    path.write_bytes(path.read_bytes().replace(b'",0,1,"', b'",0,7,"'))
    assert promise.read() is None
    promise.begin(ENDS[1])
    promise.close()
    assert Promise(path, "other").read() is None
    assert promise.read() == ENDS[1]


def test_a_new_file_may_promise_less(path: Path) -> None:
    promise = Promise(path, "sample")
    promise.begin()
    for end in ENDS:
        promise.keep(end)
    promise.begin(ENDS[1])
    assert Promise(path, "sample").read() == ENDS[1]
    promise.keep(ENDS[2])
    assert Promise(path, "sample").read() == ENDS[2]
    promise.close()


def test_one_that_cannot_be_kept_is_a_line_and_no_fault(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    promise = Promise(tmp_path / "file" / "promise", "sample")
    assert promise.troubles() == ()
    with capture_logs() as lines:
        promise.begin()
        promise.begin()
        promise.keep(ENDS[0])
        promise.flush()
    assert [(line["event"], line["reason"]) for line in lines] == [("promise_not_kept", "File exists")]
    (trouble,) = promise.troubles()
    assert (trouble.part, trouble.code, trouble.blocks) == ("store", "promise_not_kept", False)
    promise.close()


def test_one_that_could_not_begin_begins_at_rest(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    promise = Promise(tmp_path / "file" / "promise", "sample")
    with capture_logs() as lines:
        promise.begin()
        promise.keep(ENDS[0])
        (tmp_path / "file").unlink()
        promise.flush()
    assert promise.read() == ENDS[0]
    assert promise.troubles() == ()
    assert [line["event"] for line in lines] == ["promise_not_kept", "promise_kept_again"]
    promise.keep(ENDS[1])
    assert promise.read() == ENDS[1]
    promise.close()


def test_a_higher_one_is_written_over_where_no_new_file_can_be_made(tmp_path: Path) -> None:
    """So that what a person has accepted is not asked about again."""
    earlier = Promise(tmp_path / "promise", "sample")
    earlier.begin()
    for end in ENDS:
        earlier.keep(end)
    earlier.close()
    path = (tmp_path / "promise").rename(tmp_path / ("p" * 250))  # what is written beside it has too long a name
    promise = Promise(path, "sample")
    assert promise.read() == ENDS[-1]
    promise.begin(ENDS[1])
    assert Promise(path, "sample").read() == ENDS[1]
    assert promise.troubles() == ()
    promise.keep(ENDS[2])
    assert Promise(path, "sample").read() == ENDS[2]
    promise.close()


def test_each_hall_and_database_has_its_own(tmp_path: Path) -> None:
    secret = tmp_path / "phone.key"
    here = promise_path(make_url(f"sqlite:///{tmp_path}/hall.db"), "sample", secret)
    assert here == tmp_path / "hall.db-promise-sample"
    url = make_url("postgresql+psycopg://jh:geheim@/hall")
    paths = {
        here,
        promise_path(url, "sample", secret),
        promise_path(url, "other", secret),
        promise_path(url.set(database="else"), "sample", secret),
    }
    assert len(paths) == 4
    assert promise_path(url.set(password="new"), "sample", secret) in paths
    assert {path.parent for path in paths} == {tmp_path}
