"""From the start of the server's process until it listens: with an empty log, and after a long past.

    python -m benchmarks.start [--quick | --full] [--postgresql]

The past is made by one statement for each table: 100,000 rows (quick), a million, or ten million (full, 8 GB of disk),
each with the key of its command, as if none had ever been forgotten. The two take turns.
"""

from __future__ import annotations

import argparse
import datetime as dt
import statistics
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from sqlalchemy import Engine, text

from benchmarks.programs import started_server, write_config
from server.domain.events import AUTHOR, DayOpened, Fact
from server.settings import Settings, read_settings
from server.storage.chain import Head
from server.storage.engine import open_engine
from server.storage.keys import KeyEntry
from server.storage.log import Entry, HallLog
from server.storage.migrate import migrate

GOAL = 1.5
EACH_DAY = 2_000
ROUNDS = 5
DAY_MS = 86_400_000
NUMBERS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :last)"
BODY = '{"ticket_id":"1-A001","counter_id":"1","of":"' + "a usual event" * 12 + '"}'
EVENTS = (
    f"INSERT INTO event {NUMBERS} SELECT :hall, i, (i - 1) / :each + 1, 'ticket_called', 1, :begun + i, 'console:1', "
    "'past-key-' || i, :body, :hash FROM n"
)
DAYS = f"INSERT INTO business_day {NUMBERS} SELECT :hall, i, :date, (i - 1) * :each + 1 FROM n"
KEYS = (
    "INSERT INTO command_key SELECT hall_id, cause, '1:' || :hash, type, seq, day, at FROM event "
    "WHERE hall_id = :hall AND seq <= :last"
)


def main() -> int:
    parser = argparse.ArgumentParser(description="the server's start after a long past")
    size = parser.add_mutually_exclusive_group()
    size.add_argument("--quick", action="store_true", help="100,000 past rows")
    size.add_argument("--full", action="store_true", help="ten million")
    parser.add_argument("--postgresql", action="store_true", help="on a PostgreSQL of the benchmark's own")
    chosen = parser.parse_args()
    rows = 100_000 if chosen.quick else 10_000_000 if chosen.full else 1_000_000
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        databases: dict[str, str] = {}
        if chosen.postgresql:
            from tests.postgres import running_cluster

            cluster = stack.enter_context(running_cluster())
            databases = {name: cluster.new_database() for name in ("empty", "past")}
        configs = {name: _config(folder / name, databases.get(name)) for name in ("empty", "past")}
        make_past(read_settings(configs["past"]), rows)
        migrate(open_engine(read_settings(configs["empty"]).server.database))
        # The first start of each opens the day; its figure is told, and counts for nothing.
        first = {name: _start(config) for name, config in configs.items()}
        runs = [{name: _start(config) for name, config in configs.items()} for _ in range(ROUNDS)]
    found = {name: statistics.median(run[name] for run in runs) for name in configs}
    ratio = statistics.median(run["past"] / run["empty"] for run in runs)
    store = "PostgreSQL" if chosen.postgresql else "SQLite"
    for name, seconds in found.items():
        print(f"{name:6} {seconds:5.2f} s until it listens (the first time {first[name]:.2f} s)")
    print(f"start after {rows:,} past rows, {store}: {ratio:.2f} x an empty log's (goal {GOAL})")
    return 0 if ratio <= GOAL else 1


def _config(folder: Path, database: str | None) -> Path:
    folder.mkdir()
    path = write_config(folder)
    if database:
        written = path.read_text(encoding="utf-8")
        path.write_text(written.replace(f"sqlite:///{folder}/hall.db", database), encoding="utf-8")
    return path


def _start(config: Path) -> float:
    began = time.monotonic()
    with started_server(config):
        return time.monotonic() - began


def make_past(settings: Settings, rows: int) -> None:
    """So many rows of former days, and yesterday, which a start reads: opened, and nothing else."""
    engine = open_engine(settings.server.database)
    migrate(engine)
    hall_id, days = settings.hall.hall_id, rows // EACH_DAY
    now = int(time.time() * 1_000)
    values = {
        "hall": hall_id,
        "each": EACH_DAY,
        "begun": now - (days + 1) * DAY_MS,
        "body": BODY,
        "hash": "0" * 64,
        "date": "2000-01-01",
    }
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SET LOCAL statement_timeout = 0"))
        connection.execute(text(EVENTS), values | {"last": rows})
        connection.execute(text(DAYS), values | {"last": days})
        connection.execute(text(KEYS), values | {"last": rows})
    _open_yesterday(engine, settings, days + 1, Head(rows, "0" * 64), now - DAY_MS)


def _open_yesterday(engine: Engine, settings: Settings, day: int, head: Head, at: int) -> None:
    date = dt.datetime.fromtimestamp(at / 1_000, dt.UTC).date().isoformat()
    log = HallLog(engine, settings.hall.hall_id)
    log.head = head
    opened = Entry(day, Fact(at, AUTHOR, f"author:open-day:{date}", DayOpened(day, date, settings.hall)))
    log.append([opened], [KeyEntry(opened.fact.cause, "1:" + head.hash, "day_opened", head.seq + 1, day, at)])
    log.release()


if __name__ == "__main__":
    raise SystemExit(main())
