from __future__ import annotations

from pathlib import Path

import pytest

from tests.server.identity.people import People


@pytest.fixture
def people(tmp_path: Path) -> People:
    return People(tmp_path)
