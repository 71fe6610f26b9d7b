"""Anchors as a person gives them on the command line: a file of them, a folder, or the text. In a file, one may
go over several lines, as it stands on paper: the next one begins where a line begins with the version."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from server.audit.anchor import LONGEST, VERSION, Anchor, NoAnchor, read_anchor

LARGEST = 1_000_000
"""Characters of a file of anchors."""
_BEGINS = re.compile(re.escape(VERSION[:-1]) + r"[0-9]{1,4}:", re.IGNORECASE)


def anchors_in(given: Sequence[str]) -> list[Anchor]:
    """Raises NoAnchor, naming the file and line, for what is none, and for a file or folder without any."""
    return [anchor for one in given for anchor in _anchors(one)]


def folders_in(given: Sequence[str]) -> list[Path]:
    """Those of them that are folders."""
    return [path for path in map(Path, given) if _is_there(path) and path.is_dir()]


def _anchors(given: str) -> list[Anchor]:
    path = Path(given)
    if "".join(given.split()).upper().startswith(VERSION[:-1]) and not _is_there(path):
        return [_read("the text", given)]
    try:
        files = sorted(path.glob("*.anchor")) if path.is_dir() else [path]
        found = [anchor for file in files for anchor in _in_file(file)]
    except OSError as fault:
        raise NoAnchor(f"{given[:LONGEST]}: is no anchor, and cannot be read as a file: {fault.strerror}") from fault
    if not found:
        raise NoAnchor(f"{given}: has no {'file named *.anchor' if path.is_dir() else 'anchor'}")
    return found


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # longer than a name can be
        return False


def _in_file(path: Path) -> list[Anchor]:
    with path.open(encoding="ascii", errors="replace") as file:
        text = file.read(LARGEST)
    return [_read(f"{path}:{number}", one) for number, one in _parted(text)]


def _parted(text: str) -> Iterator[tuple[int, str]]:
    """Each anchor as it stands there, with the number of the line that it begins on."""
    begun, parts = 0, list[str]()
    for number, line in enumerate(text.splitlines(), 1):
        letters = "".join(line.split())
        if not letters:
            continue
        if parts and _BEGINS.match(letters):
            yield begun, "".join(parts)
            parts = []
        if not parts:
            begun = number
        parts.append(letters)
    if parts:
        yield begun, "".join(parts)


def _read(place: str, line: str) -> Anchor:
    try:
        return read_anchor(line)
    except NoAnchor as fault:
        raise NoAnchor(f"{place}: {fault}") from fault
