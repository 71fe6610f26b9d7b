"""The demo's folder: one demo at a time has it, emptied of what an earlier one left and of nothing else."""

from __future__ import annotations

import fcntl
import os
import shutil
from pathlib import Path
from typing import IO

from demo.programs import ROOT, DemoFault

MARK = ".jiaohao-demo"
"""The file that tells a folder which a demo made from a folder of somebody's own. Who has its lock has the folder."""


class FolderRefused(DemoFault):
    """This folder cannot be the demo's. `key` names the demo's sentence for it, with `fields`."""

    def __init__(self, key: str, **fields: str) -> None:
        super().__init__(f"{key}: {fields}")
        self.key = key
        self.fields = fields


def take(folder: Path) -> IO[str]:
    """Makes the folder, or empties the one an earlier demo left; it is ours until the file is closed. Raises
    FolderRefused when something else is in it, another demo has it, or it cannot be written.
    """
    try:
        if (
            folder.exists()
            and not (folder / MARK).exists()
            and folder != ROOT / "demo-output"
            and any(folder.iterdir())
        ):
            raise FolderRefused("folder_not_ours", folder=str(folder))
        folder.mkdir(parents=True, exist_ok=True)
        mark = (folder / MARK).open("a+", encoding="utf-8")
    except OSError as fault:
        raise _unusable(folder, fault) from fault
    try:
        _lock(mark, folder)
        for entry in folder.iterdir():
            if entry.name == MARK:
                continue
            if entry.is_dir() and not entry.is_symlink():
                shutil.rmtree(entry)
            else:
                entry.unlink()
    except OSError as fault:
        mark.close()
        raise _unusable(folder, fault) from fault
    except FolderRefused:
        mark.close()
        raise
    return mark


def _lock(mark: IO[str], folder: Path) -> None:
    """Notes whose the folder is, for whoever comes second."""
    try:
        fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as fault:
        mark.seek(0)
        raise FolderRefused("folder_in_use", folder=str(folder), process=mark.read().strip() or "?") from fault
    mark.truncate(0)
    mark.write(f"{os.getpid()}\n")
    mark.flush()


def _unusable(folder: Path, fault: OSError) -> FolderRefused:
    place = str(fault.filename or folder)
    return FolderRefused("folder_unusable", folder=str(folder), place=place, why=fault.strerror or type(fault).__name__)
