"""Pictures of both windows with what they say beside them, for rehearsals and proofs: `--pictures FOLDER`, SIGUSR1."""

from __future__ import annotations

from pathlib import Path

import msgspec
from PySide6.QtQuick import QQuickWindow


def take_pictures(folder: Path, number: int, windows: dict[str, QQuickWindow], pages: dict[str, object]) -> list[Path]:
    """Writes `0001-order.png`, `0001-order.json` and the same for content; a hidden window is left out.

    Each file appears whole, the picture last. Raises OSError when the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, window in windows.items():
        if not window.isVisible():
            continue
        stem = folder / f"{number:04d}-{name}"
        words = stem.with_suffix(".json")
        words.with_suffix(".json.part").write_bytes(msgspec.json.format(msgspec.json.encode(pages[name])))
        words.with_suffix(".json.part").replace(words)
        part = folder / f"{number:04d}-{name}.part.png"
        if not window.grabWindow().save(str(part)):
            raise OSError(f"{part} cannot be written")
        part.replace(stem.with_suffix(".png"))
        written.append(stem.with_suffix(".png"))
    return written
