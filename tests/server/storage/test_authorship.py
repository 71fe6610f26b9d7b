"""One author a log: a second is refused and told who holds it; one that was overtaken is told too."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from sqlalchemy import Engine

from server.storage.authorship import Beat, is_gone, this_process, wait_for_silence
from server.storage.engine import open_engine
from server.storage.faults import LogHeld, LogTaken
from server.storage.log import HallLog
from server.storage.migrate import migrate
from tests.server.storage.test_log import HALL, called, opened

ELSEWHERE = "another-host:17"
ROOT = Path(__file__).parents[3]


def ended_process() -> int:
    """The number of a process that is no more."""
    child = subprocess.Popen([sys.executable, "-c", ""])
    child.wait(30)
    return child.pid


def test_a_process_is_gone_when_it_is_not_there_on_this_computer() -> None:
    assert not is_gone(this_process())
    assert is_gone(f"{socket.gethostname()}:{ended_process()}")
    assert not is_gone(f"another-host:{ended_process()}")
    assert not is_gone(f"{socket.gethostname()[:1]}:{ended_process()}")
    assert not is_gone(f":{ended_process()}")
    assert not is_gone("nonsense")


def test_a_second_author_is_refused_and_told_who_holds_the_log(engine: Engine) -> None:
    first, second = HallLog(engine, HALL.hall_id), HallLog(engine, HALL.hall_id)
    first.claim("first-host:1", 1)
    beating = threading.Event()

    def beat() -> None:
        at = 1
        while not beating.wait(0.2):
            at += 1
            first.beat(at, "first-host:1")
        first.release()

    thread = threading.Thread(target=beat)
    thread.start()
    try:
        with pytest.raises(LogHeld, match="first-host:1"):
            second.claim("second-host:2", 5)
    finally:
        beating.set()
        thread.join(30)
    second.claim("second-host:2", 6)
    second.beat(7, "second-host:2")
    second.release()


def test_a_killed_authors_log_is_free_at_once(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/hall.db"
    engine = open_engine(url)
    migrate(engine)
    program = (
        "import sys, os; from server.storage.engine import open_engine; from server.storage.log import HallLog;"
        "log = HallLog(open_engine(sys.argv[1]), sys.argv[2]); log.claim(f'host:{os.getpid()}', 1);"
        "print('claimed', flush=True); sys.stdin.read()"
    )
    words = [sys.executable, "-c", program, url, HALL.hall_id]
    child = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    with child:
        assert child.stdout is not None
        assert child.stdout.readline() == "claimed\n"
        log = HallLog(engine, HALL.hall_id)
        with pytest.raises(LogHeld, match=str(child.pid)):
            log.claim(this_process(), 2)
        child.kill()
    log.claim(this_process(), 3)
    log.release()


def test_the_log_of_a_process_that_ended_is_taken_at_once() -> None:
    looks = iter([Beat(1, f"{socket.gethostname()}:{ended_process()}")])
    wait_for_silence(this_process(), lambda: next(looks))
    assert list(looks) == [], "one look was enough"


def test_the_log_of_a_silent_author_is_taken_after_a_while_one_that_beats_is_not() -> None:
    looked: list[int] = []

    def silent() -> Beat:
        looked.append(1)
        return Beat(1, ELSEWHERE)

    wait_for_silence(this_process(), silent, watch_s=0.5)
    assert len(looked) > 1
    beats = (Beat(at, ELSEWHERE) for at in range(9))
    with pytest.raises(LogHeld, match=ELSEWHERE):
        wait_for_silence(this_process(), lambda: next(beats), watch_s=30)


def test_an_author_whose_log_was_claimed_is_told_by_its_own_beat(engine: Engine) -> None:
    frozen, successor = HallLog(engine, HALL.hall_id), HallLog(engine, HALL.hall_id)
    frozen.beat(1, ELSEWHERE)
    successor.claim(this_process(), 2)
    with pytest.raises(LogTaken, match="claimed"):
        frozen.beat(3, ELSEWHERE)
    successor.beat(4, this_process())
    successor.release()
    frozen.close()


def test_an_author_that_was_overtaken_is_told_though_it_writes_nothing(engine: Engine) -> None:
    log = HallLog(engine, HALL.hall_id)
    log.append([opened(1)], [])
    other = HallLog(engine, HALL.hall_id)
    other.load_day()
    other.append([called(1, 1)], [])
    other.close()
    with pytest.raises(LogTaken, match="seq 1"):
        log.beat(1, this_process())
    log.close()


def test_the_lock_of_one_hall_is_not_anothers(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}/hall.db")

    migrate(engine)
    here, there = HallLog(engine, "here"), HallLog(engine, "there")
    here.claim("host:1", 1)
    there.claim("host:2", 1)
    here.release()
    there.release()


@pytest.mark.parametrize("link", ["symbolic", "hard"])
def test_another_name_of_the_same_file_is_the_same_log(tmp_path: Path, link: str) -> None:
    database, other = tmp_path / "hall.db", tmp_path / "other.db"
    engine = open_engine(f"sqlite:///{database}")
    migrate(engine)
    log = HallLog(engine, HALL.hall_id)
    log.claim("host:1", 1)
    other.symlink_to(database) if link == "symbolic" else other.hardlink_to(database)
    with pytest.raises(LogHeld):
        HallLog(open_engine(f"sqlite:///{other}"), HALL.hall_id).claim("host:2", 1)
    log.release()


def test_a_beat_is_kept_with_its_author(engine: Engine) -> None:
    log = HallLog(engine, HALL.hall_id)
    log.claim(this_process(), 41)
    log.beat(42, this_process())
    assert log._last_beat() == Beat(42, this_process())
    log.release()
