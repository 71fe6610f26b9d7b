"""`audit verify` finds what somebody changed in the log, says where, and leaves everything as it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from program.clock import ManualClock
from server.audit.__main__ import main
from server.audit.verify import LogAudit
from server.author import Author
from server.domain.commands import CallNext
from server.identity.database import open_identity, prepare
from server.settings import read_settings
from server.storage.chain import EventRow, Head, row_hash
from server.storage.engine import open_engine
from server.storage.log import HallLog
from server.storage.migrate import migrate
from server.storage.promise import Promise, promise_path
from server.storage.schema import event
from server.tokens import TokenMint
from tests.server.asking import answered, issue, submission
from tests.server.conftest import Authors
from tests.server.sample_halls import NOON
from tests.server.storage.tampering import tampered, unprotect
from tests.server.storage.test_log import called, key, opened
from tests.system.hall_server import write_config

DAY_MS = 86_400_000
DATES = ("2026-11-24", "2026-11-25", "2026-11-26")

pytestmark = pytest.mark.anyio


@pytest.fixture
async def config(tmp_path: Path) -> Path:
    """Of a hall whose log has three business days of three events: opened, issued, called."""
    path = write_config(tmp_path)
    settings = read_settings(path)
    hall_id = settings.hall.hall_id
    engine = open_engine(settings.server.database)
    migrate(engine)
    prepare(open_identity(settings.server.identity))
    promise = Promise(promise_path(settings.server.database, hall_id, settings.server.secret_file), hall_id)
    promise.begin()
    clock = ManualClock(NOON)
    log = HallLog(engine, hall_id, promise)
    author = Author(log, settings.hall, clock=clock, mint=TokenMint(b"s" * 32, hall_id), name="test")
    await author.start()
    for day in range(3):
        await answered(author.ask(submission(f"issue-{day}", issue("training"))))
        await answered(author.ask(submission(f"call-{day}", CallNext("5", 0, None))))
        clock.advance(DAY_MS)
    await author.stop()
    return path


def changed(config: Path, *statements: str) -> None:
    engine = open_engine(read_settings(config).server.database)
    tampered(engine, *statements)


def verified(config: Path, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, list[str], str]:
    """Exit status, lines, last word."""
    status = main(["verify", "--config", str(config), *words])
    said = capsys.readouterr()
    return status, said.out.splitlines(), said.err


async def test_a_whole_log_holds_day_by_day(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (config.parent / "data" / "hall.db").read_bytes()
    status, lines, fault = verified(config, capsys, "--all")
    assert (status, fault) == (0, "")
    days = [line for line in lines if line.startswith("day ")]
    assert [line.split(",")[1].strip() for line in days] == list(DATES)
    assert all(line.endswith("chain and replay hold") for line in days)
    assert lines[-2] == "staff log: is empty"
    assert lines[-1].startswith("All holds: hall yongkang, 3 of 3 business days, seq 1 to ")
    assert (config.parent / "data" / "hall.db").read_bytes() == before


async def test_without_a_choice_the_last_day_and_by_date_that_one(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for words, date in (([], DATES[-1]), (["--day", DATES[1]], DATES[1])):
        status, lines, _ = verified(config, capsys, *words)
        assert status == 0
        assert [line.split(",")[1].strip() for line in lines if line.startswith("day ")] == [date]
    status, lines, fault = verified(config, capsys, "--day", "2026-12-24")
    assert (status, lines) == (64, [])
    assert fault == "the log of hall yongkang has no 2026-12-24: it goes from 2026-11-24 to 2026-11-26\n"


@pytest.mark.parametrize(
    ("statement", "bad"),
    [
        ("UPDATE event SET body = replace(body, 'E001', 'E009') WHERE type = 'ticket_issued' AND day = 2", [2]),
        ("UPDATE event SET at = at + 1 WHERE type = 'day_opened' AND day = 3", [3]),
        ("UPDATE event SET \"by\" = 'somebody' WHERE type = 'ticket_called' AND day = 1", [1]),
        ("DELETE FROM event WHERE type = 'ticket_called' AND day = 2", [2]),
        ("UPDATE event SET at = at - 1 WHERE type = 'ticket_lapsed' AND day = 1", [1, 2]),
        ("DELETE FROM event WHERE type = 'ticket_lapsed' AND day = 2", [2, 3]),
        ("UPDATE event SET day = 3 WHERE type = 'ticket_issued' AND day = 2", [2]),
        ("UPDATE business_day SET date = '2026-11-27' WHERE day = 3", [3]),
        ("DELETE FROM business_day WHERE day = 2", [1]),
        ("UPDATE command_key SET seq = 2 WHERE key = 'call-1'", [2]),
        ("UPDATE command_key SET what = 'ticket_called' WHERE key = 'issue-2'", [3]),
    ],
)
async def test_what_somebody_changed_is_found_where_it_is(
    config: Path, capsys: pytest.CaptureFixture[str], statement: str, bad: list[int]
) -> None:
    changed(config, statement)
    status, lines, fault = verified(config, capsys, "--all")
    assert status == 65
    days = [line for line in lines if line.startswith("day ")]
    assert [int(line.split(",")[0].removeprefix("day ")) for line in days if "DAMAGED" in line] == bad
    assert fault.startswith(
        "The log of hall yongkang is not whole. First keep a copy of the data folder as it is, and "
    )
    assert fault.endswith("; only then restore the newest backup that is.\n")


async def test_events_that_cannot_have_happened_are_found_behind_a_whole_chain(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever can write the file can make a chain anew; the hall's own rules he cannot."""
    engine = open_engine(read_settings(config).server.database)
    with engine.begin() as connection:
        unprotect(connection)
        connection.execute(text("UPDATE event SET body = replace(body, '-E001', '-E777') WHERE type = 'ticket_called'"))
        last = "0" * 64
        for row in connection.execute(event.select().order_by(event.c.seq)).all():
            made = EventRow(*row)._replace(prev_hash=last)
            connection.execute(event.update().where(event.c.seq == made.seq).values(prev_hash=last))
            last = row_hash(made)
    status, lines, _ = verified(config, capsys, "--all")
    assert status == 65
    assert lines[-3].startswith("MISSING: the log of hall yongkang is another than the one that was written")
    assert "cannot have happened: 1-E777 is not live" in lines[0]


async def test_facts_that_were_promised_and_are_gone_are_missing(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    last = (
        "DELETE FROM event WHERE type = 'ticket_called' AND day = 3",
        "DELETE FROM command_key WHERE key = 'call-2'",
    )
    changed(config, *last)
    status, lines, _ = verified(config, capsys)
    assert status == 65
    assert lines[0].endswith("chain and replay hold")
    assert lines[1].startswith("MISSING: the log of hall yongkang ends at seq ")


async def test_a_log_of_which_nothing_is_left_is_missing(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As a refused start leaves it when the file was deleted."""
    (config.parent / "data" / "hall.db").unlink()
    migrate(open_engine(read_settings(config).server.database))
    status, lines, _ = verified(config, capsys)
    assert status == 65
    assert lines[0].startswith("MISSING: the log of hall yongkang ends at seq 0, but ")


async def test_what_is_promised_between_two_looks_is_not_missing(store: Engine, tmp_path: Path) -> None:
    """The author goes on while the audit looks."""
    log = HallLog(store, "sample", promise := Promise(tmp_path / "promise", "sample"))
    promise.begin()
    log.append([opened(1)], [])

    class Growing(Promise):
        left = 3

        def read(self) -> Head | None:
            if self.left:
                self.left -= 1
                log.append([called(1, self.left)], [key(f"key-{self.left}", log.head.seq + 1)])
            return super().read()

    growing = Growing(tmp_path / "promise", "sample")
    assert LogAudit(open_engine(store.url, looks=True), "sample", growing).missing() == ""
    assert growing.left == 0
    log.release()
    promise.begin(Head(9, "0" * 64))
    assert "ends at seq 4, but 9" in LogAudit(open_engine(store.url, looks=True), "sample", promise).missing()


async def test_the_day_that_goes_on_beside_a_running_author(authors: Authors, store: Engine, tmp_path: Path) -> None:
    async with authors() as author:
        await answered(author.ask(submission("key-0001")))
        audit = LogAudit(open_engine(store.url, looks=True), "sample", Promise(tmp_path / "none", "sample"))
        days = audit.days()
        await answered(author.ask(submission("key-0002")))
        assert [(audit.check(day).fault, day.last_seq) for day in days] == [("", 2)]


async def test_nothing_can_be_written_over_the_connection_of_who_only_looks(store: Engine) -> None:
    with (
        open_engine(store.url, looks=True).connect() as connection,
        pytest.raises(Exception, match=r"readonly|read-only"),
    ):
        connection.execute(text("DELETE FROM event"))


async def test_a_database_that_is_not_there_is_not_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, _, fault = verified(write_config(tmp_path), capsys)
    assert status == 75
    assert fault.startswith("sqlite:///")
    assert not (tmp_path / "data").exists()


async def test_a_file_that_is_no_database_is_damaged(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (config.parent / "data" / "hall.db").write_bytes(b"not a database, only some text " * 400)
    status, _, fault = verified(config, capsys)
    assert status == 65
    assert fault.startswith("DAMAGED: ")


@pytest.mark.parametrize("words", [["--day", "24.11.2026"], ["--day", "2026-11-24", "--all"], []])
async def test_wrong_words_are_usage(words: list[str]) -> None:
    with pytest.raises(SystemExit):
        main(words)
