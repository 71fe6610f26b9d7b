"""Whether what is locked is at or above its floor (`floors.toml`): both locks, and the SQLite that the server would
use.

python -m deploy.floors             names each that is below, and exits 1; warns when the last review is long past
python -m deploy.floors --release   fails then too, after REVIEW_RELEASE_DAYS
"""

from __future__ import annotations

import datetime as dt
import sys
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from deploy.locks import CHECKS, ROOT, RUNS, locked, version
from server.storage.engine import sqlite_module
from server.storage.faults import SqliteTooOld

FILE = ROOT / "deploy" / "floors.toml"
REVIEW_WARN_DAYS, REVIEW_RELEASE_DAYS = 30, 60


@dataclass(frozen=True, slots=True)
class Floor:
    least: str
    advisory: str


@dataclass(frozen=True, slots=True)
class Floors:
    reviewed: dt.date
    """When somebody last went through the advisories of everything locked."""
    packages: Mapping[str, Floor]
    sqlite: Floor


def read_floors(path: Path = FILE) -> Floors:
    tables = tomllib.loads(path.read_text("utf-8"))
    packages = {name: Floor(**one) for name, one in tables["floors"].items()}
    return Floors(tables["reviewed"], packages, Floor(**tables["sqlite"]))


def below(floors: Floors, locks: Mapping[str, Mapping[str, str]], sqlite: str) -> Iterator[str]:
    """A line for everything that is older than its floor, and for every floor of something that nobody locks. `locks`:
    versions by package, by the lock's name; `sqlite`: its version."""
    for name, versions in locks.items():
        for package, floor in floors.packages.items():
            have = versions.get(package)
            if have is not None and version(have) < version(floor.least):
                yield f"{name}: {package} {have} is below {floor.least}: {floor.advisory}"
    for package in floors.packages:
        if not any(package in versions for versions in locks.values()):
            yield f"{FILE.name}: nobody locks {package}"
    if version(sqlite) < version(floors.sqlite.least):
        yield f"SQLite {sqlite} is below {floors.sqlite.least}: {floors.sqlite.advisory}"


def review(floors: Floors, today: dt.date, *, release: bool) -> tuple[str, bool]:
    """What is to be said of when they were gone through, empty when nothing; and whether that is a fault."""
    days = (today - floors.reviewed).days
    if days <= REVIEW_WARN_DAYS:
        return "", False
    return (
        f"{FILE.name}: nobody has gone through the advisories for {days} days",
        release and days > REVIEW_RELEASE_DAYS,
    )


def versions() -> Mapping[str, Mapping[str, str]]:
    """Of both locks."""
    return {name: {one.name: one.version for one in locked(name).values()} for name in (RUNS, CHECKS)}


def sqlite_version() -> str:
    """Of the one that the server would use here; "0" where there is none new enough."""
    try:
        return str(sqlite_module().sqlite_version)
    except SqliteTooOld:
        return "0"


def main() -> int:
    floors = read_floors()
    lines = list(below(floors, versions(), sqlite_version()))
    said, fault = review(floors, dt.datetime.now(dt.UTC).date(), release="--release" in sys.argv[1:])
    sys.stderr.writelines(f"{line}\n" for line in (*lines, *([said] if said else ())))
    return 1 if lines or fault else 0


if __name__ == "__main__":
    sys.exit(main())
