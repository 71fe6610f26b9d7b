"""Where a program keeps what it must know after a restart."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path


def state_folder(said: str, environment: Mapping[str, str]) -> Path | None:
    """`said` by the settings; without one the folder that the system gives a service (`STATE_DIRECTORY`), else that of
    this user's programs (XDG Base Directory Specification). None for a user without a home.
    """
    folder = said or environment.get("STATE_DIRECTORY", "").partition(":")[0]
    if folder:
        return Path(folder)
    base = environment.get("XDG_STATE_HOME", "")
    try:
        home = Path(base) if base.startswith("/") else Path.home() / ".local" / "state"
    except RuntimeError:
        return None
    return home / "jiaohao"
