from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server.edge.running import RunningServer, running_server


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[RunningServer]:
    """A hall that is open, at noon of a clock that stands still, with its server."""
    with running_server(tmp_path) as server:
        yield server
