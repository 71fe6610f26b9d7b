"""Where a screen's program keeps the hall's guides, so that a start is not told them again."""

from __future__ import annotations

import os
from pathlib import Path

from program.credentials import Credentials
from program.state_folder import state_folder


def guides_file(kind: str, folder: str, credentials: Credentials | None) -> Path | None:
    """Beside its credentials; None for a program that has none, as on a desk on which a hall is tried."""
    place = None if credentials is None else state_folder(folder, os.environ)
    return None if place is None else place / f"{kind}-guides.json"
