"""The log's own append in groups of 64 against raw sqlite3 with the same tables, indexes and groups.

Ours starts from domain events: encoding, hash chain and SQLAlchemy are inside. Raw writes rows made beforehand. Both
run the same SQLite with WAL and FULL, in turn, on files of their own; the ratio is the median of the pairs.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from server.domain.config import Guide, HallConfig, Interval, Service, WeeklyHours
from server.domain.events import DayOpened, Fact, TicketIssued
from server.domain.tickets import Channel, Visit
from server.storage.engine import open_engine, sqlite_module
from server.storage.keys import KeyEntry
from server.storage.log import Entry, HallLog
from server.storage.migrate import migrate

GROUP = 64
GOAL = 0.45
AT = 1_795_395_300_000


def opened() -> Entry:
    name = (("zh-TW", "永康就業中心"),)
    hours = WeeklyHours(((Interval(0, 1440),),) * 7)
    services = (Service("benefit-first", "A", name, name, Guide(), hours),)
    config = HallConfig("bench", name, name, "Asia/Taipei", ("zh-TW",), name, services, ())
    return Entry(1, Fact(AT, "author", "author:configure:0", DayOpened(1, "2026-11-23", config)))


def issued(number: int) -> Fact:
    event = TicketIssued(
        ticket_id=f"1-A{number:06}",
        number=f"A{number:06}",
        prefix="A",
        ordinal=number,
        visit=Visit("benefit-first", Channel.KIOSK, "zh-TW"),
        place=AT + number,
        token_hash=f"{number:064x}",
        people_ahead=number % 40,
    )
    return Fact(AT + number, "kiosk", key_of(number), event)


def key_of(number: int) -> str:
    """Random-looking, as clients choose them: the index of keys gets no help from their order."""
    return f"{(number * 0x9E3779B97F4A7C15) % 2**64:016x}"


def groups_of(tickets: int) -> list[tuple[list[Entry], list[KeyEntry]]]:
    groups = []
    for start in range(0, tickets, GROUP):
        numbers = range(start + 1, start + GROUP + 1)
        keys = [KeyEntry(key_of(number), f"1:{number:064x}", "ticket_issued", number + 1, 1, AT) for number in numbers]
        groups.append(([Entry(1, issued(number)) for number in numbers], keys))
    return groups


def ours(folder: Path, groups: list[tuple[list[Entry], list[KeyEntry]]]) -> tuple[float, HallLog]:
    engine = open_engine(f"sqlite:///{folder}/ours.db")
    migrate(engine)
    log = HallLog(engine, "bench")
    log.append([opened()], [])
    start = time.perf_counter()
    for entries, keys in groups:
        log.append(entries, keys)
    return time.perf_counter() - start, log


def raw(folder: Path, tables: list[str], rows: list[tuple[list[Any], list[Any]]]) -> float:
    connection = sqlite_module().connect(f"{folder}/raw.db", isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    for table in tables:
        connection.execute(table)
    start = time.perf_counter()
    for events, keys in rows:
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany("INSERT INTO event VALUES (?,?,?,?,?,?,?,?,?,?)", events)
        connection.executemany("INSERT INTO command_key VALUES (?,?,?,?,?,?,?)", keys)
        connection.execute("COMMIT")
    seconds = time.perf_counter() - start
    connection.close()
    return seconds


def written(folder: Path) -> tuple[list[str], list[tuple[list[Any], list[Any]]]]:
    """The tables, indexes and rows that ours has made, in the groups in which it made them: what raw is to write."""
    connection = sqlite_module().connect(f"{folder}/ours.db")
    made = "SELECT sql FROM sqlite_master WHERE tbl_name IN ('event', 'command_key') AND sql IS NOT NULL ORDER BY rowid"
    tables = [sql for (sql,) in connection.execute(made)]
    events = [tuple(row) for row in connection.execute("SELECT * FROM event WHERE seq > 1 ORDER BY seq")]
    keys = [tuple(row) for row in connection.execute("SELECT * FROM command_key ORDER BY seq")]
    connection.close()
    return tables, [(events[at : at + GROUP], keys[at : at + GROUP]) for at in range(0, len(events), GROUP)]


def pair(groups: list[tuple[list[Entry], list[KeyEntry]]], *, raw_first: bool) -> tuple[float, float]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        our_seconds, log = ours(folder, groups)
        log.close()
        tables, rows = written(folder)
        raw_seconds = raw(folder, tables, rows)
        if raw_first:
            again = folder / "again"
            again.mkdir()
            our_seconds, log = ours(again, groups)
            log.close()
        return our_seconds, raw_seconds


def measure(pairs: int, tickets: int) -> float:
    """Prints each pair and the median; returns the median ratio of our rate to raw's."""
    groups = groups_of(tickets)
    count = len(groups) * GROUP
    ratios = []
    for number in range(pairs):
        our_seconds, raw_seconds = pair(groups, raw_first=number % 2 == 1)
        ratios.append(raw_seconds / our_seconds)
        print(f"ours {count / our_seconds:9,.0f}/s   raw {count / raw_seconds:9,.0f}/s   ratio {ratios[-1]:.2f}")
    ratio = statistics.median(ratios)
    print(f"append in groups of {GROUP}: median ratio {ratio:.2f} of raw sqlite3 (goal {GOAL})")
    return ratio


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="3 shorter pairs")
    quick = parser.parse_args().quick
    raise SystemExit(0 if measure(3 if quick else 7, 6_400 if quick else 12_800) >= GOAL else 1)
