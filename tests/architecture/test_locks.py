"""The locks are what the project says it needs: hashed, and without a registry."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from deploy.locks import CHECKS, RUNS, locked, version

ROOT = Path(__file__).parents[2]
LOCKS = (RUNS, CHECKS)


def versions(name: str) -> dict[str, str]:
    return {one.name: one.version for one in locked(name).values()}


@pytest.mark.parametrize("name", LOCKS)
def test_every_package_has_hashes_and_no_registry_is_named(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    blocks = [block for block in re.split(r"\n(?=[a-z])", text.strip()) if block]
    assert len(blocks) == len(locked(name))
    assert all("--hash=sha256:" in block for block in blocks)
    assert not re.search(r"--(extra-)?index-url|--find-links|https?://", text)


def test_tools_of_the_checks_lock_the_same_versions() -> None:
    small, large = (versions(name) for name in LOCKS)
    assert small.items() <= large.items()


def test_every_declared_dependency_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    declared = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    names = {re.match(r"[A-Za-z0-9_-]+", line).group().lower() for line in declared}  # type: ignore[union-attr]
    assert names <= locked(CHECKS).keys()


def test_pyside_stays_below_the_release_that_aborts_on_python_3_11() -> None:
    assert version("6.11.3") <= version(versions(RUNS)["pyside6-essentials"]) < version("6.12")


def test_sqlite_in_the_wheel_is_free_of_the_wal_reset_race() -> None:
    pysqlite3 = pytest.importorskip("pysqlite3", reason="no wheel for this machine; the server checks the system's")
    assert pysqlite3.sqlite_version_info >= (3, 51, 3)
