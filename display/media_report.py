"""What `--check` finds of the files in a display's playlist: those that it would skip."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from display.media_check import MediaError, check_media
from display.playlist_settings import ItemSettings
from display.programme import Kind


def media_lines(config: Path, playlist: tuple[ItemSettings, ...]) -> Iterator[str]:
    """A line for each file that is not there or cannot be shown, with its key. Addresses are not asked: a hall may be
    checked where they cannot be reached, and the console says it of a wall that hangs."""
    for place, item in enumerate(playlist):
        if "://" not in item.source and (fault := _fault(item)):
            yield f"{config}: display.playlist[{place}].source: will be skipped: {item.source}: {fault}"


def _fault(item: ItemSettings) -> str:
    file = Path(item.source)
    if not file.is_file():
        return "is no file" if file.exists() else "is not there"
    try:
        check_media(Kind(item.kind), file)
    except MediaError as fault:
        return str(fault)
    except OSError as fault:
        return f"cannot be read: {fault.strerror}"
    return ""
