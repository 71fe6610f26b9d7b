"""Every test of the log runs on both stores."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from server.storage.engine import open_engine
from server.storage.migrate import migrate
from tests.postgres import Cluster, postgres

__all__ = ["postgres"]

STORES = ("sqlite", pytest.param("postgresql", marks=pytest.mark.postgres))


@pytest.fixture(params=STORES)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Of an empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/data/hall.db"
    cluster: Cluster = request.getfixturevalue("postgres")
    return cluster.new_database()


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    """With today's tables."""
    engine = open_engine(url)
    migrate(engine)
    yield engine
    engine.dispose()
