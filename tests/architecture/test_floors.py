"""Nothing locked is older than the advisory floor of its package; who looks at that is looked at too."""

from __future__ import annotations

import datetime as dt
import re

from deploy.floors import Floor, Floors, below, read_floors, review, sqlite_version, versions
from deploy.locks import CHECKS, RUNS

FLOORS = read_floors()
SQLITE = Floor("3.51.3", "corruption")


def test_nothing_locked_is_below_a_floor() -> None:
    assert not list(below(FLOORS, versions(), sqlite_version()))


def test_every_floor_names_an_advisory() -> None:
    assert len(FLOORS.packages) > 15
    for name, floor in FLOORS.packages.items():
        assert re.search(r"\b(CVE-\d{4}-\d+|GHSA-[\w-]+|PYSEC-\d{4}-\d+)\b", floor.advisory), name
    assert {
        "litestar",
        "uvicorn",
        "h11",
        "websockets",
        "cryptography",
        "pillow",
        "sqlalchemy",
    } <= FLOORS.packages.keys()


def test_what_is_below_is_named_in_either_lock() -> None:
    floors = Floors(FLOORS.reviewed, {"h11": Floor("0.16.0", "CVE-2025-43859")}, SQLITE)
    locks = {RUNS: {"h11": "0.16.0"}, CHECKS: {"h11": "0.14.0"}}
    assert list(below(floors, locks, "3.51.3")) == [f"{CHECKS}: h11 0.14.0 is below 0.16.0: CVE-2025-43859"]
    assert list(below(floors, {RUNS: {"h11": "0.9"}, CHECKS: {"h11": "0.16.1"}}, "3.51.3")) == [
        f"{RUNS}: h11 0.9 is below 0.16.0: CVE-2025-43859"
    ]


def test_an_old_sqlite_and_a_floor_of_nothing_are_named() -> None:
    floors = Floors(FLOORS.reviewed, {"gone": Floor("1", "CVE-2020-1")}, SQLITE)
    assert list(below(floors, {RUNS: {}}, "3.40.1")) == [
        "floors.toml: nobody locks gone",
        "SQLite 3.40.1 is below 3.51.3: corruption",
    ]


def test_a_review_that_is_long_past_is_said_and_fails_a_release() -> None:
    def after(days: int, *, release: bool) -> tuple[str, bool]:
        return review(FLOORS, FLOORS.reviewed + dt.timedelta(days=days), release=release)

    assert after(30, release=True) == ("", False)
    said, fault = after(31, release=True)
    assert "31 days" in said
    assert not fault
    assert after(61, release=True)[1]
    assert not after(61, release=False)[1]
